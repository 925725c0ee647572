"""What is typed into date and time fields, and what it means."""

import contextlib
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.reading import Unreadable, read_date, read_instant, read_time, typed_date, typed_time


@pytest.mark.parametrize(
    ("typed", "on"),
    [("3/5/2026", date(2026, 5, 3)), ("03/05/26", date(2026, 5, 3)), (" 29/2/2028", date(2028, 2, 29))],
)
def test_a_date_is_read_as_people_write_it(typed: str, on: date):
    assert read_date(typed) == on


@pytest.mark.parametrize(
    "typed", ["", "//", "3/5/", "3/5", "31/4/2026", "29/2/2026", "a/b/c", "٣/٥/٢٠٢٦", "1/1/99999"]
)
def test_what_is_no_date_says_so_in_a_sentence(typed: str):
    with pytest.raises(Unreadable, match=r"\.$"):
        read_date(typed)


@pytest.mark.parametrize(
    ("typed", "at"),
    [("14:30", time(14, 30)), ("9:05", time(9, 5)), ("0905", time(9, 5)), ("23.59", time(23, 59))],
)
def test_a_time_is_read_as_people_write_it(typed: str, at: time):
    assert read_time(typed) == at


@pytest.mark.parametrize("typed", ["", "24:00", "12:60", "9", "2pm", "14:3", "１４:30"])
def test_what_is_no_time_says_so_in_a_sentence(typed: str):
    with pytest.raises(Unreadable, match=r"\.$"):
        read_time(typed)


@given(st.text(max_size=20))
def test_nothing_typed_is_more_than_unreadable(typed: str):
    for read in (read_date, read_time):
        with contextlib.suppress(Unreadable):
            read(typed)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_typed_out_is_read_back_to_the_minute(at: datetime):
    back = read_instant(read_date(typed_date(at)), read_time(typed_time(at)), not_after=at)
    assert back == at.replace(second=0, microsecond=0)


def test_the_hour_that_comes_twice_is_the_later_one_once_it_has_been():
    on, at = date(2026, 10, 25), time(1, 30)
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert read_instant(on, at, not_after=datetime(2026, 10, 25, 1, 0, tzinfo=UTC)) == first
    assert read_instant(on, at, not_after=datetime(2026, 10, 25, 9, 0, tzinfo=UTC)) == second


def test_the_hour_that_is_skipped_has_no_times():
    with pytest.raises(Unreadable, match="clocks went forward"):
        read_instant(date(2026, 3, 29), time(1, 30))
