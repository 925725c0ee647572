"""The bars around a signed-in screen: where it stands, where to go, what to press at its end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from screens.parts.basics import line, present, silent
from screens.parts.buttons import icon_button, pressable
from screens.parts.guard import Handler, guard
from screens.parts.layout import centred
from screens.theme import Role, Space, type_style

MOST_BESIDE = 2  # buttons of a footer, on a phone


@dataclass(frozen=True)
class Place:
    """Somewhere to go from anywhere. `count` is shown beside it: how many things there ask for this person."""

    key: str
    label: str
    icon: ft.IconData
    count: int = 0


@dataclass(frozen=True)
class Standing:
    """How far this tablet and the centre agree, in words for the title bar.

    as_at: "As at 14:32 today". signal: whether it may send. unsent: records only on this tablet; oldest: "2 h".
    """

    as_at: str = ""
    signal: bool = True
    unsent: int = 0
    oldest: str = ""

    @property
    def sending(self) -> str:
        if not self.unsent:
            return "Everything is held centrally"
        age = f", oldest {self.oldest}" if self.oldest else ""
        return f"{self.unsent} unsent{age}"


def title_bar(
    title: str, standing: Standing, on_back: Handler | None, on_numbers: Handler, *, narrow: bool
) -> ft.Control:
    """The screen's name, the way back, the crisis numbers, and how far tablet and centre agree.

    `narrow`: their button says itself in two lines, so that a name keeps to one.
    """
    name = ft.Semantics(
        header=True, heading_level=1, content=ft.Text(title, style=type_style("section", Role.ON_BAR))
    )
    name.expand = True
    back = icon_button("Back", ft.Icons.ARROW_BACK, on_back, on_bar=True) if on_back else None
    call = _bar_button("Crisis numbers", ft.Icons.CALL, on_numbers, broken=narrow)
    signal = (
        (ft.Icons.SIGNAL_CELLULAR_ALT, "Signal on")
        if standing.signal
        else (ft.Icons.SIGNAL_CELLULAR_OFF, "Signal off")
    )
    facts = line(
        _bar_fact(ft.Icons.SCHEDULE, standing.as_at) if standing.as_at else None,
        _bar_fact(*signal),
        _bar_fact(ft.Icons.CLOUD_UPLOAD if standing.unsent else ft.Icons.CLOUD_DONE, standing.sending),
        space=Space.M,
        run_space=2,
    )
    return ft.Container(
        ft.Column(
            [ft.Row(present([back, name, call]), spacing=Space.S), facts],
            spacing=Space.XS,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        bgcolor=Role.BAR,
        padding=ft.Padding.only(left=Space.M, top=Space.S, right=Space.M, bottom=Space.S),
        key="title bar",
    )


def _bar_fact(icon: ft.IconData, words: str) -> ft.Control:
    label = ft.Text(words, style=type_style("small", Role.ON_BAR))
    return ft.Row([ft.Icon(icon, color=Role.ON_BAR, size=18), label], spacing=6, tight=True, key=words)


def _bar_button(label: str, icon: ft.IconData, on_click: Handler, *, broken: bool) -> ft.Control:
    rim = ft.BorderSide(2, Role.ON_BAR)
    padding = ft.Padding.symmetric(horizontal=Space.S if broken else 12, vertical=4 if broken else 13)
    words = ft.Text(label.replace(" ", "\n") if broken else label, semantics_label=label)
    return ft.TextButton(
        content=ft.Row([ft.Icon(icon, size=20), words], spacing=Space.S, tight=True),
        on_click=guard(on_click),
        style=pressable(Role.ON_BAR, ft.Colors.TRANSPARENT, rim, padding, "small strong"),
        key=label,
    )


def rail(places: Sequence[Place], here: str, on_go: Callable[[str], object]) -> ft.Control:
    """The places down the left of a wide screen."""
    items = [_place(p, p.key == here, on_go) for p in places]
    return ft.Container(
        ft.Column(
            items,
            spacing=Space.XS,
            scroll=ft.ScrollMode.AUTO,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        ),
        width=Space.RAIL,
        bgcolor=Role.SURFACE,
        border=ft.Border.only(right=ft.BorderSide(1, Role.LINE)),
        padding=Space.XS,
        key="rail",
    )


def bottom_bar(places: Sequence[Place], here: str, on_go: Callable[[str], object]) -> ft.Control:
    """The places along the bottom, under the thumb."""
    items: list[ft.Control] = [
        ft.Container(_place(p, p.key == here, on_go), expand=True, key=p.key) for p in places
    ]
    return ft.Container(
        ft.Row(items, spacing=Space.XS),
        bgcolor=Role.SURFACE,
        border=ft.Border.only(top=ft.BorderSide(1, Role.LINE)),
        padding=Space.XS,
        key="bottom bar",
    )


def _place(place: Place, chosen: bool, on_go: Callable[[str], object]) -> ft.Control:
    icon = ft.Icon(place.icon, size=24)
    count = silent(ft.Text(str(place.count), style=type_style("small strong"))) if place.count else None
    words = ft.Text(place.label, text_align=ft.TextAlign.CENTER, max_lines=1)
    item = ft.TextButton(
        content=ft.Column(
            [ft.Row(present([icon, count]), spacing=Space.XS, tight=True), words],
            spacing=2,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        on_click=guard(lambda: on_go(place.key), fresh=True),
        style=_place_style(chosen),
        key=place.label,
    )
    return ft.MergeSemantics(ft.Semantics(selected=chosen, content=item), key=place.key)


def _place_style(chosen: bool) -> ft.ButtonStyle:
    nothing = ft.Colors.TRANSPARENT
    return pressable(
        Role.ACTION if chosen else Role.TEXT,
        Role.TINT if chosen else nothing,
        ft.BorderSide(2, Role.ACTION if chosen else nothing),
        ft.Padding.symmetric(vertical=Space.S),  # five places on a phone leave no more beside the words
        "small strong" if chosen else "small",
    )


def footer_bar(controls: Sequence[ft.Control], *, narrow: bool) -> ft.Control | None:
    """Buttons that stay in view while the body scrolls. `narrow`: more than two fill the width, the last one a line of its own."""
    if not controls:
        return None
    buttons = (
        _filled(controls)
        if narrow and len(controls) > MOST_BESIDE
        else ft.Row(
            list(controls),
            spacing=Space.S,
            run_spacing=Space.S,
            wrap=True,
            alignment=ft.MainAxisAlignment.END,
        )
    )
    padded = ft.Container(buttons, padding=ft.Padding.symmetric(horizontal=Space.M, vertical=Space.S))
    return ft.Container(
        centred(padded),
        bgcolor=Role.SURFACE,
        border=ft.Border.only(top=ft.BorderSide(1, Role.LINE)),
        key="footer",
    )


def _filled(controls: Sequence[ft.Control]) -> ft.Control:
    return ft.Column(
        [
            ft.Row([ft.Container(each, expand=True, key=each.key) for each in row], spacing=Space.S)
            for row in (controls[:-1], controls[-1:])
        ],
        spacing=Space.S,
        tight=True,
    )


def notice_bar(words: str) -> ft.Control | None:
    """One line over everything, such as that all people here are fictional."""
    if not words:
        return None
    return ft.Container(
        ft.Text(words, style=type_style("small strong", Role.ON_FOCUS), text_align=ft.TextAlign.CENTER),
        bgcolor=Role.FOCUS,
        padding=ft.Padding.symmetric(horizontal=Space.M, vertical=2),
        alignment=ft.Alignment.CENTER,
        key="notice",
    )
