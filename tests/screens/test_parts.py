"""The parts without a browser: what they say, what they hand on, and that nothing a handler does breaks the screen."""

import inspect
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import flet as ft
import flet.canvas as cv
import pytest

from models.errors import CentreUnreachable
from screens import parts
from screens.parts.layout import width_class
from screens.parts.pictures import _shapes
from screens.theme import Role
from tests.support.flet_page import FletPage

SLEEP = [
    parts.Reading(date(2026, 5, 3), 1),
    parts.Reading(date(2026, 5, 10), None),
    parts.Reading(date(2026, 5, 17), 3),
    parts.Reading(date(2026, 5, 24), 2),
]


def showing(build: Callable[[], ft.Control], **settings: Any) -> FletPage:
    @ft.component
    def app() -> ft.Control:
        return build()

    return FletPage(app, **settings)


def signed_in(*body: ft.Control, **settings: Any) -> ft.Control:
    places = [
        parts.Place("today", "Today", ft.Icons.TODAY),
        parts.Place("sync", "Sync", ft.Icons.SYNC, count=2),
    ]
    given = {
        "places": places,
        "here": "today",
        "on_go": lambda key: None,
        "standing": parts.Standing("As at 14:32 today", signal=False, unsent=3, oldest="2 h"),
        **settings,
    }
    return parts.shell("Today", body, **given)


# ---------------------------------------------------------------------- what goes wrong


def refuse() -> None:
    raise CentreUnreachable


async def refuse_later(_: Any) -> None:
    raise CentreUnreachable


@pytest.mark.parametrize("handler", [refuse, refuse_later])
def test_an_error_of_ours_becomes_its_three_sentences(handler: Callable[..., Any]):
    with showing(lambda: signed_in(parts.button("Sync now", handler))) as page:
        page.click("Sync now")
        for sentence in (CentreUnreachable.happened, CentreUnreachable.safe, CentreUnreachable.do):
            page.text(sentence)
        page.click("Close")
        page.gone(CentreUnreachable.happened)


def test_any_other_error_shows_and_logs_nothing_of_what_it_held(caplog: pytest.LogCaptureFixture):
    def fail() -> None:
        raise ValueError("Wren Testcase")

    with (
        caplog.at_level(logging.WARNING, "handrail.screens"),
        showing(lambda: signed_in(parts.button("Save", fail))) as page,
    ):
        page.click("Save")
        page.text("Everything saved on this tablet is still saved.")
        assert not page.shows("Wren Testcase")
    assert "ValueError" in caplog.text
    assert "test_parts.py" in caplog.text
    assert "Wren" not in caplog.text


def test_the_next_button_takes_an_old_problem_away():
    with showing(
        lambda: signed_in(parts.button("Sync", refuse, key="go"), parts.button("Wait", lambda: None))
    ) as page:
        page.click("go")
        page.text(CentreUnreachable.happened)
        page.click("Wait")
        page.gone(CentreUnreachable.happened)


def test_a_handler_gets_the_event_only_if_it_needs_it():
    got: list[Any] = []

    def own(key: str = "own") -> None:
        got.append(key)

    def build() -> ft.Control:
        return parts.stack(
            parts.button("None", lambda: got.append("none")),
            parts.button("Own", own),
            parts.button("Event", lambda e: got.append(type(e).__name__)),
        )

    with showing(build) as page:
        for name in ("None", "Own", "Event"):
            page.click(name)
    assert got == ["none", "own", "Event"]


def test_whatever_somebody_does_is_told_to_whoever_listens():
    touched: list[str] = []

    def build() -> ft.Control:
        parts.listen(lambda: touched.append("touched"))
        return parts.stack(parts.text_field("Name", "", lambda _: None), parts.button("Next", lambda: None))

    with showing(build) as page:
        page.enter("Name", "Wren")
        page.click("Next")
    assert len(touched) == 2


# ---------------------------------------------------------------------- around every screen


def test_a_signed_in_screen_says_how_far_it_agrees_with_the_centre():
    with showing(lambda: signed_in(notice="Fictional people")) as page:
        for words in ("Fictional people", "As at 14:32 today", "Signal off", "3 unsent, oldest 2 h"):
            page.text(words)


def test_nothing_unsent_says_so():
    assert parts.Standing().sending == "Everything is held centrally"


def test_a_place_is_gone_to():
    gone: list[str] = []
    with showing(lambda: signed_in(on_go=gone.append)) as page:
        page.click("Sync")
    assert gone == ["sync"]


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280), (390, 844)])
def test_the_crisis_numbers_are_one_press_away(size: tuple[int, int]):
    desk = parts.Number("Duty desk", "01632 960 123")
    with showing(lambda: signed_in(numbers=(*parts.NUMBERS, desk)), size=size) as page:
        page.click("Crisis numbers")
        for number in ("Ring 999", "Ring 111", "Ring 01632 960 123"):
            page.text(number)
        assert page.control("Ring 01632 960 123", ft.TextButton).url == "tel:01632960123"
        page.click("Close")
        page.gone("Ring 999")


