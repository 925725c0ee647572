"""What stands around every screen: the title bar, the places to go, and the crisis numbers, always in reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import flet as ft

from screens.parts.basics import heading, line, present, silent, stack, text
from screens.parts.buttons import button, icon_button, quiet_overlay
from screens.parts.dialogs import dialog
from screens.parts.guard import Handler, guard, trouble
from screens.parts.layout import Width, centred, fitted, scroller
from screens.parts.panels import banner
from screens.theme import Role, Space, type_style


@dataclass(frozen=True)
class Place:
    """Somewhere to go from anywhere. `count` is shown beside it: how many things there ask for this person."""

    key: str
    label: str
    icon: ft.IconData
    count: int = 0


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


@ft.component
def shell(
    title: str,
    body: Sequence[ft.Control | None] | ft.Control,
    *,
    places: Sequence[Place],
    here: str,
    on_go: Callable[[str], object],
    standing: Standing,
    numbers: Sequence[Number] = NUMBERS,
    on_back: Handler | None = None,
    notice: str = "",
    footer: Sequence[ft.Control] = (),
) -> ft.Control:
    """A signed-in screen. `body` is a list of controls, which scroll, or one that fills (`two_pane`).

    places/here/on_go: the navigation, along the bottom, or down the left where wide. notice: one line over
    everything ("Fictional people"). footer: buttons that stay in view, the primary one last.
    """
    asking, set_asking = ft.use_state(False)
    ft.use_dialog(_numbers_dialog(numbers, lambda: set_asking(False)) if asking else None)
    middle = scroller(*body, key="body") if isinstance(body, Sequence) else body

    def build(width: Width) -> ft.Control:
        rail = _rail(places, here, on_go) if width == "wide" else None
        inner = [problem_banner(), ft.Container(middle, expand=True, key="middle"), _footer(footer)]
        main = ft.Column(present(inner), spacing=0, expand=True, key="main")
        return ft.Column(
            present(
                [
                    _notice(notice),
                    _title_bar(title, standing, on_back, lambda: set_asking(True), width),
                    ft.Row(
                        present([rail, main]),
                        spacing=0,
                        expand=True,
                        key="across",
                        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
                    ),
                    _bottom_bar(places, here, on_go) if width != "wide" else None,
                ]
            ),
            spacing=0,
            expand=True,
        )

    return fitted(build)


def outer_shell(
    title: str,
    body: Sequence[ft.Control | None],
    *,
    numbers: Sequence[Number] = NUMBERS,
    notice: str = "",
    key: str | None = None,
) -> ft.Control:
    """A screen before signing in: a neutral title, no places, the crisis numbers in full at its foot."""
    bar = ft.Container(
        ft.Semantics(
            header=True, heading_level=1, content=ft.Text(title, style=type_style("title", Role.ON_BAR))
        ),
        bgcolor=Role.BAR,
        padding=ft.Padding.symmetric(horizontal=Space.M, vertical=12),
    )
    foot = stack(heading("If someone is in danger", 2), *map(_number, numbers), space=Space.S)
    return ft.Column(
        present([_notice(notice), bar, problem_banner(), scroller(*body, foot, key="body")]),
        spacing=0,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        key=key,
    )


def view(route: str, content: ft.Control) -> ft.View:
    """The Flutter view a screen stands in: no padding, clear of notches, on the page's ground."""
    return ft.View(
        route=route, controls=[ft.SafeArea(content, expand=True)], padding=0, spacing=0, bgcolor=Role.PAGE
    )


@ft.component
def problem_banner() -> ft.Control:
    """What went wrong in a handler, until it is closed or the next button is pressed."""
    watched, _ = ft.use_state(trouble)
    found = watched.problem
    if found is None:
        return ft.Container()

    def close() -> None:
        watched.problem = None

    said = banner("problem", found.happened, found.safe, found.do, actions=[button("Close", close)])
    return centred(ft.Container(said, padding=ft.Padding.only(left=Space.M, top=Space.M, right=Space.M)))


