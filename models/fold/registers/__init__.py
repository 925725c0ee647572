"""The registers of a scope: interface issues, risks, referrals, audits, learning, supervision. The same for a team and for a person.

To add one: write its file, with a function `(Facts, Corrections)` that gives its lines; add it to `Registers` and `registers`.
"""

from dataclasses import dataclass

from models.fold.corrections import Corrections
from models.fold.facts import Fact, Facts
from models.fold.registers.audits import Audit, audits
from models.fold.registers.issues import Issue, issues
from models.fold.registers.line import Line
from models.fold.registers.referrals import Referral, referrals
from models.fold.registers.risks import Risk, risks
from models.fold.slots import Slot
from models.kinds.base import Body
from models.kinds.registers import LearningRecorded, SupervisionRecorded


@dataclass(frozen=True)
class Registers:
    """Each in order of time."""

    issues: tuple[Issue, ...] = ()
    risks: tuple[Risk, ...] = ()
    referrals: tuple[Referral, ...] = ()
    audits: tuple[Audit, ...] = ()
    learning: tuple[Fact[LearningRecorded], ...] = ()
    supervisions: tuple[Fact[SupervisionRecorded], ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything in any of them."""
        return bool((*self.lines, *self.learning, *self.supervisions))

    @property
    def lines(self) -> tuple[Line[Body], ...]:
        """Those to which something can be added."""
        return (*self.issues, *self.risks, *self.referrals, *self.audits)

    @property
    def slots(self) -> tuple[Slot[Body], ...]:
        """What was decided about a line, where two people may have done so apart."""
        return tuple(slot for line in self.lines if (slot := line.settling).facts)

    @property
    def last_supervisions(self) -> tuple[Fact[SupervisionRecorded], ...]:
        """The latest of each member of staff, by when it was held."""
        latest: dict[str, Fact[SupervisionRecorded]] = {}
        for fact in sorted(self.supervisions, key=lambda each: (each.body.held_at, each.id)):
            latest[fact.body.staff] = fact
        return tuple(latest.values())


def registers(facts: Facts, fold: Corrections) -> Registers:
    return Registers(
        issues=tuple(issues(facts, fold)),
        risks=tuple(risks(facts, fold)),
        referrals=tuple(referrals(facts, fold)),
        audits=tuple(audits(facts, fold)),
        learning=tuple(facts.of(LearningRecorded).values()),
        supervisions=tuple(facts.of(SupervisionRecorded).values()),
    )


__all__ = ["Audit", "Issue", "Line", "Referral", "Registers", "Risk", "registers"]
