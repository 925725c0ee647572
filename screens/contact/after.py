"""After Save: what was saved and how far it has come; what it raised; whom to phone now."""

import flet as ft

from screens import parts
from screens.contact.saved import SavedContact
from screens.prompt.card import prompt_card


def after(saved: SavedContact) -> list[ft.Control | None]:
    raised = saved.raised
    return [
        parts.banner(
            "done",
            "Saved on this tablet",
            *(f"{line.what}. {line.state}." for line in saved.entries),
            word="",
            key="saved",
        ),
        parts.heading("What this raises", 2) if raised else None,
        *(prompt_card(lines, saved.doings, saved.directory, saved.standard) for lines in raised),
        None if raised else parts.empty("This raises no prompt."),
    ]
