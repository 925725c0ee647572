"""The form for reviewing a plan, under the plan."""

from datetime import datetime

import flet as ft

from models.kinds.plan import PlanTerms
from models.standard import Standard
from models.times import moment_words
from screens import parts
from screens.person.plans import PlanLines
from screens.person.reviewing import PlanReviews

DECISIONS = (
    parts.Option("continue", "Continue it", "The same plan, from now, as long as the standard allows"),
    parts.Option(
        "end",
        "End it",
        "Takes effect once a manager has confirmed it, and while we are in dispute once that is over",
    ),
)


def plan_review(reviews: PlanReviews, plan: PlanLines, standard: Standard, now: datetime) -> ft.Control:
    """A button, or the form once it was pressed."""
    review = reviews.review
    if review is None or review.plan.record != plan.plan.record:
        start = parts.button("Review this plan", lambda: reviews.start(plan.plan), icon=ft.Icons.FACT_CHECK)
        return parts.line(start)
    proposed = reviews.proposed(standard)
    return parts.stack(
        parts.choice(
            "What do you decide?",
            DECISIONS,
            review.decision,
            lambda decision: reviews.put(decision=decision),
            hint="To change what it says, record a contact and make a new plan in it",
            error=review.wrong.get("decision", ""),
        ),
        parts.key_values(_facts(proposed, now)) if proposed else None,
        parts.note_field(
            "Why this decision?",
            review.rationale,
            lambda words: reviews.put(rationale=words),
            error=review.wrong.get("rationale", ""),
            lines=2,
        ),
        parts.line(
            parts.button("Save the review", lambda: reviews.save(standard), "primary"),
            parts.button("Leave it as it is", reviews.cancel, "quiet"),
        ),
        key="review",
    )


def _facts(terms: PlanTerms, now: datetime) -> list[tuple[str, str]]:
    """Until when, and who makes contact when, should it continue."""
    until = [("Until", moment_words(terms.expires_at, now))] if terms.expires_at else []
    named = [
        f"{each.who}, {each.mode.words.lower()}, {moment_words(each.due_at, now)}"
        for each in terms.named_contacts
    ]
    return [*until, ("Contacts", "\n".join(named))]
