"""Numbers of the standard and usual levels set for one person, and what they come to at an instant.

One that asks for less than the standard holds until it expires; one that asks for more outlives its expiry until it is
reviewed. In a conflict the more prompting holds.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from models.fold.facts import Fact
from models.fold.slots import Slot
from models.kinds.safety import BASELINE, ThresholdOverridden
from models.overridable import Term, term_of
from models.standard.rules import RuleTerms

R = TypeVar("R", bound=RuleTerms)
About = tuple[str, str]


@dataclass(frozen=True)
class Overrides:
    """By what is set (a rule and its number, or "baseline" and an indicator), the record that sets it."""

    slots: Mapping[About, Slot[ThresholdOverridden]] = field(
        default_factory=dict[About, Slot[ThresholdOverridden]]
    )

    def terms(self, rule: str, terms: R, at: datetime) -> R:
        """A rule's terms as they were for this person then."""
        if not self.slots:
            return terms
        changed = {
            name: self.value((each, name), getattr(terms, name), at)
            for each, name in self.slots
            if each == rule and name in type(terms).model_fields
        }
        return terms.model_copy(update=changed)

    def baselines(self, usual: Callable[[str], int], at: datetime) -> dict[str, int]:
        """The usual levels that are set apart from the signature, by indicator."""
        codes = [code for each, code in self.slots if each == BASELINE]
        return {code: int(self.value((BASELINE, code), usual(code), at)) for code in codes}

    def value(self, about: About, standard: float, at: datetime) -> float:
        """What holds at `at` where the standard says `standard`."""
        term, slot = term_of(about), self.slots.get(about)
        if term is None or slot is None:
            return standard
        said = [_effective(body, term, standard, at) for head in slot.heads_at(at) for body in head.bodies]
        return _most_prompting(said, term, standard)

    def changes(self, rule: str) -> tuple[datetime, ...]:
        """When something set for this rule begins or ends."""
        facts = [fact for about, slot in self.slots.items() if about[0] == rule for fact in slot.facts]
        ends = (body.expires_at for fact in facts for body in fact.bodies if body.expires_at is not None)
        return tuple(sorted({*(fact.holds_from for fact in facts), *ends}))


def _effective(body: ThresholdOverridden, term: Term, standard: float, at: datetime) -> float:
    if body.value is None or not term.allows(body.value):
        return standard
    expired = body.expires_at is not None and at >= body.expires_at
    value = int(body.value) if term.whole else body.value
    return standard if expired and term.looser(value, standard) else value


def _most_prompting(said: list[float], term: Term, standard: float) -> float:
    if not said:
        return standard
    return min(said) if term.more_asks_less else max(said)


def asks_for_less(
    known: Iterable[Fact[ThresholdOverridden]], fact: Fact[ThresholdOverridden], usual: Iterable[float]
) -> bool:
    """Whether it asks for less than the standard (or the usual level) does, or than what it takes over from."""
    term = term_of(fact.body.about)
    if term is None:
        return False
    usual = tuple(usual)
    before = [body.value for each in known for body in each.bodies if body.value is not None]
    for body in fact.bodies:
        if body.value is None:
            if any(term.looser(each, value) for each in usual for value in before):
                return True
        elif any(term.looser(body.value, each) for each in (*usual, *before)):
            return True
    return False
