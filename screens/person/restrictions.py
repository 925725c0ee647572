"""Restrictions in the order of the card: what, how it stands, how long it still has, who gave it authority, its terms. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.authority import decided
from models.deadlines import limit_of, limit_words, review_of, review_words
from models.directory import Directory
from models.fold import PersonState, Restriction, RestrictionHead
from models.kinds.restriction import RestrictionReviewed, RestrictionTerms
from models.restrictions import (
    ACTIVE,
    AUTHORITY_ENDED,
    AWAITING_AUTHORITY,
    DISPUTED,
    DUE,
    NO_LEGAL_BASIS,
    OVERDUE,
    in_card_order,
    interim,
    statuses,
)
from models.standard import Standard
from models.times import date_words, day_of, deadline_words, marked, moment_words
from screens.prompt.lines import sentence

WORDS = {
    AUTHORITY_ENDED: "Authority ended",
    NO_LEGAL_BASIS: "No legal basis",
    DISPUTED: "Disputed",
    AWAITING_AUTHORITY: "Awaiting authority",
    OVERDUE: "Review overdue",
    DUE: "Review due",
    ACTIVE: "Active",
}
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RestrictionVersion:
    """One version that holds: who recorded it and when (`by`), until when and by whose authority (`facts`), and all it says
    (`terms`).
    """

    entry: str
    what: str
    by: str
    facts: Pairs
    terms: Pairs


@dataclass(frozen=True)
class RestrictionLines:
    """A restriction to read. `status` is the most pressing of `words`; `warning` says what to do about it, "" for none."""

    record: str
    what: str
    status: str
    words: tuple[str, ...]
    warning: str
    versions: tuple[RestrictionVersion, ...]


def restrictions(
    state: PersonState, directory: Directory, standard: Standard, now: datetime
) -> tuple[RestrictionLines, ...]:
    """Every one in force, the most pressing first."""
    found = in_card_order(state.restrictions, standard.restrictions, lambda at: at <= now)
    return tuple(_lines(each, status, state, directory, standard, now) for status, each in found)


def _lines(
    restriction: Restriction,
    status: str,
    state: PersonState,
    directory: Directory,
    standard: Standard,
    now: datetime,
) -> RestrictionLines:
    true = statuses(restriction, standard.restrictions, lambda at: at <= now)
    return RestrictionLines(
        record=restriction.record,
        what=restriction.terms.what,
        status=status,
        words=tuple(WORDS[each] for each in true),
        warning=_warning(restriction, status, standard, now),
        versions=tuple(
            RestrictionVersion(
                head.id,
                head.terms.what,
                _recorded(head, directory, now),
                _facts(head, restriction, state, directory, now),
                term_texts(head.terms),
            )
            for head in restriction.heads
        ),
    )


def _warning(restriction: Restriction, status: str, standard: Standard, now: datetime) -> str:
    ending = restriction.ending(interim(standard.restrictions))
    if status == AUTHORITY_ENDED and ending is not None:
        head, at = ending
        on = limit_words(head.terms) if limit_of(head.terms) == at else moment_words(at, now)
        return f"Authority ended {on}. {standard.rules.r2.asks}"
    if status == NO_LEGAL_BASIS:
        why = next(head.terms.lacks_basis for head in restriction.heads if head.terms.lacks_basis)
        return f"{why}. {standard.rules.r4.asks}"
    if status == DISPUTED:
        return (
            "Two people decided apart from each other. Both versions hold, and of their dates the earlier, "
            "until a manager decides."
        )
    if status == AWAITING_AUTHORITY and ending is not None:
        head, at = ending
        did = "changed" if isinstance(head.fact.body, RestrictionReviewed) else "applied"
        return (
            f"A worker {did} it. It holds until {deadline_words(at, now)}, unless a manager decides sooner."
        )
    return standard.rules.r1.asks_overdue if status == OVERDUE else ""


def _facts(
    head: RestrictionHead,
    restriction: Restriction,
    state: PersonState,
    directory: Directory,
    now: datetime,
) -> Pairs:
    terms = head.terms
    return (
        ("Review", _left(review_words(terms), review_of(terms), now)),
        ("Authority ends", _left(limit_words(terms), limit_of(terms), now)),
        ("Authorised by", _authorised(head, restriction, state, directory, now)),
        ("Legal basis", terms.legal_basis.words),
        ("Their view", f"{terms.persons_view} (they object)" if terms.objects else terms.persons_view),
    )


def _left(words: str, at: datetime | None, now: datetime) -> str:
    """ "30 November 2026, 6 days left"; the day itself is the last. Past it, that it has passed."""
    if at is None:
        return words
    if at <= now:
        return f"{words}, passed"
    days = (day_of(at - timedelta(microseconds=1)) - day_of(now)).days
    left = "the last day" if not days else "1 day left" if days == 1 else f"{days} days left"
    return f"{words}, {left}"


def _authorised(
    head: RestrictionHead, restriction: Restriction, state: PersonState, directory: Directory, now: datetime
) -> str:
    at, given = head.authority_at, restriction.authority
    if at is None:
        return f"Nobody yet. Recorded by {_recorded(head, directory, now)}"
    # A worker's review that needs no authority of its own stands on the last one before it.
    source = head.id if head.id in given else next(id for id, when in given.items() if when == at)
    by = sentence(directory.name_of(_authoriser(source, state, directory)))
    said = f"{head.terms.authorised_by}, recorded by " if head.terms.authorised_by.strip() else ""
    return f"{said}{by}, {moment_words(at, now)}"


def _recorded(head: RestrictionHead, directory: Directory, now: datetime) -> str:
    by = sentence(directory.name_of(head.fact.entry.author))
    return f"{by}, {marked(moment_words(head.fact.at, now), head.fact.certain)}"


def _authoriser(source: str, state: PersonState, directory: Directory) -> str:
    """Whose authority an entry has: its author's, or whoever confirmed it."""
    entry = state.entries[source]
    notes = state.annotations.get(source, ())
    confirmers = [each.by.author for each in notes if each.words == "confirmed"]
    return entry.author if decided(entry, directory) or not confirmers else confirmers[0]


def term_texts(terms: RestrictionTerms) -> Pairs:
    """All it says, by name; what is empty is left out."""
    imposed = ", ".join(filter(None, (terms.imposed_by.words, terms.imposed_by_name.strip())))
    considered = "\n".join(f"{each.what}: {each.rejected_because}" for each in terms.alternatives)
    said = (
        ("What", terms.what),
        ("Why", terms.rationale),
        ("Less restrictive, considered", considered),
        ("Capacity", terms.capacity.words),
        ("Legal basis", terms.legal_basis.words),
        ("Their view", f"{terms.persons_view} (they object)" if terms.objects else terms.persons_view),
        ("Imposed by", imposed),
        ("Applies", terms.reach.words),
        ("Since", date_words(terms.starts_on)),
        ("Review", review_words(terms)),
        ("Authority ends", limit_words(terms)),
        ("Found in use", "Yes" if terms.found_in_use else ""),
    )
    return tuple((name, words) for name, words in said if words)
