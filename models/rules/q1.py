"""Q1: the latest attended contact of someone in the high-risk cohort left a † or signature indicator without a level.

Not assessed is never 0. The same † without a level twice running goes to a manager.
"""

from collections.abc import Iterable

from models.fold import PersonState, Visit
from models.met import name_of
from models.prompt import Asked, Evidence
from models.rules.case import Case, Finding
from models.standard import Standard
from models.times import working_days_end

CLEARS = "A level for each, by correcting this contact or at the next attended one. Not assessed, with a reason, leaves it open."


def find(case: Case) -> Iterable[Finding]:
    latest = next((visit for visit in reversed(case.person.visits) if visit.attended), None)
    if latest is None or case.person.standing.died or not case.in_cohort(latest.ended_at):
        return
    standards = [each for each in latest.standards if each.enabled("Q1")]
    missing = sorted({code for each in standards for code in _missing(case.person, latest, each)})
    if missing:
        attended = [visit for visit in case.person.visits if visit.attended]
        yield _finding(case, attended, missing, standards)


def _missing(person: PersonState, visit: Visit, standard: Standard) -> Iterable[str]:
    wanted = {*standard.daggers, *person.signature_then(visit).indicators}
    return (code for code in wanted if code in standard.indicator_by_code and visit.level(code) is None)


def _finding(case: Case, attended: list[Visit], missing: list[str], standards: list[Standard]) -> Finding:
    latest, standard = attended[-1], case.standard_at(attended[-1].ended_at)
    set_for_them = case.person.overrides
    times = min(set_for_them.terms("Q1", each.rules.q1, latest.ended_at).unasked_times for each in standards)
    again = [code for code in missing if code in standard.daggers and _unasked(attended, code, times)]
    words = "No level for: " + "; ".join(_why(latest, standard, code) for code in missing)
    part = latest.parts[0].evidence
    hours = standard.hours
    by = working_days_end(latest.ended_at, 1, hours.bank_holidays, hours.working_day_ends)
    worker = case.people.workers(by, latest.authors)
    return Finding(
        rule="Q1",
        raised_by=part,
        raised_at=latest.ended_at,
        seen=(Evidence(part, words, latest.ended_at), *_earlier(attended, again, standard, times)),
        evidence=(part,),
        asks=f"{standard.rules.q1.asks} {standard.rules.q1.asks_manager}"
        if again
        else standard.rules.q1.asks,
        clears=CLEARS,
        asked=_asked(case, worker, bool(again)),
    )


def _asked(case: Case, worker: Asked, to_manager: bool) -> tuple[Asked, ...]:
    return (worker, case.people.ask("manager", worker.by)) if to_manager else (worker,)


def _unasked(attended: list[Visit], code: str, times: int) -> bool:
    """Whether the latest attended contacts, as many as the standard says, all left it without a level."""
    return len(attended) >= times and all(visit.level(code) is None for visit in attended[-times:])


def _earlier(attended: list[Visit], codes: list[str], standard: Standard, times: int) -> Iterable[Evidence]:
    for visit in attended[-times:-1] if codes else ():
        words = "; ".join(_why(visit, standard, code) for code in codes)
        yield Evidence(visit.parts[0].evidence, f"Not asked then either: {words}", visit.ended_at)


def _why(visit: Visit, standard: Standard, code: str) -> str:
    reading = visit.readings.get(code)
    reason = reading.not_assessed.words.lower() if reading and reading.not_assessed else "left blank"
    return f"{name_of(standard, code)} ({reason})"
