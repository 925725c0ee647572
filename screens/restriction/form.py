"""What has been entered about a restriction so far, exactly as it was entered; a draft keeps it. Nothing is checked here."""

from typing import Self

from pydantic import Field

from models.kinds.restriction import (
    RestrictionApplied,
    RestrictionReviewed,
    RestrictionTerms,
    restriction_terms,
)
from models.times import day_of, local
from screens.drafting.form import Part
from screens.drafting.page import PageForm
from screens.reading import typed_day


class Other(Part):
    """Something less restrictive that was considered, and why it was not enough."""

    what: str = ""
    because: str = ""


class RestrictionForm(PageForm):
    """`record` is the restriction under review, "" for a new one. Dates are "3/5/2026", times "14:30"; a time may be left empty.

    `decision` and `why` are the review's. `step_down` is how it will end, `step_down_on` by when.
    """

    decision: str = ""
    why: str = ""
    step_down: str = ""
    step_down_on: str = ""

    what: str = ""
    rationale: str = ""
    others: list[Other] = Field(default_factory=lambda: [Other()])
    legal_basis: str = ""
    capacity: str = ""
    view: str = ""
    objects: str = ""
    imposed_by: str = "us"
    imposed_by_name: str = ""
    authorised_by: str = ""
    reach: str = "individual"
    starts_on: str = ""
    review_on: str = ""
    review_at: str = ""
    limit_on: str = ""
    limit_at: str = ""
    found_in_use: bool = False
    safeguarding: str = ""
    positive_risk_plan: str = ""

    @classmethod
    def reviewing(cls, record: str, terms: RestrictionTerms) -> Self:
        """A review to start from: what holds now. The person's view and the dates are asked anew."""
        on = terms.starts_on
        return cls(
            record=record,
            what=terms.what,
            rationale=terms.rationale,
            others=[Other(what=each.what, because=each.rejected_because) for each in terms.alternatives]
            or [Other()],
            legal_basis=terms.legal_basis,
            capacity=terms.capacity,
            imposed_by=terms.imposed_by,
            imposed_by_name=terms.imposed_by_name,
            reach=terms.reach,
            starts_on=f"{on.day}/{on.month}/{on.year}",
            found_in_use=terms.found_in_use,
            safeguarding=terms.safeguarding or "",
            positive_risk_plan=terms.positive_risk_plan or "",
        )

    @classmethod
    def again(cls, record: str, said: RestrictionApplied | RestrictionReviewed) -> Self:
        """As it was when it became this."""
        terms = restriction_terms(said)
        reviewed = isinstance(said, RestrictionReviewed)
        form = cls.reviewing(record if reviewed else "", terms) if terms else cls(record=record)
        if terms:
            form.as_it_was(terms)
            form.authorised_by = terms.authorised_by
        if reviewed:
            form.decision, form.why, form.step_down = said.decision, said.rationale, said.step_down_plan
            form.step_down_on = typed_day(said.step_down_on) if said.step_down_on else ""
        return form

    def as_it_was(self, terms: RestrictionTerms) -> None:
        """The dates and the view that hold now: for changing only something else."""
        self.view, self.objects = terms.persons_view, "yes" if terms.objects else "no"
        for name in ("review", "limit"):
            on, at = getattr(terms, f"{name}_on"), getattr(terms, f"{name}_at")
            on = on or (day_of(at) if at else None)
            setattr(self, f"{name}_on", f"{on.day}/{on.month}/{on.year}" if on else "")
            setattr(self, f"{name}_at", f"{local(at):%H:%M}" if at else "")

    @property
    def kind(self) -> str:
        return "restriction.reviewed" if self.record else "restriction.applied"

    @property
    def has_terms(self) -> bool:
        """Whether it says what holds from now on."""
        return self.decision != "step_down"
