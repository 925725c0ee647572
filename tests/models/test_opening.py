"""Who opens whose record: outside whose caseload, once a day, and seen by whoever leads the team."""

from typing import Any

import pytest

from models.entry import Entry, Held
from models.fold import PersonState, fold
from models.opening import is_noted, may_see_openings, noted_on, outside_caseload
from models.times import day_of
from models.trail import openings, trail
from tests.cases.short_form import SCOPE, background, directory, entry, id_of, moment, written


def person(*more: Entry) -> PersonState:
    return fold([*background(), *more], directory(), SCOPE)


def test_who_is_on_no_list_yet_is_in_no_caseload() -> None:
    contact = {"at": "2026-11-02 10:00", "contact": "sleep 0", "not_on_list": "Fictional Stranger"}
    stranger = fold(written([contact], []), directory(), SCOPE)
    assert stranger.entries
    assert not outside_caseload(stranger, id_of("cover"), directory(), moment("2026-11-02 11:00"))


def covers(begins: str, until: str | None = None) -> Entry:
    body = {"staff": id_of("cover"), "part": "cover", "from_on": begins, "until_on": until}
    return entry("covers", "caseload.assigned", body, "2026-11-01 09:00")


@pytest.mark.parametrize(
    ("staff", "outside"),
    [
        ("worker", False),
        ("cover", True),
        ("manager", False),
        ("senior", False),
        ("far senior", True),
        ("nobody known", False),
    ],
)
def test_whose_caseload_it_is(staff: str, outside: bool) -> None:
    at = moment("2026-11-02 10:00")
    assert outside_caseload(person(), id_of(staff), directory(), at) == outside


def test_the_dates_of_a_caseload_count_by_londons_days() -> None:
    there = person(covers("2026-11-03", "2026-11-04"))
    days = ("2026-11-02 23:59", "2026-11-03 00:00", "2026-11-04 23:59", "2026-11-05 00:00")
    found = [outside_caseload(there, id_of("cover"), directory(), moment(at)) for at in days]
    assert found == [True, False, False, True]


def test_who_sees_who_opened_it() -> None:
    there = {
        who: may_see_openings(person(), id_of(who), directory()) for who in ("worker", "manager", "senior")
    }
    assert there == {"worker": False, "manager": True, "senior": True}
    assert not may_see_openings(person(), id_of("far senior"), directory())
    assert [is_noted(role) for role in ("worker", "senior", "administrator", None)] == [
        True,
        True,
        False,
        False,
    ]


def opened(who: str, at: str, **body: Any) -> Entry:
    return entry(f"opened by {who} {at}", "access.viewed", body, at, who)


def test_once_a_day_of_londons_whoever_else_opened_it() -> None:
    there = [opened("worker", "2026-10-25 01:30 GMT"), opened("manager", "2026-10-26 09:00")]
    days = [day_of(moment(at)) for at in ("2026-10-24 23:59", "2026-10-25 23:59", "2026-10-26 00:00")]
    assert [noted_on(there, id_of("worker"), on) for on in days] == [False, True, False]


def test_it_is_no_line_of_the_trail_and_a_list_of_its_own() -> None:
    why = {"outside_caseload": True, "why": "On call tonight"}
    said = [opened("manager", "2026-11-03 10:00", **why), opened("worker", "2026-11-02 10:00")]
    held = [Held(each, b"") for each in (*background(), *said)]
    assert {line.kind for line in trail(held, directory())} == {"person.registered", "caseload.assigned"}
    for order in (held, held[::-1], [*held, *held]):
        lines = openings(order, directory())
        assert [(line.who, line.what) for line in lines] == [
            ("Wendy Fictional", "Opened this record"),
            ("Mona Fictional", "Opened this record outside their caseload: On call tonight"),
        ]
