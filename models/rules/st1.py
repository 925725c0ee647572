"""ST1: a death on record, or a discharge while something is open, is for a senior to decide. Never a reason to make contact."""

from collections.abc import Iterable
from datetime import datetime

from models.fold import Fact
from models.fold.standing import since
from models.kinds.status import PersonStatus
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.times import date_words, day_of, working_days_end

CLEARS_DEATH = "A senior records the death, or confirms what was recorded."
CLEARS_DISCHARGE = (
    "A senior decides it with an accepted handover; or what was open is settled; or they are supported again."
)


def find(case: Case) -> Iterable[Finding]:
    latest = case.person.standing.latest
    if latest is None or not any(each.enabled("ST1") for each in case.standards_of(latest.id)):
        return
    terms = case.standard_at(latest.at).rules.st1
    if case.person.standing.died and not _reviewed(case):
        words = f"{_said(case, latest)} died on {date_words(day_of(since(latest)))}"
        yield _finding(case, latest, (Evidence(latest.id, words, latest.at),), terms.asks, CLEARS_DEATH)
    if waits_for := case.discharge_waits_for:
        seen = Evidence(latest.id, f"{_said(case, latest)} are discharged, with this still open", latest.at)
        still = (Evidence(each.entry, each.words, each.since) for each in waits_for)
        yield _finding(case, latest, (seen, *still), terms.asks_discharge, CLEARS_DISCHARGE)


def _reviewed(case: Case) -> bool:
    return any(case.decided_by(head, "senior") for head in case.person.standing.heads)


def _said(case: Case, latest: Fact[PersonStatus]) -> str:
    return f"{case.directory.name_of(latest.entry.author)} recorded that they"


def _finding(
    case: Case, latest: Fact[PersonStatus], seen: tuple[Evidence, ...], asks: str, clears: str
) -> Finding:
    by = _by(case, latest)
    return Finding(
        rule="ST1",
        raised_by=latest.id,
        raised_at=latest.at,
        seen=seen,
        evidence=(latest.id,),
        asks=asks,
        clears=clears,
        asked=(case.people.ask("senior", by),),
        again=(by,),
    )


def _by(case: Case, latest: Fact[PersonStatus]) -> datetime:
    days = min(each.rules.st1.working_days for each in case.standards_of(latest.id))
    hours = case.standard_at(latest.at).hours
    return working_days_end(latest.at, days, hours.bank_holidays, hours.working_day_ends)
