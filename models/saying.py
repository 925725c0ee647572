"""What an entry says, in one plain sentence for a trail: one small function a kind, in one table."""

from collections.abc import Callable, Mapping
from typing import Any

from models.deadlines import limit_words, review_words
from models.directory import Directory
from models.entry import Entry
from models.errors import UnknownThing
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded
from models.kinds.correction import EntryAmended, EntryVoided
from models.kinds.escalation import (
    EscalationAcknowledged,
    EscalationAgreed,
    EscalationContested,
    EscalationDelivered,
    EscalationDisputed,
    EscalationOpened,
    EscalationOwned,
    EscalationResolved,
    EscalationResponded,
    EscalationReviewed,
    EscalationStepped,
)
from models.kinds.held import EntryAccepted, EntryQuarantined, EntrySettled
from models.kinds.person import CaseloadAssigned, CohortSet, ContactAgreed, SignatureSet
from models.kinds.plan import PlanMade, PlanReviewed
from models.kinds.prompt import AboutPrompt, EpisodeSteppedDown, PromptAnswered, PromptSeen, PromptTold
from models.kinds.restriction import RestrictionApplied, RestrictionReviewed, RestrictionTerms
from models.kinds.status import PersonStatus
from models.met import name_of
from models.prompt import rule_of
from models.rules import rule_words
from models.saying_around import SAYS_AROUND
from models.standard import Standard
from models.times import clock_words, corrected, date_words, day_of, true_time

UNREADABLE = "Written by a newer Handrail: needs a newer app."


def said_in(entry: Entry, body: Body | None, directory: Directory) -> str:
    """The sentence for an entry; for one this version cannot read, that it needs a newer app."""
    if body is None:
        return f"“{entry.kind}”. {UNREADABLE}"
    if isinstance(body, PromptTold):
        body = body.model_copy(update={"told_at": true_time(entry.clock, body.told_at)})
    if isinstance(body, PersonStatus):
        body = body.model_copy(update={"since_at": true_time(entry.clock, body.since_at)})
    standard = directory.standard(entry.standard) or _effective(entry, directory)
    return SAYS.get(entry.kind, lambda *_: entry.kind)(body, standard, directory)


def _effective(entry: Entry, directory: Directory) -> Standard | None:
    try:
        return directory.standard_at(corrected(entry).at)
    except UnknownThing:
        return None


def _contact(body: ContactRecorded, standard: Standard | None, _: Directory) -> str:
    seen = [f"{name_of(standard, each.code)} {each.level}" for each in body.indicators if each.level]
    worried = [f"{each.who.words} is worried" for each in body.worried]
    done = [
        standard.action_words(each.code) if standard else each.code
        for each in body.actions
        if each.extent.carried_out
    ]
    parts = (
        f"Contact: {body.attendance.words}",
        "The same visit as in another record" if body.same_visit_as else "",
        "; ".join(seen),
        "; ".join(worried),
        "Carried out: " + "; ".join(done) if done else "",
        f"Decision: {body.decision.words}",
    )
    return ". ".join(part for part in parts if part)


def _plan_made(body: PlanMade, *_: Any) -> str:
    until = (
        f", until {date_words(day_of(body.expires_at))} {clock_words(body.expires_at)}"
        if body.expires_at
        else ""
    )
    return f"{body.type.words} made{until}"


def _plan_reviewed(body: PlanReviewed, *_: Any) -> str:
    until = body.terms.expires_at if body.terms else None
    when = f", until {date_words(day_of(until))} {clock_words(until)}" if until else ""
    return f"Plan reviewed: {body.decision.words.lower()}{when}"


def _restriction_applied(body: RestrictionApplied, *_: Any) -> str:
    how = "found in use" if body.found_in_use else "applied"
    return f"Restriction {how}: {_until(body)}"


def _restriction_reviewed(body: RestrictionReviewed, *_: Any) -> str:
    holds = "" if body.decision == "step_down" or body.terms is None else f": {_until(body.terms)}"
    return f"Restriction reviewed: {body.decision.words.lower()}{holds}"


def _until(terms: RestrictionTerms) -> str:
    return f"{terms.what}. Review {review_words(terms)}, authority ends {limit_words(terms)}"


def _agreed(body: ContactAgreed, *_: Any) -> str:
    face = f", face to face every {body.face_to_face_days} days" if body.face_to_face_days else ""
    return f"Contact agreed every {body.interval_days} days{face}"


def _signature(body: SignatureSet, standard: Standard | None, _: Directory) -> str:
    named = "; ".join(name_of(standard, code) for code in body.indicators)
    raised = (f"{name_of(standard, code)} {level}" for code, level in body.baselines.items() if level)
    usual = "; ".join(raised) or ("all 0" if body.baselines else "")
    because = body.not_with_person_because.strip()
    return _sentence(
        f"Signature set: {named or 'none of their own'}",
        f"Usual levels: {usual}" if usual else "",
        f"Not set with them: {because}" if because else "",
    )


def _cohort(body: CohortSet, *_: Any) -> str:
    return "Put in the high-risk cohort" if body.in_cohort else "Taken out of the high-risk cohort"


def _assigned(body: CaseloadAssigned, _: Standard | None, directory: Directory) -> str:
    until = f" to {date_words(body.until_on)}" if body.until_on else ""
    return (
        f"{directory.name_of(body.staff)}: {body.part.words.lower()} from {date_words(body.from_on)}{until}"
    )


def _told(body: PromptTold, *_: Any) -> str:
    return f"Told {body.name} at {clock_words(body.told_at)} about {_rule(body)}"


