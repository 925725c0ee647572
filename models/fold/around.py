"""What is set around a person, each as its slots: status, thresholds of their own, visit notes, goals, safeguarding."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from models.fold.corrections import Corrections
from models.fold.facts import Fact, Facts
from models.fold.lowering import lowers
from models.fold.overrides import About, Overrides, asks_for_less
from models.fold.slots import Slot, build_slot
from models.fold.standing import discharges
from models.fold.thresholds import signature_in
from models.fold.tracker import Concern
from models.kinds.base import Body
from models.kinds.person import SignatureSet
from models.kinds.safeguarding import SafeguardingDecided, SafeguardingDecision
from models.kinds.safety import BASELINE, ThresholdOverridden
from models.kinds.status import PersonStatus

B = TypeVar("B", bound=Body)


class Around:
    """Each method gives one part of the state."""

    def __init__(self, facts: Facts, fold: Corrections) -> None:
        self._facts = facts
        self._fold = fold

    def status(self) -> Slot[PersonStatus]:
        def lowering(known: Sequence[Fact[PersonStatus]], fact: Fact[PersonStatus], _: object) -> bool:
            return discharges(known, fact) and not self._fold.decided(fact.entry)

        return build_slot("status", self._facts.of(PersonStatus), self._fold, lowering)

    def each(self, kind: type[B]) -> tuple[Slot[B], ...]:
        """A slot for each record of this kind, by the time of its first entry."""
        return tuple(
            build_slot(record, facts, self._fold) for record, facts in self._facts.records(kind).items()
        )

    def concerns(self) -> tuple[Concern, ...]:
        records = self._facts.records(SafeguardingDecision)
        slots = (
            build_slot(record, facts, self._fold, self._decides_less) for record, facts in records.items()
        )
        return tuple(Concern(slot.record, slot) for slot in slots if slot.facts)

    def _decides_less(
        self, known: Sequence[Fact[SafeguardingDecision]], fact: Fact[SafeguardingDecision], _: object
    ) -> bool:
        """Not referring a concern is a manager's decision, unless delegated; taking back what was decided always is."""
        not_referred = any(body.referred is False for body in fact.bodies)
        if isinstance(fact.body, SafeguardingDecided) and not_referred and not self._fold.decided(fact.entry):
            return True
        return any(lowers(body, fact.body, fact.at) for each in known for body in each.bodies)

    def overrides(self, signature: Slot[SignatureSet]) -> Overrides:
        """By what they set, whatever record they came in, so that the same number set twice is one matter."""
        about: dict[About, dict[str, Fact[ThresholdOverridden]]] = {}
        for id, fact in self._facts.of(ThresholdOverridden).items():
            about.setdefault(fact.body.about, {})[id] = fact

        def lowering(known: Sequence[Fact[ThresholdOverridden]], fact: Fact[ThresholdOverridden], _: object):
            return asks_for_less(known, fact, self._usual(fact, signature))

        return Overrides(
            {
                key: build_slot(next(iter(facts.values())).entry.record, facts, self._fold, lowering)
                for key, facts in about.items()
            }
        )

    def _usual(self, fact: Fact[ThresholdOverridden], signature: Slot[SignatureSet]) -> Iterable[float]:
        """What would hold without it: the usual level as then set, or what the standards that judge it say."""
        rule, name = fact.body.about
        if rule == BASELINE:
            yield signature_in(signature.heads_at(fact.at)).baseline(name)
            return
        for standard in self._fold.judges.of(fact.entry, fact.at).standards:
            yield getattr(standard.rule(rule), name)
