"""What a tablet that has not reached base for long still shows of a person: who they are, and what was recorded on it.

The rules always read the whole record, so nothing is prompted less. A prompt that rests on an entry of this tablet is shown
with what that entry says, and what others recorded of it is left out. One that rests on theirs alone and asks the reader still
asks: of them, by when, and what would clear it, without why; others of that kind are counted, and base has them.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from models.directory import Directory
from models.entry import FIXED_RECORDS, Entry
from models.fold import ScopeState
from models.prompt import Answer, Evidence, Prompt
from models.rules.doings import Doings
from models.told import Told

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


def recorded_on(person: ScopeState, device: str) -> frozenset[str]:
    """The ids of what was recorded on this tablet about them."""
    return frozenset(id for id, entry in person.entries.items() if entry.device == device)


def what_stays_of(
    prompt: Prompt, mine: Collection[str], person: ScopeState, directory: Directory, reader: str
) -> Prompt | None:
    """The prompt, with nothing in it that others said; None when it rests on others' records alone and does not ask `reader`.

    `mine` are ids of this tablet's entries, `person` is the whole person. Answering or telling then names what was shown; where
    nothing was, there is no evidence to name, and it is done or looked at after a sync.
    """
    evidence = tuple(id for id in prompt.evidence if id in mine)
    if not evidence:
        return _without_why(prompt, reader)
    return replace(
        prompt,
        seen=tuple(each for each in prompt.seen if each.entry_id in mine),
        evidence=evidence,
        answers=tuple(_answer(each, mine) for each in prompt.answers),
        told=Doings(person, directory).told(prompt.rule, evidence, prompt.asked, prompt.raised_at),
    )


def _without_why(prompt: Prompt, reader: str) -> Prompt | None:
    mine = prompt.asks_of(reader)
    if mine is None:
        return None
    why = Evidence("", f"What others recorded asks for this {LEFT_OUT}", prompt.raised_at)
    return replace(
        prompt,
        seen=(why,),
        evidence=(),
        asked=(replace(mine, staff_ids=(reader,)),),
        answers=(),
        told=Told(),
    )


def _answer(answer: Answer, mine: Collection[str]) -> Answer:
    return answer if answer.entry_id in mine else replace(answer, words=LEFT_OUT)
