"""The ladder: when each rung owns an escalation, and when the partner's answer is due. Pure arithmetic of the standard's terms.

Every time counts from the escalation's corrected occurred_at, whenever it arrives. Minutes are elapsed time, day and night;
a routine working day ends at 17:00 London time. Where two standards judge an escalation, the earlier time of each counts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.codes import Priority
from models.standard import Standard
from models.standard.terms import RoutineRungs, Rungs
from models.times import day_ends, day_of, working_days_end

ROLES = ("author", "manager", "senior")
Times = tuple[
    Sequence[datetime], datetime | None
]  # when each rung owns it, lowest first; when the answer is due


@dataclass(frozen=True, slots=True)
class Rung:
    """Who of us owns it from `due_at` on while nobody there has it: its author, who rings again; a manager; a senior."""

    role: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Climb:
    """The rungs of one escalation, lowest first. `answer_due_at` is None for an emergency: it runs until handed over."""

    rungs: tuple[Rung, ...]
    answer_due_at: datetime | None

    def rung_at(self, at: datetime) -> Rung | None:
        """The rung that owns it then, None before the first."""
        return next((rung for rung in reversed(self.rungs) if rung.due_at <= at), None)

    def next_after(self, at: datetime) -> Rung | None:
        """The rung that owns it next."""
        return next((rung for rung in self.rungs if rung.due_at > at), None)


def climb(priority: Priority, opened_at: datetime, standards: Sequence[Standard]) -> Climb:
    each = [_times(priority, opened_at, standard) for standard in standards]
    rungs = (Rung(role, min(rungs[place] for rungs, _ in each)) for place, role in enumerate(ROLES))
    return Climb(tuple(rungs), min((answer for _, answer in each if answer is not None), default=None))


def _times(priority: Priority, opened_at: datetime, standard: Standard) -> Times:
    if priority.rank == Priority("routine").rank:
        return _routine(standard.ladder.routine, opened_at, standard)
    terms = (standard.ladder.emergency, standard.ladder.very_urgent, standard.ladder.urgent)[priority.rank]
    return _by_minutes(terms, opened_at)


def _by_minutes(terms: Rungs, opened_at: datetime) -> Times:
    def after(minutes: int) -> datetime:
        return opened_at + timedelta(minutes=minutes)

    minutes = (terms.again_minutes, terms.manager_minutes, terms.senior_minutes)
    answer = None if terms.answer_minutes is None else after(terms.answer_minutes)
    return [after(each) for each in minutes], answer


def _routine(terms: RoutineRungs, opened_at: datetime, standard: Standard) -> Times:
    days = (terms.again_working_days, terms.manager_working_days, terms.senior_working_days)
    answer_on = day_of(opened_at) + timedelta(days=terms.answer_days)
    after = _working_days(opened_at, standard)
    return [after(each) for each in days], day_ends(answer_on)


def _working_days(since: datetime, standard: Standard) -> Callable[[int], datetime]:
    hours = standard.hours
    return lambda days: working_days_end(since, days, hours.bank_holidays, hours.working_day_ends)


def dispute_due_at(priority: Priority, since: datetime, standards: Iterable[Standard]) -> datetime:
    """When a senior has to have settled a dispute. One in an emergency counts as very urgent."""
    return min(_dispute_due_at(priority, since, standard) for standard in standards)


def _dispute_due_at(priority: Priority, since: datetime, standard: Standard) -> datetime:
    terms = standard.ladder.dispute
    if priority.rank == Priority("routine").rank:
        return _working_days(since, standard)(terms.routine_working_days)
    urgent = priority.rank == Priority("urgent").rank
    return since + timedelta(hours=terms.urgent_hours if urgent else terms.very_urgent_hours)
