"""R5: a restriction inherited from another team or service. The receiving team decides on each; others are asked for a review."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from models.fold import PersonState, Restriction
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.restricting import judged_by, named
from models.standard import Standard
from models.times import date_words, day_of, working_days_end

CLEARS = "The receiving team's own review: continue, modify or step down."


def find(case: Case) -> Iterable[Finding]:
    moved_at = _moved_at(case.person)
    for restriction in case.person.restrictions:
        inherited_at = _inherited_at(restriction, moved_at)
        standards = judged_by(case, restriction, "R5")
        if inherited_at is not None and standards:
            yield _finding(case, restriction, inherited_at, standards[0])


def _finding(case: Case, restriction: Restriction, inherited_at: datetime, standard: Standard) -> Finding:
    terms, hours = standard.rules.r5, standard.hours
    days = standard.restrictions.inherited_working_days
    by = working_days_end(inherited_at, days, hours.bank_holidays, hours.working_day_ends)
    head = restriction.heads[-1]
    return Finding(
        rule="R5",
        raised_by=head.id,
        raised_at=inherited_at,
        seen=(Evidence(head.id, _words(restriction, inherited_at), inherited_at),),
        evidence=(head.id,),
        asks=f"{terms.asks} {terms.asks_imposed}" if _others(restriction) else terms.asks,
        clears=CLEARS,
        asked=(case.people.ask("manager", by),),
        again=(by,),
    )


def _inherited_at(restriction: Restriction, moved_at: datetime | None) -> datetime | None:
    """Since when it waits for the receiving team; None where they decided on it, or made it themselves."""
    began_at = restriction.slot.facts[0].at
    since = [began_at] if _others(restriction) else []
    since += [moved_at] if moved_at is not None and began_at < moved_at else []
    decided = [restriction.authority[fact.id] for fact in restriction.decisions]
    waiting = [at for at in since if not any(decided_at >= at for decided_at in decided)]
    return max(waiting, default=None)


def _others(restriction: Restriction) -> bool:
    return any(head.terms.imposed_by != "us" for head in restriction.heads)


def _moved_at(person: PersonState) -> datetime | None:
    """When the person last came to another of our teams."""
    moves = (new.at for old, new in pairwise(person.details.facts) if new.body.team != old.body.team)
    return max(moves, default=None)


def _words(restriction: Restriction, inherited_at: datetime) -> str:
    terms = restriction.terms
    whose = terms.imposed_by_name or (terms.imposed_by.words if terms.imposed_by != "us" else "another team")
    return f"{named(terms)}: inherited from {whose}, {date_words(day_of(inherited_at))}"
