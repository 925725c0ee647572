"""Buttons. One primary button a screen: the one thing to do there."""

from typing import Literal

import flet as ft

from screens.parts.basics import spoken_name
from screens.parts.guard import Handler, guard
from screens.theme import Role, Space, type_style

Kind = Literal["primary", "secondary", "quiet", "danger"]
State = ft.ControlState

_GROUND = {"primary": Role.ACTION, "danger": Role.STOP}
_WORDS = {"primary": Role.ON_ACTION, "danger": Role.ON_STOP}


def button(
    label: str,
    on_click: Handler | None,
    kind: Kind = "secondary",
    *,
    icon: ft.IconData | None = None,
    disabled: bool = False,
    url: str | None = None,
    about: str = "",
    key: str | None = None,
) -> ft.Control:
    """A button with words that say what will happen. Its accessible name is exactly `label`, but see `spoken_name`.

    primary: the one thing to do here. secondary: anything else. quiet: go elsewhere, see more.
    danger: cannot be taken back. Rather than disable a button, let it be pressed and say what is missing.
    """
    return ft.TextButton(
        content=_label(label, icon, about),
        on_click=guard(on_click, fresh=True) if on_click else None,
        url=url,
        disabled=disabled,
        style=button_style(kind),
        key=key or label,
    )


def icon_button(
    label: str, icon: ft.IconData, on_click: Handler, *, on_bar: bool = False, key: str | None = None
) -> ft.Control:
    """An icon alone, only where everybody knows it (back, close). `label` is its accessible name and its tooltip."""
    nothing = ft.Colors.TRANSPARENT
    return ft.IconButton(
        icon=ft.Icon(icon, semantics_label=label),
        on_click=guard(on_click, fresh=True),
        width=Space.TARGET,
        height=Space.TARGET,
        style=pressable(
            Role.ON_BAR if on_bar else Role.TEXT, nothing, ft.BorderSide.none(), ft.Padding.all(0)
        ),
        key=key or label,
    )


def button_style(kind: Kind) -> ft.ButtonStyle:
    ground = _GROUND.get(kind, ft.Colors.TRANSPARENT if kind == "quiet" else Role.SURFACE)
    rim = Role.ACTION if kind == "secondary" else ground
    padding = ft.Padding.symmetric(horizontal=Space.S if kind == "quiet" else Space.M, vertical=12)
    return pressable(_WORDS.get(kind, Role.ACTION), ground, ft.BorderSide(2, rim), padding)


def pressable(
    words: str, ground: str, rim: ft.BorderSide, padding: ft.Padding, type_name: str = "strong"
) -> ft.ButtonStyle:
    """How anything that can be pressed looks: at rest in the colours given, with the focus in those of the focus.

    Its words and icons take their colour from here, so that they turn dark on the focus's yellow.
    """
    on_it = {State.DISABLED: Role.QUIET, State.FOCUSED: Role.ON_FOCUS, State.DEFAULT: words}
    return ft.ButtonStyle(
        color=on_it,
        icon_color=on_it,
        bgcolor={State.DISABLED: Role.LINE, State.FOCUSED: Role.FOCUS, State.DEFAULT: ground},
        side={
            State.DISABLED: ft.BorderSide(2, Role.LINE),
            State.FOCUSED: ft.BorderSide(3, Role.ON_FOCUS),
            State.DEFAULT: rim,
        },
        overlay_color={
            State.PRESSED: ft.Colors.with_opacity(0.16, Role.TEXT),
            State.HOVERED: ft.Colors.with_opacity(0.08, Role.TEXT),
            State.FOCUSED: ft.Colors.TRANSPARENT,
        },
        shape=ft.RoundedRectangleBorder(radius=Space.RADIUS),
        padding=padding,
        text_style=type_style(type_name),
        elevation=0,
        visual_density=ft.VisualDensity.STANDARD,
        animation_duration=0,
    )


def _label(label: str, icon: ft.IconData | None, about: str) -> ft.Control:
    name = spoken_name(label, about) if about else None
    align = ft.TextAlign.CENTER if icon is None else ft.TextAlign.START
    words = ft.Text(label, text_align=align, semantics_label=name)
    if icon is None:
        return words
    return ft.Row(
        [ft.Icon(icon, size=22), ft.Container(words, expand=True, expand_loose=True)],
        spacing=Space.S,
        tight=True,
        alignment=ft.MainAxisAlignment.CENTER,
    )
