"""Restrictions: what holds of each, who gave it authority and when, and the times it had none.

In force means not stepped down, lapses included. While two versions conflict both hold, and the earliest review and limit
govern; it is over only when every version of it was stepped down. What a worker applies, or adds, is interim unless the
standard delegates it: it holds at once, and waits for somebody who may authorise it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.deadlines import limit_of, review_of
from models.fold.corrections import Corrections
from models.fold.facts import Fact
from models.fold.graph import nearest, parents_first, reach
from models.fold.lowering import restricts_less, restricts_more
from models.fold.slots import Slot, build_slot, takes_over_lower
from models.kinds.base import Body
from models.kinds.restriction import RestrictionReviewed, RestrictionTerms, restriction_terms


@dataclass(frozen=True, slots=True)
class RestrictionHead:
    """One version that holds. `authority_at`: when somebody who may gave it authority; None while it is interim, which
    it then is since `interim_since`. `since`: the last authority there was, else when it began: there its term begins.
    """

    fact: Fact[Body]
    terms: RestrictionTerms
    authority_at: datetime | None
    interim_since: datetime
    since: datetime

    @property
    def id(self) -> str:
        return self.fact.id

    def ends_at(self, interim: timedelta) -> datetime | None:
        """When its authority ends: at its limit; an interim one after `interim`, when that is sooner."""
        ends = [limit_of(self.terms), None if self.authority_at else self.interim_since + interim]
        return min((at for at in ends if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class Lapse:
    """A time in which nobody's authority stood: `entry` had ended, and somebody decided only at `until_at` (None: not yet)."""

    entry: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True)
class Restriction:
    """One restriction. `heads` are the versions that hold, none once it is over. `authority` by the id of an entry of it.

    `waiting` are the reviews that a manager has yet to confirm, and that nothing which holds was recorded in knowledge of.
    """

    record: str
    heads: tuple[RestrictionHead, ...]
    slot: Slot[Body]
    authority: Mapping[str, datetime]
    interim_since: Mapping[str, datetime]
    waiting: tuple[Fact[Body], ...] = ()

    @property
    def in_force(self) -> bool:
        return bool(self.heads)

    @property
    def disputed(self) -> bool:
        """Whether several versions are shown: people decided, or amended one entry, apart from each other.

        Also where an entry in between is not here yet; C1 then waits for it.
        """
        return len(self.slot.heads) > 1 or any(len(fact.bodies) > 1 for fact in self.slot.heads)

    @property
    def lacking(self) -> tuple[tuple[Fact[Body], RestrictionTerms], ...]:
        """The versions that cannot stand as they are. Where none that holds is one: what waits for a manager and says so."""
        held = tuple((head.fact, head.terms) for head in self.heads if head.terms.lacks_basis)
        said = ((fact, restriction_terms(body)) for fact in self.waiting for body in fact.bodies)
        return held or tuple((fact, terms) for fact, terms in said if terms is not None and terms.lacks_basis)

    @property
    def terms(self) -> RestrictionTerms:
        """What is shown first: the terms of the latest version."""
        return self.heads[-1].terms

    @property
    def first_start_on(self) -> date:
        """The first day any version ever gave."""
        said = (restriction_terms(body) for fact in self.slot.facts for body in fact.bodies)
        return min(terms.starts_on for terms in said if terms is not None)

    @property
    def reviewed_by(self) -> RestrictionHead | None:
        """The version whose review comes first; None where none has a date."""
        dated = [(at, head.id, head) for head in self.heads if (at := review_of(head.terms)) is not None]
        return min(dated, key=lambda each: each[:2])[2] if dated else None

    @property
    def review_at(self) -> datetime | None:
        governing = self.reviewed_by
        return review_of(governing.terms) if governing else None

    def ending(self, interim: timedelta) -> tuple[RestrictionHead, datetime] | None:
        """The version whose authority ends first, and when; None where none has an end."""
        ends = [(at, head.id, head) for head in self.heads if (at := head.ends_at(interim)) is not None]
        if not ends:
            return None
        at, _, head = min(ends, key=lambda each: each[:2])
        return head, at

    @property
    def decisions(self) -> tuple[Fact[Body], ...]:
        """The reviews that somebody who may decided or confirmed, in order of time."""
        return tuple(
            fact
            for fact in self.slot.facts
            if fact.id in self.authority and isinstance(fact.body, RestrictionReviewed)
        )

    def lapses(self, interim: timedelta) -> tuple[Lapse, ...]:
        """Every time without authority, over or not; one without an end may begin only later. No review undoes one."""
        found = {each.from_at: each for each in self._lapses(interim)}
        return tuple(found[at] for at in sorted(found))

    def _lapses(self, interim: timedelta) -> Iterator[Lapse]:
        for fact in self.slot.facts:
            said = [terms for body in fact.bodies if (terms := restriction_terms(body)) is not None]
            decided_at = self._decided_after(fact)
            ends = [(at, decided_at) for terms in said if (at := limit_of(terms)) is not None]
            if said and fact.id in self.interim_since:
                given = [at for at in (self.authority.get(fact.id), decided_at) if at is not None]
                ends.append((self.interim_since[fact.id] + interim, min(given, default=None)))
            for from_at, until_at in ends:
                if until_at is None or until_at > from_at:
                    yield Lapse(fact.id, from_at, until_at)

    def _decided_after(self, fact: Fact[Body]) -> datetime | None:
        """When somebody first gave authority to an entry that follows this one."""
        follows = self.slot.follows or {}
        return min(
            (
                self.authority[later.id]
                for later in self.slot.facts
                if later.id != fact.id
                and later.id in self.authority
                and fact.id in reach([later.id], follows)
            ),
            default=None,
        )


