"""The card that leads to the handover of a person and to their own copy, and says how both stand."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.own_copy.sheet import offers, standing
from screens.person.around_lines import handovers
from screens.person.state import PersonScreenState


def papers_card(app: AppState, state: PersonScreenState) -> ft.Control:
    """Two lines and two buttons."""
    given, now = offers(state.view.state, state.directory, state.standard, state.now()), state.now()
    latest = next(iter(handovers(state.view.state, now)), None)
    return parts.card(
        "Handover and their own copy",
        parts.key_values(
            [
                ("Handover", "None has been given" if latest is None else "\n".join(latest[1:])),
                ("Their own copy", "\n".join(standing(given)) or "Nothing to give a copy of"),
            ]
        ),
        parts.line(
            parts.button(
                "Handover", lambda: app.go(f"/person/{state.scope}/handover"), icon=ft.Icons.ASSIGNMENT
            ),
            parts.button(
                "Their own copy", lambda: app.go(f"/person/{state.scope}/copy"), icon=ft.Icons.ARTICLE
            )
            if given
            else None,
        ),
    )
