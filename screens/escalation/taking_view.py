"""The screen of one step of an escalation."""

import flet as ft

from screens import parts
from screens.drafting.view import Fields, form_screens
from screens.escalation.steps import Field
from screens.escalation.taking import StepState


def _asked(state: StepState) -> list[ft.Control | None]:
    return [
        parts.text(state.title, "strong") if state.title else None,
        *(_field(state, each) for each in state.step.fields),
        Fields(state).time("at", "When"),
        parts.text(state.stays_open, "strong") if state.stays_open else None,
    ]


def _field(state: StepState, field: Field) -> ft.Control:
    value, error = state.form.said.get(field.name, ""), state.wrong.get(field.name, "")

    def put(given: str) -> None:
        state.say(field.name, given)

    if field.codes:
        options = [parts.Option(str(code), code.words) for code in field.choices]
        return parts.choice(field.label, options, value, put, error=error)
    return parts.note_field(field.label, value, put, error=error, lines=2)


StepScreen, TakeStepScreen = form_screens(
    lambda app, scope, id, about: StepState(app.open_device, scope, id, about),
    lambda state: state.step.button if state.opened else "What came of it",
    _asked,
)
