"""T3: an indicator well above its baseline in two of up to three contacts; or the person's signature as a whole.

A contact raises T3 when it passes the test itself and, for a single indicator, another of the window does too. Every
contact is held against the baseline as it was set when that contact was made.
"""

from collections.abc import Iterable

from models.fold import PersonState, Visit
from models.met import Met, has_level, level_words, met_by
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.raised import raised, step_up_asked
from models.rules.t2 import CLEARS
from models.standard import Standard
from models.standard.rules import T3
from models.times import days_later

HIGHEST = 3


def meets(person: PersonState, visit: Visit) -> Met | None:
    """The contact's T3, judged under either of its standards."""
    for standard in visit.standards:
        if standard.rules.t3.enabled:
            found = _indicators(person, visit, standard) or _signature(person, visit, standard)
            if found:
                return found
    return None


def test_is_met(person: PersonState, visit: Visit) -> bool:
    """T3's test of one contact alone: an indicator well above baseline, or the signature's sum."""
    return any(
        _well_above(person, visit, standard) or _sum_is_met(person, visit, standard)
        for standard in visit.standards
    )


def _indicators(person: PersonState, visit: Visit, standard: Standard) -> Met | None:
    above = _well_above(person, visit, standard)
    if not above:
        return None
    terms = _terms(person, visit, standard)
    earlier = {code: _elsewhere(person, visit, code, standard, terms) for code in above}
    met = {code: others for code, others in earlier.items() if len(others) + 1 >= terms.times}
    if not met:
        return None
    words = "; ".join(f"{level_words(visit, code)} (usual {_usual(person, visit, code)})" for code in met)
    also = [_evidence(other, code) for code, others in met.items() for other in others]
    return met_by("T3", visit, has_level(met, 1), words, dict.fromkeys(also))


def _elsewhere(person: PersonState, visit: Visit, code: str, standard: Standard, terms: T3) -> list[Visit]:
    """The other contacts of the window, up to three that assessed it within the days before, that pass the test."""
    since = days_later(visit.ended_at, -terms.window_days)
    window = person.assessed_before(visit, code, terms.contacts - 1, since)
    return [other for other in window if code in _well_above(person, other, standard)]


def _well_above(person: PersonState, visit: Visit, standard: Standard) -> list[str]:
    """The indicators that were well above what was usual when the contact ended."""
    known = standard.indicator_by_code
    raised = [(each.code, each.level) for each in visit.noted if each.level and each.code in known]
    if not raised:
        return []
    usual, rise = person.signature_then(visit).baseline, _terms(person, visit, standard).rise
    return [code for code, level in raised if level >= min(usual(code) + rise, HIGHEST)]


def _terms(person: PersonState, visit: Visit, standard: Standard) -> T3:
    """The standard's numbers, with what was set for this person when the contact ended."""
    return person.overrides.terms("T3", standard.rules.t3, visit.ended_at)


def _signature(person: PersonState, visit: Visit, standard: Standard) -> Met | None:
    if not _sum_is_met(person, visit, standard):
        return None
    codes = _signature_codes(person, visit, standard)
    total = sum(visit.level(code) or 0 for code in codes)
    usual = sum(_usual(person, visit, code) for code in codes)
    words = "; ".join(level_words(visit, code) for code in codes)
    return met_by(
        "T3", visit, has_level(codes, 1), f"Their own signature: {total} in all, usually {usual}. {words}"
    )


def _sum_is_met(person: PersonState, visit: Visit, standard: Standard) -> bool:
    codes = _signature_codes(person, visit, standard)
    if not codes:
        return False
    rise = sum((visit.level(code) or 0) - _usual(person, visit, code) for code in codes)
    return rise >= _terms(person, visit, standard).sum_rise


def _signature_codes(person: PersonState, visit: Visit, standard: Standard) -> list[str]:
    """The signature's indicators that were assessed that time."""
    known = standard.indicator_by_code
    codes = person.signature_then(visit).indicators
    return [code for code in codes if code in known and visit.level(code) is not None]


def _usual(person: PersonState, visit: Visit, code: str) -> int:
    return person.signature_then(visit).baseline(code)


def _evidence(visit: Visit, code: str) -> Evidence:
    part = next(part for part in visit.parts if any(each.code == code for each in part.body.indicators))
    return Evidence(part.evidence, level_words(visit, code), visit.ended_at)


def find(case: Case) -> Iterable[Finding]:
    for episode, raising in case.raisings("T3"):
        asks = case.standard_at(raising.raised_at).rules.t3.asks
        yield raised(case, episode, raising, asks, CLEARS, step_up_asked(case, raising))
