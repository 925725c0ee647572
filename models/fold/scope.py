"""What is known of a scope, whoever it is about: what its entries are, what was corrected, its registers, what was done about prompts.

A person's state and a team's say more, each of its own (`models.fold.state`, `models.fold.team`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from models.entry import Entry
from models.fold.caseload import Assignment
from models.fold.facts import Annotation, Fact, Proposal
from models.fold.graph import Follows, heads
from models.fold.registers import Registers
from models.fold.slots import Slot
from models.fold.tracker import TrackedAction
from models.kinds.base import Body
from models.kinds.prompt import PromptAnswered, PromptSeen, PromptTold


@dataclass(frozen=True)
class ScopeState:
    """One scope, folded from its entries. Collections are in order of time (corrected, then id).

    `entries` are all that are held, whatever became of them; `facts` what those in force say. `annotations` are by the id they are about. `unknown` are
    ids from a newer version. `caseload` is who works with whom it is about: of a team, nobody.
    """

    scope: str
    entries: Mapping[str, Entry]
    facts: Mapping[str, Fact[Body]]
    at: Mapping[str, datetime]
    uncertain: frozenset[str]
    registers: Registers
    actions: tuple[TrackedAction, ...]
    caseload: tuple[Assignment, ...]
    answers: tuple[Fact[PromptAnswered], ...]
    seen: tuple[Fact[PromptSeen], ...]
    told: tuple[Fact[PromptTold], ...]
    proposals: tuple[Proposal, ...]
    annotations: Mapping[str, tuple[Annotation, ...]]
    unknown: tuple[Entry, ...]
    confirmed: Mapping[str, datetime]
    follows: Follows

    @property
    def team(self) -> str | None:
        """The id of the team whose managers and seniors are asked."""
        raise NotImplementedError

    @cached_property
    def teams(self) -> frozenset[str]:
        """Every team whose managers and seniors are asked, or were before the person came to another."""
        return frozenset({self.team} if self.team else ())

    @cached_property
    def slots(self) -> tuple[Slot[Body], ...]:
        """Every record whose latest entries set the state, so that two people's can be in conflict."""
        return self.registers.slots

    @property
    def conflicts(self) -> tuple[Slot[Body], ...]:
        """The records in which people set things apart from each other; both are shown until a manager decides."""
        return tuple(slot for slot in self.slots if slot.conflicting)

    def working_with(self, on: date) -> tuple[Assignment, ...]:
        """Whose assignment acts on that day, main workers first."""
        acting = [each for each in self.caseload if each.acting(on)]
        return tuple(sorted(acting, key=lambda each: (each.part != "main", each.from_on, each.id)))

    def latest(self, record: str) -> tuple[str, ...]:
        """What a new entry of this record follows: its latest entries here, corrections and proposals included."""
        ids = [id for id, entry in self.entries.items() if entry.record == record]
        return tuple(heads(ids, self.follows))
