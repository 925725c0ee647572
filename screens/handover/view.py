"""The handover screen: what there has been, the sheet to read out part by part, and the two small forms."""

from collections.abc import Sequence

import flet as ft

from models.codes import Mode
from models.codes_of_papers import HandoverAnswer
from screens import parts
from screens.app_state import AppState
from screens.frame import frame
from screens.handover.forms import ELSEWHERE
from screens.handover.sheet import Part
from screens.handover.state import HandoverLine, HandoverState
from screens.live import use_screen
from screens.person import lines
from screens.person.entering import Form
from screens.person.entering_view import choice, moment, named, options, saving, typed
from screens.person.opening_view import not_open_yet
from screens.standing import closed_banner


@ft.component
def HandoverScreen(app: AppState, scope: str) -> ft.Control:
    """What a receiving team needs, and who there has accepted it."""
    state = use_screen(app, lambda: HandoverState(app.open_device, app.now, scope, app.refresh), scope)
    if waiting := not_open_yet(app, state, "Handover"):
        return waiting
    giving = state.entering.open("given")
    if giving is not None:
        return _giving(app, state, giving)
    return frame(
        app,
        state.name,
        [
            parts.heading("Handover"),
            parts.text(lines.as_at(state.view.as_at, state.now()), "quiet small"),
            closed_banner(app) if state.view.closed else None,
            _how_fresh(state),
            *(_handover(state, each) for each in state.handovers),
            parts.text("Go through it with them, part by part. Then record that it was given."),
            _lacking(state.not_known),
            *(_part(each) for each in state.parts),
        ],
        here="people",
        footer=[
            parts.button(
                "Record giving it", state.start_giving, "primary", icon=ft.Icons.ASSIGNMENT_TURNED_IN
            )
        ]
        if state.me.may("handover.given") and state.entering.form is None
        else [],
        key="handover sheet",
    )


def _how_fresh(state: HandoverState) -> ft.Control | None:
    view = state.view
    if view.arriving:
        words = "Parts of it may not be here yet. Do not give it for the whole record."
        return parts.banner("info", "Record still arriving", words, word="Not whole yet")
    if lines.is_old(view.as_at, state.now()) and not view.closed:
        words = "This is more than a day old. Sync before you hand it over."
        return parts.banner("info", lines.as_at(view.as_at, state.now()), words, word="Old")
    return None


def _lacking(titles: Sequence[str]) -> ft.Control | None:
    if not titles:
        return None
    return parts.banner(
        "info",
        "Some of it reads “not known”",
        f"{', '.join(titles)}. It holds nothing up: say so, and give what there is.",
        word="Not whole",
        key="lacking",
    )


def _part(part: Part) -> ft.Control:
    return parts.card(part.title, parts.text(part.as_at, "quiet small"), parts.key_values(part.pairs))


def _handover(state: HandoverState, line: HandoverLine) -> ft.Control:
    answering = state.entering.open("answered", line.id)
    return parts.card(
        line.title,
        parts.text(line.given),
        parts.text(line.why, "quiet") if line.why else None,
        parts.line(_tag(line)),
        parts.text(line.answer, "strong"),
        _answering(state, answering, line) if answering else _answer_button(state, line),
        key=f"handover {line.id}",
    )


def _tag(line: HandoverLine) -> ft.Control:
    return parts.tag("Accepted", "good") if line.accepted else parts.tag("Not accepted yet")


def _answer_button(state: HandoverState, line: HandoverLine) -> ft.Control | None:
    if line.accepted or not state.me.may("handover.answered") or state.entering.form is not None:
        return None
    words = "Accept this handover" if line.mine else "Record what they said"
    return parts.line(
        parts.button(
            words,
            lambda: state.start_answering(line),
            about=line.title if len(state.handovers) > 1 else "",
            key=f"answer {line.id}",
        )
    )


def _answering(state: HandoverState, form: Form, line: HandoverLine) -> ft.Control:
    whose = "Who accepts it?" if line.mine else "Who there said it?"
    return parts.stack(
        choice(state, form, "answer", "What was said?", options(HandoverAnswer)),
        named(state, form, "name", whose, "Their name"),
        choice(state, form, "mode", "How?", SPOKEN),
        *moment(state, form, "answered", "On", "At"),
        typed(state, form, "words", "What do they ask for, if anything?"),
        saving(state, "Save what was said"),
        key="answer form",
    )


def _giving(app: AppState, state: HandoverState, form: Form) -> ft.Control:
    teams = [parts.Option(id, name) for id, name in state.teams]
    elsewhere = form.get("to_team") == ELSEWHERE
    return frame(
        app,
        state.name,
        [
            parts.heading("Record giving the handover"),
            parts.banner("needs you", "Something is missing. It is marked below.", word="Not saved")
            if form.wrong
            else None,
            parts.choice(
                "Who takes over?",
                [*teams, parts.Option(ELSEWHERE, "Another service")],
                form.get("to_team"),
                state.choose_team,
                error=form.wrong.get("to_team", ""),
            )
            if teams
            else None,
            named(state, form, "to", "Which team or service?") if elsewhere else None,
            named(state, form, "given_to", "Who there was given it?", "Their name"),
            choice(state, form, "mode", "How?", SPOKEN),
            *moment(state, form, "given", "On", "At"),
            typed(state, form, "why", "Why are they handed over?"),
            typed(
                state,
                form,
                "supported_because",
                "Why do we support them?",
                "In a few words, for whoever comes next",
            ),
            typed(state, form, "words", "What else was said?"),
            _lacking(state.not_known),
            saving(state, "Save that it was given"),
        ],
        here="people",
        key="giving a handover",
    )


SPOKEN = [parts.Option(code, Mode(code).words) for code in ("02", "01", "11", "05", "98")]
