"""Layouts that follow the width they are given. No screen ever asks how wide the window is."""

from collections.abc import Callable, Sequence
from typing import Literal

import flet as ft

from screens.parts.basics import present, stack
from screens.parts.buttons import button
from screens.parts.guard import Handler, guard
from screens.theme import Role, Space

Width = Literal["narrow", "medium", "wide"]


def width_class(pixels: float | None) -> Width:
    """narrow: a phone. medium: a tablet held upright. wide: a tablet on its side, a laptop. Unknown is narrow."""
    if not pixels or pixels < Space.MEDIUM:
        return "narrow"
    return "medium" if pixels < Space.WIDE else "wide"


def _width_now() -> Width:
    return width_class(ft.context.page.width)


@ft.component
def fitted(build: Callable[[Width], ft.Control]) -> ft.Control:
    """Fills its place with `build(width)`, and builds again only when the width's class changes."""
    width, set_width = ft.use_state(_width_now)
    return ft.Container(
        content=build(width),
        expand=True,
        on_size_change=guard(lambda e: set_width(width_class(e.width))),
    )


@ft.component
def roomy(build: Callable[[bool], ft.Control], enough: int = Space.MEDIUM) -> ft.Control:
    """As high as `build(has room)` needs; "has room" while its own place is at least `enough` wide."""
    has_room, set_room = ft.use_state(lambda: (ft.context.page.width or 0) >= enough)
    return ft.Container(build(has_room), on_size_change=guard(lambda e: set_room(e.width >= enough)))


def scroller(*controls: ft.Control | None, key: str | None = None) -> ft.Control:
    """A column that scrolls by itself, its content no wider than is good to read, in the middle."""
    content = centred(ft.Container(stack(*controls), padding=Space.M, key=key))
    return ft.Column([content], expand=True, scroll=ft.ScrollMode.AUTO, key=f"scroll {key}" if key else None)


def centred(content: ft.Container) -> ft.Control:
    """No wider than is good to read, in the middle of what room there is."""
    content.width = Space.CONTENT + 2 * Space.M
    holder = ft.Container(content, expand=True, expand_loose=True)
    return ft.Row([holder], alignment=ft.MainAxisAlignment.CENTER, spacing=0)


def two_pane(
    rows: Sequence[ft.Control | None],
    detail: Sequence[ft.Control | None] | None,
    *,
    nothing_chosen: ft.Control,
    back_label: str,
    on_back: Handler,
) -> ft.Control:
    """A list and what was chosen from it: side by side where wide, else the one or the other.

    `detail` None: nothing is chosen yet. `on_back` un-chooses; its button, `back_label`, shows where not wide.
    """

    def build(width: Width) -> ft.Control:
        if width == "wide":
            return _beside(stack(*rows, space=Space.S), detail if detail is not None else [nothing_chosen])
        if detail is None:
            return scroller(stack(*rows, space=Space.S), key="list")
        back = ft.Row([button(back_label, on_back, "quiet", icon=ft.Icons.ARROW_BACK)])
        return scroller(back, *detail, key="detail")

    return fitted(build)


def columns(*controls: ft.Control | None, key: str | None = None) -> ft.Control:
    """Two columns where there is room for them, one where there is not. For cards of equal rank.

    A screen reader reads one to its end before the next, not line by line across both.
    """
    cells = [
        ft.Container(ft.Semantics(container=True, content=control), col={"xs": 12, "md": 6}, key=i)
        for i, control in enumerate(present(controls))
    ]
    return ft.ResponsiveRow([*cells], spacing=Space.M, run_spacing=Space.M, key=key)


def _beside(left: ft.Control, detail: Sequence[ft.Control | None]) -> ft.Control:
    rows = ft.Container(
        ft.Column([ft.Container(left, padding=Space.M)], scroll=ft.ScrollMode.AUTO),
        width=Space.LIST,
        border=ft.Border.only(right=ft.BorderSide(1, Role.LINE)),
        key="list",
    )
    return ft.Row(
        [rows, scroller(*detail, key="detail")],
        spacing=0,
        expand=True,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
    )
