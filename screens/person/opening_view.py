"""What stands in place of a record until it is read: the question before one outside one's caseload is opened."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.frame import frame
from screens.person.opening import Opening, RecordScreen


def not_open_yet(
    app: AppState,
    state: RecordScreen,
    title: str,
    *,
    here: str = "people",
    words: str = "Opening the record …",
) -> ft.Control | None:
    """The reason asked, or that it is being read; None once it is on screen."""
    if state.opening.asking:
        return frame(app, title, [why_card(state.opening)], here=here)
    return None if state.opened else frame(app, title, [parts.text(words)], here=here)


def why_card(opening: Opening) -> ft.Control:
    return parts.card(
        "This person is not in your caseload",
        parts.text(
            "You can open the record. Say why first: those who lead the team see who opened it, and why."
        ),
        parts.note_field("Why you open this record", opening.why, opening.put, error=opening.wrong, lines=2),
        parts.line(parts.button("Open the record", opening.open, "primary")),
        key="why",
    )
