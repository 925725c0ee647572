"""Checks of what is set around a person, of safeguarding and of the registers: one small generator a kind."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from models.checks.everywhere import FUTURE_ALLOWANCE
from models.checks.parts import action_known, indicator_known, review_within, staff_known, teams_known
from models.checks.surroundings import Surroundings
from models.errors import ImpossibleTime
from models.kinds.base import Body
from models.kinds.papers import CandourTold, HandoverAnswered, HandoverGiven
from models.kinds.referral import ReferralDecided, ReferralReceived
from models.kinds.registers import (
    AuditPerformed,
    IssueEscalated,
    IssueLogged,
    RiskReviewed,
    RiskTerms,
    SupervisionRecorded,
)
from models.kinds.safeguarding import (
    ActionAssigned,
    ActionCompleted,
    ActionUpdated,
    SafeguardingDecided,
    SafeguardingRaised,
)
from models.kinds.safety import BASELINE, GoalSet, ThresholdOverridden, VisitNote
from models.kinds.traces import DeviceSilent
from models.overridable import TERMS
from models.reading import Problem
from models.times import day_of


def _note(said: VisitNote, around: Surroundings) -> Iterator[Problem]:
    if around.here and said.holds and said.review_on is not None:
        longest = around.standard.review_days.visit_note if around.standard else None
        yield from review_within(said.review_on, longest, "review_on", around)


def _goal(said: GoalSet, around: Surroundings) -> Iterator[Problem]:
    if around.here and said.review_on is not None:
        yield from review_within(said.review_on, None, "review_on", around)


def _override(said: ThresholdOverridden, around: Surroundings) -> Iterator[Problem]:
    if said.expires_at is not None and said.expires_at <= around.occurred_at:
        yield Problem("expires_at", "This runs out before it begins.", ImpossibleTime)
    if not around.here:
        return
    if said.term == BASELINE:
        yield from indicator_known(said.indicator, "indicator", around)
    elif (term := TERMS.get(said.about)) is None:
        yield Problem("term", "This number is the same for everybody.")
    elif said.value is not None and not term.allows(said.value):
        yield Problem("value", f"This must be between {term.least} and {term.most}.")


def _answer_due(said: Any, around: Surroundings) -> Iterator[Problem]:
    if said.answer_due_at is not None and said.answer_due_at < around.occurred_at - FUTURE_ALLOWANCE:
        yield Problem("answer_due_at", "Their answer was due before this.", ImpossibleTime)


def _assigned(said: ActionAssigned, around: Surroundings) -> Iterator[Problem]:
    yield from _deadline(said, around)
    yield from staff_known(said.owner, "owner", around)
    if around.here and said.code is not None:
        yield from action_known(said.code, "code", around)


def _updated(said: ActionUpdated, around: Surroundings) -> Iterator[Problem]:
    yield from _deadline(said, around)
    if said.owner is not None:
        yield from staff_known(said.owner, "owner", around)


def _deadline(said: ActionAssigned | ActionUpdated, around: Surroundings) -> Iterator[Problem]:
    if said.deadline_at is not None and said.deadline_at < around.occurred_at - FUTURE_ALLOWANCE:
        yield Problem("deadline_at", "This deadline is before the action was set.", ImpossibleTime)
    yield from _answer_due(said, around)


def _issue(said: IssueLogged | IssueEscalated, around: Surroundings) -> Iterator[Problem]:
    if said.owner is not None:
        yield from staff_known(said.owner, "owner", around)
    if around.here and said.review_on is not None:
        yield from review_within(said.review_on, None, "review_on", around)


def _issue_escalated(said: IssueEscalated, around: Surroundings) -> Iterator[Problem]:
    yield from _answer_due(said, around)
    yield from _issue(said, around)


def _risk(said: RiskTerms, around: Surroundings, prefix: str = "") -> Iterator[Problem]:
    yield from staff_known(said.owner, f"{prefix}owner", around)
    if around.here:
        yield from review_within(said.review_on, None, f"{prefix}review_on", around)


def _risk_reviewed(said: RiskReviewed, around: Surroundings) -> Iterator[Problem]:
    if said.terms is not None:
        yield from _risk(said.terms, around, "terms.")


def _referral(said: ReferralReceived, around: Surroundings) -> Iterator[Problem]:
    yield from teams_known((said.team,), "team", around)
    if around.here and said.born_on is None and not said.words.strip():
        yield Problem("born_on", "Give the date of birth, or say in a few words why it is not known.")


def _referral_decided(said: ReferralDecided, around: Surroundings) -> Iterator[Problem]:
    on = said.first_contact_by_on
    if on is not None and on < day_of(around.occurred_at):
        yield Problem("first_contact_by_on", "The first contact is before the decision.", ImpossibleTime)


def _audit(said: AuditPerformed, around: Surroundings) -> Iterator[Problem]:
    if said.until_on > day_of(around.now):
        yield Problem("until_on", "This date is in the future.", ImpossibleTime)
    if around.here and said.re_audit_on is not None:
        yield from review_within(said.re_audit_on, None, "re_audit_on", around)


def _supervision(said: SupervisionRecorded, around: Surroundings) -> Iterator[Problem]:
    yield from staff_known(said.staff, "staff", around)
    if around.here and said.next_on is not None:
        yield from review_within(said.next_on, None, "next_on", around)


def _handover(said: HandoverGiven, around: Surroundings) -> Iterator[Problem]:
    if said.to_team is not None:
        yield from teams_known((said.to_team,), "to_team", around)


def _named(said: HandoverAnswered | CandourTold, around: Surroundings) -> Iterator[Problem]:
    if said.staff is not None:
        yield from staff_known(said.staff, "staff", around)


def _completed(said: ActionCompleted, around: Surroundings) -> Iterator[Problem]:
    at = said.carried_out_at
    if at is not None and at > around.occurred_at + FUTURE_ALLOWANCE:
        yield Problem("carried_out_at", "This is after it was said to be complete.", ImpossibleTime)


def _silent(said: DeviceSilent, around: Surroundings) -> Iterator[Problem]:
    if said.last_heard_at is not None and around.occurred_at - said.last_heard_at < timedelta():
        yield Problem("last_heard_at", "It was heard of after this.", ImpossibleTime)


AROUND: tuple[tuple[type[Body], Callable[[Any, Surroundings], Iterator[Problem]]], ...] = (
    (VisitNote, _note),
    (GoalSet, _goal),
    (ThresholdOverridden, _override),
    (SafeguardingRaised, _answer_due),
    (SafeguardingDecided, _answer_due),
    (ActionAssigned, _assigned),
    (ActionUpdated, _updated),
    (ActionCompleted, _completed),
    (IssueLogged, _issue),
    (IssueEscalated, _issue_escalated),
    (RiskTerms, _risk),
    (RiskReviewed, _risk_reviewed),
    (ReferralReceived, _referral),
    (ReferralDecided, _referral_decided),
    (AuditPerformed, _audit),
    (SupervisionRecorded, _supervision),
    (HandoverGiven, _handover),
    (HandoverAnswered, _named),
    (CandourTold, _named),
    (DeviceSilent, _silent),
)
