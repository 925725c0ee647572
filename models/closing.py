"""What a tablet that has not reached base for long still shows of a person: who they are, and what was recorded on it.

The rules always read the whole record, so nothing is prompted less. A prompt that rests on an entry of this tablet is shown
with what that entry says; what others recorded of it is left out, and a prompt that rests on theirs alone is only counted.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from models.directory import Directory
from models.entry import FIXED_RECORDS, Entry
from models.fold import PersonState
from models.prompt import Answer, Prompt
from models.rules.doings import Doings

IDENTITY = FIXED_RECORDS["person.registered"]
LEFT_OUT = "(others' records are closed until this tablet syncs)"


@dataclass(frozen=True)
class Closed:
    """Since when others' records are closed, and how many whole days ago base was last heard."""

    since: datetime
    days: int

    @property
    def words(self) -> str:
        return (
            f"This tablet has not reached the centre for {self.days} days. Others' records are closed until it "
            "syncs. You can still record."
        )


def stays_open(entry: Entry, device: str) -> bool:
    """Whether an entry is still shown on the tablet `device`."""
    return entry.device == device or entry.record == IDENTITY


def recorded_on(person: PersonState, device: str) -> frozenset[str]:
    """The ids of what was recorded on this tablet about them."""
    return frozenset(id for id, entry in person.entries.items() if entry.device == device)


def what_stays_of(
    prompt: Prompt, mine: Collection[str], person: PersonState, directory: Directory
) -> Prompt | None:
    """The prompt, with nothing in it that others said; None when it rests on others' records alone.

    `mine` are ids of this tablet's entries, `person` is the whole person. Answering or telling then names what was shown.
    """
    evidence = tuple(id for id in prompt.evidence if id in mine)
    if not evidence:
        return None
    return replace(
        prompt,
        seen=tuple(each for each in prompt.seen if each.entry_id in mine),
        evidence=evidence,
        answers=tuple(_answer(each, mine) for each in prompt.answers),
        told=Doings(person, directory).told(prompt.rule, evidence),
    )


def _answer(answer: Answer, mine: Collection[str]) -> Answer:
    return answer if answer.entry_id in mine else replace(answer, words=LEFT_OUT)
