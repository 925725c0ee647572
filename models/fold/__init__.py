"""The fold: from the entries of a person, or of a team, to what is true of them now.

`fold` and `fold_team` give the same state for the same entries in any order and however often repeated, because they keep each entry
once, sort them by corrected time and id, and take state only from who followed whom.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from models.directory import Directory
from models.entry import Entry
from models.fold.around import Around
from models.fold.caseload import Assignment, assignments
from models.fold.corrections import Corrections
from models.fold.escalations import Escalation, escalations
from models.fold.facts import (
    AWAITING_A_MANAGER,
    AWAITING_AUTHORITY,
    MAY_BE_AN_ERROR,
    Annotation,
    Fact,
    Facts,
    Proposal,
    Statement,
)
from models.fold.handovers import Handover, handovers
from models.fold.lowering import plan_terms
from models.fold.matching import joined, links_in, main_of, stands
from models.fold.plans import NamedTime, Plan, PlanHead, plan_in_force
from models.fold.registers import Audit, Issue, Referral, Registers, Risk, registers
from models.fold.restrictions import Lapse, Restriction, RestrictionHead, build_restriction
from models.fold.scope import ScopeState
from models.fold.slots import Slot, Waits, build_slot
from models.fold.standing import Standing
from models.fold.state import PersonState, Point
from models.fold.team import TEAM, TeamState
from models.fold.thresholds import Agreed, Signature
from models.fold.timeline import Timeline
from models.fold.tracker import Concern, TrackedAction, actions
from models.fold.unlisted import SaidToBe, said_to_be
from models.fold.visits import Part, Visit, visits
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded
from models.kinds.papers import CandourTold, CopyOffered, HandoverAnswered, HandoverGiven
from models.kinds.person import (
    CaseloadAssigned,
    CaseloadEnded,
    CohortSet,
    ContactAgreed,
    PersonDetails,
    SignatureSet,
)
from models.kinds.plan import PlanMade, PlanReviewed
from models.kinds.prompt import EpisodeSteppedDown, PromptAnswered, PromptSeen, PromptTold
from models.kinds.referral import PersonMatched, ReferralReceived
from models.kinds.restriction import RestrictionApplied, RestrictionReviewed
from models.kinds.safety import GoalSet, VisitNote

B = TypeVar("B", bound=Body)
# Who looked at a record, and on whose tablet a prompt is, are no part of it.
NEVER_FOLDED = frozenset({"access.viewed", "prompt.delivered"})


def fold(entries: Iterable[Entry], directory: Directory, scope: str | None = None) -> PersonState:
    """The state of the person these entries are about, of every scope that is theirs; others are left out.

    `scope` is one of theirs: that of the first person entry unless given. Never refuses an entry.
    """
    entries = tuple(entries)
    scope = scope or next((each.scope for each in entries if each.scope.startswith("person:")), "")
    scopes = joined(scope, links_in(entries, directory))
    timeline = Timeline.of(
        entry for entry in entries if entry.scope in scopes and entry.kind not in NEVER_FOLDED
    )
    corrections = Corrections(timeline, directory)
    facts = corrections.facts()
    matches = _matches(facts, corrections)

    def slot(kind: type[B], record: str) -> Slot[B]:
        return build_slot(record, facts.of(kind), corrections)

    contacts = tuple(facts.of(ContactRecorded).values())
    escalated = escalations(facts, corrections)
    plan_slots = {
        record: build_slot(record, each, corrections, waits=_ending_waits(record, escalated))
        for record, each in facts.records(PlanMade, PlanReviewed).items()
    }
    restrictions = [
        build_restriction(record, each, corrections)
        for record, each in facts.records(RestrictionApplied, RestrictionReviewed).items()
    ]
    details, cohort = slot(PersonDetails, "details"), slot(CohortSet, "cohort")
    signature, agreed = slot(SignatureSet, "signature"), slot(ContactAgreed, "contact_agreed")
    around = Around(facts, corrections)
    return PersonState(
        scope=main_of(scope, scopes, timeline.entries.values()),
        scopes=scopes,
        details=details,
        said_to_be=said_to_be(facts.of(ContactRecorded, ReferralReceived).values()),
        matches=matches,
        cohort=cohort,
        signature_slot=signature,
        agreed_slot=agreed,
        status=around.status(),
        overrides=around.overrides(signature),
        visit_notes=around.each(VisitNote),
        goals=around.each(GoalSet),
        concerns=around.concerns(),
        plans=tuple(plan for each in plan_slots.values() if (plan := _plan(each, directory))),
        plan_slots=plan_slots,
        restriction_records={each.record: each for each in restrictions},
        escalations=escalated,
        caseload=assignments(facts.of(CaseloadAssigned).values(), facts.of(CaseloadEnded).values()),
        contacts=contacts,
        visits=visits(contacts, corrections.judges),
        step_downs=tuple(facts.of(EpisodeSteppedDown).values()),
        handovers=handovers(facts.records(HandoverGiven, HandoverAnswered), corrections),
        copies=tuple(facts.of(CopyOffered).values()),
        candour=tuple(facts.of(CandourTold).values()),
        **_of_any(timeline, corrections, facts),
    )


def fold_team(entries: Iterable[Entry], directory: Directory, scope: str) -> TeamState:
    """The state of the team of this scope; entries of others are left out. Never refuses an entry."""
    timeline = Timeline.of(
        entry for entry in entries if entry.scope == scope and entry.kind not in NEVER_FOLDED
    )
    corrections = Corrections(timeline, directory)
    parts = _of_any(timeline, corrections, corrections.facts())
    return TeamState(scope=scope, caseload=(), **parts)


def fold_scope(entries: Iterable[Entry], directory: Directory, scope: str) -> ScopeState:
    """The state of whom or what this scope is: a team where it is one, else a person."""
    return (fold_team if scope.startswith(TEAM) else fold)(entries, directory, scope)


def _of_any(timeline: Timeline, corrections: Corrections, facts: Facts) -> dict[str, Any]:
    """What is known of any scope (`ScopeState`). The proposals are read last, when everything that may be one was looked at."""
    parts: dict[str, Any] = {
        "entries": timeline.entries,
        "facts": facts.by_id,
        "at": timeline.at,
        "uncertain": timeline.uncertain,
        "registers": registers(facts, corrections),
        "actions": actions(facts, corrections),
        "answers": tuple(facts.of(PromptAnswered).values()),
        "seen": tuple(facts.of(PromptSeen).values()),
        "told": tuple(facts.of(PromptTold).values()),
    }
    proposed = sorted(corrections.proposals.values(), key=lambda each: timeline.order(each.entry.id))
    return parts | {
        "proposals": tuple(proposed),
        "annotations": _annotations(corrections, timeline),
        "unknown": tuple(timeline.entries[id] for id in timeline.unknown),
        "confirmed": corrections.confirmed(),
        "follows": corrections.follows,
    }


def _matches(facts: Facts, fold: Corrections) -> tuple[Fact[PersonMatched], ...]:
    """Those that join; one by somebody who may not decide it waits for a manager."""
    found = facts.of(PersonMatched)
    for id, fact in found.items():
        if not stands(fact, fold):
            fold.propose(id, id, AWAITING_A_MANAGER)
    return tuple(fact for id, fact in found.items() if id not in fold.proposals)


def _plan(slot: Slot[Body], directory: Directory) -> Plan | None:
    if slot.record != "plan_temporary" or not directory.standards:
        return plan_in_force(slot)
    latest = directory.standard_at(slot.facts[-1].at)
    return plan_in_force(slot, timedelta(hours=latest.plan.temporary_hours))


def _ending_waits(record: str, escalated: tuple[Escalation, ...]) -> Waits | None:
    """A temporary plan is not ended, by anybody, while we are in dispute with a partner: its end waits for that of the dispute."""

    def until(fact: Fact[Body]) -> datetime | None:
        if plan_terms(fact.body) is not None:
            return fact.at
        changes = {fact.at, *(at for each in escalated for at in each.changes)}
        undisputed = (
            at
            for at in sorted(changes)
            if at >= fact.at and not any(each.disputed_at(at) for each in escalated)
        )
        return next(undisputed, None)

    return until if record == "plan_temporary" else None


def _annotations(corrections: Corrections, timeline: Timeline) -> Mapping[str, tuple[Annotation, ...]]:
    return {
        target: tuple(sorted(notes, key=lambda note: timeline.order(note.by.id)))
        for target, notes in corrections.annotations.items()
    }


__all__ = [
    "AWAITING_AUTHORITY",
    "AWAITING_A_MANAGER",
    "MAY_BE_AN_ERROR",
    "NEVER_FOLDED",
    "Agreed",
    "Annotation",
    "Assignment",
    "Audit",
    "Concern",
    "Escalation",
    "Fact",
    "Handover",
    "Issue",
    "Lapse",
    "NamedTime",
    "Part",
    "PersonState",
    "Plan",
    "PlanHead",
    "Point",
    "Proposal",
    "Referral",
    "Registers",
    "Restriction",
    "RestrictionHead",
    "Risk",
    "SaidToBe",
    "ScopeState",
    "Signature",
    "Slot",
    "Standing",
    "Statement",
    "TeamState",
    "TrackedAction",
    "Visit",
    "fold",
    "fold_scope",
    "fold_team",
]
