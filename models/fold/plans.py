"""Plans in force. While two heads conflict both are shown: every named contact is due and the earliest expiry governs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.fold.facts import Fact
from models.fold.graph import parents_first, reach
from models.fold.lowering import plan_terms
from models.fold.slots import Slot
from models.kinds.base import Body
from models.kinds.plan import NamedContact, PlanReviewed, PlanTerms


@dataclass(frozen=True, slots=True)
class PlanHead:
    """One version of a plan that holds. `continued` counts the times it was continued on the way here."""

    fact: Fact[Body]
    terms: PlanTerms
    continued: int

    @property
    def id(self) -> str:
        return self.fact.id


@dataclass(frozen=True, slots=True)
class NamedTime:
    """A contact a plan names: when it is due, and the plan entry that names it, `number` counting from 0 within it.

    `since` is when it was first named: by this entry, or by one before it that named the same.
    """

    plan: str
    number: int
    contact: NamedContact
    since: datetime


@dataclass(frozen=True)
class Plan:
    """A plan in force. `heads` in order of time; more than one when people planned blind of each other."""

    record: str
    heads: tuple[PlanHead, ...]
    slot: Slot[Body]

    @property
    def conflicting(self) -> bool:
        return self.slot.conflicting

    @property
    def terms(self) -> PlanTerms:
        """What is shown first: the terms of the latest head."""
        return self.heads[-1].terms

    @property
    def governing(self) -> PlanHead:
        """The head whose expiry comes first."""
        return min(self.heads, key=lambda head: (_expiry(head.terms), head.id))

    @property
    def expires_at(self) -> datetime | None:
        return self.governing.terms.expires_at

    def expired(self, now: datetime) -> bool:
        """Past its end time: it stays on screen and is still followed until it is reviewed."""
        return self.expires_at is not None and now >= self.expires_at

    @property
    def named(self) -> tuple[NamedTime, ...]:
        """Every contact any of its heads names, by when it is due."""
        return in_due_order(time for fact in self.slot.heads for time in times_in(self.slot, fact))


def times_in(slot: Slot[Body], fact: Fact[Body]) -> Iterable[NamedTime]:
    """The times a plan's entry names, numbered in the order they are due; amended twice, apart, all that either names."""
    named = dict.fromkeys(_contacts_in(fact))
    due = sorted(named, key=lambda contact: (contact.due_at, contact.who, contact.mode))
    return (
        NamedTime(fact.id, number, contact, _named_since(slot, fact, contact))
        for number, contact in enumerate(due)
    )


def _contacts_in(fact: Fact[Body]) -> Iterable[NamedContact]:
    return (
        contact for body in fact.bodies if (terms := plan_terms(body)) for contact in terms.named_contacts
    )


def _named_since(slot: Slot[Body], fact: Fact[Body], contact: NamedContact) -> datetime:
    naming = {each.id: each for each in slot.facts if contact in _contacts_in(each)}
    before = {
        id: tuple(each.id for each in slot.each_before(fact) if each.id in naming)
        for id, fact in naming.items()
    }
    return min(naming[id].at for id in reach([fact.id], before))


def in_due_order(times: Iterable[NamedTime]) -> tuple[NamedTime, ...]:
    return tuple(sorted(times, key=lambda time: (time.contact.due_at, time.plan, time.number)))


def plan_in_force(slot: Slot[Body], longest: timedelta | None = None) -> Plan | None:
    """The plan a record holds, None when it never began or has been ended. Open beats ended.

    `longest` caps a temporary plan: it never runs longer from its making or its review than that.
    """
    heads = [
        PlanHead(fact, terms, _continued(slot, fact))
        for fact in slot.heads
        for body in fact.bodies
        if (terms := _capped(plan_terms(body), fact.at, longest)) is not None
    ]
    return Plan(slot.record, tuple(heads), slot) if heads else None


def _capped(terms: PlanTerms | None, at: datetime, longest: timedelta | None) -> PlanTerms | None:
    if terms is None or longest is None or terms.expires_at is None or terms.expires_at <= at + longest:
        return terms
    return terms.model_copy(update={"expires_at": at + longest})


def _continued(slot: Slot[Body], head: Fact[Body]) -> int:
    """How often the plan was continued since it was last made, up to and with this head; where it joins versions made apart,
    by the one that was continued most.
    """
    facts, counts = {fact.id: fact for fact in slot.facts}, dict[str, int]()
    for id in parents_first(list(facts), slot.follows or {}):
        body = facts[id].body
        so_far = max((counts.get(each.id, 0) for each in slot.each_before(facts[id])), default=0)
        counts[id] = so_far + (body.decision == "continue") if isinstance(body, PlanReviewed) else 0
    return counts[head.id]


def _expiry(terms: PlanTerms) -> tuple[bool, float]:
    return terms.expires_at is None, terms.expires_at.timestamp() if terms.expires_at else 0.0
