"""What an entry says once its corrections are applied.

A `Fact` is an entry that stands; its statements are what it says. There is one statement, unless two people amended it
blind of each other: then both are kept and rules take the more prompting of each part.

Both, and the visit, are named tuples: of these every fold makes hundreds, and a frozen dataclass takes several times as long.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from models.entry import PLAN_RECORDS, Entry
from models.kinds.base import Body
from models.kinds.plan import PlanMade

B = TypeVar("B", bound=Body, covariant=True)


class Statement(NamedTuple, Generic[B]):
    """A body that holds for `entry`. `by` is the entry itself or the amendment that says it, `stated_at` when that was
    recorded (corrected).

    `evidence` is the id to name when answering or closing: the entry's own, or that of the amendment that made it
    say more than was known before.
    """

    entry: Entry
    by: Entry
    body: B
    stated_at: datetime
    evidence: str


class Fact(NamedTuple, Generic[B]):
    """An entry in force. `at` is its corrected time; `holds_from` is later when a manager had to confirm it.

    `stated_at` is when it was first recorded (corrected), whatever amended it later.
    """

    entry: Entry
    at: datetime
    certain: bool
    statements: tuple[Statement[B], ...]
    holds_from: datetime
    stated_at: datetime

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def body(self) -> B:
        """What is shown: the more prompting statement."""
        return self.statements[0].body

    @property
    def bodies(self) -> tuple[B, ...]:
        return tuple(statement.body for statement in self.statements)


class Facts:
    """Facts by id, in order of time, sorted once by the kind of their bodies."""

    def __init__(self, facts: Mapping[str, Fact[Body]]) -> None:
        self._facts = facts
        self._by_kind: dict[type[Body], dict[str, Fact[Any]]] = {}
        for id, fact in facts.items():
            self._by_kind.setdefault(type(fact.body), {})[id] = fact

    @property
    def by_id(self) -> Mapping[str, Fact[Body]]:
        """All of them, in order of time."""
        return self._facts

    def of(self, *kinds: type[B]) -> Mapping[str, Fact[B]]:
        """Those whose body is of one of these kinds, in order of time."""
        found = [each for kind, each in self._by_kind.items() if issubclass(kind, kinds)]
        if len(found) < 2:
            return found[0] if found else {}
        ids = {id for each in found for id in each}
        return {id: fact for id, fact in self._facts.items() if id in ids}  # type: ignore[misc]

    def records(self, *kinds: type[B]) -> dict[str, dict[str, Fact[B]]]:
        """Those, by the record they belong to."""
        records: dict[str, dict[str, Fact[B]]] = {}
        for id, fact in self.of(*kinds).items():
            records.setdefault(record_of(fact.entry, fact.body), {})[id] = fact
        return records


def record_of(entry: Entry, body: Body) -> str:
    """The record an entry belongs to: of some plans a person has exactly one, whatever the entry says."""
    return PLAN_RECORDS.get(body.type, entry.record) if isinstance(body, PlanMade) else entry.record


@dataclass(frozen=True, slots=True)
class Proposal:
    """A lowering entry whose author may not lower: the original stays in force until a manager confirms it.

    `target` is the entry it would change or replace; `words` are shown beside it.
    """

    entry: Entry
    target: str
    words: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a later entry (`by`) says about an entry: "amended", "voided", "confirmed", or the words of a proposal."""

    by: Entry
    words: str
    reason: str = ""


MAY_BE_AN_ERROR = "may be an error"
AWAITING_A_MANAGER = "awaiting a manager"
AWAITING_AUTHORITY = "awaiting authority"
A_DISPUTE_IS_OPEN = "waits for the end of the dispute"
