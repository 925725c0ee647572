"""Checks that hold for every kind: codes this app knows, times that can have been."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

from models.checks.surroundings import Surroundings
from models.codes import Code
from models.errors import ImpossibleTime
from models.kinds.base import Body
from models.reading import Problem
from models.times import day_of

T = TypeVar("T")

FUTURE_ALLOWANCE = timedelta(minutes=2)  # two clocks read by hand
LONGEST_LIFE_YEARS = 120
# `recorded_at` is what another tablet's clock said of what is held, right or wrong.
MAY_LIE_AHEAD = frozenset({"due_at", "expires_at", "starts_at", "ends_at", "effective_at", "recorded_at"})


def codes_known(said: Body) -> Iterator[Problem]:
    for path, code in leaves(said, Code):
        if not code.known:
            yield Problem(path, "This app does not know this code.")


def times_possible(said: Body, around: Surroundings) -> Iterator[Problem]:
    """Nothing that happened lies in the future or before the person was born."""
    dates = leaves(said, date)  # a moment is a date too
    happened = [("occurred_at", around.occurred_at)]
    happened += [(path, at) for path, at in dates if isinstance(at, datetime) and _happened(path)]
    for path, at in happened:
        if at > around.now + FUTURE_ALLOWANCE:
            yield Problem(path, "This time is in the future.", ImpossibleTime)
        elif _before_birth(at, around):
            yield Problem(path, "This time is before the person was born.", ImpossibleTime)
    for path, on in dates:
        if path == "born_on":
            yield from _birth(path, on, around)


def leaves(said: Body, kind: type[T]) -> list[tuple[str, T]]:
    """Every value of that kind in a body with its dotted path; bodies inside bodies included, free documents not."""
    found: list[tuple[str, T]] = []
    _gather(vars(said).items(), "", kind, found)
    return found


def _gather(
    items: Iterable[tuple[str | int, Any]], before: str, kind: type[T], found: list[tuple[str, T]]
) -> None:
    for name, value in items:
        if isinstance(value, kind):
            found.append((f"{before}{name}", value))
        elif isinstance(value, Body):
            _gather(vars(value).items(), f"{before}{name}.", kind, found)
        elif isinstance(value, tuple):
            _gather(enumerate(cast(tuple[Any, ...], value)), f"{before}{name}.", kind, found)


def _happened(path: str) -> bool:
    return path.rsplit(".", 1)[-1] not in MAY_LIE_AHEAD


def _before_birth(at: datetime, around: Surroundings) -> bool:
    born_on = around.person.born_on if around.person else None
    return born_on is not None and day_of(at) < born_on


def _birth(path: str, born_on: date, around: Surroundings) -> Iterator[Problem]:
    today = day_of(around.now)
    if born_on > today:
        yield Problem(path, "This date of birth is in the future.", ImpossibleTime)
    elif today.year - born_on.year > LONGEST_LIFE_YEARS:
        yield Problem(path, f"This date of birth is over {LONGEST_LIFE_YEARS} years ago.", ImpossibleTime)
