"""Buttons. One primary button a screen: the one thing to do there."""

from typing import Literal

import flet as ft

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
    key: str | None = None,
) -> ft.Control:
    """A button with words that say what will happen. Its accessible name is exactly `label`.

    primary: the one thing to do here. secondary: anything else. quiet: go elsewhere, see more.
    danger: cannot be taken back. Rather than disable a button, let it be pressed and say what is missing.
    """
    return ft.TextButton(
        content=_label(label, icon),
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
    return ft.IconButton(
        icon=ft.Icon(icon, semantics_label=label),
        on_click=guard(on_click, fresh=True),
        width=Space.TARGET,
        height=Space.TARGET,
        style=ft.ButtonStyle(
            icon_color=_focused(Role.ON_FOCUS, Role.ON_BAR if on_bar else Role.TEXT),
            bgcolor={State.FOCUSED: Role.FOCUS},
            overlay_color=quiet_overlay(),
            shape=ft.RoundedRectangleBorder(radius=Space.RADIUS),
        ),
        key=key or label,
    )


def button_style(kind: Kind) -> ft.ButtonStyle:
    ground = _GROUND.get(kind, ft.Colors.TRANSPARENT if kind == "quiet" else Role.SURFACE)
    words = _WORDS.get(kind, Role.ACTION)
    rim = ft.BorderSide(2, Role.ACTION) if kind == "secondary" else ft.BorderSide(2, ground)
    return ft.ButtonStyle(
        color={State.DISABLED: Role.QUIET, **_focused(Role.ON_FOCUS, words)},
        icon_color={State.DISABLED: Role.QUIET, **_focused(Role.ON_FOCUS, words)},
        bgcolor={State.DISABLED: Role.LINE, **_focused(Role.FOCUS, ground)},
        side={State.FOCUSED: ft.BorderSide(3, Role.ON_FOCUS), State.DEFAULT: rim},
        shape=ft.RoundedRectangleBorder(radius=Space.RADIUS),
        padding=ft.Padding.symmetric(horizontal=Space.M if kind != "quiet" else Space.S, vertical=12),
        text_style=type_style("strong"),
        overlay_color=quiet_overlay(),
        elevation=0,
        visual_density=ft.VisualDensity.STANDARD,
        animation_duration=0,
    )


def quiet_overlay() -> dict[ft.ControlState, str]:
    """What Flutter lays over a button: nothing when focused, so that the focus colour stays itself."""
    return {
        State.PRESSED: ft.Colors.with_opacity(0.16, Role.TEXT),
        State.HOVERED: ft.Colors.with_opacity(0.08, Role.TEXT),
        State.FOCUSED: ft.Colors.TRANSPARENT,
    }


def _focused(focused: str, otherwise: str) -> dict[ft.ControlState, str]:
    return {State.FOCUSED: focused, State.DEFAULT: otherwise}


def _label(label: str, icon: ft.IconData | None) -> ft.Control:
    words = ft.Text(label, text_align=ft.TextAlign.CENTER)
    if icon is None:
        return words
    return ft.Row(
        [ft.Icon(icon, size=22), ft.Container(words, expand=True, expand_loose=True)],
        spacing=Space.S,
        tight=True,
        alignment=ft.MainAxisAlignment.CENTER,
    )
