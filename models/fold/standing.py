"""Where the person is with us, since when, and when they came back from elsewhere.

Nothing recorded means supported. In conflict the more prompting holds: nothing pauses unless every head says so. A death
in conflict with anything else is in doubt.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models.codes import Status
from models.fold.facts import Fact
from models.fold.graph import nearest, reach
from models.fold.slots import Slot
from models.kinds.status import PersonStatus
from models.times import true_time

SUPPORTED, DISCHARGED, DIED = "supported", "discharged", "died"


@dataclass(frozen=True, slots=True)
class Leaving:
    """The entry that says they left hospital or custody, when they did, and "In hospital until"."""

    id: str
    at: datetime
    words: str


@dataclass(frozen=True)
class Standing:
    """What the heads of the status come to."""

    slot: Slot[PersonStatus]

    @property
    def heads(self) -> tuple[Fact[PersonStatus], ...]:
        return self.slot.heads

    @property
    def latest(self) -> Fact[PersonStatus] | None:
        """The head to show first; None when no status was recorded."""
        return max(self.heads, key=lambda head: (head.at, head.id), default=None)

    def _all(self, *statuses: str) -> bool:
        return bool(self.heads) and all(_says(head) <= set(statuses) for head in self.heads)

    @property
    def died(self) -> bool:
        return self._all(DIED)

    @property
    def death_in_doubt(self) -> bool:
        """Recorded as died, and as something else, apart from each other."""
        return not self.died and any(DIED in _says(head) for head in self.heads)

    @property
    def discharged(self) -> bool:
        return self._all(DISCHARGED)

    @property
    def away(self) -> bool:
        """In hospital or custody now."""
        return self._all("in_hospital", "in_custody")

    @cached_property
    def left(self) -> Leaving | None:
        """When they last left hospital or custody, while they are not away again: also where a discharge was what followed, which
        may not hold, or a death that was recorded in error.
        """
        found = [each for head in self.heads if _is_here(head) for each in self._returns(head)]
        return max(found, key=lambda each: (each.at, each.id), default=None)

    def _returns(self, head: Fact[PersonStatus]) -> Iterable[Leaving]:
        """Behind a head that says they are here: the entries that followed one which said they were away."""
        telling = {fact.id: fact for fact in self.slot.facts if _is_here(fact) or _is_away(fact)}
        before = {id: sorted(nearest(id, self.slot.follows or {}, telling.__contains__)) for id in telling}
        here = {id: tuple(each for each in known if _is_here(telling[each])) for id, known in before.items()}
        for id in reach([head.id], here):
            if away := [telling[each] for each in before[id] if _is_away(telling[each])]:
                yield Leaving(id, since(telling[id]), f"{away[0].body.status.words} until")

    def away_at(self, at: datetime) -> bool:
        """Whether they were in hospital or custody then."""
        return any(start <= at and (end is None or at < end) for start, end in self._spans)

    @cached_property
    def _spans(self) -> tuple[tuple[datetime, datetime | None], ...]:
        """From each away entry to the first that took over and says otherwise; one still open counts only if none disagrees."""
        ends: dict[str, list[datetime]] = {}
        for fact in self.slot.facts:
            for before in self.slot.each_before(fact):
                ends.setdefault(before.id, []).append(since(fact))
        spans = [
            (since(fact), min(ends.get(fact.id, ()), default=None))
            for fact in self.slot.facts
            if _is_away(fact)
        ]
        return tuple(span for span in spans if span[1] is not None or self.away)


def since(fact: Fact[PersonStatus]) -> datetime:
    """From when it holds, by a corrected clock. Of blind amendments the one that prompts more: a shorter absence."""
    moments = [true_time(fact.entry.clock, body.since_at) for body in fact.bodies]
    return max(moments) if _is_away(fact) else min(moments)


def discharges(known: Iterable[Fact[PersonStatus]], fact: Fact[PersonStatus]) -> bool:
    """Whether it discharges someone who was not discharged: that needs a manager, whatever came before."""
    before = [each for head in known for each in _says(head)]
    return DISCHARGED in _says(fact) and (not before or any(each != DISCHARGED for each in before))


def _says(fact: Fact[PersonStatus]) -> set[str]:
    return {str(body.status) for body in fact.bodies}


def _is_here(fact: Fact[PersonStatus]) -> bool:
    """Whether it says that they are with us, or were and are discharged."""
    return not _says(fact).isdisjoint({SUPPORTED, DISCHARGED})


def _is_away(fact: Fact[PersonStatus]) -> bool:
    return all(Status(each).away for each in _says(fact))