def build_restriction(record: str, facts: Mapping[str, Fact[Body]], fold: Corrections) -> Restriction:
    """The restriction these entries (by id, in order of time) come to."""

    def lowering(known: Sequence[Fact[Body]], fact: Fact[Body], in_force: Mapping[str, Fact[Body]]) -> bool:
        if len(known) != 1 or not fold.decided(fact.entry):
            return takes_over_lower(known, fact, in_force)
        return any(restricts_less(body, fact.body, fact.at) for body in known[0].bodies)

    slot = build_slot(record, facts, fold, lowering)
    authority = dict(_authority(slot.facts, fold))
    last, since = _without_their_own(slot, authority, fold)
    heads = tuple(
        RestrictionHead(
            fact,
            terms,
            authority.get(fact.id) or (last.get(fact.id) if fact.id not in since else None),
            since.get(fact.id, fact.at),
            authority.get(fact.id) or last.get(fact.id) or since[fact.id],
        )
        for fact in slot.heads
        for body in fact.bodies
        if (terms := restriction_terms(body)) is not None
    )
    known = reach([fact.id for fact in slot.heads], fold.follows)
    waiting = tuple(fact for id, fact in facts.items() if id in fold.proposals and id not in known)
    return Restriction(record, heads, slot, authority, since, waiting)


def _authority(facts: Iterable[Fact[Body]], fold: Corrections) -> Iterator[tuple[str, datetime]]:
    """By entry, when it had authority: from its own author, or from whoever confirmed it."""
    for fact in facts:
        at = fact.at if fold.decided(fact.entry) else fold.confirmed_at(fact.id)
        if at is not None:
            yield fact.id, at


def _without_their_own(
    slot: Slot[Body], authority: Mapping[str, datetime], fold: Corrections
) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """Of entries by those who may not authorise: the last authority before them, and since when those that need their own
    have none. A further entry of theirs begins no new wait.
    """
    by_id = {fact.id: fact for fact in slot.facts}
    last: dict[str, datetime] = {}
    since: dict[str, datetime] = {}
    for id in parents_first(list(by_id), fold.follows):
        fact = by_id[id]
        if fold.decided(fact.entry) or fact.holds_from > fact.at:
            continue  # what a manager had to confirm did not hold before
        before = [by_id[each] for each in nearest(id, fold.follows, by_id.__contains__)]
        known = [at for each in before if (at := authority.get(each.id) or last.get(each.id)) is not None]
        waiting = [since[each.id] for each in before if each.id in since and each.id not in authority]
        if known:
            last[id] = min(known)
        if waiting or len(known) < max(len(before), 1) or any(_restricts_more(each, fact) for each in before):
            since[id] = min([fact.at, *waiting])
    return last, since


def _restricts_more(before: Fact[Body], after: Fact[Body]) -> bool:
    return any(restricts_more(old, new) for old in before.bodies for new in after.bodies)
