"""Who a person is to us: details, cohort, agreed contact, signature, and who works with them."""

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from models.codes import CaseloadPart
from models.kinds.base import Body, Day, Id, Level, Name, Required, Words
from models.nhs_number import check_nhs_number
from models.reading import wrong

NhsNumber = Annotated[str, AfterValidator(check_nhs_number)]


class PersonDetails(Body):
    """`team` is the team whose managers and seniors pull the person. `nhs_number`: ten digits, or None with a reason."""

    name: Name
    born_on: Day
    team: Id
    preferred_name: Words = ""
    nhs_number: NhsNumber | None = None
    no_nhs_number_because: Words = ""
    address: Words = ""
    phone: Words = ""

    @model_validator(mode="after")
    def _number_or_reason(self) -> "PersonDetails":
        if self.nhs_number is None and not self.no_nhs_number_because.strip():
            raise wrong("Give the NHS number, or a reason why there is none.", "nhs_number")
        return self


class CohortSet(Body):
    """The high-risk cohort: set by a manager, reviewed within 90 days."""

    in_cohort: bool
    reason: Required
    review_on: Day | None = None


class ContactAgreed(Body):
    """How often we agreed to be in contact, in days; `face_to_face_days` is the second clock, None if none is agreed."""

    interval_days: int = Field(ge=1, le=366)
    face_to_face_days: int | None = Field(default=None, ge=1, le=366)


class SignatureSet(Body):
    """The person's own key indicators (codes of the standard) and their usual levels. No baseline given means 0.

    `not_with_person_because` is asked where it was not set with the person.
    """

    indicators: tuple[str, ...] = ()
    baselines: dict[str, Level] = Field(default_factory=dict[str, Level])
    set_with_person: bool = True
    not_with_person_because: Words = ""


class CaseloadAssigned(Body):
    """Who works with the person. The dates (local) say who acts; the pull opens at once."""

    staff: Id
    part: CaseloadPart = CaseloadPart("main")
    from_on: Day
    until_on: Day | None = None


class CaseloadEnded(Body):
    """The entry's record is the id of the caseload.assigned it ends."""

    reason: Words = ""
