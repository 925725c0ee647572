"""The crisis numbers: on every screen, locked or not, with signal or without."""

from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from screens.parts.basics import line, stack, text
from screens.parts.buttons import button
from screens.parts.dialogs import dialog
from screens.parts.guard import Handler
from screens.theme import Role, Space


@dataclass(frozen=True)
class Number:
    """A crisis number: what it is, the number as it is dialled, and when to use it."""

    name: str
    number: str
    note: str = ""


NUMBERS = (
    Number("Emergency", "999", "Someone is in danger now"),
    Number("NHS 111, then option 2", "111", "Urgent mental-health help, day and night"),
)


def numbers_dialog(numbers: Sequence[Number], on_close: Handler) -> ft.AlertDialog:
    """All of them over the screen, as the title bar's button shows them."""
    return dialog(
        "Crisis numbers",
        text("These work without signal to the centre."),
        *map(number_row, numbers),
        actions=[button("Close", on_close)],
        on_close=on_close,
    )


def number_row(number: Number) -> ft.Control:
    """One number: what it is, when to use it, and a button that rings it where there is a telephone."""
    said = stack(
        text(number.name, "strong"), text(number.note, "quiet small") if number.note else None, space=0
    )
    call = button(
        f"Ring {number.number}",
        None,
        "danger" if number.number == "999" else "secondary",
        icon=ft.Icons.CALL,
        url=f"tel:{number.number.replace(' ', '')}",
    )
    return ft.Container(
        _beside(said, call) if len(number.number) < 6 else stack(said, line(call), space=Space.S),
        bgcolor=Role.SURFACE,
        border=ft.Border.all(1, Role.LINE),
        border_radius=Space.RADIUS,
        padding=ft.Padding.symmetric(horizontal=12, vertical=Space.S),
        key=number.name,
    )


def _beside(words: ft.Control, control: ft.Control) -> ft.Control:
    return ft.Row([ft.Container(words, expand=True), control], spacing=Space.S)
