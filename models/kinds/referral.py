"""Referrals to us, and joining two records of one person."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from models.codes_of_registers import DeclineReason, Minimum, ReferralDecision
from models.kinds.base import Body, Day, Id, Moment, Name, Required, Words
from models.nhs_number import check_nhs_number
from models.reading import wrong

NhsNumber = Annotated[str, AfterValidator(check_nhs_number)]


class ReferralReceived(Body):
    """A referral to a team. `known` are the parts of the minimum dataset that came with it; the rest is asked for.

    `nhs_number`: ten digits, or None with a reason.
    """

    name: Name
    born_on: Day | None = None
    team: Id
    received_at: Moment
    from_service: Required
    contact_back: Words = ""
    nhs_number: NhsNumber | None = None
    no_nhs_number_because: Words = ""
    asked_for: Words = ""
    known: tuple[Minimum, ...] = ()
    words: Words = ""

    @model_validator(mode="after")
    def _number_or_reason(self) -> "ReferralReceived":
        if self.nhs_number is None and not self.no_nhs_number_because.strip():
            raise wrong("Give the NHS number, or a reason why there is none.", "nhs_number")
        if len(set(self.known)) != len(self.known):
            raise wrong("One part is there twice.", "known")
        return self


class ReferralDecided(Body):
    """Accepted, or declined with structured reasons and a safer alternative. The entry's record is the referral's."""

    decision: ReferralDecision
    reasons: tuple[DeclineReason, ...] = ()
    rationale: Words = ""
    safer_alternative: Words = ""
    first_contact_by_on: Day | None = None
    told: Words = ""

    @model_validator(mode="after")
    def _decline_is_whole(self) -> "ReferralDecided":
        if self.decision != "decline":
            return self
        missing = [name for name in ("reasons", "safer_alternative") if not _given(getattr(self, name))]
        if missing:
            raise wrong("A decline says why, and what would be safer instead.", *missing)
        return self


class PersonMatched(Body):
    """A manager says that two records are of one person: this one and that of the person `other`."""

    other: Id = Field(description="The id of the person whose record this one is joined with.")
    reason: Required


def _given(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)
