"""Sampling audits, each with its findings, and the audit that went over the same again."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.authority import authorised
from models.fold.corrections import Corrections
from models.fold.due import Due
from models.fold.facts import Fact, Facts
from models.fold.registers.line import Line, begun_by
from models.kinds.registers import AuditFinding, AuditPerformed
from models.times import day_ends


@dataclass(frozen=True)
class Audit(Line[AuditPerformed]):
    """An audit. `re_audit` is the record of the first one that went over the same again, None while none has."""

    re_audit: str | None

    @property
    def findings(self) -> tuple[Fact[AuditFinding], ...]:
        """In order of time; two of the same thing, made apart, are both there."""
        return tuple(fact for fact in self.slot.facts if isinstance(fact.body, AuditFinding))  # type: ignore[misc]

    @property
    def not_found_out(self) -> tuple[str, ...]:
        """The codes of what it looked for and says nothing of."""
        said = {str(fact.body.looked_for) for fact in self.findings}
        return tuple(str(each) for each in self.begun.body.looked_for if str(each) not in said)

    @property
    def owner(self) -> str:
        """Whoever performed it."""
        return self.begun.entry.author

    @property
    def open(self) -> bool:
        """Whether it is to be gone over again and has not been."""
        return self.re_audit_due is not None

    @property
    def re_audit_due(self) -> Due | None:
        """The end of the earliest day by which it is gone over again; None once it was, or where none was set."""
        days = [body.re_audit_on for body in self.begun.bodies if body.re_audit_on is not None]
        return Due(day_ends(min(days)), self.begun.id) if days and self.re_audit is None else None


def audits(facts: Facts, fold: Corrections) -> Iterator[Audit]:
    again: dict[str, str] = {}
    for fact in facts.of(AuditPerformed).values():
        earlier = fact.body.re_audits
        if earlier is not None and earlier != fact.id and _counts(fact, fold):
            again.setdefault(earlier, fact.id)
    for begun, slot in begun_by(AuditPerformed, (AuditFinding,), facts, fold):
        yield Audit(begun, slot, again.get(begun.id))


def _counts(fact: Fact[AuditPerformed], fold: Corrections) -> bool:
    """Whether it settles an earlier one: by somebody who may perform one, or taken as such by a manager."""
    by_who_may = authorised(fact.entry, fold.directory)
    return by_who_may or fold.confirmed_at(fact.id) is not None or fold.accepted(fact.id)
