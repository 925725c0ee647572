"""Reviewing a temporary plan: continue it, at most as long again as the standard allows, or end it."""

from datetime import datetime

from models.fold import Plan
from models.kinds.plan import NamedContact, PlanTerms
from models.standard import Standard
from screens.contact.plan import longest
from screens.drafting.page import Body, PageForm, Reader, ShortForm


class ReviewForm(PageForm):
    """`record` is the plan's. `decision` is "continue" or "end"."""

    decision: str = ""
    rationale: str = ""


class ReviewState(ShortForm[ReviewForm]):
    kind = "plan.reviewed"
    makes = ReviewForm

    @property
    def plan(self) -> Plan | None:
        """The plan under review, while it is in force and here."""
        return self.person.state.plan(self.form.record)

    @property
    def proposed(self) -> PlanTerms | None:
        """The plan as it would go on from now; None unless it is to continue."""
        if self.plan is None or self.form.decision != "continue":
            return None
        return continued(self.plan.terms, self.standard, self.now())

    def says(self, reader: Reader) -> Body:
        form, terms = self.form, self.proposed
        body: Body = {
            "decision": reader.needs("decision", form.decision, "Choose whether it continues or ends."),
            "rationale": reader.needs("rationale", form.rationale, "Say why, in a few words."),
        }
        return body if terms is None else body | {"terms": terms.model_dump(mode="json")}


def continued(terms: PlanTerms, standard: Standard, now: datetime) -> PlanTerms:
    """The same plan from now to its latest end; whoever was last to make contact goes on doing so, in the same way."""
    expires_at, due = longest(standard, now)
    last = terms.named_contacts[-1]
    named = tuple(NamedContact(who=last.who, staff=last.staff, mode=last.mode, due_at=at) for at in due)
    return terms.model_copy(update={"expires_at": expires_at, "named_contacts": named})
