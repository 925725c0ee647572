"""The high-risk cohort: what a manager enters to put somebody in or take them out, and what it becomes."""

from datetime import timedelta

from models.cohort import SET, why_in_cohort
from models.times import day_of
from screens.drafting.page import Body, PageDrafting, PageForm, Reader
from screens.reading import typed_day
from screens.theirs.cohort_lines import AUTOMATIC
from sync.device import Device

IN, OUT = "in", "out"


class CohortForm(PageForm):
    """`stands` is "in" or "out", "" until chosen. `review_on` is asked only of somebody who is in it."""

    stands: str = ""
    reason: str = ""
    review_on: str = ""


class CohortState(PageDrafting[CohortForm]):
    kind = "cohort.set"

    def __init__(self, device: Device, scope: str, draft_id: str) -> None:
        super().__init__(device, scope, draft_id, CohortForm())

    def fresh(self) -> CohortForm:
        """Whether and why is decided anew; the review is as late as it may be, for somebody already in it as it was set."""
        heads = self.person.state.cohort.heads
        held = heads[-1].body.review_on if heads and heads[-1].body.in_cohort else None
        latest = day_of(self.now()) + timedelta(days=self.days)
        return CohortForm(review_on=typed_day(held or latest))

    @property
    def days(self) -> int:
        """How far ahead a review may lie."""
        return self.standard.review_days.cohort

    @property
    def by_itself(self) -> tuple[str, ...]:
        """What keeps them in it whatever is decided here."""
        found = why_in_cohort(self.person.state, self.person.evaluation.episodes, self.now())
        return tuple(AUTOMATIC[each] for each in found if each != SET)

    def says(self, reader: Reader) -> Body:
        form = self.form
        stands = reader.needs("stands", form.stands, "Choose whether they are in it.")
        on = reader.day("review_on", form.review_on) if stands == IN else None
        return {
            "in_cohort": stands == IN,
            "reason": reader.needs("reason", form.reason, "Say why, in a few words."),
            "review_on": on.isoformat() if on else None,
        }
