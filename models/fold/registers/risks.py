"""Risks at an interface: registered and reviewed. Two reviews made apart both hold, and the earlier date governs; open beats closed."""

from collections.abc import Iterator
from functools import cached_property

from models.fold.corrections import Corrections
from models.fold.due import Due
from models.fold.facts import Fact, Facts
from models.fold.registers.line import Line, begun_by
from models.kinds.base import Body
from models.kinds.registers import RiskRegistered, RiskReviewed, RiskTerms
from models.times import day_ends


class Risk(Line[RiskRegistered]):
    """A risk with the terms that hold now."""

    @cached_property
    def terms(self) -> tuple[tuple[Fact[Body], RiskTerms], ...]:
        """What holds, each with the entry that says so, the earliest to be reviewed first; nothing once it is closed."""
        held = [
            (head, terms) for head in self.slot.heads for body in head.bodies if (terms := risk_terms(body))
        ]
        return tuple(sorted(held, key=lambda each: (each[1].review_on, each[0].id)))

    @property
    def open(self) -> bool:
        return bool(self.terms)

    @property
    def reviews(self) -> tuple[Fact[Body], ...]:
        return tuple(fact for fact in self.slot.facts if isinstance(fact.body, RiskReviewed))

    @property
    def owner(self) -> str:
        """Whose it is that is to be reviewed first; "" once it is closed."""
        return self.terms[0][1].owner if self.terms else ""

    @property
    def review(self) -> Due | None:
        """The end of the day by which it is reviewed."""
        return Due(day_ends(self.terms[0][1].review_on), self.terms[0][0].id) if self.terms else None


def risk_terms(body: Body) -> RiskTerms | None:
    """The terms an entry puts in force, None when it closes the risk."""
    if isinstance(body, RiskTerms):
        return body
    return body.terms if isinstance(body, RiskReviewed) and body.decision != "close" else None


def risks(facts: Facts, fold: Corrections) -> Iterator[Risk]:
    for begun, slot in begun_by(RiskRegistered, (RiskReviewed,), facts, fold):
        yield Risk(begun, slot)
