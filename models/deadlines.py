"""When a restriction's review is due and its authority ends, as instants, and in the words people read."""

from datetime import date, datetime

from models.kinds.restriction import RestrictionTerms
from models.times import clock_words, date_words, day_ends, day_of


def review_of(terms: RestrictionTerms) -> datetime | None:
    """The instant by which it is reviewed: midnight at the end of its date. None where no date was ever given."""
    return _ends(terms.review_on, terms.review_at)


def limit_of(terms: RestrictionTerms) -> datetime | None:
    """The instant at which its authority ends."""
    return _ends(terms.limit_on, terms.limit_at)


def review_words(terms: RestrictionTerms) -> str:
    """ "30 November 2026", or "3 November 2026 14:00" where it is an instant."""
    return _words(terms.review_on, terms.review_at)


def limit_words(terms: RestrictionTerms) -> str:
    return _words(terms.limit_on, terms.limit_at)


def _ends(on: date | None, at: datetime | None) -> datetime | None:
    return at if on is None else day_ends(on)


def _words(on: date | None, at: datetime | None) -> str:
    if on is not None:
        return date_words(on)
    return f"{date_words(day_of(at))} {clock_words(at)}" if at else "no date given"
