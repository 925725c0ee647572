"""The words somebody adds to a line of the prompts screen before it is settled: one field, saved or cancelled."""

from collections.abc import Awaitable, Callable

import flet as ft

from screens import parts


def words_form(
    label: str,
    words: str,
    put: Callable[[str], None],
    *,
    wrong: str,
    hint: str,
    save: str,
    on_save: Callable[[], Awaitable[None]],
    on_cancel: Callable[[], None],
    key: str,
) -> ft.Control:
    """`label` asks for the words, `hint` says what becomes of them, `save` is on the button."""
    return parts.stack(
        parts.note_field(label, words, put, error=wrong, lines=2, hint=hint),
        parts.line(
            parts.button(save, on_save, "primary"),
            parts.button("Cancel", on_cancel, "quiet"),
        ),
        key=key,
    )
