"""A form that was begun and is not saved yet, as a line to go on from. Pure."""

from dataclasses import dataclass
from datetime import datetime

from models.times import moment_words
from sync.views import Draft

# The kinds that are entered in a form: what it is, and the last words of its route before its id.
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
    "action.updated": ("how an action goes on", "action"),
    "contact.agreed": ("an agreed contact", "agreed"),
    "goal.set": ("a goal", "goal"),
    "threshold.overridden": ("a threshold for one person", "threshold"),
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


def draft_line(draft: Draft, name: str, now: datetime) -> DraftLine:
    """`name` is who it is about as the record knows them; of somebody on no list, as the form does."""
    form = (draft.document or {}).get("form")
    if isinstance(form, dict) and form.get("unlisted"):  # pyright: ignore[reportUnknownMemberType]
        name = str(form.get("name") or "Somebody not on your list")  # pyright: ignore
    when = f"Begun, last changed {moment_words(draft.changed_at, now)}" if draft.changed_at else "Begun"
    what, word = FORMS[draft.kind]
    route = f"/person/{draft.scope}/{word}/{draft.id}"
    return DraftLine(draft.id, draft.scope, name, when, draft.document is None, what, route)
