"""The form for how an action goes on."""

import flet as ft

from screens import parts
from screens.action.state import ActionState
from screens.drafting.view import Fields, form_screens


def _asked(state: ActionState) -> list[ft.Control | None]:
    fields = Fields(state)
    owners = [parts.Option(id, name) for id, name in state.owners]
    return [
        parts.text(state.what, "strong") if state.what else None,
        parts.card("", fields.note("words", "How does it go on?"), *_partner(state)),
        parts.card(
            "",
            fields.choice("owner", "Who does it?", owners),
            fields.date("deadline_on", "By", hint=state.later_waits),
            fields.time("deadline_at", "By, at"),
        ),
    ]


def _partner(state: ActionState) -> list[ft.Control]:
    """What the other service said, or is to say by when; nothing where none must answer."""
    fields, partner = Fields(state), state.partner
    if not partner:
        return []
    return [
        parts.heading(partner, 3),
        fields.date("contacted_on", "Asked on"),
        fields.time("contacted_at", "Asked at"),
        fields.note(
            "partner_response", "What did they say?", hint="Leave it empty while they have not answered"
        ),
        fields.date("answer_on", "Their answer is due on"),
        fields.time("answer_at", "Their answer is due at"),
    ]


UpdateScreen, GoesOnScreen = form_screens(
    lambda app, scope, id, record: ActionState(app.open_device, scope, id, record),
    lambda _: "How an action goes on",
    _asked,
)
