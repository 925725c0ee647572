"""SG1: a safeguarding action is past its deadline, or another service is silent past the time its answer was due."""

from collections.abc import Iterable
from datetime import datetime

from models.fold import Concern, TrackedAction
from models.prompt import Asked, Evidence
from models.rules.case import Case, Finding
from models.times import clock_words, date_words, day_of

CLEARS = "The action is complete, or their answer is recorded; a later date needs a manager."


def find(case: Case) -> Iterable[Finding]:
    for action in case.person.actions:
        if action.body.safeguarding is not None and not action.done and _enabled(case, action.record):
            yield from _action(case, action)
    for concern in case.person.concerns:
        if _enabled(case, concern.raised.id):
            yield from _concern(case, concern)


def _action(case: Case, action: TrackedAction) -> Iterable[Finding]:
    body, deadline, answer = action.body, action.deadline, action.answer_due
    late = [(deadline, f"{body.what}: to be done by {_when(deadline.at)}")]
    if answer is not None:
        late.append((answer, f"{body.what}: {_no_answer(body.partner, answer.at)}"))
    passed = [(due, words) for due, words in late if case.look.reached(due.at)]
    if passed:
        seen = tuple(Evidence(due.entry, words, due.at) for due, words in passed)
        owner = case.people.owner(action.owner, min(due.at for due, _ in passed))
        yield _finding(case, seen, body.route, owner, [due.at for due, _ in late])


def _concern(case: Case, concern: Concern) -> Iterable[Finding]:
    waits = [
        (min(due), head)
        for head in concern.slot.heads
        if (
            due := [
                at for each in head.bodies if (at := each.answer_due_at) and not each.partner_response.strip()
            ]
        )
    ]
    passed = [(due_at, head) for due_at, head in waits if case.look.reached(due_at)]
    if passed:
        seen = tuple(
            Evidence(head.id, f"{concern.words}: {_no_answer(head.body.partner, due_at)}", due_at)
            for due_at, head in passed
        )
        worker = case.people.workers(min(each.at for each in seen), (head.entry.author for _, head in passed))
        yield _finding(case, seen, "", worker, [due_at for due_at, _ in waits])


def _no_answer(partner: str, due_at: datetime) -> str:
    return f"no answer from {partner.strip() or 'them'} by {_when(due_at)}"


def _finding(
    case: Case,
    seen: tuple[Evidence, ...],
    route: str,
    asked: Asked,
    clocks: Iterable[datetime],
) -> Finding:
    first = min(seen, key=lambda each: (each.at, each.entry_id))
    asks = case.standard_at(first.at).rules.sg1.asks
    manager = case.people.ask("manager", first.at)
    return Finding(
        rule="SG1",
        raised_by=first.entry_id,
        raised_at=first.at,
        seen=seen,
        evidence=tuple(dict.fromkeys(each.entry_id for each in seen)),
        asks=f"{asks} Route: {route.strip()}" if route.strip() else asks,
        clears=CLEARS,
        asked=(asked, manager) if asked.staff_ids != manager.staff_ids else (manager,),
        again=tuple(at for at in sorted(clocks) if at > first.at),
    )


def _enabled(case: Case, id: str) -> bool:
    return any(each.enabled("SG1") for each in case.standards_of(id))


def _when(at: datetime) -> str:
    return f"{clock_words(at)} on {date_words(day_of(at))}"
