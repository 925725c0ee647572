"""Questions that must be answered before going on. Used rarely: a dialog stops somebody in their work."""

from collections.abc import Sequence

import flet as ft

from screens.parts.basics import present, stack
from screens.parts.buttons import Kind, button
from screens.parts.guard import Handler, guard
from screens.theme import Space


def confirm(
    question: str,
    *controls: ft.Control | None,
    yes: str,
    on_yes: Handler,
    no: str,
    on_no: Handler,
    kind: Kind = "primary",
) -> ft.AlertDialog:
    """A question and two buttons that name what each does ("Save the contact", "Go back"), never "OK".

    Give it to `ft.use_dialog` while it is to be shown, and None otherwise. Leaving it any other way is `no`.
    """
    return dialog(
        question,
        *controls,
        actions=[button(no, on_no), button(yes, on_yes, kind)],
        on_close=on_no,
        modal=True,
    )


def dialog(
    title: str,
    *controls: ft.Control | None,
    actions: Sequence[ft.Control],
    on_close: Handler,
    modal: bool = False,
) -> ft.AlertDialog:
    """A panel over the screen, for something short that is wanted from anywhere. For `ft.use_dialog`."""
    return ft.AlertDialog(
        modal=modal,
        scrollable=True,
        title=title,
        content=ft.Container(stack(*present(controls), space=Space.S), width=440),
        actions=list(actions),
        actions_alignment=ft.MainAxisAlignment.END,
        actions_overflow_button_spacing=Space.S,
        inset_padding=Space.M,
        on_dismiss=guard(on_close),
    )