def test_the_crisis_numbers_stand_on_a_locked_screen():
    with showing(lambda: parts.outer_shell("Handrail", [])) as page:
        page.text("Ring 999")
        page.text("NHS 111, then option 2")


@pytest.mark.parametrize(
    ("pixels", "expected"),
    [(None, "narrow"), (0, "narrow"), (390, "narrow"), (800, "medium"), (1280, "wide")],
)
def test_an_unknown_width_is_a_narrow_one(pixels: float | None, expected: str):
    assert width_class(pixels) == expected


@pytest.mark.parametrize(("size", "beside"), [((1280, 800), True), ((390, 844), False)])
def test_list_and_detail_stand_side_by_side_only_where_there_is_room(size: tuple[int, int], beside: bool):
    @ft.component
    def people() -> ft.Control:
        chosen, choose = ft.use_state("")
        return parts.two_pane(
            [parts.list_row("Wren", on_click=lambda: choose("Wren"), chosen=bool(chosen))],
            [parts.text("Before you go in")] if chosen else None,
            nothing_chosen=parts.empty("Choose somebody."),
            back_label="All people",
            on_back=lambda: choose(""),
        )

    with FletPage(people, size=size) as page:
        assert page.shows("Choose somebody.") is beside
        page.click("Wren")
        page.text("Before you go in")
        assert page.shows("Wren") is beside
        if not beside:
            page.click("All people")
            page.text("Wren")


# ---------------------------------------------------------------------- fields


class Form:
    """Keeps what the parts hand on, and shows it again, as a screen does."""

    def __init__(self, build: Callable[[Any, Callable[[Any], None]], ft.Control], start: Any) -> None:
        self.build, self.value, self.steps = build, start, list[Any]()

    def page(self) -> FletPage:
        @ft.component
        def app() -> ft.Control:
            value, show = ft.use_state(self.value)

            def keep(new: Any) -> None:
                self.value = new
                self.steps.append(new)
                show(lambda _: new)

            return self.build(value, keep)

        return FletPage(app)


def test_a_field_is_called_by_its_label_and_shows_hint_and_error():
    form = Form(lambda v, keep: parts.text_field("Code", v, keep, hint="20 letters", error="Too short."), "")
    with form.page() as page:
        page.enter("Code", "7K2P 🙂 שלום")
        assert form.value == "7K2P 🙂 שלום"
        page.text("20 letters")
        page.text("Too short.")


def test_a_passphrase_is_hidden_and_never_suggested():
    with showing(lambda: parts.text_field("Passphrase", "secret", lambda _: None, password=True)) as page:
        box = page.control("Passphrase", ft.TextField)
        assert (box.password, box.autocorrect, box.enable_suggestions) == (True, False, False)
        assert not page.shows("secret")


def test_no_field_takes_the_focus_by_itself():
    with showing(lambda: parts.note_field("Note", "", lambda _: None)) as page:
        assert page.control("Note", ft.TextField).autofocus is False


def test_a_date_is_kept_half_typed():
    form = Form(lambda v, keep: parts.date_field("Born", v, keep), "")
    with form.page() as page:
        page.enter("Born, day", "3")
        page.enter("Born, month", "5")
        page.enter("Born, year", "1981")
        page.enter("Born, day", "")
    assert form.steps == ["3//", "3/5/", "3/5/1981", "/5/1981"]


def test_two_boxes_typed_in_before_the_screen_is_drawn_again_both_count():
    kept: list[str] = []
    with showing(lambda: parts.date_field("Born", "", kept.append)) as page:  # never drawn again
        page.enter("Born, day", "3")
        page.enter("Born, month", "5")
    assert kept[-1] == "3/5/"


def test_a_date_emptied_again_is_empty():
    form = Form(lambda v, keep: parts.date_field("Born", v, keep), "3//")
    with form.page() as page:
        page.enter("Born, day", "")
    assert form.value == ""


@pytest.mark.parametrize("screen", ["Europe/London", "Europe/Berlin", "UTC", "America/New_York"])
@pytest.mark.parametrize("process", ["Europe/London", "UTC", "Asia/Tokyo"])
def test_a_day_chosen_is_that_day_whatever_the_clocks(
    screen: str, process: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TZ", process)
    time.tzset()
    for day in (date(2026, 1, 4), date(2026, 5, 4)):
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(screen)).astimezone(UTC)
        assert parts.local_date(midnight) == day


