"""E2: the partner declined, wholly or in part, or did not answer in time, which counts the same.

We disagree, or a manager agrees and says why; either way a temporary plan stands until it is resolved. A dispute has a
time of its own: a senior, then a named director.

Every no is a trigger of its own: what was agreed with, or planned, before a later no does not answer that one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.fold import Escalation, Fact, PersonState
from models.kinds.base import Body
from models.kinds.escalation import EscalationResponded
from models.ladder import Rung, dispute_due_at
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.rungs import asked_on, climb_of, owner_of, reached, repeated, standards_of

CLEARS = (
    "We disagree, or a manager agrees with a reason; and a temporary plan made or reviewed since. The plan is needed "
    "until the escalation is resolved."
)
CLEARS_DISPUTE = "A manager or senior records how the escalation was resolved."


@dataclass(frozen=True, slots=True)
class Trigger:
    """What stands for a no: an answer, or the time by which there was none."""

    id: str
    at: datetime
    words: str


def find(case: Case) -> Iterable[Finding]:
    for escalation in case.person.open_escalations:
        if any(each.enabled("E2") for each in standards_of(case, escalation.id)):
            triggers = [each for each in _triggers(case, escalation) if case.look.reached(each.at)]
            lacking = [each for each in triggers if _lacks_something(case, escalation, each)]
            if lacking:
                yield _answer(case, escalation, lacking)
            if escalation.dispute:
                yield _dispute(case, escalation, escalation.dispute)


def _triggers(case: Case, escalation: Escalation) -> list[Trigger]:
    """What was declined, and silence past the time, the earliest first. Accepted since, only an open dispute keeps it."""
    found = [_declined(fact) for fact in escalation.declined]
    found += _silence(case, escalation)
    if not found and escalation.dispute:
        found = [Trigger(escalation.id, escalation.dispute.at, f"{escalation.name}: we disagree")]
    return sorted(found, key=lambda each: (each.at, each.id))


def _silence(case: Case, escalation: Escalation) -> Iterable[Trigger]:
    due_at = climb_of(case, escalation).answer_due_at
    # Sent on, the clock runs on: what the service before accepted is no answer of this one's.
    there = escalation.answers_there
    settled = escalation.accepted and there and not escalation.dispute
    in_time = due_at is not None and any(fact.at <= due_at for fact in (*there, *escalation.declined))
    if due_at is None or settled or in_time or not case.look.reached(due_at):
        return
    yield Trigger(escalation.id, due_at, f"{escalation.name}: no answer in time")


def _declined(fact: Fact[EscalationResponded]) -> Trigger:
    body = next(body for body in fact.bodies if not body.answer.accepts)
    said = [
        body.answer.words,
        body.reason.strip(),
        f"Advice: {body.advice.strip()}" if body.advice.strip() else "",
    ]
    return Trigger(fact.id, fact.at, ". ".join(part for part in said if part))


def planned_since(person: PersonState, at: datetime, passed: Callable[[datetime], bool]) -> bool:
    """Whether a temporary plan stands that was made or reviewed since then, and has not run out. `passed`: a moment has come."""
    plan = person.temporary_plan
    if plan is None or not any(head.fact.at >= at for head in plan.heads):
        return False
    return plan.expires_at is None or not passed(plan.expires_at)


def _lacks_something(case: Case, escalation: Escalation, trigger: Trigger) -> bool:
    return not _decided(escalation, trigger) or not _planned(case, trigger)


def _decided(escalation: Escalation, trigger: Trigger) -> bool:
    """Whether we disagree, or a manager agreed with this no: later than it, or in knowledge of it."""
    said = None if trigger.id == escalation.id else trigger.id
    return escalation.dispute is not None or escalation.agreed_with(said, trigger.at)


def _planned(case: Case, trigger: Trigger) -> bool:
    return planned_since(case.person, trigger.at, case.look.reached)


def _answer(case: Case, escalation: Escalation, triggers: list[Trigger]) -> Finding:
    first = triggers[0]
    disputes = [each.ladder.dispute for each in standards_of(case, first.id)]
    terms = case.standard_at(first.at).rules.e2
    rungs = (
        Rung("author", first.at),
        Rung("manager", first.at + timedelta(hours=min(each.plan_manager_hours for each in disputes))),
        Rung("senior", first.at + timedelta(hours=min(each.plan_senior_hours for each in disputes))),
    )
    passed = reached(case, rungs)
    daily = timedelta(hours=min(each.plan_again_hours for each in disputes))
    again = repeated(case, rungs[-1].due_at, daily)
    asks = (
        "" if all(_decided(escalation, each) for each in triggers) else terms.asks,
        "" if all(_planned(case, each) for each in triggers) else terms.asks_plan,
    )
    ids = tuple(each.id for each in triggers)
    return Finding(
        rule="E2",
        raised_by=first.id,
        raised_at=first.at,
        seen=tuple(Evidence(each.id, each.words, each.at) for each in triggers),
        evidence=ids,
        asks=" ".join(each for each in asks if each),
        clears=CLEARS,
        asked=asked_on(case, passed, case.doings.authors((escalation.id, *ids))),
        again=(*(rung.due_at for rung in rungs[1:]), *again),
        climbed_to=owner_of(passed),
    )


def _dispute(case: Case, escalation: Escalation, dispute: Fact[Body]) -> Finding:
    due_at = dispute_due_at(escalation.priority, dispute.at, standards_of(case, dispute.id))
    terms = case.standard_at(dispute.at).rules.e2
    late = case.look.reached(due_at)
    director = terms.asks_director.replace("{director}", terms.director or "the named director")
    return Finding(
        rule="E2",
        raised_by=dispute.id,
        raised_at=dispute.at,
        seen=(Evidence(dispute.id, f"{escalation.name}: we disagree", dispute.at),),
        evidence=(dispute.id,),
        asks=f"{terms.asks_dispute} {director}" if late else terms.asks_dispute,
        clears=CLEARS_DISPUTE,
        asked=(case.people.ask("senior", due_at),),
        again=(due_at,),
    )
