"""Handovers: what was given to a receiving team, and whether a named human there has accepted it.

Where two people recorded an answer apart, it is accepted only if both say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.fold.corrections import Corrections
from models.fold.facts import Fact
from models.fold.slots import Slot, build_slot
from models.kinds.base import Body
from models.kinds.papers import HandoverAnswered, HandoverGiven


@dataclass(frozen=True)
class Handover:
    """One handover. Its id is its record."""

    given: Fact[HandoverGiven]
    slot: Slot[Body]

    @property
    def id(self) -> str:
        return self.given.id

    @property
    def to(self) -> str:
        return self.given.body.to.strip()

    @property
    def latest(self) -> Fact[Body]:
        """The last word on it; of words apart, one that does not accept first."""
        return min(self.slot.heads, key=lambda head: (_accepts(head), head.at, head.id))

    @property
    def answer(self) -> Fact[HandoverAnswered] | None:
        """What the receiving side said last, None while they have said nothing."""
        latest = self.latest
        return latest if isinstance(latest.body, HandoverAnswered) else None  # pyright: ignore[reportReturnType]

    @property
    def accepted(self) -> Fact[HandoverAnswered] | None:
        """The acceptance, once every latest word on it is one."""
        return self.answer if all(_accepts(head) for head in self.slot.heads) else None


def handovers(records: Mapping[str, Mapping[str, Fact[Body]]], fold: Corrections) -> tuple[Handover, ...]:
    """Every handover whose giving is here and stands, in order of time. `records`: the facts about each, by id."""
    made = (_handover(record, each, fold) for record, each in records.items())
    return tuple(sorted((each for each in made if each), key=lambda each: (each.given.at, each.id)))


def _handover(record: str, facts: Mapping[str, Fact[Body]], fold: Corrections) -> Handover | None:
    given = facts.get(record)
    if given is None or not isinstance(given.body, HandoverGiven):
        return None
    return Handover(given, build_slot(record, facts, fold))  # pyright: ignore[reportArgumentType]


def _accepts(fact: Fact[Body]) -> bool:
    return all(isinstance(body, HandoverAnswered) and body.answer.accepts for body in fact.bodies)
