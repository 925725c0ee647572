"""T1: † at 2 or above, a new disclosure, or plan, means or attempt. A manager sees it, and decides the same day."""

from collections.abc import Iterable
from datetime import timedelta

from models.episodes import Raising
from models.fold import PersonState, Visit
from models.kinds.contact import Indicator
from models.met import Met, flag_words, level_words, met_by
from models.prompt import Asked
from models.rules.case import Case, Finding
from models.rules.raised import decision_by, evidence_of, judging, managers, raised, undecided
from models.standard.rules import T1
from models.times import days_later

EVERY = 10_000
CLEARS = (
    "A manager steps the safety episode down, naming this contact. Answering quiets it; it does not clear it."
)


def meets(person: PersonState, visit: Visit) -> Met | None:
    """The contact's T1, judged under either of its standards."""
    codes = {each.code for each in visit.noted if _reading_meets(person, visit, each)}
    if not codes:
        return None
    words = "; ".join(_words(visit, each) for each in visit.noted if each.code in codes)
    return met_by(
        "T1", visit, lambda part: any(_shows(visit, codes, each) for each in part.body.indicators), words
    )


def _reading_meets(person: PersonState, visit: Visit, reading: Indicator) -> bool:
    return _level_is_met(visit, reading) or _acute(reading) or _is_news(person, visit, reading)


def _words(visit: Visit, reading: Indicator) -> str:
    flags = ", ".join(flag_words(reading))
    return f"{level_words(visit, reading.code)}: {flags}" if flags else level_words(visit, reading.code)


def _level_is_met(visit: Visit, reading: Indicator) -> bool:
    if not reading.level or reading.code not in visit.daggers:
        return False
    return reading.level >= min((each.rules.t1.level for each in visit.standards), default=2)


def _acute(reading: Indicator) -> bool:
    return reading.plan or reading.means or reading.attempt


def _is_news(person: PersonState, visit: Visit, reading: Indicator) -> bool:
    """A new disclosure, unless it is of suicidal thoughts and some were on record in the weeks before.

    On record: in a contact before this one that was recorded before it, so a late record never takes a prompt back.
    """
    if not reading.new_disclosure:
        return False
    suicidal = {code for each in visit.standards for code in each.suicidal}
    if reading.code not in suicidal or not visit.standards:
        return True
    return any(_unheard(person, visit, suicidal, each.rules.t1) for each in visit.standards)


def _unheard(person: PersonState, visit: Visit, suicidal: set[str], terms: T1) -> bool:
    since = days_later(visit.ended_at, -terms.quiet_days)
    earlier = (each for code in suicidal for each in person.assessed_before(visit, code, EVERY, since))
    return not any(each.gave(suicidal, terms.quiet_level, visit.stated_at) for each in earlier)


def _shows(visit: Visit, codes: set[str], reading: Indicator) -> bool:
    """Whether a record of the visit itself shows what met T1, and does not merely mention the indicator."""
    return reading.code in codes and (
        _level_is_met(visit, reading) or _acute(reading) or reading.new_disclosure
    )


def find(case: Case) -> Iterable[Finding]:
    for episode, raising in case.raisings("T1"):
        yield raised(
            case, episode, raising, _asks(case, raising), CLEARS, _asked(case, raising), managers_only=True
        )


def _asks(case: Case, raising: Raising) -> str:
    """What is asked of whoever saw it, a sentence for each † that met the rule, then of a manager."""
    standard = case.standard_at(raising.raised_at)
    codes = dict.fromkeys(
        code
        for met in raising.met
        for code, reading in met.visit.readings.items()
        if _level_is_met(met.visit, reading) or _acute(reading) or reading.new_disclosure
    )
    terms = standard.indicator_by_code
    asked = [terms[code].asks for code in codes if code in terms and terms[code].asks]
    return " ".join((*asked, standard.rules.t1.asks))


def _asked(case: Case, raising: Raising) -> tuple[Asked, ...]:
    """Whoever saw it now; a manager until one has seen it all, else a senior; then a manager's decision today."""
    standards = judging(raising)
    waiting = undecided(case, raising, managers_only=True)
    unseen = [met for met in waiting if not case.doings.seen("T1", met.evidence, managers_only=True)]
    acts_within = timedelta(hours=min(each.rules.a1.t1_hours for each in standards))
    sees_within = timedelta(minutes=min(each.rules.t1.manager_minutes for each in standards))
    worker = case.people.workers(waiting[0].at + acts_within, case.doings.authors(evidence_of(raising)))
    rungs = managers(
        case, waiting, lambda met: met.at + sees_within if met in unseen else decision_by(met.at, standards)
    )
    first = unseen[0] if unseen else None
    if first and case.look.reached(first.at + sees_within) and all(rung.role != "senior" for rung in rungs):
        senior_by = first.at + timedelta(minutes=min(each.rules.t1.senior_minutes for each in standards))
        rungs = (*rungs, case.people.ask("senior", senior_by, case.doings.authors(first.evidence[:1])))
    return worker, *rungs
