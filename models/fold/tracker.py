"""Safeguarding concerns and actions: what each comes to. Open beats done, the earlier deadline governs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models.fold.facts import Fact
from models.fold.graph import Follows, reach
from models.fold.slots import Slot
from models.kinds.base import Body
from models.kinds.safeguarding import (
    ActionAssigned,
    ActionCompleted,
    ActionUpdated,
    SafeguardingDecision,
    SafeguardingRaised,
)


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
    def words(self) -> str:
        """ "Financial or material abuse"."""
        body = self.raised.body
        return body.type.words if isinstance(body, SafeguardingRaised) else "Safeguarding concern"


@dataclass(frozen=True, slots=True)
class Due:
    """A moment something is due, and the entry that says so."""

    at: datetime
    entry: str


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
        given = [owner for fact in self.slot.facts if (owner := getattr(fact.body, "owner", None))]
        return given[-1] if given else self.body.owner

    @cached_property
    def deadline(self) -> Due:
        """The earliest of what its latest entries come to."""
        found = [due for head in self.slot.heads if (due := self._behind(head, "deadline_at"))]
        return min(
            found, key=lambda due: (due.at, due.entry), default=Due(self.body.deadline_at, self.assigned.id)
        )

    @cached_property
    def answer_due(self) -> Due | None:
        """When another service's answer is due, None when none is awaited or it has come."""
        found = [due for head in self.slot.heads if (due := self._behind(head, "answer_due_at"))]
        due = min(found, key=lambda each: (each.at, each.entry), default=None)
        return None if due is None or self._answered(due) else due

    def _answered(self, due: Due) -> bool:
        """Whether a response was recorded in the entry that asked, or in one that came after it."""
        follows = self.slot.follows or {}
        return any(
            getattr(fact.body, "partner_response", "").strip() and due.entry in reach([fact.id], follows)
            for fact in self.slot.facts
        )

    def _behind(self, head: Fact[Body], name: str) -> Due | None:
        """The latest statement of it in what this head knew."""
        known = known_to(head.id, {fact.id: fact for fact in self.slot.facts}, self.slot.follows or {})
        said = [(fact, moments) for fact in known if (moments := _moments(fact, name))]
        return Due(min(said[-1][1]), said[-1][0].id) if said else None


def known_to(id: str, facts: Mapping[str, Fact[Body]], follows: Follows) -> list[Fact[Body]]:
    """The facts an entry had behind it, itself included, in order of time."""
    return sorted(
        (facts[each] for each in reach([id], follows) if each in facts), key=lambda fact: (fact.at, fact.id)
    )


def postpones(fact: Fact[Body], before: Iterable[Fact[Body]]) -> bool:
    """Whether an update moves the deadline, or the other service's, later than it stood."""
    if not isinstance(fact.body, ActionUpdated):
        return False
    earlier = list(before)
    return any(_later(fact, earlier, name) for name in ("deadline_at", "answer_due_at"))


def _later(fact: Fact[Body], before: list[Fact[Body]], name: str) -> bool:
    stood = [moments for each in before if each.id != fact.id and (moments := _moments(each, name))]
    new = _moments(fact, name)
    return bool(stood and new) and max(new) > min(stood[-1])


def _moments(fact: Fact[Body], name: str) -> list[datetime]:
    said = (getattr(body, name, None) for body in fact.bodies)
    return [at for at in said if at is not None]
