"""The ladder's arithmetic: rungs and answers, and the earlier of two standards."""

from datetime import datetime, timedelta

import pytest

from models.codes import Priority
from models.ladder import Climb, climb, dispute_due_at
from models.standard import Standard, load
from tests.cases.short_form import moment
from tests.models.made import document, shipped

AT = moment("2026-11-02 14:00")


def changed(**ladder: dict[str, int]) -> Standard:
    made = document()
    for part, terms in ladder.items():
        made["ladder"][part] |= terms
    return load(made)


def due(made: Climb) -> list[datetime]:
    return [rung.due_at for rung in made.rungs]


@pytest.mark.parametrize(
    ("priority", "minutes", "answer"),
    [("emergency", (0, 0, 15), None), ("very_urgent", (15, 30, 60), 240), ("urgent", (60, 120, 240), 1440)],
)
def test_minutes_count_from_the_call(priority: str, minutes: tuple[int, ...], answer: int | None) -> None:
    made = climb(Priority(priority), AT, [shipped()])
    assert due(made) == [AT + timedelta(minutes=each) for each in minutes]
    assert made.answer_due_at == (answer and AT + timedelta(minutes=answer))
    assert [rung.role for rung in made.rungs] == ["author", "manager", "senior"]


def test_routine_counts_working_days_and_weeks() -> None:
    made = climb(Priority("routine"), AT, [shipped()])
    assert due(made) == [moment(f"2026-11-{day} 17:00") for day in ("03", "04", "09")]
    assert made.answer_due_at == moment("2026-12-01 00:00")


def test_of_two_standards_the_earlier_time_of_each_counts() -> None:
    other = changed(urgent={"again_minutes": 30, "senior_minutes": 300, "answer_minutes": 2000})
    made = climb(Priority("urgent"), AT, [shipped(), other])
    assert due(made) == [AT + timedelta(minutes=each) for each in (30, 120, 240)]
    assert made.answer_due_at == AT + timedelta(minutes=1440)


def test_a_priority_of_a_newer_app_stands_with_very_urgent() -> None:
    assert climb(Priority("soonish"), AT, [shipped()]) == climb(Priority("very_urgent"), AT, [shipped()])


def test_who_owns_it_at_a_moment_and_who_is_next() -> None:
    made = climb(Priority("very_urgent"), AT, [shipped()])
    assert made.rung_at(AT + timedelta(minutes=14, seconds=59)) is None
    owner, after = made.rung_at(AT + timedelta(minutes=30)), made.next_after(AT + timedelta(minutes=30))
    assert owner is not None
    assert after is not None
    assert (owner.role, after.role) == ("manager", "senior")
    assert made.next_after(AT + timedelta(minutes=60)) is None


@pytest.mark.parametrize(
    ("priority", "by"),
    [
        ("emergency", "2026-11-02 18:00"),
        ("very_urgent", "2026-11-02 18:00"),
        ("urgent", "2026-11-03 14:00"),
        ("routine", "2026-11-09 17:00"),
    ],
)
def test_a_dispute_is_settled_by(priority: str, by: str) -> None:
    assert dispute_due_at(Priority(priority), AT, [shipped()]) == moment(by)


def test_a_working_day_ends_when_the_standard_says() -> None:
    made = document()
    made["hours"]["working_day_ends"] = "18:30"
    longer = load(made)
    assert due(climb(Priority("routine"), AT, [longer]))[0] == moment("2026-11-03 18:30")
    assert dispute_due_at(Priority("routine"), AT, [longer]) == moment("2026-11-09 18:30")


def test_a_dispute_is_due_by_the_earlier_of_two_standards() -> None:
    other = changed(dispute={"urgent_hours": 12})
    assert dispute_due_at(Priority("urgent"), AT, [shipped(), other]) == AT + timedelta(hours=12)
