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
    when = f"Begun, last changed {moment_words(draft.changed_at, now)}" if draft.changed_at else "Begun"
    what, word = FORMS[draft.kind]
    route = f"/person/{draft.scope}/{word}/{draft.id}"
    return DraftLine(draft.id, draft.scope, name, when, draft.document is None, what, route)
