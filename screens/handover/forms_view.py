"""The screens of the two forms of a handover."""

import flet as ft

from models.codes import Mode
from models.codes_of_papers import HandoverAnswer
from screens import parts
from screens.drafting.view import Fields, short_screens
from screens.handover.forms import ELSEWHERE, AnsweringState, GivingState
from screens.handover.view import lacking

SPOKEN = [parts.Option(code, Mode(code).words) for code in ("02", "01", "11", "05", "98")]


def _giving(state: GivingState) -> list[ft.Control | None]:
    fields, form = Fields(state), state.form
    teams = [parts.Option(id, name) for id, name in state.teams]
    return [
        parts.choice(
            "Who takes over?",
            [*teams, parts.Option(ELSEWHERE, "Another service")],
            form.to_team,
            state.choose_team,
            error=state.wrong.get("to_team", ""),
        )
        if teams
        else None,
        fields.text("to", "Which team or service?") if form.to_team == ELSEWHERE else None,
        fields.text("given_to", "Who there was given it?", hint="Their name"),
        fields.choice("mode", "How?", SPOKEN),
        fields.date("given_on", "On"),
        fields.time("given_at", "At"),
        fields.note("why", "Why are they handed over?"),
        fields.note(
            "supported_because", "Why do we support them?", hint="In a few words, for whoever comes next"
        ),
        fields.note("words", "What else was said?"),
        lacking(state.not_known),
    ]


def _answering(state: AnsweringState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        parts.text(f"To {state.handover.to}", "strong") if state.handover else None,
        fields.choice("answer", "What was said?", HandoverAnswer),
        fields.text("name", "Who accepts it?" if state.mine else "Who there said it?", hint="Their name"),
        fields.choice("mode", "How?", SPOKEN),
        fields.date("answered_on", "On"),
        fields.time("answered_at", "At"),
        fields.note("words", "What do they ask for, if anything?"),
    ]


GivingScreen, _ = short_screens(GivingState, "Record giving the handover", _giving)
AnsweringScreen, AnswerHandoverScreen = short_screens(AnsweringState, "An answer to a handover", _answering)
