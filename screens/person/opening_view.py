"""The question before a record outside one's caseload is opened."""

import flet as ft

from screens import parts
from screens.person.opening import Opening


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