def _answered(body: PromptAnswered, standard: Standard | None, _: Directory) -> str:
    done = [standard.action_words(each.code) if standard else each.code for each in body.actions]
    said = [words.strip() for words in (*done, body.done, body.why_not) if words.strip()]
    return f"Answered {_rule(body)}: {'; '.join(said)}"


def _opened(body: EscalationOpened, *_: Any) -> str:
    asked = f"Asked: {body.requested.strip()}" if body.requested.strip() else ""
    return _sentence(f"{body.priority.words} escalation to {body.to.strip() or 'a service not known'}", asked)


def _delivered(body: EscalationDelivered, *_: Any) -> str:
    return _sentence(f"{body.how.words} left{_with(body.to)}: nobody there has it yet", body.words)


def _acknowledged(body: EscalationAcknowledged, *_: Any) -> str:
    return _sentence(f"{body.name} there has it ({body.mode.words.lower()})", body.words)


def _responded(body: EscalationResponded, *_: Any) -> str:
    who = f" ({body.name.strip()})" if body.name.strip() else ""
    advice = f"Advice: {body.advice.strip()}" if body.advice.strip() else ""
    return _sentence(f"{body.answer.words}{who}", body.reason, advice)


def _contested(body: EscalationContested, *_: Any) -> str:
    return _sentence("We disagree with their answer", body.reason)


def _agreed_with(body: EscalationAgreed, *_: Any) -> str:
    return _sentence("A manager agrees with their answer", body.reason)


def _owned(body: EscalationOwned, _: Standard | None, directory: Directory) -> str:
    return _sentence(f"{directory.name_of(body.staff)} takes it", body.words)


def _stepped(body: EscalationStepped, *_: Any) -> str:
    step = "Sent on" if body.redirected else "Rung again"
    return _sentence(f"{step}{_with(body.to, ' to ')} ({body.mode.words.lower()})", body.words)


def _disputed(body: EscalationDisputed, *_: Any) -> str:
    return _sentence(f"Dispute taken up{_with(body.to)}, senior to senior", body.reason)


def _resolved(body: EscalationResolved, *_: Any) -> str:
    return _sentence(f"Escalation resolved: {body.outcome.words.lower()}", body.words)


def _reviewed(body: EscalationReviewed, *_: Any) -> str:
    changed = body.plan_change.strip()
    unchanged = body.no_change_because.strip()
    return _sentence(
        f"Escalation reviewed. Delay: {body.delay.words.lower()}",
        f"In the plan: {changed}" if changed else "",
        f"No change because {unchanged}" if unchanged else "",
    )


def _with(whom: str, before: str = " with ") -> str:
    return f"{before}{whom.strip()}" if whom.strip() else ""


def _sentence(*parts: str) -> str:
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


def _stepped_down(body: EpisodeSteppedDown, *_: Any) -> str:
    return f"{body.episode.words} episode stepped down: {body.rationale}"


def _amended(body: EntryAmended, *_: Any) -> str:
    return f"Amendment: {body.reason}"


def _voided(body: EntryVoided, *_: Any) -> str:
    return f"Void: {body.reason.words}. {body.words}".rstrip(". ")


def _quarantined(body: EntryQuarantined, _: Standard | None, directory: Directory) -> str:
    whose = f", by {directory.name_of(body.author)}" if body.author else ""
    return f"Held centrally, not accepted: {HELD_AS[body.what]}{whose}"


def _accepted(body: EntryAccepted, *_: Any) -> str:
    return f"Accepted by a manager: {body.rationale}"


def _settled(body: EntrySettled, *_: Any) -> str:
    return ": ".join(words for words in (body.how.words, body.words.strip()) if words)


def _seen(body: PromptSeen, *_: Any) -> str:
    return f"Opened the prompt {_rule(body)}"


def _rule(body: AboutPrompt) -> str:
    return f"“{rule_words(rule_of(body.prompt))}”"


def _always(words: str) -> Callable[..., str]:
    return lambda *_: words


HELD_AS = {
    "entry": "a record",
    "row": "a record that cannot be read as one",
    "draft": "a record not finished",
}
SAYS: Mapping[str, Callable[..., str]] = {
    "device.recovery_issued": _always("A code to reset the tablet's passphrase was given"),
    "person.registered": _always("Registered"),
    "person.updated": _always("Details updated"),
    "cohort.set": _cohort,
    "contact.agreed": _agreed,
    "signature.set": _signature,
    "caseload.assigned": _assigned,
    "caseload.ended": _always("Caseload part ended"),
    "contact.recorded": _contact,
    "plan.made": _plan_made,
    "plan.reviewed": _plan_reviewed,
    "restriction.applied": _restriction_applied,
    "restriction.reviewed": _restriction_reviewed,
    "escalation.opened": _opened,
    "escalation.delivered": _delivered,
    "escalation.acknowledged": _acknowledged,
    "escalation.responded": _responded,
    "escalation.contested": _contested,
    "escalation.agreed": _agreed_with,
    "escalation.owned": _owned,
    "escalation.stepped": _stepped,
    "escalation.disputed": _disputed,
    "escalation.resolved": _resolved,
    "escalation.reviewed": _reviewed,
    "episode.stepped_down": _stepped_down,
    "prompt.seen": _seen,
    "prompt.told": _told,
    "prompt.answered": _answered,
    "entry.amended": _amended,
    "entry.voided": _voided,
    "entry.confirmed": _always("Confirmed by a manager"),
    "entry.quarantined": _quarantined,
    "entry.accepted": _accepted,
    "entry.settled": _settled,
    **SAYS_AROUND,
}