def _title_bar(
    title: str, standing: Standing, on_back: Handler | None, on_numbers: Handler, width: Width
) -> ft.Control:
    name = ft.Semantics(
        header=True, heading_level=1, content=ft.Text(title, style=type_style("section", Role.ON_BAR))
    )
    name.expand = True
    back = icon_button("Back", ft.Icons.ARROW_BACK, on_back, on_bar=True) if on_back else None
    call = _bar_button("Crisis numbers", ft.Icons.CALL, on_numbers)
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


def _bar_button(label: str, icon: ft.IconData, on_click: Handler) -> ft.Control:
    focused, plain = ft.ControlState.FOCUSED, ft.ControlState.DEFAULT
    words = ft.Row([ft.Icon(icon, size=20), ft.Text(label)], spacing=Space.S, tight=True)
    return ft.TextButton(
        content=words,
        on_click=guard(on_click),
        key=label,
        style=ft.ButtonStyle(
            color={focused: Role.ON_FOCUS, plain: Role.ON_BAR},
            icon_color={focused: Role.ON_FOCUS, plain: Role.ON_BAR},
            bgcolor={focused: Role.FOCUS, plain: ft.Colors.TRANSPARENT},
            side=ft.BorderSide(2, Role.ON_BAR),
            shape=ft.RoundedRectangleBorder(radius=Space.RADIUS),
            padding=ft.Padding.symmetric(horizontal=12, vertical=13),
            text_style=type_style("small strong"),
            overlay_color=quiet_overlay(),
            animation_duration=0,
        ),
    )


def _rail(places: Sequence[Place], here: str, on_go: Callable[[str], object]) -> ft.Control:
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


def _bottom_bar(places: Sequence[Place], here: str, on_go: Callable[[str], object]) -> ft.Control:
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
    focused, plain = ft.ControlState.FOCUSED, ft.ControlState.DEFAULT
    icon: ft.Control = ft.Icon(place.icon, size=24)
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
        style=ft.ButtonStyle(
            color={focused: Role.ON_FOCUS, plain: Role.ACTION if chosen else Role.TEXT},
            icon_color={focused: Role.ON_FOCUS, plain: Role.ACTION if chosen else Role.TEXT},
            bgcolor={focused: Role.FOCUS, plain: Role.TINT if chosen else ft.Colors.TRANSPARENT},
            side={
                focused: ft.BorderSide(3, Role.ON_FOCUS),
                plain: ft.BorderSide(2, Role.ACTION if chosen else ft.Colors.TRANSPARENT),
            },
            shape=ft.RoundedRectangleBorder(radius=Space.RADIUS),
            padding=ft.Padding.symmetric(horizontal=Space.XS, vertical=Space.S),
            text_style=type_style("small strong" if chosen else "small"),
            overlay_color=quiet_overlay(),
            animation_duration=0,
        ),
    )
    return ft.MergeSemantics(ft.Semantics(selected=chosen, content=item), key=place.key)


def _footer(controls: Sequence[ft.Control]) -> ft.Control | None:
    if not controls:
        return None
    row = ft.Row(
        list(controls), spacing=Space.S, run_spacing=Space.S, wrap=True, alignment=ft.MainAxisAlignment.END
    )
    padded = ft.Container(row, padding=ft.Padding.symmetric(horizontal=Space.M, vertical=Space.S))
    return ft.Container(
        centred(padded),
        bgcolor=Role.SURFACE,
        border=ft.Border.only(top=ft.BorderSide(1, Role.LINE)),
        key="footer",
    )


def _notice(words: str) -> ft.Control | None:
    if not words:
        return None
    return ft.Container(
        ft.Text(words, style=type_style("small strong", Role.ON_FOCUS), text_align=ft.TextAlign.CENTER),
        bgcolor=Role.FOCUS,
        padding=ft.Padding.symmetric(horizontal=Space.M, vertical=2),
        alignment=ft.Alignment.CENTER,
        key="notice",
    )


def _numbers_dialog(numbers: Sequence[Number], on_close: Handler) -> ft.AlertDialog:
    return dialog(
        "Crisis numbers",
        text("These work without signal to the centre."),
        *map(_number, numbers),
        actions=[button("Close", on_close)],
        on_close=on_close,
    )


def _number(number: Number) -> ft.Control:
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
