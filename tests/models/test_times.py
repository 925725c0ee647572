"""Corrected times, London days, working days, ages and the words for them."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import times
from models.entry import Clock
from models.times import Instant
from tests.models.made import made, shipped, utc

HOLIDAYS = shipped().hours.bank_holidays
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 1)).map(lambda at: utc(at.isoformat()))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("clock", "at", "certain"),
    [
        (Clock(error_ms=0, holds=True), "2026-11-05 14:00:00", True),
        (Clock(error_ms=600_000, holds=True), "2026-11-05 13:50:00", True),  # ten minutes fast
        (Clock(error_ms=-600_000, holds=True), "2026-11-05 14:10:00", True),  # ten minutes slow
        (Clock(error_ms=600_000, holds=False), "2026-11-05 13:50:00", False),  # the earlier of the two
        (Clock(error_ms=-600_000, holds=False), "2026-11-05 14:00:00", False),
        (Clock(), "2026-11-05 14:00:00", False),  # never measured
    ],
)
def test_corrected_time(clock: Clock, at: str, certain: bool) -> None:
    entry = made(1, "team.created", {"name": "North"}, "2026-11-05 14:00:00", clock=clock)
    assert times.corrected(entry) == Instant(utc(at), certain)


def test_every_instant_is_in_python_s_own_utc_wherever_the_machine_is() -> None:
    elsewhere = datetime(2026, 11, 5, 14, tzinfo=timezone(timedelta(hours=3)))
    assert times.true_time(Clock(error_ms=0, holds=True), elsewhere).tzinfo is UTC
    assert times.at_local(date(2026, 11, 5), time(9)).tzinfo is UTC


def test_order_is_corrected_time_then_id() -> None:
    fast = made(1, "x", {}, "2026-11-05 14:05", clock=Clock(error_ms=600_000, holds=True))
    right = made(2, "x", {}, "2026-11-05 14:00")
    same = made(3, "x", {}, "2026-11-05 14:00")
    assert sorted([same, right, fast], key=times.in_order) == [fast, right, same]


@pytest.mark.parametrize(
    ("at", "on", "ends"),
    [
        ("2026-11-05 14:00", date(2026, 11, 5), "2026-11-06 00:00"),
        ("2026-07-01 22:59", date(2026, 7, 1), "2026-07-01 23:00"),  # summer: midnight is 23:00 UTC
        ("2026-07-01 23:00", date(2026, 7, 2), "2026-07-02 23:00"),
        ("2026-10-25 12:00", date(2026, 10, 25), "2026-10-26 00:00"),  # 25 hours long
        ("2027-03-28 12:00", date(2027, 3, 28), "2027-03-28 23:00"),  # 23 hours long
        ("2026-12-31 23:59", date(2026, 12, 31), "2027-01-01 00:00"),
        ("2028-02-29 10:00", date(2028, 2, 29), "2028-03-01 00:00"),
    ],
)
def test_days_are_londons_and_end_at_midnight(at: str, on: date, ends: str) -> None:
    assert times.day_of(utc(at)) == on
    assert times.end_of_day(utc(at)) == utc(ends) == times.day_ends(on)


def test_the_day_of_a_clock_change_has_its_own_length() -> None:
    def hours(on: date) -> float:
        return (times.day_ends(on) - times.day_starts(on)) / timedelta(hours=1)

    assert [hours(date(2026, 10, 24)), hours(date(2026, 10, 25)), hours(date(2027, 3, 28))] == [24, 25, 23]


def test_a_time_on_the_clock_that_is_skipped_or_there_twice() -> None:
    assert times.at_local(date(2026, 10, 25), time(1, 30)) == utc("2026-10-25 00:30")
    assert times.at_local(date(2027, 3, 28), time(1, 30)) == utc("2027-03-28 01:30")  # shows as 02:30


@pytest.mark.parametrize(
    ("begun", "days", "ends"),
    [
        ("2026-11-02 10:00", 1, "2026-11-03 17:00"),  # Monday → Tuesday
        ("2026-11-02 16:59", 1, "2026-11-03 17:00"),
        ("2026-11-02 17:00", 1, "2026-11-04 17:00"),  # after hours counts as Tuesday
        ("2026-11-06 10:00", 1, "2026-11-09 17:00"),  # Friday → Monday
        ("2026-11-06 18:00", 1, "2026-11-09 17:00"),  # counts as Saturday; the next working day is Monday
        ("2026-11-07 12:00", 1, "2026-11-09 17:00"),
        ("2026-11-08 23:00", 1, "2026-11-09 17:00"),  # Sunday has no hours to be after
        ("2026-11-02 10:00", 5, "2026-11-09 17:00"),
        ("2026-12-24 10:00", 1, "2026-12-29 17:00"),  # Christmas, Boxing Day on a Saturday, its Monday
        ("2026-12-24 10:00", 5, "2027-01-05 17:00"),
        ("2026-04-02 09:00", 2, "2026-04-08 16:00"),  # Easter; summer time
        ("2026-10-23 10:00", 1, "2026-10-26 17:00"),  # the clocks go back between
        ("2027-03-25 10:00", 1, "2027-03-30 16:00"),  # Easter, and the clocks go forward between
        ("2026-07-06 15:59", 1, "2026-07-07 16:00"),  # 16:59 on the clock
        ("2026-07-06 16:00", 1, "2026-07-08 16:00"),  # 17:00 on the clock
        ("2028-02-28 10:00", 1, "2028-02-29 17:00"),
    ],
)
def test_working_days(begun: str, days: int, ends: str) -> None:
    assert times.working_days_end(utc(begun), days, HOLIDAYS) == utc(ends)


@given(MOMENTS, MOMENTS, st.integers(1, 20))
def test_a_working_day_limit_is_later_than_its_start_and_never_runs_backwards(
    one: datetime, other: datetime, days: int
) -> None:
    earlier, later = sorted([one, other])
    ends = times.working_days_end(earlier, days, HOLIDAYS)
    assert earlier < ends <= times.working_days_end(later, days, HOLIDAYS)
    assert times.is_working_day(times.day_of(ends), HOLIDAYS)
    assert times.local(ends).time() == time(17)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1990, 5, 3), date(2026, 5, 2), 35),
        (date(1990, 5, 3), date(2026, 5, 3), 36),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (date(2004, 2, 29), date(2028, 2, 29), 24),
        (date(2026, 11, 2), date(2026, 11, 2), 0),
    ],
)
def test_age(born: date, on: date, years: int) -> None:
    assert times.age(born, on) == years


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-05 14:32", "14:32"),
        ("2026-07-05 14:32", "15:32"),
        ("2026-10-25 00:30", "01:30 BST"),  # the first of the two
        ("2026-10-25 01:30", "01:30 GMT"),
        ("2026-10-25 02:00", "02:00"),
        ("2026-10-24 23:59", "00:59"),
        ("2027-03-28 00:59", "00:59"),
        ("2027-03-28 01:00", "02:00"),
    ],
)
def test_clock_words(at: str, words: str) -> None:
    assert times.clock_words(utc(at)) == words


NOW = "2026-11-05 10:00"


@pytest.mark.parametrize(
    ("at", "now", "words"),
    [
        ("2026-11-05 14:32", NOW, "14:32"),
        ("2026-11-04 14:20", NOW, "yesterday 14:20"),
        ("2026-11-06 09:00", NOW, "tomorrow 09:00"),
        ("2026-05-03 13:20", NOW, "3 May 14:20"),
        ("2025-05-03 13:20", NOW, "3 May 2025 14:20"),
        ("2026-12-31 23:30", "2027-01-01 00:10", "yesterday 23:30"),
        ("2027-01-02 00:00", "2026-12-31 12:00", "2 January 2027 00:00"),
        ("2026-06-30 23:30", "2026-06-30 22:30", "tomorrow 00:30"),  # midnight is London's
        ("2028-02-29 09:00", "2028-03-01 09:00", "yesterday 09:00"),
        ("2026-10-25 00:30", "2026-10-26 09:00", "yesterday 01:30 BST"),
    ],
)
def test_moment_words(at: str, now: str, words: str) -> None:
    assert times.moment_words(utc(at), utc(now)) == words


@pytest.mark.parametrize(
    ("at", "now", "words"),
    [
        ("2026-11-05 10:00:30", NOW, "now"),
        ("2026-11-05 10:01", NOW, "in 1 min"),
        ("2026-11-05 09:59", NOW, "1 min ago"),
        ("2026-11-05 10:45", NOW, "in 45 min"),
        ("2026-11-05 09:20", NOW, "40 min ago"),
        ("2026-11-05 12:00", NOW, "in 2 h"),
        ("2026-11-05 11:40", NOW, "in 1 h 40 min"),
        ("2026-11-06 09:59", NOW, "in 23 h 59 min"),
        ("2026-11-06 10:00", NOW, "in 1 day"),
        ("2026-11-07 08:00", NOW, "in 2 days"),
        ("2026-11-02 10:00", NOW, "3 days ago"),
        ("2026-10-25 23:10", "2026-10-24 23:05", "in 24 h"),  # one day of 25 hours
        ("2027-03-29 00:30", "2027-03-27 23:30", "in 2 days"),
        ("2028-03-01 10:00", "2028-02-28 10:00", "in 2 days"),
    ],
)
def test_from_now_words(at: str, now: str, words: str) -> None:
    assert times.from_now_words(utc(at), utc(now)) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "under a minute"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=4), "4 h"),
        (timedelta(hours=1, minutes=40), "1 h 40 min"),
        (timedelta(hours=24), "24 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 days"),
        (timedelta(hours=72), "3 days"),
    ],
)
def test_duration_words(length: timedelta, words: str) -> None:
    assert times.duration_words(length) == words


def test_a_time_of_a_clock_in_doubt_is_marked() -> None:
    assert times.marked("14:32", certain=False) == "14:32 (time uncertain)"
    assert times.marked("14:32", certain=True) == "14:32"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 5), "today"),
        (date(2026, 11, 6), "tomorrow"),
        (date(2026, 11, 4), "yesterday"),
        (date(2026, 11, 7), "in 2 days"),
        (date(2026, 11, 3), "2 days ago"),
        (date(2026, 11, 8), "in 3 days"),
        (date(2026, 10, 31), "5 days ago"),
    ],
)
def test_in_days_words(on: date, words: str) -> None:
    assert times.in_days_words(on, date(2026, 11, 5)) == words


@given(MOMENTS, MOMENTS)
def test_words_never_call_one_direction_the_other(at: datetime, now: datetime) -> None:
    words = times.from_now_words(at, now)
    assert words == "now" or words.startswith("in ") == (at > now)
    assert " 0 " not in f" {words} "


@given(MOMENTS)
def test_two_instants_of_one_day_never_read_the_same(at: datetime) -> None:
    later = at + timedelta(hours=1)
    if times.day_of(at) == times.day_of(later):
        assert times.clock_words(at) != times.clock_words(later)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-22T14:32:00Z", "14:32"),
        ("2026-11-23T00:00:00Z", "the end of today"),
        ("2026-11-22T00:00:00Z", "the end of yesterday"),
        ("2026-11-24T00:00:00Z", "the end of tomorrow"),
        ("2026-06-30T23:00:00Z", "the end of 30 June"),
        ("2026-11-23T00:01:00Z", "tomorrow 00:01"),
    ],
)
def test_a_deadline_at_midnight_is_the_end_of_the_day_before(at: str, words: str) -> None:
    assert times.deadline_words(utc(at), utc("2026-11-22T12:00:00Z")) == words


@pytest.mark.parametrize(
    ("at", "days", "then"),
    [
        ("2026-10-20 09:00", 14, "2026-11-03 10:00"),  # 10:00 in London, summer and winter
        ("2026-11-03 10:00", -14, "2026-10-20 09:00"),
        ("2027-03-20 22:00", 10.5, "2027-03-31 09:00"),  # 22:00, and twelve hours on: 10:00 in summer
        ("2028-02-28 10:00", 1, "2028-02-29 10:00"),
        ("2026-12-31 10:00", 0.5, "2026-12-31 22:00"),
    ],
)
def test_days_later_is_the_same_time_on_a_london_clock(at: str, days: float, then: str) -> None:
    assert times.days_later(utc(at), days) == utc(then)


@pytest.mark.parametrize(
    ("start", "end", "spans"),
    [
        ("2026-10-20 09:00", "2026-11-03 09:59", 0),
        ("2026-10-20 09:00", "2026-11-03 10:00", 1),
        ("2026-10-20 09:00", "2026-11-17 09:59", 1),
        ("2026-10-20 09:00", "2026-11-17 10:00", 2),
        ("2026-10-20 09:00", "2026-10-20 09:00", 0),
        ("2026-11-20 09:00", "2026-10-20 09:00", 0),  # not begun
    ],
)
def test_whole_spans_of_days_go_by_the_calendar(start: str, end: str, spans: int) -> None:
    assert times.spans_between(utc(start), utc(end), 14) == spans
