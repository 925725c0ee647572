"""T2: three or more indicators at 2 or above, and above their baseline, in one contact."""

from collections.abc import Iterable

from models.fold import PersonState, Visit
from models.met import Met, has_level, level_words, met_by
from models.rules.case import Case, Finding
from models.rules.raised import raised, step_up_asked
from models.standard import Standard

CLEARS = (
    "The step-up episode is stepped down, naming this contact: by a worker once the latest contact is below the "
    "step-up tests, otherwise by a manager."
)


def meets(person: PersonState, visit: Visit) -> Met | None:
    """The contact's T2, judged under either of its standards, with what was set for this person then."""
    for standard in visit.standards:
        terms = person.overrides.terms("T2", standard.rules.t2, visit.ended_at)
        if len(visit.noted) < terms.count:
            continue
        codes = _raised_codes(person, visit, standard, terms.level)
        if len(codes) >= terms.count and standard.rules.t2.enabled:
            words = "; ".join(level_words(visit, code) for code in codes)
            return met_by("T2", visit, has_level(codes, terms.level), words)
    return None


def _raised_codes(person: PersonState, visit: Visit, standard: Standard, enough: int) -> list[str]:
    signature = person.signature_then(visit)
    return [
        each.code
        for each in visit.noted
        if each.level
        and each.level >= enough
        and each.code in standard.indicator_by_code
        and each.level > signature.baseline(each.code)
    ]


def find(case: Case) -> Iterable[Finding]:
    for episode, raising in case.raisings("T2"):
        asks = case.standard_at(raising.raised_at).rules.t2.asks
        yield raised(case, episode, raising, asks, CLEARS, step_up_asked(case, raising))
