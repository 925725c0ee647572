"""Restrictions: what somebody may not do, why, under what authority, until when, and each decision about it since.

A date ends at midnight in London. An instant stands in its place where the whole restriction lasts under 72 hours.
"""

from pydantic import model_validator

from models.codes import Capacity, ImposedBy, LegalBasis, Reach, RestrictionDecision
from models.kinds.base import Body, Day, Id, Moment, Required, Words
from models.reading import wrong

NO_BASIS = "No legal basis identified"
CONSENT_WITH_OBJECTION = "Consent is its basis, and they object"
FOUND_IN_USE = "Found in use, never authorised"


class Alternative(Body):
    """Something less restrictive that was considered, and why it was not enough."""

    what: Required
    rejected_because: Required


class RestrictionTerms(Body):
    """What a restriction says. Of each pair of a date and an instant exactly one is given: when it is reviewed, when it ends.

    What is `found_in_use` has neither alternatives nor dates until somebody decides about it: seeing it is enough to
    record it. `objects`: the person objects. `authorised_by` is who gave authority, in words; empty where that is
    the author. `safeguarding` and `positive_risk_plan` are the records it belongs with.
    """

    what: Required
    rationale: Required
    alternatives: tuple[Alternative, ...] = ()
    legal_basis: LegalBasis
    capacity: Capacity
    persons_view: Required
    objects: bool = False
    imposed_by: ImposedBy = ImposedBy("us")
    imposed_by_name: Words = ""
    authorised_by: Words = ""
    starts_on: Day
    review_on: Day | None = None
    review_at: Moment | None = None
    limit_on: Day | None = None
    limit_at: Moment | None = None
    reach: Reach = Reach("individual")
    safeguarding: Id | None = None
    positive_risk_plan: Id | None = None
    found_in_use: bool = False

    @model_validator(mode="after")
    def _is_whole(self) -> "RestrictionTerms":
        if not self.alternatives and not self.found_in_use:
            raise wrong("Say what less restrictive alternative was considered, and why not.", "alternatives")
        for day, instant, missing in (
            ("review_on", "review_at", "Say when it is reviewed."),
            ("limit_on", "limit_at", "Say when its authority ends."),
        ):
            given = sum(getattr(self, name) is not None for name in (day, instant))
            if given == 0 and not self.found_in_use:
                raise wrong(missing, day)
            if given > 1:
                raise wrong("Give a date or a time, not both.", day)
        return self

    @property
    def lacks_basis(self) -> str:
        """Why it cannot stand as it is and cannot be continued, in words; empty where it can."""
        if self.found_in_use:
            return FOUND_IN_USE
        if self.legal_basis == "none_identified":
            return NO_BASIS
        return CONSENT_WITH_OBJECTION if self.legal_basis == "consent" and self.objects else ""


class RestrictionApplied(RestrictionTerms):
    """The entry's record is its own id."""


class RestrictionReviewed(Body):
    """Continue (fresh authority: its own reason, dates and the person's view now), modify (other terms) or step down.

    `terms` is what holds from now on, whole; required unless it is stepped down. `step_down_plan` says how it will end,
    and `step_down_on` by when.
    """

    decision: RestrictionDecision
    rationale: Required
    terms: RestrictionTerms | None = None
    step_down_plan: Words = ""
    step_down_on: Day | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "RestrictionReviewed":
        if self.decision != "step_down" and self.terms is None:
            raise wrong("Say what holds from now on.", "terms")
        if self.step_down_plan.strip() and self.step_down_on is None:
            raise wrong("Say by when it is to end.", "step_down_on")
        if self.step_down_on is not None and not self.step_down_plan.strip():
            raise wrong("Say how it is to end.", "step_down_plan")
        return self


def restriction_terms(body: Body) -> RestrictionTerms | None:
    """The terms a restriction entry puts in force, None when it steps the restriction down (or is no restriction's)."""
    if isinstance(body, RestrictionReviewed):
        return None if body.decision == "step_down" else body.terms
    return body if isinstance(body, RestrictionTerms) else None
