"""Corrections: further entries, never edits. All keep the record of the entry they are about."""

from typing import Any

from models.codes import VoidReason
from models.kinds.base import Body, Id, Required, Words


class EntryAmended(Body):
    """A complete replacement body, of the same kind as `target`."""

    target: Id
    reason: Required
    body: dict[str, Any]


class EntryVoided(Body):
    target: Id
    reason: VoidReason
    words: Words = ""


class EntryConfirmed(Body):
    """A manager makes a proposal (a lowering amendment, void, end …) effective. `target` is the proposal's id."""

    target: Id
    rationale: Words = ""
