"""The screens of the short forms of a person's page, each on a page of its own."""

from collections.abc import Sequence
from typing import Any

import flet as ft

from models.codes import Extent, Mode, Status
from models.codes_of_papers import ToldWhom
from models.codes_of_registers import AbuseType
from screens import parts
from screens.around.action import ActionState, CompletedState
from screens.around.candour import ToldState
from screens.around.concern import ConcernState, Deciding, DecisionState
from screens.around.note import NoteState
from screens.around.status import NO_HANDOVER, StatusState
from screens.drafting.view import Fields, short_screens

REFERRED = (
    parts.Option("yes", "Yes, it is referred"),
    parts.Option("no", "No", "A manager decides that"),
    parts.Option("later", "Not decided yet", "A manager is asked today"),
)
HOW = [parts.Option(code, Mode(code).words) for code in ("01", "02", "11", "98")]
DONE = [parts.Option(str(code), code.words) for code in Extent.all()[:2]]


# ---------------------------------------------------------------------- where they are


def _status(state: StatusState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        fields.choice("status", "Where are they now?", Status),
        fields.date("since_on", "Since"),
        fields.time("since_at", "Since, at"),
        fields.note("where", "Which ward, prison or service?"),
        fields.note("rationale", "Why, and who says so?"),
        *(_handed_over(state) if state.discharging else ()),
        *(parts.text(words, "strong") for words in (state.discharge_needs if state.discharging else ())),
    ]


def _handed_over(state: StatusState) -> Sequence[ft.Control | None]:
    """Which handover the discharge rests on; where that is none on record, who took them."""
    fields = Fields(state)
    recorded = [parts.Option(id, to, words) for id, to, words in state.handovers]
    none = parts.Option(NO_HANDOVER, "None that is on record")
    question = fields.choice("handover", "Which handover does it rest on?", [*recorded, none])
    if recorded and state.form.handover != NO_HANDOVER:
        return [question]
    return [
        question if recorded else None,
        fields.note("handover_to", "Handed over to which service?"),
        fields.note("handover_accepted_by", "Who there has accepted it?"),
    ]


# ---------------------------------------------------------------------- what a visitor must know


def _note(state: NoteState) -> list[ft.Control | None]:
    fields = Fields(state)
    if state.form.record:
        return [
            parts.text(f"No longer so: {state.ends}" if state.ends else "It is no longer so.", "strong"),
            fields.note("fact", "What is so now?"),
            fields.note("source", "How do you know?"),
        ]
    return [
        fields.note("fact", "What must a visitor know to be safe?"),
        fields.note("source", "How do you know?"),
        fields.date("review_on", "Look at it again by"),
    ]


# ---------------------------------------------------------------------- safeguarding


def _concern(state: ConcernState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        fields.choice("type", "What kind of concern?", AbuseType),
        fields.note("concern", "What is the concern?"),
        fields.note("made_safe_now", "What was done to make them safe now?"),
        *_decides(state, REFERRED),
    ]


def _decision(state: DecisionState) -> list[ft.Control | None]:
    concern = state.concern
    said = getattr(concern.raised.body, "concern", "") if concern else ""
    return [
        parts.heading(concern.words, 3) if concern else None,
        parts.text(said) if said else None,
        *_decides(state, REFERRED[:2]),  # what is decided is decided
    ]


def _decides(state: Deciding[Any], options: Sequence[parts.Option]) -> list[ft.Control | None]:
    fields, decides = Fields(state), state.decides
    return [
        fields.choice("referred", "Is it referred to the council?", options),
        fields.note("reason", "Why, or why not?") if decides else None,
        fields.note("wishes", "What does the person wish?") if decides else None,
        fields.note("least_restrictive_check", "Why is this the least restrictive way?") if decides else None,
    ]


# ---------------------------------------------------------------------- actions


def _action(state: ActionState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        fields.note("what", "What is to be done?"),
        fields.choice("owner", "By whom?", [parts.Option(id, name) for id, name in state.owners]),
        fields.date("deadline_on", "By"),
        fields.time("deadline_at", "By, at"),
        fields.note("route", "Whom to go to if it is not done?"),
    ]


def _completed(state: CompletedState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        parts.text(state.action.body.what, "strong") if state.action else None,
        fields.choice("extent", "How far was it carried out?", DONE),
        fields.note("outcome", "What came of it?"),
        fields.note("partner_response", "What did the other service say?"),
    ]


# ---------------------------------------------------------------------- candour


def _told(state: ToldState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        parts.key_values([("What went wrong", state.went_wrong)]) if state.went_wrong else None,
        fields.text("name", "Who told them?"),
        fields.choice("whom", "Who was told?", ToldWhom),
        fields.choice("mode", "How?", HOW),
        fields.date("told_on", "On"),
        fields.time("told_at", "At"),
        fields.note("said", "What was said?", hint="What happened, that we are sorry, what happens now"),
        fields.note("response", "What did they say to it?"),
    ]


StatusScreen, _ = short_screens(StatusState, "Where they are", _status)
NoteScreen, NoteEndedScreen = short_screens(NoteState, "A visit note", _note)
ConcernScreen, _ = short_screens(ConcernState, "A safeguarding concern", _concern)
DecisionScreen, DecideScreen = short_screens(DecisionState, "Decide about a concern", _decision)
ActionScreen, ActionForScreen = short_screens(ActionState, "Give somebody an action", _action)
CompletedScreen, DoneScreen = short_screens(CompletedState, "An action is done", _completed)
ToldScreen, TellScreen = short_screens(ToldState, "They have been told", _told)
