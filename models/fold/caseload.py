"""Who works with the person. The dates say who acts; an assignment that was ended acts no longer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.codes import CaseloadPart
from models.fold.facts import Fact
from models.kinds.person import CaseloadAssigned, CaseloadEnded
from models.times import day_of


@dataclass(frozen=True, slots=True)
class Assignment:
    """A member of staff and their part, from `from_on` to the last day `until_on` (None: open)."""

    id: str
    staff: str
    part: CaseloadPart
    from_on: date
    until_on: date | None

    def acting(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)


def assignments(
    assigned: Iterable[Fact[CaseloadAssigned]], ended: Iterable[Fact[CaseloadEnded]]
) -> tuple[Assignment, ...]:
    """Every assignment in order of time. One ended on a day acts up to the day before, or to its own last day."""
    ends: dict[str, date] = {}
    for end in ended:
        on = date.fromordinal(day_of(end.at).toordinal() - 1)
        ends[end.entry.record] = min(on, ends.get(end.entry.record, on))
    return tuple(_assignment(fact, ends.get(fact.id)) for fact in assigned)


def _assignment(fact: Fact[CaseloadAssigned], ended_on: date | None) -> Assignment:
    body = fact.body
    last = min((on for on in (body.until_on, ended_on) if on), default=None)
    return Assignment(fact.id, body.staff, body.part, body.from_on, last)
