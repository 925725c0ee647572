"""The card that leads to the handover of a person and to their own copy, and says how both stand."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.person.around_lines import handovers
from screens.person.state import PersonScreenState


def papers_card(app: AppState, state: PersonScreenState) -> ft.Control | None:
    """Nothing while there is neither a right to record nor anything recorded."""
    latest = next(iter(handovers(state.view.state, state.now())), None)
    return parts.card(
        "Handover and their own copy",
        parts.key_values([("Handover", "None has been given" if latest is None else "\n".join(latest[1:]))]),
        parts.line(
            parts.button(
                "Handover", lambda: app.go(f"/person/{state.scope}/handover"), icon=ft.Icons.ASSIGNMENT
            ),
        ),
    )
