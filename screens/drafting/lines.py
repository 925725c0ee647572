"""A form that was begun and is not saved yet, as a line to go on from. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from models.correcting import AMENDED
from models.entry import ORGANISATION
from models.errors import UnknownThing
from models.times import moment_words
from screens.about import is_team
from screens.escalation.steps import BY_KIND
from screens.trail.words import told_apart
from sync.views import Draft

# What is entered in a form, by its kind, or by its sort where several are of one kind: what it is, and the last words of its
# route before its id, "" for one of a register.
FORMS = {
    "contact.recorded": ("a contact", "contact"),
    "escalation.opened": ("an escalation", "escalation"),
    "copy.offered": ("their own copy", "copy"),
    "restriction.applied": ("a restriction", "restriction"),
    "restriction.reviewed": ("a review of a restriction", "restriction"),
    "plan.made": ("a plan", "plan"),
    "plan.reviewed": ("a review of a plan", "plan"),
    "signature.set": ("a form for early signs", "signature"),
    "cohort.set": ("a decision on the high-risk cohort", "cohort"),
    "person.updated": ("a correction of their details", "details"),
    "action.updated": ("how an action goes on", "update"),
    "contact.agreed": ("an agreed contact", "agreed"),
    "goal.set": ("a goal", "goal"),
    "threshold.overridden": ("a threshold for one person", "threshold"),
    "caseload.assigned": ("who works with them", "assigned"),
    "caseload.ended": ("the end of working with them", "unassigned"),
    "staff.leave_set": ("leave of a colleague", "leave"),
    "rota.set": ("who is on call", "rota"),
    "person.status": ("where they are", "status"),
    "visit.note": ("a visit note", "note"),
    "safeguarding.raised": ("a safeguarding concern", "concern"),
    "safeguarding.decided": ("a decision about a concern", "decision"),
    "action.assigned": ("an action", "action"),
    "action.completed": ("what came of an action", "completed"),
    "candour.told": ("what they were told", "told"),
    "prompt.told": ("whom you told", "telling"),
    "prompt.answered": ("an answer to a prompt", "answer"),
    "episode.stepped_down": ("a step-down", "down"),
    "entry.confirmed": ("your decision about what waits", "confirming"),
    "keeping": ("your decision about what was recorded apart", "keeping"),
    "parting": ("why they are two people", "parting"),
    "entry.accepted": ("your decision about what is held", "accepting"),
    "entry.settled": ("your decision about what is held", "leaving"),
    "dropping": ("why it is not sent again", "dropping"),
    "handover.given": ("a handover", "giving"),
    "handover.answered": ("an answer to a handover", "answering"),
    **dict.fromkeys(BY_KIND, ("what came of an escalation", "step")),
    "entry.voided": ("a correction of a record", "void"),
    "issue.logged": ("an interface issue", ""),
    "issue.escalated": ("an issue taken further", ""),
    "issue.resolved": ("what came of an issue", ""),
    "risk.registered": ("an interface risk", ""),
    "risk.reviewed": ("a review of a risk", ""),
    "referral.received": ("a referral", ""),
    "referral.decided": ("a decision about a referral", ""),
    "audit.performed": ("an audit", ""),
    "audit.finding": ("a finding of an audit", ""),
    "learning.recorded": ("what was learnt", ""),
    "supervision.recorded": ("a supervision", ""),
}
# Forms about something of any scope, with one route for all of them.
OF_ANY_SCOPE = {"void", "telling", "answer", "confirming", "keeping", "accepting", "leaving", "dropping"}


@dataclass(frozen=True)
class DraftLine:
    """A form that was begun: `what` it is, and the `route` it is gone on with. `damaged`: it cannot be opened here; it is kept.

    `called` is its name for its button, of its own in the list; "" where it is the only one.
    """

    id: str
    scope: str
    name: str
    when: str
    damaged: bool
    what: str
    route: str
    called: str = ""


def sort_of(draft: Draft) -> str:
    """Which form it is kept by, as `FORMS` names it."""
    return str((draft.document or {}).get("sort") or draft.kind)


def form_of(draft: Draft) -> tuple[str, str] | None:
    """Its row of `FORMS`: a correction is entered in the form of what it corrects. None for what has no form here."""
    if draft.kind != AMENDED:
        return FORMS.get(sort_of(draft))
    found = FORMS.get(_kind_of(draft))
    return (f"a correction of {found[0]}", found[1]) if found else None


def _kind_of(draft: Draft) -> str:
    """The kind of entry that its form is of."""
    return str((draft.document or {}).get("of")) if draft.kind == AMENDED else draft.kind


def draft_lines(drafts: Iterable[Draft], name_of: Callable[[str], str], now: datetime) -> list[DraftLine]:
    """Those that have a form here. `name_of` a scope is who it is about as the record knows them."""
    lines = [_line(each, name_of(each.scope), now) for each in drafts if form_of(each)]
    called = told_apart([f"{line.name}, {line.what}" for line in lines])
    named = called if len(lines) > 1 else [""]
    return [replace(line, called=name) for line, name in zip(lines, named, strict=False)]


def _line(draft: Draft, name: str, now: datetime) -> DraftLine:
    """Of somebody on no list, with the name that the form has."""
    form = (draft.document or {}).get("form")
    if isinstance(form, dict) and form.get("unlisted"):  # pyright: ignore[reportUnknownMemberType]
        name = str(form.get("name") or "Somebody not on your list")  # pyright: ignore
    when = f"Begun, last changed {moment_words(draft.changed_at, now)}" if draft.changed_at else "Begun"
    name = "Your team" if draft.scope == ORGANISATION else name
    what = found[0] if (found := form_of(draft)) else draft.kind
    return DraftLine(draft.id, draft.scope, name, when, draft.document is None, what, route_of(draft))


def route_of(draft: Draft) -> str:
    """Where it is gone on with. UnknownThing where it has no form here."""
    found = form_of(draft)
    if found is None:
        raise UnknownThing(ids=[draft.id])
    word = found[1]
    if word in OF_ANY_SCOPE:
        return f"/person/{draft.scope}/{word}/{draft.id}"
    if draft.scope == ORGANISATION:
        return f"/team/{word}/{draft.id}"
    if not word or is_team(draft.scope):
        return form_route(draft.scope, _kind_of(draft), draft.id)
    return f"/person/{draft.scope}/{word}/{draft.id}"


def form_route(scope: str, kind: str, id: str) -> str:
    """The route of a form of a register, new or begun."""
    return f"/register/{scope}/{kind}/{id}"
