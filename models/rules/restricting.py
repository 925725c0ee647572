"""What the rules about restrictions share: which standards judge one, what it is called, whom it asks first."""

from datetime import datetime, timedelta
from textwrap import shorten

from models.authority import decided
from models.fold import Restriction
from models.kinds.restriction import RestrictionTerms
from models.prompt import Asked
from models.restrictions import interim
from models.rules.case import Case
from models.standard import Standard

LONGEST_NAME = 80  # characters of it that a prompt repeats; the card has it whole


def judged_by(case: Case, restriction: Restriction, rule: str) -> tuple[Standard, ...]:
    """The standards that judge its latest version and have the rule on; the stamped one first."""
    return tuple(each for each in case.standards_of(restriction.heads[-1].id) if each.enabled(rule))


def shortest_interim(standards: tuple[Standard, ...]) -> timedelta:
    return min(interim(each.restrictions) for each in standards)


def named(terms: RestrictionTerms) -> str:
    return f"“{shorten(terms.what, LONGEST_NAME, placeholder=' …')}”"


def workers(case: Case, restriction: Restriction, by: datetime) -> Asked:
    """Whoever works with the person, and whoever applied what still waits for a manager."""
    entries = [head.fact.entry for head in restriction.heads]
    authors = [each.author for each in entries if not decided(each, case.directory)]
    return case.people.workers(by, authors)
