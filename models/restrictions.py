"""How a restriction stands now, in one status, and the order in which a card shows several: the most pressing first."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from models.deadlines import review_of
from models.fold import Restriction, RestrictionHead
from models.standard.terms import Restrictions
from models.times import days_later

AUTHORITY_ENDED = "authority ended"
NO_LEGAL_BASIS = "no legal basis"
DISPUTED = "disputed"
AWAITING_AUTHORITY = "awaiting authority"
OVERDUE = "overdue"
DUE = "due"
ACTIVE = "active"
CARD_ORDER = (AUTHORITY_ENDED, NO_LEGAL_BASIS, DISPUTED, AWAITING_AUTHORITY, OVERDUE, DUE, ACTIVE)

Reached = Callable[[datetime], bool]


def status(restriction: Restriction, terms: Restrictions, reached: Reached) -> str:
    """The most pressing of its statuses. `reached`: whether a moment has come."""
    return next(_statuses(restriction, terms, reached))


def statuses(restriction: Restriction, terms: Restrictions, reached: Reached) -> tuple[str, ...]:
    """Everything that is true of it, in `CARD_ORDER`; "active" where nothing else is."""
    found = tuple(_statuses(restriction, terms, reached))
    return found[:1] if found[0] == ACTIVE else found[:-1]


def _statuses(restriction: Restriction, terms: Restrictions, reached: Reached) -> Iterator[str]:
    ending, due = restriction.ending(interim(terms)), due_at(restriction, terms)
    if ending is not None and reached(ending[1]):
        yield AUTHORITY_ENDED
    if restriction.lacking:
        yield NO_LEGAL_BASIS
    if restriction.disputed:
        yield DISPUTED
    if any(head.authority_at is None for head in restriction.heads):
        yield AWAITING_AUTHORITY
    if restriction.review_at is not None and reached(restriction.review_at):
        yield OVERDUE
    elif due is not None and reached(due):
        yield DUE
    yield ACTIVE


def in_card_order(
    restrictions: Iterable[Restriction], terms: Restrictions, reached: Reached
) -> tuple[tuple[str, Restriction], ...]:
    """Each with its status; within one status by review, the earliest first."""

    def place(each: tuple[str, Restriction]) -> tuple[int, bool, float, str]:
        word, restriction = each
        at = restriction.review_at
        return CARD_ORDER.index(word), at is None, at.timestamp() if at else 0.0, restriction.record

    return tuple(sorted(((status(each, terms, reached), each) for each in restrictions), key=place))


def due_at(restriction: Restriction, terms: Restrictions) -> datetime | None:
    """When its review falls due: some days before it, or a share of its term where that is less. None without a review date.

    The term runs from the last authority to the review. Of several versions the one due first counts.
    """
    due = (_due_at(head, terms) for head in restriction.heads)
    return min((at for at in due if at is not None), default=None)


def _due_at(head: RestrictionHead, terms: Restrictions) -> datetime | None:
    review_at = review_of(head.terms)
    if review_at is None:
        return None
    share = max(review_at - head.since, timedelta()) / terms.due_share
    return max(days_later(review_at, -terms.due_days), review_at - share)


def interim(terms: Restrictions) -> timedelta:
    """How long a worker's own restriction stands without authority."""
    return timedelta(hours=terms.interim_hours)
