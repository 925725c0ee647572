"""What is known of one person: the one thing screens and rules read. `models.fold.fold` makes it."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from models.entry import Entry
from models.fold.escalations import Escalation
from models.fold.facts import Fact
from models.fold.handovers import Handover
from models.fold.overrides import Overrides
from models.fold.plans import Plan
from models.fold.restrictions import Restriction
from models.fold.scope import ScopeState
from models.fold.slots import Slot, Timed
from models.fold.standing import Standing
from models.fold.thresholds import Agreed, Signature, agreed_in, in_cohort, signature_in
from models.fold.tracker import Concern
from models.fold.unlisted import SaidToBe
from models.fold.visits import Visit, in_order
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded
from models.kinds.papers import CandourTold, CopyOffered
from models.kinds.person import CohortSet, ContactAgreed, PersonDetails, SignatureSet
from models.kinds.prompt import EpisodeSteppedDown
from models.kinds.referral import PersonMatched
from models.kinds.safety import GoalSet, VisitNote
from models.kinds.status import PersonStatus


@dataclass(frozen=True, slots=True)
class Point:
    """An indicator at one contact: a level, or None and why there is none. Never 0 for not assessed."""

    at: datetime
    level: int | None
    why_not: str
    entry: str


@dataclass(frozen=True)
class PersonState(ScopeState):
    """One person, folded from their entries. `restriction_records` are all there ever were.

    `scopes` are all that are this person's, `matches` what joins them; `scope` is the one by which they go on.
    """

    scopes: tuple[str, ...]
    details: Slot[PersonDetails]
    said_to_be: tuple[SaidToBe, ...]
    matches: tuple[Fact[PersonMatched], ...]
    cohort: Slot[CohortSet]
    signature_slot: Slot[SignatureSet]
    agreed_slot: Slot[ContactAgreed]
    status: Slot[PersonStatus]
    overrides: Overrides
    visit_notes: tuple[Slot[VisitNote], ...]
    goals: tuple[Slot[GoalSet], ...]
    concerns: tuple[Concern, ...]
    plans: tuple[Plan, ...]
    plan_slots: Mapping[str, Slot[Body]]
    restriction_records: Mapping[str, Restriction]
    escalations: tuple[Escalation, ...]
    contacts: tuple[Fact[ContactRecorded], ...]
    visits: tuple[Visit, ...]
    step_downs: tuple[Fact[EpisodeSteppedDown], ...]
    handovers: tuple[Handover, ...]
    copies: tuple[Fact[CopyOffered], ...]
    candour: tuple[Fact[CandourTold], ...]

    @property
    def name(self) -> str:
        return self.details.heads[-1].body.name if self.details.heads else self._named("name") or ""

    @property
    def born_on(self) -> date | None:
        return self.details.heads[-1].body.born_on if self.details.heads else self._named("born_on")

    @property
    def team(self) -> str | None:
        """The id of the team whose managers and seniors are asked."""
        return self.details.heads[-1].body.team if self.details.heads else self._named("team")

    @cached_property
    def teams(self) -> frozenset[str]:
        said = {body.team for fact in self.details.facts for body in fact.bodies}
        return frozenset(said | {self.team} if self.team else said)

    def _named(self, what: str) -> Any:
        """What was last said of who they are, while nobody has registered them."""
        known = (getattr(each, what) for each in reversed(self.said_to_be))
        return next((each for each in known if each), None)

    @property
    def to_be_matched(self) -> bool:
        """Whether somebody was named who is on no list: a manager finds out who they are."""
        return bool(self.said_to_be) and not self.details.heads

    @property
    def registered(self) -> Fact[PersonDetails] | None:
        """The entry that first made them known to us."""
        return next((fact for fact in self.details.facts if fact.entry.kind == "person.registered"), None)

    def plan(self, record: str) -> Plan | None:
        """A plan in force: "plan_temporary", "plan_standing", or the record of another."""
        return next((plan for plan in self.plans if plan.record == record), None)

    @property
    def temporary_plan(self) -> Plan | None:
        return self.plan("plan_temporary")

    @property
    def standing_plan(self) -> Plan | None:
        return self.plan("plan_standing")

    @cached_property
    def standing(self) -> Standing:
        """Where they are with us; nothing recorded means supported."""
        return Standing(self.status)

    @cached_property
    def slots(self) -> tuple[Slot[Body], ...]:
        """Every record whose latest entries set the state, so that two people's can be in conflict."""
        slots: tuple[Slot[Body], ...] = (self.details, self.status, self.cohort, self.signature_slot)
        several = (*self.restriction_records.values(), *self.escalations)
        return (
            *slots,
            self.agreed_slot,
            *self.overrides.slots.values(),
            *self.plan_slots.values(),
            *(each.slot for each in several),
            *(each.settling for each in self.concerns),
            *self.registers.slots,
        )

    @property
    def restrictions(self) -> tuple[Restriction, ...]:
        """Those in force: every one that was not stepped down, those whose authority ended included."""
        return tuple(each for each in self.restriction_records.values() if each.in_force)

    @property
    def open_escalations(self) -> tuple[Escalation, ...]:
        return tuple(each for each in self.escalations if each.open)

    def escalation(self, id: str) -> Escalation | None:
        return next((each for each in self.escalations if each.id == id), None)

    def handed_over(self, status: PersonStatus) -> bool:
        """Whether a named human has accepted the handover this status rests on."""
        rests_on = (each for each in self.handovers if each.id == status.handover)
        return status.handed_over or any(each.accepted for each in rests_on)

    @cached_property
    def _signatures(self) -> Timed[Signature]:
        return Timed(self.signature_slot, signature_in)

    @cached_property
    def _cohorts(self) -> Timed[bool]:
        return Timed(self.cohort, in_cohort)

    def signature_at(self, at: datetime) -> Signature:
        """The signature and baselines as set then; while in conflict, the lower baseline and every indicator."""
        signature = self._signatures.at(at)
        apart = self.overrides.baselines(signature.baseline, at)
        return replace(signature, baselines={**signature.baselines, **apart})

    @cached_property
    def _signature_then(self) -> Mapping[datetime, Signature]:
        return {visit.ended_at: self.signature_at(visit.ended_at) for visit in self.visits}

    def signature_then(self, visit: Visit) -> Signature:
        """The signature and baselines as set when this contact ended."""
        return self._signature_then.get(visit.ended_at) or self.signature_at(visit.ended_at)

    @property
    def signature(self) -> Signature:
        return signature_in(self.signature_slot.heads)

    @property
    def agreed(self) -> Agreed | None:
        """The agreed contact, None when none was agreed; while in conflict, the shorter interval."""
        return agreed_in(self.agreed_slot.heads)

    def set_in_cohort(self, at: datetime) -> bool:
        """Whether a manager had put them in the high-risk cohort then. (Episodes and plans put them there too.)"""
        return self._cohorts.at(at)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """By each of its records, where a visit stands in `visits`."""
        return {id: place for place, visit in enumerate(self.visits) for id in visit.entries}

    def _place(self, visit: Visit) -> int:
        """Where a visit stands in `visits`; of one that was voided, where it would stand."""
        place = self._places.get(visit.id)
        return bisect_left(self.visits, in_order(visit), key=in_order) if place is None else place

    @cached_property
    def _assessed(self) -> Mapping[str, tuple[int, ...]]:
        """By indicator, the places in `visits` of the contacts that gave it a level."""
        places: dict[str, list[int]] = {}
        for place, visit in enumerate(self.visits):
            for code, reading in visit.readings.items():
                if reading.level is not None:
                    places.setdefault(code, []).append(place)
        return {code: tuple(each) for code, each in places.items()}

    def assessed_before(self, visit: Visit, code: str, most: int, since: datetime) -> tuple[Visit, ...]:
        """The latest contacts before this one that assessed the indicator, not before `since`, latest first."""
        places = self._assessed.get(code, ())
        here = bisect_left(places, self._place(visit))
        found = (self.visits[place] for place in reversed(places[max(0, here - most) : here]))
        return tuple(each for each in found if each.ended_at >= since)

    def over_time(self, code: str) -> tuple[Point, ...]:
        """An indicator at each attended contact, and wherever else it was assessed; gaps say why."""
        points = (self._point(visit, code) for visit in self.visits)
        return tuple(point for point in points if point)

    def _point(self, visit: Visit, code: str) -> Point | None:
        reading = visit.readings.get(code)
        if reading is None:
            return Point(visit.ended_at, None, "Not recorded", visit.id) if visit.attended else None
        why = reading.not_assessed.words if reading.not_assessed else ""
        return Point(visit.ended_at, reading.level, why, visit.id)

    def last_visit_of(self, staff: str) -> Visit | None:
        """The latest contact this member of staff recorded."""
        return next((visit for visit in reversed(self.visits) if staff in visit.authors), None)

    def changed_since(self, at: datetime, but_by: str | None = None) -> tuple[Entry, ...]:
        """Entries that happened or were recorded after `at`, in order; those `but_by` wrote are left out."""
        return tuple(
            entry
            for id, entry in self.entries.items()
            if entry.author != but_by and (self.at[id] > at or entry.recorded_at > at)
        )
