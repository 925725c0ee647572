"""What an entry says once its corrections are applied.

A `Fact` is an entry that stands; its statements are what it says. There is one statement, unless two people amended it
blind of each other: then both are kept and rules take the more prompting of each part.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from models.entry import Entry
from models.kinds.base import Body

B = TypeVar("B", bound=Body, covariant=True)


@dataclass(frozen=True, slots=True)
class Statement(Generic[B]):
    """A body that holds. `by` is the entry or amendment that says it, `stated_at` when that was recorded (corrected).

    `evidence` is the id to name when answering or closing: the entry's own, or that of the amendment that made it
    say more than was known before.
    """

    by: Entry
    body: B
    stated_at: datetime
    evidence: str


@dataclass(frozen=True, slots=True)
class Fact(Generic[B]):
    """An entry in force. `at` is its corrected time; `holds_from` is later when a manager had to confirm it."""

    entry: Entry
    at: datetime
    certain: bool
    statements: tuple[Statement[B], ...]
    holds_from: datetime

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def body(self) -> B:
        """What is shown: the more prompting statement."""
        return self.statements[0].body

    @property
    def bodies(self) -> tuple[B, ...]:
        return tuple(statement.body for statement in self.statements)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A lowering entry whose author may not lower: the original stays in force until a manager confirms it.

    `target` is the entry it would change or replace; `words` are shown beside it.
    """

    entry: Entry
    target: str
    words: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a later entry (`by`) says about an entry: "amended", "voided", "confirmed", or the words of a proposal."""

    by: Entry
    words: str
    reason: str = ""


MAY_BE_AN_ERROR = "may be an error"
AWAITING_A_MANAGER = "awaiting a manager"
AWAITING_AUTHORITY = "awaiting authority"
A_DISPUTE_IS_OPEN = "waits for the end of the dispute"
