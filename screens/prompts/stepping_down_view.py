"""The screen of stepping down an episode."""

import flet as ft

from screens import parts
from screens.drafting.view import Fields, short_screens
from screens.prompts.stepping_down import StepDownState


def _asked(state: StepDownState) -> list[ft.Control | None]:
    fields, form = Fields(state), state.form
    settled = [parts.Option(each.entry_id, each.words) for each in state.evidence]
    return [
        parts.text("It closes only what you choose here. What you leave out keeps the episode open.")
        if settled
        else parts.text("This episode is closed. What you entered is kept until you discard it.", "strong"),
        parts.multi_choice(
            "What is settled?",
            settled,
            form.named,
            lambda ids: state.put(named=list(ids)),
            error=state.wrong.get("named", ""),
        ),
        fields.note("rationale", "Why it is safe to step down"),
        fields.note("reply", "Reply given to whoever was worried") if state.worried else None,
    ]


SteppingDownScreen, StepDownScreen = short_screens(StepDownState, "Step down this episode", _asked)
