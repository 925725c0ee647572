"""Interface issues: logged, taken further, resolved. Open beats resolved; the earliest review of what stands governs."""

from collections.abc import Iterator
from functools import cached_property

from models.fold.corrections import Corrections
from models.fold.due import Due, answer_due_in, due_in, owner_in
from models.fold.facts import Fact, Facts
from models.fold.registers.line import Line, begun_by
from models.kinds.base import Body
from models.kinds.registers import IssueEscalated, IssueLogged, IssueResolved


class Issue(Line[IssueLogged]):
    """An issue with what was done about it."""

    @property
    def open(self) -> bool:
        return not all(isinstance(body, IssueResolved) for head in self.slot.heads for body in head.bodies)

    @property
    def outcomes(self) -> tuple[Fact[Body], ...]:
        """How it was resolved; more than one where people said so apart."""
        return self.settling.facts

    @property
    def escalations(self) -> tuple[Fact[Body], ...]:
        return tuple(fact for fact in self.slot.facts if isinstance(fact.body, IssueEscalated))

    @property
    def owner(self) -> str:
        """Whoever it was last given to, "" while it is nobody's."""
        return owner_in(self.slot)

    @cached_property
    def review(self) -> Due | None:
        return due_in(self.slot, "review_on")

    @cached_property
    def answer_due(self) -> Due | None:
        """When the service it was taken to was to answer, None when it has, or nothing was asked."""
        return answer_due_in(self.slot)


def issues(facts: Facts, fold: Corrections) -> Iterator[Issue]:
    for begun, slot in begun_by(IssueLogged, (IssueEscalated, IssueResolved), facts, fold):
        yield Issue(begun, slot)
