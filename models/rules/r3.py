"""R3: a restriction has been in force for long. A dated step-down plan that a manager made quiets it for a while."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from models.fold import Fact, Restriction
from models.kinds.base import Body
from models.kinds.restriction import RestrictionReviewed
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.restricting import judged_by, named
from models.standard.terms import Restrictions
from models.times import date_words, day_starts, days_later

CLEARS = "Stepping it down. A review with a dated step-down plan quiets it for a while."


def find(case: Case) -> Iterable[Finding]:
    for restriction in case.person.restrictions:
        standards = judged_by(case, restriction, "R3")
        if not standards:
            continue
        raised = [_raised(restriction, each.restrictions) for each in standards]
        raised_by, raised_at = min(raised, key=lambda each: each[1])
        if case.look.reached(raised_at):
            yield _finding(case, restriction, raised_by, raised_at, standards[0].rules.r3.asks)


def _raised(restriction: Restriction, terms: Restrictions) -> tuple[Fact[Body], datetime]:
    """When it has been in force too long, or when the latest dated plan no longer quiets it; and what raises it."""
    started = restriction.first_start_on
    raised = [(day_starts(started + timedelta(days=terms.long_running_days)), restriction.slot.facts[0])]
    raised += [
        (days_later(restriction.authority[fact.id], terms.step_down_plan_quiet_days), fact)
        for fact in restriction.decisions
        if all(
            isinstance(body, RestrictionReviewed) and body.step_down_on is not None for body in fact.bodies
        )
    ]
    at, fact = max(raised, key=lambda each: (each[0], each[1].id))
    return fact, at


def _finding(
    case: Case, restriction: Restriction, raised_by: Fact[Body], raised_at: datetime, asks: str
) -> Finding:
    since = date_words(restriction.first_start_on)
    review_at = restriction.review_at or raised_at
    words = f"{named(restriction.terms)}: in force since {since}, without a recent dated step-down plan"
    return Finding(
        rule="R3",
        raised_by=raised_by.id,
        raised_at=raised_at,
        seen=(Evidence(raised_by.id, words, raised_by.at),),
        evidence=(raised_by.id,),
        asks=asks,
        clears=CLEARS,
        asked=(case.people.ask("manager", max(raised_at, review_at)),),
    )
