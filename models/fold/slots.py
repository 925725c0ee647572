"""Records of which the latest entries are the state: details, cohort, signature, agreed contact, plans.

A head is an entry in force that no other in force follows. Two heads are a conflict: both are shown.
A lowering entry whose author may not lower is no head; it waits for a manager while what it follows stays in force.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from models.fold.corrections import Corrections
from models.fold.facts import A_DISPUTE_IS_OPEN, AWAITING_A_MANAGER, Fact
from models.fold.graph import Follows, heads, nearest, parents_first, reach
from models.fold.lowering import lowers, settled_by_a_manager
from models.kinds.base import Body

B = TypeVar("B", bound=Body)
C = TypeVar("C", bound=Body, covariant=True)
V = TypeVar("V")


@dataclass(frozen=True)
class Slot(Generic[C]):
    """One record. `facts` are all its entries in force, in order; `whole` the ids whose every ancestor is here."""

    record: str
    facts: tuple[Fact[C], ...] = ()
    whole: frozenset[str] = frozenset()
    follows: Follows | None = None

    @cached_property
    def heads(self) -> tuple[Fact[C], ...]:
        return self._heads(self.facts)

    @property
    def conflicting(self) -> bool:
        """Two entries follow the same one. A head whose parent is not here yet is not counted."""
        return len(self.in_conflict) > 1

    @cached_property
    def in_conflict(self) -> tuple[Fact[C], ...]:
        return tuple(head for head in self.heads if head.id in self.whole)

    def each_before(self, fact: Fact[Body]) -> tuple[Fact[C], ...]:
        """Every entry in force that this one took over from, by id."""
        by_id = self._by_id
        found = nearest(fact.id, self.follows or {}, by_id.__contains__)
        return tuple(by_id[id] for id in sorted(found))

    @cached_property
    def _by_id(self) -> Mapping[str, Fact[C]]:
        return {fact.id: fact for fact in self.facts}

    def heads_at(self, at: datetime) -> tuple[Fact[C], ...]:
        """The heads as they stood then."""
        return self._heads(fact for fact in self.facts if fact.holds_from <= at)

    def _heads(self, facts: Iterable[Fact[C]]) -> tuple[Fact[C], ...]:
        by_id = {fact.id: fact for fact in facts}
        return tuple(by_id[id] for id in heads(list(by_id), self.follows or {}))


class Timed(Generic[V]):
    """A value that changes at known times, worked out once a time: `at(t)` is what held at t."""

    def __init__(self, slot: Slot[B], value: Callable[[tuple[Fact[B], ...]], V]) -> None:
        self._changes = sorted({fact.holds_from for fact in slot.facts})
        self._value = value
        self._slot = slot
        self._values: dict[int, V] = {}

    def at(self, at: datetime) -> V:
        place = bisect_right(self._changes, at)
        if place not in self._values:
            heads = self._slot.heads_at(self._changes[place - 1]) if place else ()
            self._values[place] = self._value(heads)
        return self._values[place]


# From when an entry may take over from another: None while something stands in its way.
Waits = Callable[[Fact[Body]], datetime | None]


Lowering = Callable[[Sequence[Fact[B]], Fact[B], Mapping[str, Fact[B]]], bool]


def takes_over_lower(known: Sequence[Fact[B]], fact: Fact[B], _: Mapping[str, Fact[B]]) -> bool:
    lower = any(lowers(body, fact.body, fact.at) for each in known for body in each.bodies)
    return lower or (len(known) > 1 and settled_by_a_manager(fact.body))


def build_slot(
    record: str,
    facts: Mapping[str, Fact[B]],
    fold: Corrections,
    lowering: Lowering[B] = takes_over_lower,
    waits: Waits | None = None,
) -> Slot[B]:
    """The slot of these facts (by id, in order of time): those in force, proposals noted on `fold` and left out.

    `lowering` says of those it takes over from, an entry, and all in force so far, whether the entry lowers what protects;
    what its author was given to decide is no lowering of theirs.
    """
    in_force: dict[str, Fact[B]] = {}
    for id in parents_first(list(facts), fold.follows):
        fact = facts[id]
        known = [in_force[each] for each in nearest(id, fold.follows, in_force.__contains__)]
        confirmed_at = fold.confirmed_at(id)
        if lowering(known, fact, in_force) and not fold.may_lower(fact.entry):
            if confirmed_at is None:
                fold.propose(id, known[0].id if known else id, AWAITING_A_MANAGER)
                continue
            fact = fact._replace(holds_from=max(fact.at, confirmed_at))
        if waits and known:
            free_from = waits(fact)
            if free_from is None:
                fold.propose(id, known[0].id, A_DISPUTE_IS_OPEN)
                continue
            fact = fact._replace(holds_from=max(fact.holds_from, free_from))
        in_force[id] = fact
    ordered = tuple(sorted(in_force.values(), key=lambda fact: (fact.at, fact.id)))
    return Slot(record, ordered, _whole(in_force, fold), fold.follows)


def _whole(ids: Iterable[str], fold: Corrections) -> frozenset[str]:
    """The ids whose every ancestor is here: those that nothing missing lies behind."""
    if not fold.missing:
        return frozenset(ids)
    return frozenset(id for id in ids if fold.missing.isdisjoint(reach([id], fold.follows)))