@pytest.fixture(autouse=True)
def _clocks_put_back() -> Iterator[None]:
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None) if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_a_day_from_the_calendar_is_typed_for_them():
    form = Form(lambda v, keep: parts.date_field("Seen", v, keep), "")
    with form.page() as page:
        page.click("Seen, calendar")
        picker = page.control("calendar", ft.DatePicker)
        midnight_of_the_4th = datetime(2026, 5, 3, 23, tzinfo=UTC)
        page.fire(picker, "change", midnight_of_the_4th, value=midnight_of_the_4th)
    assert form.value == "4/5/2026"


# ---------------------------------------------------------------------- choices

MODES = [parts.Option("01", "Face to face"), parts.Option("02", "Telephone", "Two-way")]


def test_one_of_a_few():
    form = Form(lambda v, keep: parts.choice("How?", MODES, v, keep), None)
    with form.page() as page:
        page.click("Telephone Two-way")
        page.click("How?: 01")  # anywhere on the row
    assert form.steps == ["02", "01"]


def test_any_of_a_few_come_in_the_order_of_the_options():
    form = Form(lambda v, keep: parts.multi_choice("How?", MODES, v, keep), ())
    with form.page() as page:
        page.click("How?: 02")
        page.click("Face to face")
        page.click("How?: 02")
    assert form.steps == [("02",), ("01", "02"), ("01",)]


def test_two_taps_before_the_screen_is_drawn_again_both_count():
    kept: list[tuple[str, ...]] = []
    with showing(lambda: parts.multi_choice("How?", MODES, (), kept.append)) as page:  # never drawn again
        page.click("How?: 01")
        page.click("How?: 02")
    assert kept[-1] == ("01", "02")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_level_is_not_chosen_until_somebody_chooses_and_not_assessed_is_no_level(width: int):
    form = Form(lambda v, keep: parts.level_choice("Sleep", v, keep), None)
    with form.page() as page:
        page.resize(width, 800)
        for words in ("No concern", "Constant, severe or immediate concern", "Not assessed"):
            page.text(words)
        page.click("Sleep: 0")
        page.click("Sleep: not_assessed")
        page.click("Sleep: 3")
    assert form.steps == ["0", parts.NOT_ASSESSED, "3"]


def test_what_is_chosen_shows_by_more_than_colour():
    with showing(lambda: parts.choice("How?", MODES, "01", lambda _: None)) as page:
        chosen, other = (page.control(f"How?: {value}", ft.GestureDetector).content for value in ("01", "02"))
        assert chosen.border.top.width > other.border.top.width
        assert (
            page.control("Face to face", ft.Text).style.font_family
            != page.control("Telephone", ft.Text).style.font_family
        )


def test_on_and_off():
    form = Form(lambda v, keep: parts.switch("Signal", v, keep, note="On" if v else "Off"), False)
    with form.page() as page:
        page.check("Signal Off")
        page.text("On")
    assert form.steps == [True]


def test_a_statement_is_agreed_to():
    form = Form(lambda v, keep: parts.check("This is Wren, born 3 May 1981", v, keep), False)
    with form.page() as page:
        page.check("This is Wren, born 3 May 1981")
    assert form.steps == [True]


# ---------------------------------------------------------------------- panels


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("info", "For information"),
        ("needs you", "Needs you"),
        ("untold", "Nobody has been told"),
        ("expired", "Expired"),
        ("problem", "Something went wrong"),
        ("done", "Done"),
    ],
)
def test_a_banner_says_its_kind_in_a_word_and_is_announced(kind: parts.BannerKind, word: str):
    with showing(lambda: parts.banner(kind, "Title", "What follows.", key="banner")) as page:
        assert page.texts == [word, "Title", "What follows."]
        assert page.control("banner", ft.Semantics).live_region


def test_a_fact_that_is_missing_says_so():
    with showing(lambda: parts.key_values([("Copy given", ""), ("Trigger", "T2")])) as page:
        assert page.texts == ["Copy given", "Not recorded", "Trigger", "T2"]


def test_progress_is_words_and_can_be_cancelled():
    cancelled: list[bool] = []
    with showing(lambda: parts.progress("Sending", 340, 1000, lambda: cancelled.append(True))) as page:
        page.text("Sending: 340 of 1000")
        page.click("Cancel")
    assert cancelled == [True]


def test_detail_unfolds_when_asked_for():
    with showing(
        lambda: parts.fold_out("How this was worked out", lambda: parts.text("By rule T2."))
    ) as page:
        assert not page.shows("By rule T2.")
        page.click("How this was worked out")
        page.text("By rule T2.")
        page.click("How this was worked out")
        page.gone("By rule T2.")


