"""SG2: a safeguarding concern without a decision. Refer or not, with reason, wishes and the least restrictive check, the same day."""

from collections.abc import Iterable

from models.authority import decided as author_decides
from models.fold import Concern
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.times import end_of_day

CLEARS = "A decision with its reason, what the person wishes, and the least restrictive check. Not referring is a manager's."


def find(case: Case) -> Iterable[Finding]:
    for concern in case.person.concerns:
        enabled = any(each.enabled("SG2") for each in case.standards_of(concern.raised.id))
        if enabled and not decided(case, concern):
            yield _finding(case, concern)


def decided(case: Case, concern: Concern) -> bool:
    """Whether every latest statement decides it; one that does not refer, by whoever decides that or confirmed by a manager."""
    if concern.undecided:
        return False
    return all(
        all(body.referred for body in head.bodies)
        or author_decides(head.entry, case.directory)
        or head.id in case.person.confirmed
        for head in concern.slot.heads
    )


def _finding(case: Case, concern: Concern) -> Finding:
    raised = concern.raised
    by = end_of_day(raised.at)
    return Finding(
        rule="SG2",
        raised_by=concern.record,
        raised_at=raised.at,
        seen=(Evidence(raised.id, f"{concern.words}: {_lacks(concern)}", raised.at),),
        evidence=(raised.id,),
        asks=case.standard_at(raised.at).rules.sg2.asks,
        clears=CLEARS,
        asked=(case.people.ask("manager", by),),
        again=(by,),
    )


def _lacks(concern: Concern) -> str:
    return (
        "no decision yet"
        if concern.undecided
        else "not to be referred, as a worker sees it; a manager decides"
    )
