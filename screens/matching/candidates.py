"""Whom somebody on no list may be: everybody known here, the likeliest first, and what of them agrees. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.fold import PersonState
from models.times import date_words
from screens.today.lines import fits
from sync.views import PersonRow

SHOWN = 8


@dataclass(frozen=True)
class Candidate:
    """Somebody known. `agrees` says what is the same, "" for nothing."""

    scope: str
    name: str
    born: str
    last_four: str
    agrees: str
    likeness: int


def candidates(person: PersonState, rows: Iterable[PersonRow], sought: str) -> tuple[Candidate, ...]:
    """Those who agree in something; of everybody, whoever fits what is sought."""
    others = [row for row in rows if row.scope not in person.scopes and not row.arriving]
    found = [candidate_of(person, row) for row in others if not sought.strip() or fits(row, sought)]
    likely = [each for each in found if sought.strip() or each.likeness]
    return tuple(sorted(likely, key=lambda each: (-each.likeness, each.name.casefold(), each.scope))[:SHOWN])


def candidate_of(person: PersonState, row: PersonRow) -> Candidate:
    said = {word for each in person.said_to_be for word in _words(each.name)} or set(_words(person.name))
    shared = said.intersection(_words(row.name))
    births = {each.born_on for each in person.said_to_be if each.born_on}
    same_birth = row.born_on is not None and row.born_on in births
    name = "the name" if shared == said else f"“{' '.join(sorted(shared))}” in the name" if shared else ""
    agrees = [*(["the date of birth"] if same_birth else []), *([name] if name else [])]
    return Candidate(
        scope=row.scope,
        name=row.name,
        born=date_words(row.born_on) if row.born_on else "not known",
        last_four=row.last_four,
        agrees=f"The same: {' and '.join(agrees)}" if agrees else "",
        likeness=3 * same_birth + 2 * (bool(said) and shared == said) + bool(shared),
    )


def _words(name: str) -> Iterable[str]:
    return re.findall(r"\w+", name.casefold())
