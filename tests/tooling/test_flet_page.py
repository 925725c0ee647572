"""The page without a browser behaves as a real one: it draws, waits, and never hides a crash."""

import asyncio
import time

import flet as ft
import pytest

from tests.support.flet_page import AppCrashed, FletPage


@ft.component
def Counter() -> ft.Control:
    count, set_count = ft.use_state(0)
    return ft.Column(
        [
            ft.Text(f"Count {count}", key="count"),
            ft.Button("Add one", key="add", on_click=lambda: set_count(count + 1)),
            ft.Button("Never", disabled=True, on_click=lambda: set_count(99)),
        ]
    )


def test_a_click_is_drawn():
    with FletPage(Counter) as page:
        assert page.shows("Count 0")
        page.click("Add one")
        page.click("add")
        assert page.text("Count 2")
        assert not page.shows("Count 0")


def test_a_disabled_button_cannot_be_pressed():
    with FletPage(Counter, timeout=0.2) as page:
        with pytest.raises(AssertionError, match="and enabled"):
            page.click("Never")
        assert page.shows("Count 0")


def test_a_missing_text_says_what_is_there():
    with FletPage(Counter, timeout=0.1) as page, pytest.raises(AssertionError, match="Count 0"):
        page.text("Count 7")


@ft.component
def Form() -> ft.Control:
    note, set_note = ft.use_state("")
    sure, set_sure = ft.use_state(False)
    mode, set_mode = ft.use_state("")
    who, set_who = ft.use_state("")
    options = [ft.DropdownOption("a", "Ada"), ft.DropdownOption("b", "Bola")]
    return ft.Column(
        [
            ft.TextField(label="Note", value=note, on_change=lambda e: set_note(e.control.value)),
            ft.TextField(label="Passphrase", value="long secret", password=True),
            ft.Checkbox(label="I am sure", value=sure, on_change=lambda e: set_sure(e.control.value)),
            ft.RadioGroup(
                ft.Row([ft.Radio(label="At home", value="home"), ft.Radio(label="By phone", value="phone")]),
                on_change=lambda e: set_mode(e.control.value),
            ),
            ft.MergeSemantics(
                ft.Row(
                    [
                        ft.Text("Who"),
                        ft.Dropdown(options=options, on_select=lambda e: set_who(e.control.value)),
                    ]
                )
            ),
            ft.Text(f"{note}|{sure}|{mode}|{who}", key="all"),
        ]
    )


def test_a_form_is_filled():
    with FletPage(Form) as page:
        page.enter("Note", "Slept badly 🌙 שלום")
        page.check("I am sure")
        page.check("I am sure")
        page.click("By phone")
        page.choose("Who", "Bola")
        assert page.control("all").value == "Slept badly 🌙 שלום|True|phone|b"
        assert not page.shows("long secret")


@ft.component
def Crashing() -> ft.Control:
    async def later() -> None:
        raise ValueError("from a task")

    def now() -> None:
        raise ValueError("from a handler")

    def broken_effect() -> None:
        raise ValueError("from an effect")

    effect, set_effect = ft.use_state(False)
    ft.use_effect(lambda: broken_effect() if effect else None, [effect])
    return ft.Column(
        [
            ft.Button("Handler", on_click=now),
            ft.Button("Task", on_click=lambda: ft.context.page.run_task(later) and None),
            ft.Button("Effect", on_click=lambda: set_effect(True)),
        ]
    )


@pytest.mark.parametrize("where", ["Handler", "Effect"])
def test_a_crash_is_raised_at_once(where: str):
    with FletPage(Crashing) as page, pytest.raises(AppCrashed, match=f"from an? {where.lower()}"):
        page.click(where)


def test_a_crash_in_a_task_is_raised_at_the_latest_at_the_end():
    def use() -> None:
        with FletPage(Crashing) as page:
            page.click("Task")

    with pytest.raises(AppCrashed, match="from a task"):
        use()


@ft.component
def Slow() -> ft.Control:
    state, set_state = ft.use_state("idle")

    async def work() -> None:
        set_state("working")
        await asyncio.to_thread(time.sleep, 0.05)
        set_state("done")

    async def work_apart() -> None:
        ft.context.page.run_task(work)

    return ft.Column(
        [ft.Text(state), ft.Button("Work", on_click=work), ft.Button("Work apart", on_click=work_apart)]
    )


def test_a_click_waits_for_its_handler_and_a_text_for_the_rest():
    with FletPage(Slow) as page:
        page.click("Work")
        assert page.shows("done")
    with FletPage(Slow) as page:
        page.click("Work apart")
        assert not page.shows("done")
        page.text("done")


@ft.component
def Asking() -> ft.Control:
    asking, set_asking = ft.use_state(False)
    answer, set_answer = ft.use_state("none")

    def say_yes() -> None:
        set_answer("yes")
        set_asking(False)

    ft.use_dialog(
        ft.AlertDialog(
            modal=True,
            title=ft.Text("Really?"),
            actions=[ft.TextButton("Yes", on_click=say_yes)],
            on_dismiss=lambda: set_answer("yes, and closed"),
        )
        if asking
        else None
    )
    return ft.Column([ft.Text(f"Answer {answer}"), ft.Button("Ask", on_click=lambda: set_asking(True))])


