"""A form that was begun and is not saved yet, as a line to go on from. Pure."""

from dataclasses import dataclass
from datetime import datetime

from models.times import moment_words
from sync.views import Draft

# The kinds that are entered in a form: what it is, and the last words of its route before its id, "" for one of a register.
FORMS = {
    "contact.recorded": ("a contact", "contact"),
    "escalation.opened": ("an escalation", "escalation"),
    "copy.offered": ("their own copy", "copy"),
    "restriction.applied": ("a restriction", "restriction"),
    "restriction.reviewed": ("a review of a restriction", "restriction"),
    "signature.set": ("a form for early signs", "signature"),
    "contact.agreed": ("an agreed contact", "agreed"),
    "goal.set": ("a goal", "goal"),
    "threshold.overridden": ("a threshold for one person", "threshold"),
    "issue.logged": ("an interface issue", ""),
    "issue.escalated": ("an issue taken further", ""),
    "issue.resolved": ("what came of an issue", ""),
    "risk.registered": ("an interface risk", ""),
    "risk.reviewed": ("a review of a risk", ""),
    "referral.received": ("a referral", ""),
    "referral.decided": ("a decision about a referral", ""),
    "audit.performed": ("an audit", ""),
    "audit.finding": ("a finding of an audit", ""),
    "action.assigned": ("an action", ""),
    "action.updated": ("what happened with an action", ""),
    "action.completed": ("an action that is done", ""),
    "learning.recorded": ("what was learnt", ""),
    "supervision.recorded": ("a supervision", ""),
}


@dataclass(frozen=True)
class DraftLine:
    """A form that was begun: `what` it is, and the `route` it is gone on with. `damaged`: it cannot be opened here; it is kept."""

    id: str
    scope: str
    name: str
    when: str
    damaged: bool
    what: str
    route: str


def form_route(scope: str, kind: str, id: str) -> str:
    """The route of a form of a register, new or begun."""
    return f"/register/{scope}/{kind}/{id}"


def draft_line(draft: Draft, name: str, now: datetime) -> DraftLine:
    """`name` is who it is about as the record knows them; of somebody on no list, as the form does."""
    form = (draft.document or {}).get("form")
    if isinstance(form, dict) and form.get("unlisted"):  # pyright: ignore[reportUnknownMemberType]
        name = str(form.get("name") or "Somebody not on your list")  # pyright: ignore
    when = f"Begun, last changed {moment_words(draft.changed_at, now)}" if draft.changed_at else "Begun"
    what, word = FORMS[draft.kind]
    route = (
        f"/person/{draft.scope}/{word}/{draft.id}" if word else form_route(draft.scope, draft.kind, draft.id)
    )
    return DraftLine(draft.id, draft.scope, name, when, draft.document is None, what, route)
