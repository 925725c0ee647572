"""What stands around every screen: the title bar, the places to go, and the crisis numbers, always in reach."""

from collections.abc import Callable, Sequence

import flet as ft

from screens.parts.bars import Place, Standing, bottom_bar, footer_bar, notice_bar, rail, title_bar
from screens.parts.basics import heading, present, stack
from screens.parts.buttons import button
from screens.parts.guard import Handler, trouble
from screens.parts.layout import Width, centred, fitted, scroller
from screens.parts.numbers import NUMBERS, Number, number_row, numbers_dialog
from screens.parts.panels import banner
from screens.theme import Role, Space, type_style


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
    key: str | None = None,  # flet takes it before this is called
) -> ft.Control:
    """A signed-in screen. `body` is a list of controls, which scroll, or one that fills (`two_pane`).

    places/here/on_go: the navigation, along the bottom, or down the left where wide. notice: one line over
    everything ("Fictional people"). footer: buttons that stay in view, the primary one last.
    """
    asking, set_asking = ft.use_state(False)
    ft.use_dialog(numbers_dialog(numbers, lambda: set_asking(False)) if asking else None)
    middle = scroller(*body, key="body") if isinstance(body, Sequence) else body

    def build(width: Width) -> ft.Control:
        narrow = width == "narrow"
        left = rail(places, here, on_go) if width == "wide" else None
        inner = [
            problem_banner(),
            ft.Container(middle, expand=True, key="middle"),
            footer_bar(footer, narrow=narrow),
        ]
        main = ft.Column(present(inner), spacing=0, expand=True, key="main")
        return ft.Column(
            present(
                [
                    notice_bar(notice),
                    title_bar(title, standing, on_back, lambda: set_asking(True), narrow=narrow),
                    ft.Row(
                        present([left, main]),
                        spacing=0,
                        expand=True,
                        key="across",
                        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
                    ),
                    bottom_bar(places, here, on_go) if width != "wide" else None,
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
    foot = stack(heading("If someone is in danger", 2), *map(number_row, numbers), space=Space.S)
    return ft.Column(
        present([notice_bar(notice), bar, problem_banner(), scroller(*body, foot, key="body")]),
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
