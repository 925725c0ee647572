"""A prompt: what was seen, what is asked, of whom, by when, and what would clear it.

Prompts are worked out from entries, standard and now, never stored as truth. Nothing in one depends on when or in what
order its entries arrived, so tablet and centre show the same.
"""

from dataclasses import dataclass, field
from datetime import datetime

from models.told import Told


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen: the entry that says it, its words, and when it was."""

    entry_id: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked (a role, and those of our staff it falls to; empty when nobody is there) and by when."""

    role: str
    staff_ids: tuple[str, ...]
    by: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a prompt: the entry, who gave it, when, and in what words."""

    entry_id: str
    author: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """`id` is rule:scope:entry, with ":r2" and on when it prompts again. Times are aware UTC.

    `evidence` are the ids an answer, a seen or a step-down names. `episode` is "safety" or "step_up" for the rules of an
    episode. `quiet_until` is set while answers quiet it; quiet is not cleared. `by` is the earliest time asked for.
    """

    id: str
    rule: str
    rule_version: int
    scope: str
    seen: tuple[Evidence, ...]
    evidence: tuple[str, ...]
    asks: str
    asked: tuple[Asked, ...]
    by: datetime
    clears: str
    raised_at: datetime
    round: int = 1
    episode: str | None = None
    quiet_until: datetime | None = None
    answers: tuple[Answer, ...] = ()
    told: Told = field(default_factory=Told)

    @property
    def quiet(self) -> bool:
        return self.quiet_until is not None

    def asks_of(self, staff: str) -> Asked | None:
        """What this member of staff is asked, None when they are not."""
        return next((each for each in self.asked if staff in each.staff_ids), None)


def without_round(prompt_id: str) -> str:
    """The id a prompt keeps however often it prompts again."""
    head, _, last = prompt_id.rpartition(":")
    return head if last[:1] == "r" and last[1:].isdecimal() else prompt_id


def scope_of(prompt_id: str) -> str:
    """The scope a prompt's id names."""
    return ":".join(prompt_id.split(":")[1:3])


def rule_of(prompt_id: str) -> str:
    """The rule a prompt's id names."""
    return prompt_id.partition(":")[0]
