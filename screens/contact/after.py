"""After Save: what was saved and how far it has come; what it raised; whom to phone now."""

import flet as ft

from screens import parts
from screens.contact.saved import SavedContact
from screens.prompt.card import prompt_card, untold_banner


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
        untold_banner(
            "", [each for each in raised if each.untold], saved.doings, saved.directory, saved.standard
        ),
        *(prompt_card(each, saved.doings, saved.directory, saved.standard, alone=False) for each in raised),
        None if raised else parts.empty("This raises no prompt."),
    ]