def test_a_dialog_stands_before_the_screen():
    with FletPage(Asking) as page:
        page.click("Ask")
        assert page.texts[0] == "Really?"
        assert not page.shows("Answer")
        page.click("Yes")
        page.text("Answer yes, and closed")


@ft.component
def Routed() -> ft.Control:
    person = ft.Route(path="person", component=Person)
    return ft.Router([ft.Route(path="/", component=Home, children=[person])], manage_views=True)


@ft.component
def Home() -> ft.Control:
    return ft.View(
        route="/",
        controls=[ft.Text("Home"), ft.Button("Open", on_click=lambda: ft.context.page.navigate("/person"))],
    )


@ft.component
def Person() -> ft.Control:
    return ft.View(route="/person", appbar=ft.AppBar(title=ft.Text("Person")), controls=[ft.Text("Details")])


def test_routes_and_back():
    def main(page: ft.Page) -> None:
        page.render_views(Routed)

    with FletPage(main, main=True) as page:
        page.click("Open")
        page.text("Details")
        assert not page.shows("Home")
        page.back()
        page.text("Home")
        page.go("/person")
        page.text("Details")


def test_size_and_theme_reach_the_app():
    @ft.component
    def Sized() -> ft.Control:
        page = ft.context.page
        return ft.Text(f"{page.width:.0f}×{page.height:.0f} {page.platform_brightness}")

    with FletPage(Sized, size=(390, 844), dark=True) as page:
        assert page.text("390×844 Brightness.DARK")


def test_two_pages_at_once_do_not_meet():
    with FletPage(Counter) as one, FletPage(Counter) as other:
        one.click("Add one")
        assert one.shows("Count 1")
        assert other.shows("Count 0")


@ft.component
def Pressable() -> ft.Control:
    said, set_said = ft.use_state("nothing")
    where, set_where = ft.use_state(0)
    mode, set_mode = ft.use_state(["a"])
    tab, set_tab = ft.use_state(0)
    return ft.Column(
        [
            ft.Text(f"{said} {where} {mode} {tab}"),
            ft.ListTile(title="Ada Example", subtitle="Seen today", on_click=lambda: set_said("row")),
            ft.Container(
                ft.Row([ft.Icon(ft.Icons.SYNC), ft.Text("Sync")]), on_click=lambda: set_said("card")
            ),
            ft.IconButton(ft.Icon(ft.Icons.LOCK, semantics_label="Lock"), on_click=lambda: set_said("icon")),
            ft.SegmentedButton(
                selected=mode,
                segments=[ft.Segment("a", label="Left"), ft.Segment("b", label="Right")],
                on_change=lambda e: set_mode(e.control.selected),
            ),
            ft.Tabs(
                length=2,
                selected_index=tab,
                on_change=lambda e: set_tab(e.control.selected_index),
                content=ft.TabBar(tabs=[ft.Tab(label="Now"), ft.Tab(label="Before")]),
            ),
            ft.NavigationBar(
                selected_index=where,
                destinations=[
                    ft.NavigationBarDestination(icon=ft.Icons.TODAY, label="Today"),
                    ft.NavigationBarDestination(icon=ft.Icons.PEOPLE, label="People"),
                ],
                on_change=lambda e: set_where(e.control.selected_index),
            ),
        ]
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada Example", "row 0 ['a'] 0"),
        ("Sync", "card 0 ['a'] 0"),
        ("Lock", "icon 0 ['a'] 0"),
        ("Right", "nothing 0 ['b'] 0"),
        ("Before", "nothing 0 ['a'] 1"),
        ("People", "nothing 1 ['a'] 0"),
    ],
)
def test_whatever_can_be_pressed_can_be_clicked(name: str, shown: str):
    with FletPage(Pressable) as page:
        page.click(name)
        assert page.text(shown)


@ft.component
def Unbound() -> ft.Control:
    clicks, set_clicks = ft.use_state(0)
    return ft.Column(
        [ft.TextField(label="Note"), ft.Button("Draw again", on_click=lambda: set_clicks(clicks + 1))]
    )


def test_a_field_without_its_value_is_reset_as_in_a_browser():
    with FletPage(Unbound) as page:
        page.enter("Note", "lost")
        assert page.control("Note").value == "lost"
        page.click("Draw again")
        assert not page.control("Note").value


@ft.component
def Tidy(log: list[str]) -> ft.Control:
    ft.use_effect(lambda: log.append("in"), [], cleanup=lambda: log.append("out"))
    return ft.Text("Here")


def test_effects_run_and_a_lost_connection_is_told():
    log: list[str] = []

    def main(page: ft.Page) -> None:
        page.on_disconnect = lambda: log.append("gone")
        page.on_connect = lambda: log.append("back")
        page.on_close = lambda: log.append("closed")
        page.render(Tidy, log)

    with FletPage(main, main=True) as page:
        page.text("Here")
        page.disconnect()
        page.reconnect()
    assert log == ["in", "gone", "back", "closed"]