def test_a_question_names_both_answers():
    answers: list[str] = []

    @ft.component
    def app() -> ft.Control:
        asking, ask = ft.use_state(True)

        def answer(words: str) -> None:
            answers.append(words)
            ask(False)

        question = parts.confirm(
            "Is this the right person?",
            parts.text("Wren Testcase"),
            yes="Save the contact",
            on_yes=lambda: answer("yes"),
            no="Go back",
            on_no=lambda: answer("no"),
        )
        ft.use_dialog(question if asking else None)
        return parts.text("The contact")

    with FletPage(app) as page:
        page.text("Wren Testcase")
        page.click("Save the contact")
        page.gone("Is this the right person?")
    assert answers[0] == "yes"


# ---------------------------------------------------------------------- pictures


def test_a_picture_says_itself_in_words():
    assert (
        parts.trend_words("Sleep", SLEEP, 1)
        == "Sleep. 3 May: 1. 10 May: not assessed. 17 May: 3. 24 May: 2. Usual level 1."
    )
    assert parts.trend_words("Sleep", [], 0) == "Sleep. Not assessed yet."
    with showing(lambda: parts.trend("Sleep", SLEEP, usual=1)) as page:
        page.text("2, most days, on 24 May")
        page.text("Sleep. 3 May: 1.")


def test_a_usual_level_set_anew_is_a_step_where_it_was_set():
    anew = [parts.Reading(date(2026, 4, 1), 1), parts.Reading(date(2026, 5, 12), 2)]
    assert parts.trend_words("Sleep", SLEEP, anew).endswith("24 May: 2. Usual level 1, 2 from 12 May.")
    later = [parts.Reading(date(2026, 5, 30), 1)]
    assert parts.trend_words("Sleep", SLEEP, later).endswith("Usual level 0, 1 from 30 May.")
    for usual, levels in ((anew, 2), (later, 2), (1, 1)):
        broken = [
            s
            for s in _shapes(SLEEP, usual, 300)
            if isinstance(s, cv.Line) and s.paint.stroke_dash_pattern is not None
        ]
        assert len({line.y1 for line in broken}) == levels
        assert all(line.y1 == line.y2 for line in broken)
        assert (broken[0].x1, broken[-1].x2) == (18, 300)
        assert [line.x2 for line in broken[:-1]] == [line.x1 for line in broken[1:]]


def test_not_assessed_is_a_gap_and_a_cross_never_a_zero():
    shapes = _shapes(SLEEP, 1, 300)
    dots = [s for s in shapes if isinstance(s, cv.Circle)]
    joins = [s for s in shapes if isinstance(s, cv.Line) and s.paint.color == Role.ACTION]
    crosses = [
        s
        for s in shapes
        if isinstance(s, cv.Line) and s.paint.color == Role.QUIET and s.x1 != s.x2 and s.y1 != s.y2
    ]
    assert (len(dots), len(joins), len(crosses)) == (3, 1, 2)
    lowest = max(s.y1 for s in shapes if isinstance(s, cv.Line) and s.paint.color == Role.LINE)
    assert all(min(s.y1, s.y2) > lowest for s in crosses)


@pytest.mark.parametrize("width", [40, 296, 900])
@pytest.mark.parametrize("readings", [SLEEP, SLEEP[:1], SLEEP[1:2], []])
def test_a_picture_stays_within_its_frame(readings: list[parts.Reading], width: int):
    for shape in _shapes(readings, 0, width):
        if isinstance(shape, cv.Circle):
            assert shape.x - shape.radius >= 0
            assert shape.x + shape.radius <= max(width, 60)
            assert shape.y - shape.radius >= 0


def test_two_contacts_on_one_day_do_not_break_the_picture():
    same = [parts.Reading(date(2026, 5, 3), 1), parts.Reading(date(2026, 5, 3), 2)]
    with showing(lambda: parts.trend("Sleep", same)) as page:
        page.text("Sleep. 3 May: 1. 3 May: 2.")


def test_a_step_of_a_trail_reads_as_one():
    with showing(
        lambda: parts.timeline_row("3 May, 10:05", "Contact recorded", "Dana Sample", last=True)
    ) as page:
        assert page.texts == ["3 May, 10:05", "Contact recorded", "Dana Sample"]


def test_every_part_is_in_the_reference():
    reference = (Path(__file__).parents[2] / "docs" / "design.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`(\w+)", reference))
    assert set(parts.__all__) - listed == set()
    for name, part in vars(parts).items():
        if inspect.isfunction(part) and (given := re.search(rf"`{name}\(([^`]*)\)`", reference)):
            named = set(re.findall(r"\w+", re.sub(r"=[^,)]*", "", given[1])))
            assert named <= {*inspect.signature(part).parameters, "key"}, name
