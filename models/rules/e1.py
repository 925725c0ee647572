"""E1: a rung's time has passed and no named human at the service asked has the escalation. That rung of ours owns it.

Owning it stops nothing. Where nobody of ours is there, the crisis numbers are shown and every senior is told each hour.
"""

from collections.abc import Iterable
from datetime import timedelta

from models.fold import Escalation
from models.ladder import Rung
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.rungs import (
    asked_on,
    climb_of,
    nobody_on,
    owner_of,
    reached,
    repeated,
    role_on,
    standards_of,
)
from models.standard import Standard

CLEARS = "A named human at the service has it, or has answered. Taking it ourselves does not clear it."
CLEARS_EMERGENCY = (
    "They have taken over, or the person is safe and a manager has recorded that it is resolved."
)


def find(case: Case) -> Iterable[Finding]:
    for escalation in case.person.open_escalations:
        enabled = any(each.enabled("E1") for each in standards_of(case, escalation.id))
        if enabled and not escalation.climb_stopped:
            rungs = climb_of(case, escalation).rungs
            if passed := reached(case, rungs):
                yield _finding(case, escalation, rungs, passed)


def _finding(case: Case, escalation: Escalation, rungs: tuple[Rung, ...], passed: list[Rung]) -> Finding:
    standard = case.standard_at(escalation.at)
    emergency = escalation.priority == "emergency"
    told = list(rungs) if emergency else passed  # in an emergency manager and senior are told at once
    authors = case.doings.authors((escalation.id,))
    nobody = nobody_on(case, passed[-1], authors)
    raised_at = rungs[0].due_at
    again = {rung.due_at for rung in rungs[1:] if rung.due_at > raised_at}
    if nobody:
        every = timedelta(minutes=standard.ladder.tell_seniors_again_minutes)
        again |= set(repeated(case, passed[-1].due_at, every))
    return Finding(
        rule="E1",
        raised_by=escalation.id,
        raised_at=raised_at,
        seen=(Evidence(escalation.id, _words(case, escalation), escalation.at),),
        evidence=(escalation.id,),
        asks=_asks(case, escalation, role_on(case, passed[-1], authors), nobody),
        clears=CLEARS_EMERGENCY if emergency else CLEARS,
        asked=asked_on(case, told, authors),
        again=tuple(sorted(again)),
        climbed_to=owner_of(passed),
    )


def _words(case: Case, escalation: Escalation) -> str:
    lacking = "not yet handed over" if escalation.priority == "emergency" else "nobody there has it yet"
    owners = " and ".join(case.directory.name_of(fact.body.staff) for fact in escalation.owners)
    return f"{escalation.name}: {lacking}" + (f". Taken by {owners}" if owners else "")


def _asks(case: Case, escalation: Escalation, owner: str, nobody: bool) -> str:
    standard = case.standard_at(escalation.at)
    terms = standard.rules.e1
    ring = terms.asks_emergency if escalation.priority == "emergency" else terms.asks
    if nobody:
        return f"{ring} {terms.asks_nobody} {'; '.join(_numbers(case, standard))}."
    owns = {"manager": terms.asks_manager, "senior": terms.asks_senior}.get(owner)
    return f"{owns} {ring}" if owns else ring


def _numbers(case: Case, standard: Standard) -> Iterable[str]:
    crisis = standard.crisis
    duty = case.directory.duty_phone(case.person.team or "")
    for number in (crisis.emergency, crisis.nhs_111, crisis.provider):
        if number.number:
            yield f"{number.words}: {number.number}"
    if duty and duty != crisis.provider.number:
        yield f"Team's duty number: {duty}"
