"""Safeguarding concerns and actions: what each comes to. Open beats done, the earlier deadline governs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from models.fold.corrections import Corrections
from models.fold.due import Due, answer_due_in, due_in, known_to, owner_in, postpones
from models.fold.facts import Fact, Facts
from models.fold.slots import Slot, build_slot
from models.kinds.base import Body
from models.kinds.safeguarding import (
    ActionAssigned,
    ActionCompleted,
    ActionUpdated,
    SafeguardingDecided,
    SafeguardingDecision,
    SafeguardingRaised,
)

DATES = ("deadline_at", "answer_due_at")


@dataclass(frozen=True)
class Concern:
    """A safeguarding concern: how it was raised, and each latest statement of what is decided about it."""

    record: str
    slot: Slot[SafeguardingDecision]

    @property
    def raised(self) -> Fact[SafeguardingDecision]:
        """The entry that raised it; where that is not here yet, the first about it."""
        facts = self.slot.facts
        return next((fact for fact in facts if isinstance(fact.body, SafeguardingRaised)), facts[0])

    @property
    def latest(self) -> Fact[SafeguardingDecision]:
        return max(self.slot.heads, key=lambda head: (head.at, head.id))

    @property
    def undecided(self) -> tuple[Fact[SafeguardingDecision], ...]:
        """The heads that decide nothing yet."""
        return tuple(head for head in self.slot.heads if not all(body.decided for body in head.bodies))

    @property
    def settling(self) -> Slot[SafeguardingDecision]:
        """Those of its latest entries that say what is decided: made apart from each other, they are in conflict."""
        decided = (head for head in self.slot.heads if isinstance(head.body, SafeguardingDecided))
        return replace(self.slot, facts=tuple(decided))

    @property
    def words(self) -> str:
        """ "Financial or material abuse"."""
        body = self.raised.body
        return body.type.words if isinstance(body, SafeguardingRaised) else "Safeguarding concern"


@dataclass(frozen=True)
class TrackedAction:
    """An action with what happened to it since it was assigned."""

    record: str
    assigned: Fact[ActionAssigned]
    slot: Slot[Body]

    @property
    def body(self) -> ActionAssigned:
        return self.assigned.body

    @property
    def done(self) -> bool:
        """Every latest entry about it says that it is complete."""
        return all(isinstance(body, ActionCompleted) for head in self.slot.heads for body in head.bodies)

    @property
    def completions(self) -> tuple[Fact[Body], ...]:
        return tuple(fact for fact in self.slot.facts if isinstance(fact.body, ActionCompleted))

    @property
    def owner(self) -> str:
        """Whoever it was last given to."""
        return owner_in(self.slot) or self.body.owner

    @cached_property
    def deadline(self) -> Due:
        """The earliest of what its latest entries come to."""
        return due_in(self.slot, "deadline_at") or Due(self.body.deadline_at, self.assigned.id)

    @cached_property
    def answer_due(self) -> Due | None:
        """When another service's answer is due, None when none is awaited or it has come."""
        return answer_due_in(self.slot)


def actions(facts: Facts, fold: Corrections) -> tuple[TrackedAction, ...]:
    """Every action whose assignment is here and stands, in the order in which its record begins."""
    return tuple(_actions(facts, fold))


def _actions(facts: Facts, fold: Corrections) -> Iterable[TrackedAction]:
    def postponed(_: Sequence[Fact[Body]], fact: Fact[Body], in_force: Mapping[str, Fact[Body]]) -> bool:
        """Whether an update moves the deadline, or the other service's, later than it stood."""
        before = known_to(fact.id, in_force, fold.follows)
        return isinstance(fact.body, ActionUpdated) and postpones(fact, before, DATES)

    for record, each in facts.records(ActionAssigned, ActionUpdated, ActionCompleted).items():
        slot = build_slot(record, each, fold, postponed)
        assigned = facts.of(ActionAssigned).get(record)
        if assigned is not None:
            yield TrackedAction(slot.record, assigned, slot)
