"""Words and the spaces between them: headings, text, and how things stand beside or below each other."""

import re
from collections.abc import Sequence
from typing import Literal

import flet as ft

from screens.theme import Role, Space, type_style

Tone = Literal["body", "strong", "quiet", "small", "quiet small", "small strong", "large"]


def heading(
    words: str, level: Literal[1, 2, 3] = 2, *, large: bool = False, key: str | None = None
) -> ft.Control:
    """A heading a screen reader can jump to. 1 names the screen (the shell makes it), 2 a section, 3 within a card.

    `large`: over text in the large tone.
    """
    style = {1: "title", 2: "section", 3: "strong"}[max(level - 1, 1) if large else level]
    label = ft.Text(words, style=type_style(style, Role.TEXT))
    return ft.Semantics(header=True, heading_level=level, content=label, key=key)


def text(words: str, tone: Tone = "body", *, copyable: bool = False, key: str | None = None) -> ft.Control:
    """A sentence or a paragraph. `copyable` where somebody will want to paste it elsewhere (an address, an id)."""
    color = Role.QUIET if "quiet" in tone else Role.TEXT
    size = {"quiet": "body", "quiet small": "small"}.get(tone, tone)
    return ft.Text(words, style=type_style(size, color), selectable=copyable or None, key=key)


def spoken(words: str, tone: Tone = "body", *, key: str | None = None) -> ft.Control:
    """Text that a screen reader says as soon as it changes: the outcome of what was just done."""
    return ft.Semantics(live_region=True, content=text(words, tone), key=key)


def stack(*controls: ft.Control | None, space: int = Space.M, key: str | None = None) -> ft.Control:
    """One below the other, as wide as there is room. `None` is left out, so a part can be there or not."""
    return ft.Column(
        present(controls),
        spacing=space,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        key=key,
    )


def line(
    *controls: ft.Control | None, space: int = Space.S, run_space: int = Space.S, key: str | None = None
) -> ft.Control:
    """Side by side; goes on to a next line when the width is used up. For buttons and tags."""
    return ft.Row(present(controls), spacing=space, run_spacing=run_space, wrap=True, key=key)


def present(controls: Sequence[ft.Control | None]) -> list[ft.Control]:
    return [control for control in controls if control is not None]


def spoken_name(label: str, about: str = "") -> str:
    """The accessible name of what is labelled so. `about` tells several of one label apart: "Sleep: In their words"."""
    return f"{about}: {label}" if about else label


def unbroken(words: str) -> str:
    """A number or a date that stays on one line."""
    return words.replace(" ", "\u00a0")


def whole_numbers(words: str) -> str:
    """Words in which every telephone number stays on one line."""
    return re.sub(r"\d[\d ]{5,}\d", lambda found: unbroken(found[0]), words)


def silent(control: ft.Control) -> ft.Control:
    """Shown, but not read out: what it says is said by the name of something beside it."""
    return ft.Semantics(exclude_semantics=True, content=control)


def picture_icon(icon: ft.IconData, color: str | None = None, size: int = 24) -> ft.Control:
    """An icon that repeats words standing beside it; without a label of its own it is not read out."""
    return ft.Icon(icon, color=color, size=size)
