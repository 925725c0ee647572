"""What every line of a register is: the entry that began it, and all that was added to it, joined.

Who may not decide what a line comes to, decides nothing by saying so: it waits for a manager, and the line stays open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from models.authority import authorised
from models.fold.corrections import Corrections
from models.fold.due import known_to, postpones
from models.fold.facts import Fact, Facts
from models.fold.slots import Lowering, Slot, build_slot
from models.kinds.base import Body
from models.kinds.referral import ReferralDecided
from models.kinds.registers import IssueResolved, RiskReviewed

B = TypeVar("B", bound=Body)
C = TypeVar("C", bound=Body, covariant=True)
SETTLES = (IssueResolved, ReferralDecided)
DECIDES = (*SETTLES, RiskReviewed)
DATES = ("review_on", "answer_due_at")


@dataclass(frozen=True)
class Line(Generic[C]):
    """One line. Its record is the id of the entry that began it; `slot` holds that and everything added to it that stands."""

    begun: Fact[C]
    slot: Slot[Body]

    @property
    def record(self) -> str:
        return self.begun.id

    @property
    def settling(self) -> Slot[Body]:
        """Those of its latest entries that say what became of it: made apart from each other, they are in conflict."""
        return replace(
            self.slot, facts=tuple(head for head in self.slot.heads if isinstance(head.body, SETTLES))
        )


def begun_by(
    kind: type[B], steps: Sequence[type[Body]], facts: Facts, fold: Corrections
) -> Iterator[tuple[Fact[B], Slot[Body]]]:
    """Every record that an entry of this kind began, where that is here and stands, with the `steps` added to it."""
    begun = facts.of(kind)
    added = facts.records(*steps) if begun else {}
    for record, first in begun.items():
        later = (fact for id, fact in added.get(record, {}).items() if id != record)
        there = sorted((first, *later), key=lambda fact: (fact.at, fact.id))
        yield first, build_slot(record, {fact.id: fact for fact in there}, fold, _lowering(fold))


def _lowering(fold: Corrections) -> Lowering[Body]:
    """To say what a line comes to without being one who decides it, or to put off when it is due."""

    def lowering(_: Sequence[Fact[Body]], fact: Fact[Body], in_force: Mapping[str, Fact[Body]]) -> bool:
        if isinstance(fact.body, DECIDES):
            return not authorised(fact.entry, fold.directory)
        return postpones(fact, known_to(fact.id, in_force, fold.follows), DATES)

    return lowering
