"""A contact or a restriction that was begun and is not saved yet, as a line to go on from. Pure."""

from dataclasses import dataclass
from datetime import datetime

from models.times import moment_words
from sync.views import Draft


@dataclass(frozen=True)
class DraftLine:
    """A form that was begun. `what` it is, a contact or a restriction. `damaged`: it cannot be opened here; it is kept."""

    id: str
    scope: str
    name: str
    when: str
    damaged: bool
    what: str

    @property
    def route(self) -> str:
        return f"/person/{self.scope}/{self.what}/{self.id}"


FORMS = {
    "contact.recorded": "contact",
    "restriction.applied": "restriction",
    "restriction.reviewed": "restriction",
}


def draft_line(draft: Draft, name: str, now: datetime) -> DraftLine:
    when = f"Begun, last changed {moment_words(draft.changed_at, now)}" if draft.changed_at else "Begun"
    return DraftLine(draft.id, draft.scope, name, when, draft.document is None, FORMS[draft.kind])
