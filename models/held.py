"""What is held centrally and not accepted: what waits for a manager, and what became of the rest. Pure.

The centre tells of each once (`entry.quarantined`). A manager has it count (`entry.accepted`) or leaves it as it is; its
author puts it right by a new record or says that it is not to be sent again (`entry.settled`). Nothing here is evidence.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from models.authority import ROLE_MAY_NOT, may_author, may_lower
from models.directory import Directory
from models.entry import Entry
from models.errors import BadInput, NewerFormat
from models.kinds.held import EntryAccepted, EntryQuarantined, EntrySettled

REVOKED = "revoked"
# What cannot stand as it is, belongs elsewhere, or was not written by its author, no manager can have count.
MAY_BE_ACCEPTED = frozenset({ROLE_MAY_NOT, REVOKED})


def told_id(what: str, id: str, digest: bytes = b"") -> str:
    """The id of the entry that tells of it, so that it is told once. Rows that are no entries may share an id: `digest`."""
    made = hashlib.sha256(b"handrail/entry-quarantined/v1\0" + what.encode() + bytes.fromhex(id) + digest)
    return made.hexdigest()[:32]


@dataclass(frozen=True)
class HeldBack:
    """One thing held and not accepted, as the centre tells of it in the entry `told`."""

    told: Entry
    said: EntryQuarantined

    @property
    def scope(self) -> str:
        """Where the centre tells of it, and where it is answered."""
        return self.told.scope

    @property
    def target(self) -> str:
        """What an answer names."""
        return self.said.held if self.said.what == "entry" else self.told.id

    @property
    def acceptable(self) -> bool:
        """Whether a manager may have it count: an entry, kept back for its author's role or because its tablet was lost."""
        return self.said.what == "entry" and self.said.reason in MAY_BE_ACCEPTED


@dataclass(frozen=True)
class Answer:
    """What a manager or the author said of `target`, and in which entry."""

    target: str
    by: Entry
    said: EntryAccepted | EntrySettled


def held_back(entries: Iterable[Entry]) -> tuple[HeldBack, ...]:
    """Everything these entries of one scope tell of, in order of when it was told; what was answered too."""
    told = [HeldBack(entry, said) for entry in entries if isinstance(said := _said(entry), EntryQuarantined)]
    return tuple(sorted(told, key=lambda each: (each.told.recorded_at, each.told.id)))


def unanswered(entries: Iterable[Entry], directory: Directory) -> tuple[HeldBack, ...]:
    """What still waits for a manager."""
    there = tuple(entries)
    listed = held_back(there)
    given = answers(there) if listed else {}
    return tuple(
        each
        for each in listed
        if not any(counts(answer, each, directory) for answer in given.get(each.target, ()))
    )


def answers(entries: Iterable[Entry]) -> dict[str, tuple[Answer, ...]]:
    """By what they name, in order of time."""
    found: dict[str, list[Answer]] = {}
    for entry in sorted(entries, key=lambda each: (each.recorded_at, each.id)):
        said = _said(entry)
        if isinstance(said, EntryAccepted | EntrySettled):
            found.setdefault(said.target, []).append(Answer(said.target, entry, said))
    return {target: tuple(each) for target, each in found.items()}


def counts(answer: Answer, held: HeldBack, directory: Directory) -> bool:
    """Whether an answer settles it: the author's own, or that of somebody who decides."""
    role = directory.role_seen(answer.by)
    if isinstance(answer.said, EntryAccepted):
        return held.acceptable and may_author(role, held.said.kind, directory.standard(answer.by.standard))
    if answer.said.how == "left":
        return may_decide(role, held)
    return answer.by.author == held.said.author or may_decide(role, held)


def may_decide(role: str | None, held: HeldBack) -> bool:
    """Managers and seniors about everything; an administrator about what an administrator records."""
    return may_lower(role) or (role == "administrator" and may_author(role, held.said.kind))


def may_accept(role: str | None, held: HeldBack) -> bool:
    """Whether this role may have it count: it decides, and may record the kind itself."""
    return held.acceptable and may_author(role, "entry.accepted") and may_author(role, held.said.kind)


def _said(entry: Entry) -> object:
    if entry.kind not in ("entry.quarantined", "entry.accepted", "entry.settled"):
        return None
    try:
        return entry.said
    except (BadInput, NewerFormat):
        return None
