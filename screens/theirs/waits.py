"""Said over a form whose content would wait for a manager, before it is saved."""

from typing import Any

import flet as ft

from screens import parts
from screens.theirs.state import Theirs


def waits_banner(state: Theirs[Any]) -> ft.Control | None:
    if not state.waits:
        return None
    return parts.banner(
        "info",
        "It asks for less than what holds now.",
        f"All of it waits until it is confirmed by {state.who_confirms}. Until then nothing changes.",
        word="Awaiting a manager",
        key="waits",
    )
