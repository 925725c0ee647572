"""Sentences for a trail of what stands around a person: status, thresholds of their own, notes, safeguarding, registers, traces."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from models.directory import Directory
from models.kinds.base import Body
from models.kinds.papers import CandourTold, CopyOffered, HandoverAnswered, HandoverGiven
from models.kinds.referral import ReferralDecided, ReferralReceived
from models.kinds.registers import (
    AuditFinding,
    AuditPerformed,
    IssueEscalated,
    IssueLogged,
    RiskReviewed,
    SupervisionRecorded,
)
from models.kinds.safeguarding import (
    ActionAssigned,
    ActionCompleted,
    ActionUpdated,
    SafeguardingDecision,
    SafeguardingRaised,
)
from models.kinds.safety import GoalSet, ThresholdOverridden, VisitNote
from models.kinds.status import PersonStatus
from models.kinds.traces import AccessViewed, DeviceSilent, PromptDelivered
from models.met import name_of
from models.overridable import term_of
from models.prompt import rule_of
from models.rules import rule_words
from models.standard import Standard
from models.times import clock_words, date_words, day_of, local


def _status(body: PersonStatus, *_: Any) -> str:
    where = f", {body.where.strip()}" if body.where.strip() else ""
    taken = f". Handover accepted by {body.handover_accepted_by}" if body.handed_over else ""
    since = f"{date_words(day_of(body.since_at))} {clock_words(body.since_at)}"
    return f"{body.status.words}{where}, since {since}{taken}"


def _override(body: ThresholdOverridden, standard: Standard | None, _: Directory) -> str:
    term = term_of(body.about)
    if body.indicator:
        what = f"Usual level of {name_of(standard, body.indicator)}"
    else:
        named = term.words[:1].lower() + term.words[1:] if term else body.term.replace("_", " ")
        what = f"{body.rule}, {named}"
    if body.value is None:
        return f"{what}: as in the standard again, for this person"
    until = f", until {_end(body.expires_at)}" if body.expires_at else ""
    value = term.said(body.value) if term else f"{body.value:g}"
    return f"{what}: {value} for this person{until}. {body.reason}"


def _end(at: datetime) -> str:
    """Midnight is the end of the day before it, never 00:00 of the next."""
    if local(at).time() == time():
        return f"the end of {date_words(day_of(at - timedelta(hours=1)))}"
    return f"{date_words(day_of(at))} {clock_words(at)}"


def _visit_note(body: VisitNote, *_: Any) -> str:
    if not body.holds:
        return f"Visit note no longer holds: {body.fact}"
    review = f", looked at again by {date_words(body.review_on)}" if body.review_on else ""
    return f"Visit note: {body.fact} ({body.source}){review}"


def _goal(body: GoalSet, *_: Any) -> str:
    ended = "reached" if body.reached else "dropped" if body.dropped_because.strip() else ""
    return f"Goal{f' {ended}' if ended else ''}: {body.goal}"


def _concern(body: SafeguardingRaised, *_: Any) -> str:
    return f"Safeguarding concern, {body.type.words.lower()}: {body.concern}. {_decided(body)}"


def _decided(body: SafeguardingDecision, *_: Any) -> str:
    if body.lacks:
        return "No decision yet"
    said = f". They said: {body.partner_response}" if body.partner_response.strip() else ""
    return f"{'Referred' if body.referred else 'Not referred'}: {body.reason}{said}"


def _assigned_action(body: ActionAssigned, _: Standard | None, directory: Directory) -> str:
    by = f"{date_words(day_of(body.deadline_at))} {clock_words(body.deadline_at)}"
    return f"Action for {directory.name_of(body.owner)}, by {by}: {body.what}"


def _updated_action(body: ActionUpdated, *_: Any) -> str:
    later = (
        f". Now by {date_words(day_of(body.deadline_at))} {clock_words(body.deadline_at)}"
        if body.deadline_at
        else ""
    )
    said = f". They said: {body.partner_response}" if body.partner_response.strip() else ""
    return f"Action: {body.words}{said}{later}"


def _completed_action(body: ActionCompleted, *_: Any) -> str:
    return f"Action {body.extent.words.lower()}: {body.outcome}"


def _handed_over(body: HandoverGiven, *_: Any) -> str:
    whom = f" ({body.given_to.strip()})" if body.given_to.strip() else ""
    lacking = f". Not known: {', '.join(body.not_known).lower()}" if body.not_known else ""
    return f"Handover given to {body.to}{whom}, {body.mode.words.lower()}{lacking}"


def _handover_answered(body: HandoverAnswered, *_: Any) -> str:
    said = f". {body.words.strip()}" if body.words.strip() else ""
    return f"{body.name}, of the handover: {body.answer.words.lower()}{said}"


def _copy_offered(body: CopyOffered, *_: Any) -> str:
    how = f" ({body.how.words.lower()})" if body.how else ""
    said = [f"{words.strip()}" for words in (body.why, body.said) if words.strip()]
    return ". ".join((f"Their own copy: {body.outcome.words.lower()}{how}", *said))


def _candour(body: CandourTold, *_: Any) -> str:
    return (
        f"{body.name} told {body.whom.words.lower()} what went wrong ({body.mode.words.lower()}): {body.said}"
    )


def _issue(body: IssueLogged, *_: Any) -> str:
    return f"Issue with {body.service}: {body.what}"


def _issue_further(body: IssueEscalated, *_: Any) -> str:
    return f"Issue taken to {body.to}: {body.asked}"


def _risk_review(body: RiskReviewed, *_: Any) -> str:
    return f"Risk reviewed, {body.decision.words.lower()}: {body.rationale}"


def _referral(body: ReferralReceived, *_: Any) -> str:
    return f"Referral from {body.from_service}"


def _referral_decided(body: ReferralDecided, *_: Any) -> str:
    why = "; ".join(each.words.lower() for each in body.reasons)
    return f"Referral {body.decision.words.lower()}{f': {why}' if why else ''}"


def _audit(body: AuditPerformed, *_: Any) -> str:
    sample = f"{len(body.sampled)} of {body.of_how_many} records"
    return f"Audit of {date_words(body.from_on)} to {date_words(body.until_on)}: {sample}"


def _finding(body: AuditFinding, *_: Any) -> str:
    return f"Audit finding, {body.looked_for.words.lower()}: {body.met} of {body.of}"


def _supervised(body: SupervisionRecorded, _: Standard | None, directory: Directory) -> str:
    return f"Supervision of {directory.name_of(body.staff)}, {date_words(day_of(body.held_at))}"


def _opened(body: AccessViewed, *_: Any) -> str:
    return f"Opened this record outside their caseload: {body.why}" if body.why else "Opened this record"


def _delivered(body: PromptDelivered, _: Standard | None, directory: Directory) -> str:
    rule = rule_words(rule_of(body.prompt))
    return f"“{rule}” came onto a tablet of {directory.name_of(body.staff)}"


def _silent(body: DeviceSilent, _: Standard | None, directory: Directory) -> str:
    if body.heard_at:
        return f"Heard from {directory.name_of(body.staff)} again {date_words(day_of(body.heard_at))} {clock_words(body.heard_at)}"
    since = (
        f" since {date_words(day_of(body.last_heard_at))} {clock_words(body.last_heard_at)}"
        if body.last_heard_at
        else ""
    )
    return f"Nothing heard from a tablet of {directory.name_of(body.staff)}{since}"


def _plainly(words: str, name: str) -> Callable[..., str]:
    def says(body: Body, *_: Any) -> str:
        return f"{words}: {getattr(body, name)}"

    return says


SAYS_AROUND: Mapping[str, Callable[..., str]] = {
    "person.status": _status,
    "person.matched": _plainly("One person with another record", "reason"),
    "threshold.overridden": _override,
    "visit.note": _visit_note,
    "goal.set": _goal,
    "safeguarding.raised": _concern,
    "safeguarding.decided": _decided,
    "action.assigned": _assigned_action,
    "action.updated": _updated_action,
    "action.completed": _completed_action,
    "handover.given": _handed_over,
    "handover.answered": _handover_answered,
    "copy.offered": _copy_offered,
    "candour.told": _candour,
    "issue.logged": _issue,
    "issue.escalated": _issue_further,
    "issue.resolved": _plainly("Issue resolved", "outcome"),
    "risk.registered": _plainly("Risk", "risk"),
    "risk.reviewed": _risk_review,
    "referral.received": _referral,
    "referral.decided": _referral_decided,
    "audit.performed": _audit,
    "audit.finding": _finding,
    "learning.recorded": _plainly("Learning", "what"),
    "supervision.recorded": _supervised,
    "access.viewed": _opened,
    "prompt.delivered": _delivered,
    "device.silent": _silent,
}
