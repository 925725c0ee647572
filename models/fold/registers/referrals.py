"""Referrals to us, and what was decided about each. They lie in the scope of whom they are about."""

from collections.abc import Iterator

from models.fold.corrections import Corrections
from models.fold.facts import Fact, Facts
from models.fold.registers.line import Line, begun_by
from models.kinds.referral import ReferralDecided, ReferralReceived


class Referral(Line[ReferralReceived]):
    """A referral. Decided both ways, by people apart from each other, it is not decided."""

    @property
    def decisions(self) -> tuple[Fact[ReferralDecided], ...]:
        """The latest; more than one where people decided apart."""
        return self.settling.facts  # pyright: ignore[reportReturnType]

    @property
    def decided(self) -> ReferralDecided | None:
        """What holds, None while nothing does, or only what a newer app decided."""
        said = {body.decision for fact in self.decisions for body in fact.bodies}
        return self.decisions[-1].body if len(said) == 1 and said.pop().known else None

    @property
    def open(self) -> bool:
        return self.decided is None


def referrals(facts: Facts, fold: Corrections) -> Iterator[Referral]:
    for begun, slot in begun_by(ReferralReceived, (ReferralDecided,), facts, fold):
        yield Referral(begun, slot)
