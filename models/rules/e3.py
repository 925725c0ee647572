"""E3: a second escalation soon after the last. A manager looks at why, and at what to change.

A step of a ladder is no escalation of its own, nor is one that was voided or was made apart as a duplicate of another.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from models.authority import may_lower
from models.fold import Escalation, Fact
from models.kinds.escalation import EscalationReviewed
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.rungs import standards_of
from models.times import clock_words, date_words, day_of, working_days_end

CLEARS = "A manager's review of this escalation: what held it up, what repeats, what changes in the plan."


def find(case: Case) -> Iterable[Finding]:
    for last, again in repeats(case):
        enabled = any(each.enabled("E3") for each in standards_of(case, again.id))
        if enabled and not reviews(case, again):
            yield _finding(case, last, again)


def repeats(case: Case) -> Iterable[tuple[Escalation, Escalation]]:
    """Each escalation that was opened soon after the one before it, with that one."""
    for last, again in pairwise(_counted(case)):
        days = max(each.ladder.repeats.within_days for each in standards_of(case, again.id))
        if (day_of(again.at) - day_of(last.at)).days <= days:
            yield last, again


def _counted(case: Case) -> Iterable[Escalation]:
    """Each once: of those that one calls the same as the other, the first."""
    passed: set[str] = set()  # the ids of those already seen, and of those they call the same
    for each in case.person.escalations:
        same = each.duplicate_of
        if each.id not in passed and same not in passed:
            yield each
        passed |= {each.id, *([same] if same else [])}


def reviews(case: Case, escalation: Escalation) -> list[Fact[EscalationReviewed]]:
    """Its reviews by a manager or senior, or confirmed by one."""
    return [
        fact
        for fact in escalation.of(EscalationReviewed)
        if may_lower(case.directory.role_seen(fact.entry)) or fact.id in case.person.confirmed
    ]


def review_by(case: Case, at: datetime, days: int) -> datetime:
    hours = case.standard_at(at).hours
    return working_days_end(at, days, hours.bank_holidays, hours.working_day_ends)


def _finding(case: Case, last: Escalation, again: Escalation) -> Finding:
    days = min(each.ladder.repeats.review_working_days for each in standards_of(case, again.id))
    by = review_by(case, again.at, days)
    return Finding(
        rule="E3",
        raised_by=again.id,
        raised_at=again.at,
        seen=(_seen(again), _seen(last)),
        evidence=(again.id,),
        asks=case.standard_at(again.at).rules.e3.asks,
        clears=CLEARS,
        asked=(case.people.ask("manager", by),),
        again=(by,),
    )


def _seen(escalation: Escalation) -> Evidence:
    when = f"{date_words(day_of(escalation.at))} {clock_words(escalation.at)}"
    return Evidence(escalation.id, f"{escalation.name}, {when}", escalation.at)
