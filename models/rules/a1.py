"""A1: a threshold was met and nothing was carried out since the contact began. Discussing it is not carrying it out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from models.met import Met
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.times import clock_words

CLEARS = (
    "An action carried out, wholly or partly, since the contact began: in a contact, a prompt's answer or a completed "
    "action; or an escalation once a named human has it."
)


def find(case: Case) -> Iterable[Finding]:
    for met, hours in _thresholds(case):
        due_at = met.at + timedelta(hours=hours)
        if _acted_since(case, met.visit.started_at) or not case.look.reached(due_at):
            continue
        yield _finding(case, met, due_at)


def _thresholds(case: Case) -> Iterable[tuple[Met, int]]:
    """Each contact that stands in an open episode, once, with the fewest hours any rule it met allows."""
    hours: dict[str, tuple[Met, int]] = {}
    for _, raising in case.raisings("T1", "T2", "T3", "T5"):
        for met in (each for each in raising.met if each.threshold):
            allowed = _hours(met)
            if allowed is not None and (met.visit.id not in hours or allowed < hours[met.visit.id][1]):
                hours[met.visit.id] = met, allowed
    return hours.values()


def _hours(met: Met) -> int | None:
    """None where every standard that judges the contact has the rule off."""
    terms = [each.rules.a1 for each in met.visit.standards if each.enabled("A1")]
    return min((each.t1_hours if met.rule == "T1" else each.other_hours for each in terms), default=None)


def _acted_since(case: Case, began_at: datetime) -> bool:
    return case.last_acted_at is not None and case.last_acted_at >= began_at


def _finding(case: Case, met: Met, due_at: datetime) -> Finding:
    words = f"Nothing carried out is on record by {clock_words(due_at)} for: {met.seen[0].words}"
    evidence = met.evidence[:1]
    return Finding(
        rule="A1",
        raised_by=evidence[0],
        raised_at=due_at,
        seen=(Evidence(evidence[0], words, met.at),),
        evidence=evidence,
        asks=case.standard_at(due_at).rules.a1.asks,
        clears=CLEARS,
        asked=(
            case.people.workers(due_at, case.doings.authors(evidence)),
            case.people.ask("manager", due_at),
        ),
    )
