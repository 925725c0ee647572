"""Reviewing a temporary plan where it is read: continue it, at most as long again as the standard allows, or end it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.fold import Plan
from models.kinds.plan import NamedContact, PlanTerms
from models.standard import Standard
from screens.contact.plan import longest
from sync.device import Device


@dataclass
class Review:
    """The small form under a plan, as entered. `wrong`: the sentences by field."""

    plan: Plan
    decision: str = ""
    rationale: str = ""
    wrong: dict[str, str] = field(default_factory=lambda: dict[str, str]())


class PlanReviews:
    """At most one form is open. `after` is called when a review was recorded, to read the screen again."""

    def __init__(
        self, device: Device, scope: str, changed: Callable[[], None], after: Callable[[], Awaitable[None]]
    ) -> None:
        self.device, self.scope = device, scope
        self.review: Review | None = None
        self._changed, self._after = changed, after

    def start(self, plan: Plan) -> None:
        self.review = Review(plan)
        self._changed()

    def cancel(self) -> None:
        self.review = None
        self._changed()

    def put(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self.review, name, value)
        self._changed()

    def proposed(self, standard: Standard) -> PlanTerms | None:
        """The plan as it would go on from now; None unless it is to continue."""
        review = self.review
        if review is None or review.decision != "continue":
            return None
        return continued(review.plan.terms, standard, self.device.clock_now())

    async def save(self, standard: Standard) -> None:
        """Record the review. What is missing is said at its field."""
        review = self.review
        if review is None:
            return
        review.wrong = _missing(review)
        if review.wrong:
            self._changed()
            return
        terms = self.proposed(standard)
        body: dict[str, Any] = {"decision": review.decision, "rationale": review.rationale.strip()}
        if terms is not None:
            body["terms"] = terms.model_dump(mode="json")
        await self.device.record("plan.reviewed", self.scope, body, record=review.plan.record)
        self.review = None
        await self._after()


def continued(terms: PlanTerms, standard: Standard, now: datetime) -> PlanTerms:
    """The same plan from now to its latest end; whoever was last to make contact goes on doing so, in the same way."""
    expires_at, due = longest(standard, now)
    last = terms.named_contacts[-1]
    named = tuple(NamedContact(who=last.who, staff=last.staff, mode=last.mode, due_at=at) for at in due)
    return terms.model_copy(update={"expires_at": expires_at, "named_contacts": named})


def _missing(review: Review) -> dict[str, str]:
    wrong = {} if review.decision else {"decision": "Choose whether it continues or ends."}
    return wrong if review.rationale.strip() else {**wrong, "rationale": "Say why, in a few words."}
