"""Escalations: each record folded from who followed whom. Two clocks run, ours and the partner's; only a resolution ends one.

Opened, owned, agreed, disputed and resolved set the state: two of them made apart conflict, and open beats resolved. All
others, such as two logged calls, simply join. Whoever amends the priority blind of another, the higher one counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from models.codes import Priority
from models.fold.corrections import Corrections
from models.fold.facts import Fact, Facts
from models.fold.graph import heads, reach
from models.fold.slots import Slot, build_slot, takes_over_lower
from models.kinds import BODIES
from models.kinds.base import Body
from models.kinds.escalation import (
    EscalationAcknowledged,
    EscalationAgreed,
    EscalationContested,
    EscalationDisputed,
    EscalationOpened,
    EscalationOwned,
    EscalationResolved,
    EscalationResponded,
    EscalationStepped,
)

B = TypeVar("B", bound=Body)
SETS_THE_STATE = (
    EscalationOpened,
    EscalationOwned,
    EscalationAgreed,
    EscalationDisputed,
    EscalationResolved,
)


@dataclass(frozen=True)
class Escalation:
    """One escalation. `slot` holds what sets its state, `facts` everything of it in force, in order of time."""

    opened: Fact[EscalationOpened]
    slot: Slot[Body]
    facts: tuple[Fact[Body], ...]

    @property
    def id(self) -> str:
        return self.opened.id

    @property
    def at(self) -> datetime:
        """When the call was made: every clock starts here."""
        return self.opened.at

    @property
    def priority(self) -> Priority:
        return min((body.priority for body in self.opened.bodies), key=lambda each: each.rank)

    @property
    def to(self) -> str:
        return self.opened.body.to.strip() or "a service not known"

    @property
    def name(self) -> str:
        """ "Very urgent escalation to the crisis team"."""
        return f"{self.priority.words} escalation to {self.to}"

    @property
    def duplicate_of(self) -> str | None:
        """The escalation that every version of it calls the same, made apart."""
        named = {body.same_as for body in self.opened.bodies}
        return named.pop() if len(named) == 1 else None

    @cached_property
    def open(self) -> bool:
        return any(_stands_open(head) for head in self.slot.heads)

    def open_at(self, at: datetime) -> bool:
        return any(_stands_open(head) for head in self.slot.heads_at(at))

    def of(self, kind: type[B]) -> tuple[Fact[B], ...]:
        """Its entries of one kind, in order of time."""
        return tuple(fact for fact in self.facts if isinstance(fact.body, kind))  # type: ignore[misc]

    @cached_property
    def owners(self) -> tuple[Fact[EscalationOwned], ...]:
        """Who of us took it last; more than one where they took it apart from each other."""
        owned = {fact.id: fact for fact in self.of(EscalationOwned)}
        return tuple(owned[id] for id in heads(list(owned), self.slot.follows or {})) if owned else ()

    # The partner

    @cached_property
    def acknowledged(self) -> Fact[EscalationAcknowledged] | None:
        return next(iter(self.of(EscalationAcknowledged)), None)

    @cached_property
    def answers(self) -> tuple[Fact[EscalationResponded], ...]:
        """What they said that this version understands, in order of time."""
        return tuple(
            fact for fact in self.of(EscalationResponded) if any(body.answer.known for body in fact.bodies)
        )

    @cached_property
    def declined(self) -> tuple[Fact[EscalationResponded], ...]:
        """What they declined, wholly or in part, and did not accept afterwards."""
        accepting = [fact.id for fact in self.answers if _accepts(fact)]
        passed = reach(accepting, self.slot.follows or {})
        return tuple(fact for fact in self.answers if not _accepts(fact) and fact.id not in passed)

    @property
    def accepted(self) -> bool:
        """Whether their answer, as it stands, is that they take it on."""
        return bool(self.answers) and not self.declined

    def answered_by(self, at: datetime) -> bool:
        return any(fact.at <= at for fact in self.answers)

    @cached_property
    def _before_sent_on(self) -> set[str]:
        """What was recorded before it was last sent on to another service."""
        sent_on = (
            fact.id for fact in self.of(EscalationStepped) if any(body.redirected for body in fact.bodies)
        )
        return reach(sent_on, self.slot.follows or {})

    @property
    def answers_there(self) -> tuple[Fact[EscalationResponded], ...]:
        """What the service it was last sent on to answered."""
        return tuple(fact for fact in self.answers if fact.id not in self._before_sent_on)

    @property
    def had_there(self) -> tuple[Fact[EscalationAcknowledged | EscalationResponded], ...]:
        """What says that a named human has it, or has answered, at the service it was last sent on to."""
        have = (fact for fact in self.of(EscalationAcknowledged) if fact.id not in self._before_sent_on)
        return (*have, *self.answers_there)

    @property
    def climb_stopped(self) -> bool:
        """Whether a named human there has it: sent on, the clock runs on until one of the next service has.

        An emergency climbs on until it is handed over: until they take it on.
        """
        if self.priority == "emergency":
            return self.accepted and bool(self.answers_there)
        return bool(self.had_there)

    @property
    def a_human_has_it(self) -> bool:
        """Whether it counts as an action: someone has it there, took on part of it, or one of us did who did not open it."""
        said = {str(body.answer) for fact in self.answers for body in fact.bodies}
        ours = any(fact.body.staff != self.opened.entry.author for fact in self.of(EscalationOwned))
        return self.acknowledged is not None or ours or not said.isdisjoint({"accepted", "part"})

    # The dispute

    @cached_property
    def dispute(self) -> Fact[Body] | None:
        """What first said that we disagree, None where nobody has."""
        return next(
            (fact for fact in self.facts if isinstance(fact.body, EscalationContested | EscalationDisputed)),
            None,
        )

    def agreed_with(self, answer: str | None, at: datetime) -> bool:
        """Whether a manager agreed with what was said then: later, or in knowledge of that `answer` (None: there was none)."""
        follows = self.slot.follows or {}
        return any(fact.at >= at or answer in reach([fact.id], follows) for fact in self.of(EscalationAgreed))

    def disputed_at(self, at: datetime) -> bool:
        """Whether a dispute was open then."""
        return self.dispute is not None and self.dispute.at <= at and self.open_at(at)

    @property
    def changes(self) -> tuple[datetime, ...]:
        """When its state was set, and it may have ended or been taken up again."""
        return tuple(fact.holds_from for fact in self.slot.facts)


STEPS = tuple(body for kind, body in BODIES.items() if kind.startswith("escalation."))


def escalations(facts: Facts, fold: Corrections) -> tuple[Escalation, ...]:
    """Every escalation whose opening is here and stands, in order of time."""
    made = (_escalation(record, each, fold) for record, each in facts.records(*STEPS).items())
    return tuple(sorted((each for each in made if each), key=lambda each: (each.at, each.id)))


def _escalation(record: str, facts: Mapping[str, Fact[Body]], fold: Corrections) -> Escalation | None:
    opened = facts.get(record)
    if opened is None or not isinstance(opened.body, EscalationOpened):
        return None
    setting = {
        id: fact
        for id, fact in facts.items()
        if isinstance(fact.body, SETS_THE_STATE)
        and (id == record or not isinstance(fact.body, EscalationOpened))
    }

    def lowering(known: Sequence[Fact[Body]], fact: Fact[Body], in_force: Mapping[str, Fact[Body]]) -> bool:
        ends = isinstance(fact.body, EscalationResolved | EscalationAgreed)
        return not (ends and fold.decided(fact.entry)) and takes_over_lower(known, fact, in_force)

    slot = build_slot(record, setting, fold, lowering)
    joined = (
        fact
        for id, fact in facts.items()
        if id not in setting and not isinstance(fact.body, EscalationOpened)
    )
    ordered = sorted((*slot.facts, *joined), key=lambda fact: (fact.at, fact.id))
    return Escalation(opened, slot, tuple(ordered))  # pyright: ignore[reportArgumentType]


def _stands_open(fact: Fact[Body]) -> bool:
    """Whether it does not end the escalation, or only in a way of a newer app that this version does not know."""
    return not all(isinstance(body, EscalationResolved) and body.outcome.known for body in fact.bodies)


def _accepts(fact: Fact[EscalationResponded]) -> bool:
    return all(body.answer.accepts for body in fact.bodies)
