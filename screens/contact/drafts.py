"""A contact that was begun and is not saved yet, as a line to go on from. Pure."""

from dataclasses import dataclass
from datetime import datetime

from models.times import moment_words
from sync.views import Draft


@dataclass(frozen=True)
class DraftLine:
    """A form that was begun. `damaged`: it cannot be opened here; it is kept."""

    id: str
    scope: str
    name: str
    when: str
    damaged: bool


def draft_line(draft: Draft, name: str, now: datetime) -> DraftLine:
    when = f"Begun, last changed {moment_words(draft.changed_at, now)}" if draft.changed_at else "Begun"
    return DraftLine(draft.id, draft.scope, name, when, draft.document is None)
