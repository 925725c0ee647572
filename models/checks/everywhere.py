"""Checks that hold for every kind: codes this app knows, times that can have been."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar, cast, get_args

from models.checks.surroundings import Surroundings
from models.codes import Code
from models.errors import ImpossibleTime
from models.kinds.base import Body
from models.reading import Problem
from models.times import day_of

T = TypeVar("T")
PLAIN = (str, int, float, bool, type(None))

FUTURE_ALLOWANCE = timedelta(minutes=2)  # two clocks read by hand
LONGEST_LIFE_YEARS = 120
# `recorded_at` is what another tablet's clock said of what is held, right or wrong.
MAY_LIE_AHEAD = frozenset(
    {"due_at", "expires_at", "starts_at", "ends_at", "effective_at", "recorded_at", "review_at", "limit_at"}
    | {"deadline_at", "answer_due_at"}
)


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
    _gather(said, "", kind, found)
    return found


def _gather(value: object, path: str, kind: type[T], found: list[tuple[str, T]]) -> None:
    if isinstance(value, kind):
        found.append((path, value))
    elif isinstance(value, Body):
        fields = vars(value)
        for name in _fields_for(type(value), kind):
            _gather(fields[name], f"{path}.{name}" if path else name, kind, found)
    elif isinstance(value, tuple):
        for place, item in enumerate(cast(tuple[object, ...], value)):
            _gather(item, f"{path}.{place}", kind, found)


@cache
def _fields_for(body: type[Body], kind: type) -> tuple[str, ...]:
    """The fields whose annotations allow such a value somewhere: the many others need no look, entry after entry."""
    fields = body.model_fields.items()
    return tuple(name for name, field in fields if _may_hold(field.annotation, kind))


def _may_hold(annotation: Any, kind: type) -> bool:
    inner = get_args(annotation)
    if inner:
        return any(_may_hold(each, kind) for each in inner)
    if not isinstance(annotation, type):
        return False
    if issubclass(annotation, Body):
        return bool(_fields_for(annotation, kind))
    return issubclass(annotation, kind) or not issubclass(annotation, PLAIN)


def _happened(path: str) -> bool:
    return path.rpartition(".")[2] not in MAY_LIE_AHEAD


def _before_birth(at: datetime, around: Surroundings) -> bool:
    born_on = around.person.born_on if around.person else None
    return born_on is not None and day_of(at) < born_on


def _birth(path: str, born_on: date, around: Surroundings) -> Iterator[Problem]:
    today = day_of(around.now)
    if born_on > today:
        yield Problem(path, "This date of birth is in the future.", ImpossibleTime)
    elif today.year - born_on.year > LONGEST_LIFE_YEARS:
        yield Problem(path, f"This date of birth is over {LONGEST_LIFE_YEARS} years ago.", ImpossibleTime)
