"""E4: a repeat was reviewed and the plan stayed as it was, without a reason why."""

from collections.abc import Iterable
from datetime import datetime

from models.fold import Escalation, Fact
from models.kinds.base import Body
from models.kinds.escalation import EscalationReviewed
from models.kinds.plan import PlanMade, PlanReviewed
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.e3 import repeats, review_by, reviews
from models.rules.rungs import standards_of
from models.times import date_words, day_of

CLEARS = (
    "A plan made or modified since the review, or named in it; or a review that says “no change because …”."
)


def find(case: Case) -> Iterable[Finding]:
    for _, again in repeats(case):
        found = reviews(case, again)
        enabled = any(each.enabled("E4") for each in standards_of(case, again.id))
        if enabled and found and not any(_settles(case, again, each) for each in found):
            yield _finding(case, again, found[0])


def _settles(case: Case, again: Escalation, review: Fact[EscalationReviewed]) -> bool:
    """Whether the plan was changed since the review or, by an entry it names, since the repeat; or it says why not.

    Of a review amended twice, apart, every version has to say so.
    """
    changes = tuple(_changes(case))
    if any(at >= review.at for _, at in changes):
        return True
    since = {id for id, at in changes if at >= again.at}
    return all(body.no_change_because.strip() or body.changed_in in since for body in review.bodies)


def _changes(case: Case) -> Iterable[tuple[str, datetime]]:
    """Every plan made or modified. Continuing one, or ending it, is no change of what it says."""
    for slot in case.person.plan_slots.values():
        yield from ((fact.id, fact.at) for fact in slot.facts if _is_change(fact.body))


def _is_change(body: Body) -> bool:
    return isinstance(body, PlanMade) or (isinstance(body, PlanReviewed) and body.decision == "modify")


def _finding(case: Case, again: Escalation, review: Fact[EscalationReviewed]) -> Finding:
    terms = case.standard_at(review.at).rules.e4
    by = review_by(case, review.at, min(each.rules.e4.working_days for each in standards_of(case, review.id)))
    words = f"{again.name}: reviewed {date_words(day_of(review.at))}, and the plan is as it was"
    return Finding(
        rule="E4",
        raised_by=review.id,
        raised_at=review.at,
        seen=(Evidence(review.id, words, review.at),),
        evidence=(review.id,),
        asks=terms.asks,
        clears=CLEARS,
        asked=(case.people.ask("manager", by),),
        again=(by,),
    )
