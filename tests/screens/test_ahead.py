"""The days ahead: who is at work with a person each day, and when nobody is on call. Pure; everybody is invented."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from models.codes import CaseloadPart
from models.directory import Directory
from models.fold.caseload import Assignment
from models.times import day_ends
from screens.team import ahead, lines
from tests.models.made import document, ident, made, utc

TEAM, WREN, CAL, MO, SOL = (ident(n) for n in (100, 10, 11, 12, 13))
MONDAY = date(2026, 11, 30)
NOON = utc("2026-11-30 12:00")
DAYS = ahead.days_from(MONDAY)


def directory(*more: Any) -> Directory:
    people = [("Wren Worker", "worker", WREN), ("Cal Cover", "worker", CAL)]
    people += [("Mo Manager", "manager", MO), ("Sol Senior", "senior", SOL)]
    joined = [
        made(n, "staff.joined", {"name": name, "role": role, "teams": [TEAM]}, "2026-01-05", record=id)
        for n, (name, role, id) in enumerate(people, 1)
    ]
    published = {"version": "2026-12", "effective_at": "2026-01-01T00:00:00Z", "document": document()}
    standard = made(90, "standard.published", published, "2026-01-05", record="standard")
    return Directory.fold([*joined, standard, *more])


def leave(staff: str, first: int, last: int | None, n: int = 50) -> Any:
    until = date(2026, 12, last).isoformat() if last else None
    return made(
        n,
        "staff.leave_set",
        {"staff": staff, "from_on": date(2026, 12, first).isoformat(), "until_on": until},
    )


def rota(*shifts: tuple[str, str, str, str]) -> Any:
    said = [
        {"staff": staff, "role": role, "starts_at": f"2026-{starts}:00Z", "ends_at": f"2026-{ends}:00Z"}
        for staff, role, starts, ends in shifts
    ]
    return made(60, "rota.set", {"team": TEAM, "shifts": said}, record=TEAM)


def works(staff: str, part: str = "main", from_on: date = MONDAY, until_on: date | None = None) -> Assignment:
    return Assignment(ident(900), staff, CaseloadPart(part), from_on, until_on)


def said(working: list[Assignment], known: Directory) -> str:
    gap = ahead.first_gap(working, known, DAYS)
    return lines.gap_words(working, gap, known, MONDAY) if gap else ""


@pytest.mark.parametrize(
    ("working", "away", "words"),
    [
        ([works(WREN)], [], ""),
        ([], [], "No main worker. Nobody covers: a manager is asked."),
        ([works(CAL, "cover")], [], "No main worker. Cal Cover covers."),
        ([works(WREN), works(CAL, "cover")], [leave(WREN, 3, 10)], ""),
        (
            [works(WREN)],
            [leave(WREN, 3, 10)],
            "3 to 10 December: Wren Worker is away, and nobody covers: a manager is asked.",
        ),
        (
            [works(WREN)],
            [leave(WREN, 3, None)],
            "From 3 December on: Wren Worker is away, and nobody covers: a manager is asked.",
        ),
        (
            [works(WREN), works(CAL, "cover")],
            [leave(WREN, 2, None), leave(CAL, 4, 4, 51)],
            "4 December: Wren Worker is away, and nobody covers: a manager is asked.",
        ),
        (
            [works(WREN, until_on=date(2026, 12, 1)), works(CAL, "cover")],
            [],
            "From 2 December on: no main worker. Cal Cover covers.",
        ),
        (
            [works(WREN, from_on=date(2026, 12, 2))],
            [],
            "Until tomorrow: no main worker. Nobody covers: a manager is asked.",
        ),
    ],
)
def test_the_first_days_for_which_somebody_has_to_be_found(
    working: list[Assignment], away: list[Any], words: str
) -> None:
    assert said(working, directory(*away)) == words


def test_whoever_has_left_is_nobodys_main_worker() -> None:
    left = made(70, "staff.left", {"left_on": "2026-12-02"}, record=WREN, follows=(1,))
    assert said([works(WREN)], directory(left)) == (
        "From 3 December on: no main worker. Nobody covers: a manager is asked."
    )


def test_leave_is_to_blame_only_for_the_days_it_changes() -> None:
    before = directory(leave(WREN, 2, 3))
    new = next(iter(directory(leave(WREN, 1, 5, 51)).leaves.values()))
    after = ahead.with_leave(before, new)
    gap = ahead.new_gap([works(WREN)], before, after, DAYS)
    assert gap is not None
    assert (gap.from_on, gap.until_on) == (date(2026, 12, 1), date(2026, 12, 5))
    assert ahead.new_gap([works(WREN), works(CAL, "cover")], before, after, DAYS) is None
    assert ahead.new_gap([works(CAL)], before, after, DAYS) is None
    again = ahead.with_leave(after, new, ended=True)
    assert ahead.new_gap([works(WREN)], before, again, DAYS) is None


# ---------------------------------------------------------------------- on call

WEEK = [(MO, "manager", "11-30T17:00", "12-01T09:00"), (MO, "manager", "12-01T17:00", "12-14T09:00")]


def gaps(known: Directory, role: str = "manager", now: datetime = NOON) -> tuple[str, ...]:
    return lines.rung_line(known, TEAM, role, now).gaps


def test_with_no_rota_nobody_is_on_call_and_the_team_is_asked() -> None:
    line = lines.rung_line(directory(), TEAM, "manager", NOON)
    assert line.now == "Now, in working hours: Mo Manager"
    assert (line.lacks, line.gaps) == ("Nobody is on call in the next 14 days.", ())
    assert line.instead == "Every manager of the team at work is asked then: Mo Manager."
    assert line.words == "On call as manager. 30 November to 13 December: nobody."


def test_a_rota_without_a_hole_says_so() -> None:
    line = lines.rung_line(directory(rota(*WEEK)), TEAM, "manager", utc("2026-11-30 18:00"))
    assert (line.now, line.lacks, line.instead) == ("Now: Mo Manager, until tomorrow 09:00", "", "")
    assert {each.mark for each in line.days} == {"full"}


def test_every_time_that_nobody_is_on_call_is_said_and_working_hours_are_none() -> None:
    holes = rota((MO, "manager", "11-30T17:00", "12-01T09:00"), (MO, "manager", "12-02T17:00", "12-05T12:00"))
    found = gaps(directory(holes))
    assert found == (
        "tomorrow 17:00 to Wednesday 2 December 09:00 (16 h)",
        "Saturday 5 December 12:00 to Monday 7 December 09:00 (45 h)",
        "Monday 7 December 17:00 to Tuesday 8 December 09:00 (16 h)",
        "Tuesday 8 December 17:00 to Wednesday 9 December 09:00 (16 h)",
        "Wednesday 9 December 17:00 to Thursday 10 December 09:00 (16 h)",
        "Thursday 10 December 17:00 to Friday 11 December 09:00 (16 h)",
        "from Friday 11 December 17:00 on",
    )


def test_whoever_is_away_is_not_on_call() -> None:
    known = directory(rota(*WEEK), leave(MO, 5, 5))
    line = lines.rung_line(known, TEAM, "manager", NOON)
    assert line.gaps == ("all of Saturday 5 December (24 h)",)
    assert line.instead == "No manager is at work then, so a senior is asked: Sol Senior."
    assert [each.on.day for each in line.days if each.mark == "crossed"] == [5]


def test_where_nobody_is_left_the_numbers_are_named() -> None:
    known = directory(leave(MO, 1, None), leave(SOL, 1, None, 51))
    line = lines.rung_line(known, TEAM, "senior", utc("2026-12-02 20:00"))
    assert line.now == "Now: nobody"
    assert line.instead == (
        "Nobody else is there: every senior is told, and 999, 111 option 2 and the duty number are shown."
    )


@pytest.mark.parametrize(
    ("first", "last", "times"),
    [
        (date(2026, 12, 1), date(2026, 12, 1), [("12-01 17:00", "12-02 09:00")]),
        (
            date(2026, 12, 3),
            date(2026, 12, 6),
            [("12-03 17:00", "12-04 09:00"), ("12-04 17:00", "12-07 09:00")],
        ),
        (date(2026, 12, 5), date(2026, 12, 5), [("12-05 00:00", "12-06 09:00")]),
        (date(2026, 12, 24), date(2026, 12, 25), [("12-24 17:00", "12-26 09:00")]),  # a bank holiday
    ],
)
def test_the_times_on_call_of_some_days(first: date, last: date, times: list[tuple[str, str]]) -> None:
    hours = directory().standard_at(NOON).hours
    assert ahead.on_call_times(first, last, hours) == [
        (utc(f"2026-{starts}"), utc(f"2026-{ends}")) for starts, ends in times
    ]


def test_the_night_the_clocks_go_back_is_an_hour_longer() -> None:
    hours = directory().standard_at(NOON).hours
    ((starts_at, ends_at),) = ahead.on_call_times(date(2026, 10, 24), date(2026, 10, 25), hours)
    assert (starts_at, ends_at) == (utc("2026-10-23 23:00"), utc("2026-10-26 09:00"))
    assert ends_at - starts_at == timedelta(hours=58)


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("11-30 11:00", "11-30 17:00", "now to 17:00"),
        ("11-30 17:00", "12-01 09:00", "17:00 to tomorrow 09:00"),
        ("12-01 09:00", "12-01 17:00", "tomorrow 09:00 to 17:00"),
        ("12-05 12:00", "12-06 00:00", "Saturday 5 December 12:00 to the end of the day"),
        ("12-05 12:00", "12-07 00:00", "Saturday 5 December 12:00 to the end of Sunday 6 December"),
        ("12-05 00:00", "12-06 00:00", "all of Saturday 5 December"),
        ("11-29 00:00", "12-01 00:00", "now to the end of the day"),
    ],
)
def test_a_time_on_call_in_words(starts: str, ends: str, words: str) -> None:
    assert ahead.from_to_words(utc(f"2026-{starts}"), utc(f"2026-{ends}"), NOON) == words


def test_there_is_no_hole_between_stretches() -> None:
    known, until = directory(rota(*WEEK[:1]), leave(MO, 1, 1)), day_ends(DAYS[-1])
    found = ahead.on_call(known, TEAM, "manager", NOON, until)
    assert (found[0].starts_at, found[-1].ends_at) == (NOON, until)
    assert all(one.ends_at == other.starts_at for one, other in pairwise(found))
