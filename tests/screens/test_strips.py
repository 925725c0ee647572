"""A row of days: a box a day, told apart by what is in it, and the whole said in words."""

from datetime import date, timedelta

import flet.canvas as cv
import pytest

from screens import parts
from screens.parts.strips import BOTTOM, GAP, TOP, _shapes  # pyright: ignore[reportPrivateUsage]
from screens.theme import Role
from tests.screens.test_parts import showing

WIDTH = 328
FIRST = date(2026, 11, 30)


def week(*marks: parts.Mark) -> list[parts.Day]:
    return [parts.Day(FIRST + timedelta(days=n), mark) for n, mark in enumerate(marks)]


def drawn(mark: parts.Mark) -> list[cv.Shape]:
    """What one day's box holds, besides its outline and its words."""
    shapes = _shapes(week(mark), WIDTH)
    return [each for each in shapes if not isinstance(each, cv.Text) and each is not outline(shapes)]


def outline(shapes: list[cv.Shape]) -> cv.Shape:
    return next(each for each in shapes if isinstance(each, cv.Rect) and each.paint.stroke_width == 1)


def test_it_says_itself() -> None:
    with showing(
        lambda: parts.day_strip("30 November to 1 December: nobody.", week("full", "empty"))
    ) as page:
        assert page.texts[0] == "30 November to 1 December: nobody."


def test_the_weekday_and_the_day_of_the_month_stand_at_each_box() -> None:
    words = [each.value for each in _shapes(week("empty", "empty"), WIDTH) if isinstance(each, cv.Text)]
    assert words == ["M", "30", "T", "1"]


def test_many_days_on_a_phone_are_named_at_their_mondays() -> None:
    days = [parts.Day(FIRST + timedelta(days=n)) for n in range(28)]
    words = [each.value for each in _shapes(days, WIDTH) if isinstance(each, cv.Text)]
    assert words == ["M", "30", "M", "7", "M", "14", "M", "21"]


def test_every_mark_is_drawn_otherwise() -> None:
    assert drawn("empty") == []
    (full,) = drawn("full")
    (half,) = drawn("part")
    assert isinstance(full, cv.Rect)
    assert isinstance(half, cv.Rect)
    assert (full.height, half.height) == (BOTTOM - TOP, (BOTTOM - TOP) / 2)
    assert [type(each) for each in drawn("crossed")] == [cv.Line, cv.Line]
    assert len(drawn("hatched")) > 2


@pytest.mark.parametrize("width", [120, 328, 760])
def test_no_line_leaves_its_box(width: int) -> None:
    marks: list[parts.Mark] = ["hatched", "empty", "crossed"]
    room = width / len(marks)
    lines = [each for each in _shapes(week(*marks), width) if isinstance(each, cv.Line)]
    boxes = [(place * room, place * room + room - GAP) for place in (0, 2)]
    for line in lines:
        assert any(left <= min(line.x1, line.x2) and max(line.x1, line.x2) <= right for left, right in boxes)
        assert {TOP <= y <= BOTTOM for y in (line.y1, line.y2)} == {True}


def test_nothing_in_it_is_red() -> None:
    """A day without anybody on call is for somebody to fill; it is no alarm."""
    colours = {
        each.paint.color
        for each in _shapes(week("full", "part", "hatched", "crossed"), WIDTH)
        if hasattr(each, "paint")
    }
    assert Role.STOP not in colours
