"""Checks that several kinds share: staff and teams that are known here, actions and indicators of the standard, review dates."""

from collections.abc import Iterator
from datetime import date

from models.checks.surroundings import Surroundings
from models.errors import ImpossibleTime
from models.reading import Problem
from models.times import day_of


def staff_known(id: str, field: str, around: Surroundings) -> Iterator[Problem]:
    if not around.here:
        return
    member = around.directory.staff.get(id)
    if member is None:
        yield Problem(field, "There is no member of staff with this id.")
    elif not member.here_at(around.now):
        yield Problem(field, "They have left.")


def teams_known(ids: tuple[str, ...], field: str, around: Surroundings) -> Iterator[Problem]:
    if around.here and not set(ids) <= set(around.directory.teams):
        yield Problem(field, "There is no team with this id.")


def action_known(code: str, field: str, around: Surroundings) -> Iterator[Problem]:
    if code not in around.actions():
        yield Problem(field, "The operating standard has no such action.")


def indicator_known(code: str, field: str, around: Surroundings) -> Iterator[Problem]:
    if code not in around.indicators():
        yield Problem(field, "The operating standard has no such indicator.")


def review_within(on: date, days: int | None, field: str, around: Surroundings) -> Iterator[Problem]:
    """A review date: not in the past, and no further ahead than `days` (None: any)."""
    today = day_of(around.occurred_at)
    if on < today:
        yield Problem(field, "This review date is in the past.", ImpossibleTime)
    elif days is not None and (on - today).days > days:
        yield Problem(field, f"A review is at most {days} days ahead.")
