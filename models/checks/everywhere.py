"""Checks that hold for every kind: codes this app knows, times that can have been."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, cast

from models.checks.surroundings import Surroundings
from models.codes import Code
from models.errors import ImpossibleTime
from models.kinds.base import Body
from models.reading import Problem
from models.times import day_of

FUTURE_ALLOWANCE = timedelta(minutes=2)  # two clocks read by hand
LONGEST_LIFE_YEARS = 120
MAY_LIE_AHEAD = frozenset({"due_at", "expires_at", "starts_at", "ends_at", "effective_at"})


def codes_known(said: Body) -> Iterator[Problem]:
    for path, value in leaves(said):
        if isinstance(value, Code) and not value.known:
            yield Problem(path, "This app does not know this code.")


def times_possible(said: Body, around: Surroundings) -> Iterator[Problem]:
    """Nothing that happened lies in the future or before the person was born."""
    found = leaves(said)
    happened = [("occurred_at", around.occurred_at)]
    happened += [(path, value) for path, value in found if _happened(path, value)]
    for path, at in happened:
        if at > around.now + FUTURE_ALLOWANCE:
            yield Problem(path, "This time is in the future.", ImpossibleTime)
        elif _before_birth(at, around):
            yield Problem(path, "This time is before the person was born.", ImpossibleTime)
    for path, value in found:
        if path == "born_on":
            yield from _birth(path, value, around)


def leaves(said: Body) -> list[tuple[str, Any]]:
    """Every value of a body with its dotted path; bodies inside bodies included, free documents not."""
    found: list[tuple[str, Any]] = []
    _gather(vars(said).items(), "", found)
    return found


def _gather(items: Iterable[tuple[str | int, Any]], before: str, found: list[tuple[str, Any]]) -> None:
    for name, value in items:
        path = f"{before}{name}"
        if isinstance(value, Body):
            _gather(vars(value).items(), f"{path}.", found)
        elif isinstance(value, tuple):
            _gather(enumerate(cast(tuple[Any, ...], value)), f"{path}.", found)
        else:
            found.append((path, value))


def _happened(path: str, value: Any) -> bool:
    return isinstance(value, datetime) and path.rsplit(".", 1)[-1] not in MAY_LIE_AHEAD


def _before_birth(at: datetime, around: Surroundings) -> bool:
    born_on = around.person.born_on if around.person else None
    return born_on is not None and day_of(at) < born_on


def _birth(path: str, born_on: date, around: Surroundings) -> Iterator[Problem]:
    today = day_of(around.now)
    if born_on > today:
        yield Problem(path, "This date of birth is in the future.", ImpossibleTime)
    elif today.year - born_on.year > LONGEST_LIFE_YEARS:
        yield Problem(path, f"This date of birth is over {LONGEST_LIFE_YEARS} years ago.", ImpossibleTime)
