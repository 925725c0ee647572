"""R5: a restriction inherited from another team or service. The receiving team decides on each; others are asked for a review.

Where a team of ours had the person before, it says whether they were handed over; without an accepted handover it asks for one.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from models.authority import decided
from models.fold import Fact, Handover, PersonState, Restriction
from models.kinds.base import Body
from models.kinds.person import PersonDetails
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.restricting import judged_by, named
from models.standard import Standard
from models.times import date_words, day_of, working_days_end

CLEARS = "The receiving team's own review: continue, modify or step down."


def find(case: Case) -> Iterable[Finding]:
    moved = _moved(case.person)
    for restriction in case.person.restrictions:
        inherited_at = _inherited_at(case, restriction, moved)
        standards = judged_by(case, restriction, "R5")
        if inherited_at is not None and standards:
            ours = moved if moved and moved.at == inherited_at and not _others(restriction) else None
            yield _finding(case, restriction, inherited_at, standards, ours)


def _finding(
    case: Case,
    restriction: Restriction,
    inherited_at: datetime,
    standards: tuple[Standard, ...],
    moved: Fact[PersonDetails] | None,
) -> Finding:
    """`moved`: what brought them from another team of ours, None where others imposed it."""
    terms, hours = standards[0].rules.r5, standards[0].hours
    days = min(each.restrictions.inherited_working_days for each in standards)
    by = working_days_end(inherited_at, days, hours.bank_holidays, hours.working_day_ends)
    head, handover = restriction.heads[-1], _handover(case.person, moved) if moved else None
    asks = (
        terms.asks,
        terms.asks_imposed if _others(restriction) else "",
        terms.asks_handover if moved and not (handover and handover.accepted) else "",
    )
    words = _words(restriction, inherited_at) + (f"; {_handover_words(handover)}" if moved else "")
    return Finding(
        rule="R5",
        raised_by=head.id,
        raised_at=inherited_at,
        seen=(Evidence(head.id, words, inherited_at),),
        evidence=(head.id,),
        asks=" ".join(each for each in asks if each),
        clears=CLEARS,
        asked=(case.people.ask("manager", by),),
        again=(by,),
    )


def _inherited_at(case: Case, restriction: Restriction, moved: Fact[PersonDetails] | None) -> datetime | None:
    """Since when it waits for the receiving team; None where they decided on it, or made it themselves.

    What the team that had the person before decides, once they have moved, is no decision of the receiving team's.
    """
    began_at = restriction.slot.facts[0].at
    decisions = restriction.decisions
    if moved is not None and began_at < moved.at:
        theirs = (fact for fact in decisions if _by_team(case, fact, moved.body.team))
        return None if _since(restriction, theirs, moved.at) else moved.at
    waits = _others(restriction) and not _since(restriction, decisions, began_at)
    return began_at if waits else None


def _since(restriction: Restriction, decisions: Iterable[Fact[Body]], at: datetime) -> bool:
    """Whether one of them was decided since then."""
    return any(restriction.authority[fact.id] >= at for fact in decisions)


def _by_team(case: Case, fact: Fact[Body], team: str) -> bool:
    """Whether somebody of that team decided it, or confirmed it."""
    notes = case.person.annotations.get(fact.id, ())
    deciding = [note.by for note in notes if note.words == "confirmed"]
    deciding += [fact.entry] if decided(fact.entry, case.directory) else []
    return any(case.directory.led(entry, (team,)) for entry in deciding)


def _others(restriction: Restriction) -> bool:
    return any(head.terms.imposed_by != "us" for head in restriction.heads)


def _moved(person: PersonState) -> Fact[PersonDetails] | None:
    """What last brought the person to another of our teams."""
    moves = (new for old, new in pairwise(person.details.facts) if new.body.team != old.body.team)
    return max(moves, key=lambda each: (each.at, each.id), default=None)


def _handover(person: PersonState, moved: Fact[PersonDetails]) -> Handover | None:
    """The latest handover to that team: an accepted one, where there is any."""
    to_them = (each for each in person.handovers if each.given.body.to_team == moved.body.team)
    return max(to_them, key=lambda each: (each.accepted is not None, each.given.at), default=None)


def _handover_words(handover: Handover | None) -> str:
    if handover is None:
        return "no handover is on record"
    if accepted := handover.accepted:
        return f"handover accepted by {accepted.body.name}, {date_words(day_of(accepted.at))}"
    return f"handover given {date_words(day_of(handover.given.at))}, not accepted yet"


def _words(restriction: Restriction, inherited_at: datetime) -> str:
    terms = restriction.terms
    others = terms.imposed_by.words.lower() if terms.imposed_by != "us" else "another team"
    whose = terms.imposed_by_name or others
    return f"{named(terms)}: inherited from {whose}, {date_words(day_of(inherited_at))}"
