"""What a restriction and its review must hold to: dates in order, at most as far ahead as the standard says, a basis to go on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from models.checks.surroundings import Surroundings
from models.deadlines import limit_of, review_of
from models.errors import ImpossibleTime
from models.kinds.restriction import RestrictionApplied, RestrictionReviewed, RestrictionTerms
from models.reading import Problem
from models.standard.terms import Restrictions
from models.times import day_of, day_starts

COURT = "court_order"


def applied(said: RestrictionApplied, around: Surroundings) -> Iterator[Problem]:
    yield from _terms(said, "", around)


def reviewed(said: RestrictionReviewed, around: Surroundings) -> Iterator[Problem]:
    if said.step_down_on is not None and said.step_down_on < day_of(around.occurred_at):
        yield Problem("step_down_on", "This date is in the past.", ImpossibleTime)
    if said.terms is None or said.decision == "step_down":
        return
    if said.decision == "continue" and (why := said.terms.lacks_basis):
        words = f"{why}: it cannot be continued. Modify it with a legal basis, or step it down."
        yield Problem("terms.legal_basis", words)
    yield from _terms(said.terms, "terms.", around)
    for name, at in _ends(said.terms):
        if at is not None and at <= around.occurred_at:
            yield Problem(f"terms.{name}", "This lies before the review itself.", ImpossibleTime)


def _terms(terms: RestrictionTerms, prefix: str, around: Surroundings) -> Iterator[Problem]:
    starts_at, review, limit = day_starts(terms.starts_on), review_of(terms), limit_of(terms)
    for name, at in _ends(terms):
        if at is not None and at <= starts_at:
            words = "The review is dated before the restriction."
            if name.startswith("limit"):
                words = "The restriction ends before it starts."
            yield Problem(f"{prefix}{name}", words, ImpossibleTime)
    if review is not None and limit is not None and review > limit:
        yield Problem(
            f"{prefix}{_name(terms, 'review')}", "The review is dated past the time limit.", ImpossibleTime
        )
    if around.here and around.standard is not None:
        yield from _within(terms, prefix, around.occurred_at, around.standard.restrictions)


def _within(
    terms: RestrictionTerms, prefix: str, occurred_at: datetime, limits: Restrictions
) -> Iterator[Problem]:
    """How far ahead they may lie, counted from the day the authority begins. A court sets its own terms."""
    begins_at = max(occurred_at, day_starts(terms.starts_on))
    for name, at in (("review_at", terms.review_at), ("limit_at", terms.limit_at)):
        if at is not None and at - begins_at > timedelta(hours=limits.instants_under_hours):
            words = f"Give a date, not a time: this is more than {limits.instants_under_hours} hours ahead."
            yield Problem(f"{prefix}{name}", words)
    if terms.legal_basis == COURT:
        return
    begins_on = day_of(begins_at)
    yield from _at_most("A review", terms.review_on, f"{prefix}review_on", begins_on, limits.review_days)
    yield from _at_most("A time limit", terms.limit_on, f"{prefix}limit_on", begins_on, limits.limit_days)


def _at_most(what: str, on: date | None, field: str, begins_on: date, days: int) -> Iterator[Problem]:
    if on is not None and (on - begins_on).days > days:
        yield Problem(field, f"{what} is at most {days} days ahead, unless a court set it.")


def _ends(terms: RestrictionTerms) -> Iterator[tuple[str, datetime | None]]:
    yield _name(terms, "review"), review_of(terms)
    yield _name(terms, "limit"), limit_of(terms)


def _name(terms: RestrictionTerms, what: str) -> str:
    return f"{what}_at" if getattr(terms, f"{what}_at") is not None else f"{what}_on"
