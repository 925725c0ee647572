"""After Save: what was saved and how far it has come; what it raised; whom to phone now."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.contact.saved import SavedContact
from screens.prompt.card import prompt_card, untold_banner


def after(app: AppState, saved: SavedContact) -> list[ft.Control | None]:
    raised = saved.raised
    return [
        parts.banner(
            "done",
            "Saved on this tablet",
            *(f"{line.what}. {line.state}." for line in saved.entries),
            word="",
            key="saved",
        ),
        _decided(saved),
        untold_banner("", [each for each in raised if each.untold], app.go),
        *(prompt_card(each, app.go, raised) for each in raised),
        None if raised else parts.empty("This raises no prompt."),
    ]


def _decided(saved: SavedContact) -> ft.Control | None:
    """Deciding to escalate asks nobody: said until an escalation rests on this contact. The button is in the footer."""
    if not saved.to_escalate:
        return None
    said = (
        "The escalation was begun and is not saved yet."
        if saved.was_begun
        else "The summary starts from what you have just recorded. You ring first."
    )
    return parts.banner(
        "needs you", "You decided to escalate. Nobody is asked yet.", said, word="Next", key="decided"
    )
