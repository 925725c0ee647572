"""D1: who is on duty, when nothing heard is too long, and what of it waits for a manager."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.directory import Directory
from models.entry import Entry
from models.rules import rule_words
from models.rules.d1 import LOOKS_BACK, Open, Silent, find, on_duty
from models.silence import heard_id, silent_id, unheard, waiting
from models.times import local
from tests.cases.short_form import TEAM, entry, id_of, moment, on_leave, organisation

TEAM_SCOPE = f"team:{id_of(TEAM)}"
SECOND, PLAN = timedelta(seconds=1), Open(plans=1)


at = moment


def rota(*shifts: tuple[str, str, str]) -> Entry:
    """Shifts of (who, from, to), in London's time."""
    body = {
        "team": id_of(TEAM),
        "shifts": [
            {
                "staff": id_of(who),
                "role": "manager",
                "starts_at": at(starts).isoformat(),
                "ends_at": at(ends).isoformat(),
            }
            for who, starts, ends in shifts
        ],
    }
    return entry(
        "rota", "rota.set", body, "2025-01-01 09:00", "administrator", scope="org", record=id_of(TEAM)
    )


def known(*more: Entry, **standard: Any) -> Directory:
    return Directory.fold([*organisation(**standard), *more])


def said(who: str, heard: str, now: str | datetime, open: Open, directory: Directory) -> str | None:
    """ "end 17:00" of a shift, "open 13:00" past the hours; None while nothing is to be said."""
    moment = at(now) if isinstance(now, str) else now
    found = find(id_of(who), at(heard), directory, moment, open)
    if found is None:
        return None
    return f"{'end' if found.shift_ended else 'open'} {local(found.since_at):%d %H:%M}"


def test_it_has_words_where_the_other_rules_have_theirs() -> None:
    assert rule_words("D1") == "A tablet on duty that the centre has not heard from"


# Monday 2 November 2026; working hours are 09:00 to 17:00


def test_not_once_in_a_working_day_is_said_at_its_end() -> None:
    directory, day_before = known(), "2026-10-30 18:00"
    assert said("worker", day_before, at("2026-11-02 17:00") - SECOND, Open(), directory) is None
    assert said("worker", day_before, "2026-11-02 17:00", Open(), directory) == "end 02 17:00"
    assert said("worker", day_before, "2026-11-03 12:00", Open(), directory) == "end 02 17:00"


def test_heard_once_in_it_is_enough_and_before_it_is_not() -> None:
    directory = known()
    assert said("worker", "2026-11-02 09:00", "2026-11-02 17:00", Open(), directory) is None
    assert said("worker", "2026-11-02 08:59", "2026-11-02 17:00", Open(), directory) == "end 02 17:00"
    assert said("worker", "2026-11-02 17:30", "2026-11-02 18:00", Open(), directory) is None


@pytest.mark.parametrize("open", [Open(plans=1), Open(escalations=1), Open(2, 3)])
def test_four_hours_with_something_open(open: Open) -> None:
    directory, heard = known(), "2026-11-02 10:00"
    assert said("worker", heard, at("2026-11-02 14:00") - SECOND, open, directory) is None
    assert said("worker", heard, "2026-11-02 14:00", open, directory) == "open 02 14:00"
    assert said("worker", heard, at("2026-11-02 14:00") + SECOND, open, directory) == "open 02 14:00"
    assert said("worker", heard, "2026-11-02 14:00", Open(), directory) is None


def test_hours_off_duty_do_not_count() -> None:
    directory, friday = known(), "2026-10-30 16:00"
    assert said("worker", friday, "2026-10-31 12:00", PLAN, directory) is None  # Saturday
    assert said("worker", friday, at("2026-11-02 13:00") - SECOND, PLAN, directory) is None
    assert said("worker", friday, "2026-11-02 13:00", PLAN, directory) == "open 02 13:00"
    assert (
        said("worker", "2026-11-02 13:00", "2026-11-02 17:00", PLAN, directory) is None
    )  # the day ended with them


def test_weekends_and_bank_holidays_are_no_duty() -> None:
    directory = known()
    assert (
        said("worker", "2026-12-24 16:00", "2026-12-28 23:00", PLAN, directory) is None
    )  # Friday 25 to Monday 28
    assert said("worker", "2026-12-24 16:00", "2026-12-29 17:00", PLAN, directory) == "end 29 17:00"


def test_a_shift_of_a_rota_is_duty_and_the_working_day_then_is_not() -> None:
    directory = known(rota(("manager", "2026-11-02 17:00", "2026-11-03 09:00")))
    heard = "2026-11-02 08:00"
    assert said("manager", heard, "2026-11-02 17:00", Open(), directory) is None
    assert said("manager", heard, at("2026-11-02 21:00") - SECOND, PLAN, directory) is None
    assert said("manager", heard, "2026-11-02 21:00", PLAN, directory) == "open 02 21:00"
    assert said("manager", heard, at("2026-11-03 09:00") - SECOND, Open(), directory) is None
    assert said("manager", heard, "2026-11-03 09:00", Open(), directory) == "end 03 09:00"
    assert (
        said("worker", heard, "2026-11-02 17:00", Open(), directory) == "end 02 17:00"
    )  # no rota names them


