"""Short words for entries: what sort they are, and where they are held. For lists that must not say what was said."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from models.times import duration_words, moment_words

KINDS = {
    "contact.recorded": "Contact",
    "plan.made": "Plan made",
    "plan.reviewed": "Plan reviewed",
    "restriction.applied": "Restriction applied",
    "restriction.reviewed": "Restriction reviewed",
    "escalation.opened": "Escalation",
    "escalation.delivered": "Left with a service",
    "escalation.acknowledged": "Somebody there has it",
    "escalation.responded": "Their answer",
    "escalation.contested": "We disagree",
    "escalation.agreed": "We agree",
    "escalation.owned": "Taken by one of us",
    "escalation.stepped": "Step of an escalation",
    "escalation.disputed": "Dispute",
    "escalation.resolved": "Escalation resolved",
    "escalation.reviewed": "Escalation reviewed",
    "episode.stepped_down": "Episode stepped down",
    "prompt.seen": "Prompt opened",
    "prompt.told": "Somebody told",
    "prompt.answered": "Prompt answered",
    "entry.amended": "Amendment",
    "entry.voided": "Void",
    "entry.confirmed": "Confirmation",
    "entry.quarantined": "Held, not accepted",
    "entry.accepted": "Acceptance",
    "entry.settled": "What became of one not accepted",
    "person.registered": "Registration",
    "person.updated": "Details updated",
    "person.status": "Status",
    "person.matched": "Two records of one person",
    "threshold.overridden": "Threshold for this person",
    "visit.note": "Visit note",
    "goal.set": "Goal",
    "handover.given": "Handover",
    "handover.answered": "Answer to a handover",
    "copy.offered": "Their own copy",
    "candour.told": "Told what went wrong",
    "safeguarding.raised": "Safeguarding concern",
    "safeguarding.decided": "Safeguarding decision",
    "action.assigned": "Action",
    "action.updated": "Action updated",
    "action.completed": "Action complete",
    "issue.logged": "Interface issue",
    "issue.escalated": "Interface issue taken further",
    "issue.resolved": "Interface issue resolved",
    "risk.registered": "Interface risk",
    "risk.reviewed": "Interface risk reviewed",
    "referral.received": "Referral",
    "referral.decided": "Referral decision",
    "audit.performed": "Audit",
    "audit.finding": "Audit finding",
    "learning.recorded": "Learning",
    "supervision.recorded": "Supervision",
    "prompt.delivered": "Prompt on a tablet",
    "access.viewed": "Record opened",
    "cohort.set": "High-risk cohort",
    "contact.agreed": "Agreed contact",
    "signature.set": "Early signs set",
    "caseload.assigned": "Caseload",
    "caseload.ended": "Caseload ended",
}
SAVED = "Saved on this tablet"


def kind_words(kind: str) -> str:
    return KINDS.get(kind, f"“{kind}” (needs a newer app)")


def clock_note(at: datetime, error: timedelta, certain: bool, now: datetime) -> tuple[str, ...]:
    """Both times of an entry whose clock was off by more than a minute. `at` is the time used, `error` device less true."""
    if abs(error) < timedelta(minutes=1):
        return ()
    way = "fast" if error > timedelta() else "slow"
    said = f"The tablet's own clock said {moment_words(at + error, now)}"
    if certain:
        return (f"{said}: it was {duration_words(abs(error))} {way}.",)
    return (f"{said}, and was in doubt. The earlier of the two times is used.",)


def told_apart(names: Sequence[str]) -> list[str]:
    """The same names, those that come more than once with which of them each is: for whoever only hears them."""
    seen: Counter[str] = Counter()
    many = Counter(names)
    found: list[str] = []
    for name in names:
        seen[name] += 1
        found.append(f"{name}, {seen[name]} of {many[name]}" if many[name] > 1 else name)
    return found


def held_words(received_at: datetime | None, accepted: bool | None, now: datetime) -> str:
    """ "Saved on this tablet", then "Held centrally 14:32"."""
    if received_at is None:
        return SAVED
    held = f"Held centrally {moment_words(received_at, now)}"
    return f"{held}, not accepted" if accepted is False else held


def reason_words(reason: str | None) -> str:
    """Why the centre holds an entry and does not accept it, and what its author can do."""
    return REASONS.get(reason or "", "The centre does not accept it. Ask your manager.")


REASONS = {
    "invalid": "Part of it is missing or not in the right form. Record it again; this one stays in the trail.",
    "time": "A time in it cannot be right. Record it again with the right time; this one stays in the trail.",
    "target": "What it corrects belongs to another person or record. Open that entry and correct it there.",
    "author": "It was not recorded by whoever this profile belongs to. Tell your administrator.",
    "revoked": "The tablet it came from had been taken out of use. A manager decides whether it counts.",
    "role_may_not": "Your role may not decide this. A manager in your team can accept it.",
    "cannot_stand": "What you accepted cannot stand as it is. Its author has to put it right.",
}