def test_a_rota_that_ended_long_ago_names_nobody() -> None:
    directory = known(rota(("manager", "2026-09-01 17:00", "2026-09-02 09:00")))
    assert said("manager", "2026-10-30 18:00", "2026-11-02 17:00", Open(), directory) == "end 02 17:00"


def test_the_night_the_clocks_go_back_has_an_hour_more() -> None:
    """25 October 2026: 01:30 comes twice. Hours are elapsed time, ends are the clock's."""
    directory = known(rota(("manager", "2026-10-24 22:00", "2026-10-25 08:00")))
    heard = "2026-10-24 23:30"
    assert said("manager", heard, at("2026-10-25 02:30") - SECOND, PLAN, directory) is None
    assert said("manager", heard, "2026-10-25 02:30", PLAN, directory) == "open 25 02:30"
    assert said("manager", "2026-10-24 21:00", "2026-10-25 07:59", Open(), directory) is None
    assert said("manager", "2026-10-24 21:00", "2026-10-25 08:00", Open(), directory) == "end 25 08:00"
    (duty,) = on_duty(id_of("manager"), directory, at("2026-10-25 08:00"))
    assert duty.ends_at - duty.starts_at == timedelta(hours=11)


def test_working_hours_are_the_clocks_on_either_side_of_the_change() -> None:
    directory = known()
    assert said("worker", "2026-10-22 18:00", at("2026-10-23 17:00") - SECOND, Open(), directory) is None
    assert said("worker", "2026-10-22 18:00", "2026-10-23 17:00", Open(), directory) == "end 23 17:00"
    assert said("worker", "2026-10-23 18:00", at("2026-10-26 17:00") - SECOND, Open(), directory) is None
    assert said("worker", "2026-10-23 18:00", "2026-10-26 17:00", Open(), directory) == "end 26 17:00"


def test_nothing_on_leave_nor_for_a_day_of_leave_once_it_is_over() -> None:
    directory = known(on_leave("worker", "2026-11-02 to 2026-11-03"))
    friday = "2026-10-30 18:00"
    assert said("worker", friday, "2026-11-02 17:00", PLAN, directory) is None
    assert said("worker", friday, "2026-11-03 23:59", PLAN, directory) is None
    assert said("worker", friday, "2026-11-04 00:00", PLAN, directory) is None
    assert said("worker", friday, "2026-11-04 13:00", PLAN, directory) == "open 04 13:00"
    assert said("worker", friday, "2026-11-04 17:00", Open(), directory) == "end 04 17:00"


def test_nothing_of_those_who_left_and_nothing_when_it_is_switched_off() -> None:
    heard, now = "2026-10-30 18:00", "2026-11-02 17:00"
    assert said("worker", heard, now, Open(), Directory.fold(organisation(without=("worker",)))) is None
    assert said("nobody", heard, now, Open(), known()) is None
    off = {"enabled": False, "asks": "Reach them.", "open_hours": 4}
    assert said("worker", heard, now, Open(), known(rules__d1=off)) is None
    two = {"enabled": True, "asks": "Reach them.", "open_hours": 2}
    assert (
        said("worker", "2026-11-02 10:00", "2026-11-02 12:00", PLAN, known(rules__d1=two)) == "open 02 12:00"
    )


def test_a_shift_of_more_than_a_week_ago_is_nothing_to_ring_about() -> None:
    directory = known(rota(("manager", "2026-11-02 17:00", "2026-11-03 09:00")))
    heard = "2026-11-01 12:00"
    assert said("manager", heard, at("2026-11-10 09:00") - SECOND, Open(), directory) == "end 03 09:00"
    assert find(id_of("manager"), at(heard), directory, at("2026-11-09 09:00"), Open()) == Silent(
        at("2026-11-03 09:00"), True
    )


def test_it_says_whether_a_time_on_duty_ended() -> None:
    found = find(id_of("worker"), at("2026-11-02 08:00"), known(), at("2026-11-02 14:00"), PLAN)
    assert found == Silent(at("2026-11-02 13:00"), shift_ended=False)


def test_of_two_times_on_duty_the_one_that_ended_first_is_named() -> None:
    two = known(
        rota(
            ("worker", "2026-11-03 09:00", "2026-11-03 12:00"),
            ("worker", "2026-11-02 09:00", "2026-11-02 12:00"),
        )
    )
    assert said("worker", "2026-11-01 10:00", "2026-11-03 12:30", Open(), two) == "end 02 12:00"


def test_a_shift_counts_from_its_first_moment_until_it_ended_days_ago() -> None:
    shifts = [
        ("worker", "2026-11-02 09:00", "2026-11-02 12:00"),
        ("worker", "2026-11-09 09:00", "2026-11-09 12:00"),
    ]
    duties = on_duty(id_of("worker"), known(rota(*shifts)), at("2026-11-02 09:00"))
    assert [local(each.starts_at).day for each in duties] == [2]
    ended = at("2026-11-02 12:00") + LOOKS_BACK
    held = known(rota(shifts[0]))
    assert on_duty(id_of("worker"), held, ended - SECOND)
    by_the_hour = on_duty(id_of("worker"), known(), ended)
    assert by_the_hour == on_duty(id_of("worker"), held, ended)
    assert by_the_hour[0].ends_at > ended - LOOKS_BACK
    at_five = at("2026-11-02 17:00") + LOOKS_BACK
    assert on_duty(id_of("worker"), known(), at_five)[0].ends_at > at("2026-11-02 17:00")


def test_where_on_call_ends_with_the_working_day_nobody_is_on_duty_by_the_hour() -> None:
    around = known(hours__on_call_until="17:00", hours__working_day_ends="17:00")
    assert on_duty(id_of("worker"), around, at("2026-11-02 18:00")) == []


# What waits for a manager

HEARD = "2026-11-02 08:00"
SILENT = silent_id(id_of("worker"), at(HEARD))


def silent(**changes: Any) -> Entry:
    body: dict[str, Any] = {
        "device": id_of("tablet"),
        "staff": id_of("worker"),
        "last_heard_at": at(HEARD).isoformat(),
        "since_at": at("2026-11-02 17:00").isoformat(),
        "shift_ended": True,
    }
    made: dict[str, Any] = {"record": SILENT, "scope": TEAM_SCOPE, "id": SILENT} | changes
    said = body | made.pop("body", {})
    return entry("silent", "device.silent", said, made.pop("at", "2026-11-02 17:00"), "centre", **made)


def heard_again() -> Entry:
    return silent(
        id=heard_id(SILENT),
        at="2026-11-02 18:00",
        follows=(SILENT,),
        body={"heard_at": at("2026-11-02 17:59").isoformat()},
    )


def answered(by: str, **changes: Any) -> Entry:
    body = {
        "prompt": f"D1:{TEAM_SCOPE}:{SILENT}",
        "evidence": [SILENT],
        "done": "Reached by telephone",
    } | changes
    return entry(f"answer of {by}", "prompt.answered", body, "2026-11-02 17:30", by, scope=TEAM_SCOPE)


def waits(*entries: Entry, directory: Directory | None = None, now: str = "2026-11-02 18:30") -> list[str]:
    return [each.id for each in waiting(entries, directory or known(), at(now))]


def test_it_waits_until_a_manager_answers_or_they_are_heard_again() -> None:
    assert waits(silent()) == [SILENT]
    assert waits(silent(), heard_again()) == []
    assert waits(heard_again(), silent()) == []
    assert waits(silent(), answered("manager")) == []
    assert waits(answered("senior"), silent(), silent()) == []


def test_the_longest_silence_comes_first() -> None:
    since = {"since_at": at("2026-11-02 16:00").isoformat(), "device": id_of("other tablet")}
    longer = silent(id=id_of("longer"), record=id_of("longer"), body=since, at="2026-11-02 17:30")
    never = silent(id=id_of("never"), record=id_of("never"), body={"since_at": None}, at="2026-11-02 16:30")
    assert waits(silent(), longer, never) == [id_of("longer"), id_of("never"), SILENT]


def test_what_does_not_answer_it() -> None:
    assert waits(silent(), answered("worker")) == [SILENT]
    assert waits(silent(), answered("manager", evidence=[id_of("another")])) == [SILENT]
    assert waits(silent(), answered("manager", prompt=f"T1:{TEAM_SCOPE}:{SILENT}")) == [SILENT]


def test_leave_leaving_and_a_tablet_taken_out_of_use_end_it() -> None:
    assert waits(silent(), directory=known(on_leave("worker", "2026-11-02"))) == []
    away = known(on_leave("worker", "2026-11-03 to 2026-11-04"))
    assert [waits(silent(), directory=away, now=now) for now in ("2026-11-02 23:59", "2026-11-03 00:00")] == [
        [SILENT],
        [],
    ]
    assert waits(silent(), directory=Directory.fold(organisation(without=("worker",)))) == []
    tablet: dict[str, Any] = {"scope": "org", "record": id_of("tablet")}
    enrolled = entry(
        "enrolled",
        "device.enrolled",
        {"staff": id_of("worker"), "label": "Tablet A · 1"},
        HEARD,
        "administrator",
        **tablet,
    )
    revoked = entry("revoked", "device.revoked", {}, HEARD, "administrator", follows=(enrolled.id,), **tablet)
    assert waits(silent(), directory=known(enrolled)) == [SILENT]
    assert waits(silent(), directory=known(enrolled, revoked)) == []


def test_the_ids_say_which_silences_have_not_ended() -> None:
    other = silent_id(id_of("worker"), at("2026-11-03 08:00"))
    assert other != SILENT
    assert unheard([SILENT, other, heard_id(other)]) == {SILENT}
    assert unheard([heard_id(SILENT), SILENT]) == set()
