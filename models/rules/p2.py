"""P2: a contact named in a temporary plan is late. One attended contact meets one named time, in its mode or face to face.

It pauses while they are in hospital or custody, and what falls due then is not asked for afterwards. The contact that led to the
plan, within two hours though it may be, is none of those it names.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from models.authority import may_lower
from models.codes import Mode
from models.fold import NamedTime, Plan, Visit
from models.fold.plans import in_due_order, times_in
from models.prompt import Asked, Evidence
from models.rules.case import Case, Finding
from models.times import clock_words, date_words, day_of

CLEARS = (
    "An attended contact with the person in that mode or face to face; each contact meets one named time."
)


class Allowed(NamedTuple):
    """How late a named contact may be before it is asked for, and before a manager is; and how early one may be that meets it."""

    late: timedelta
    manager: timedelta
    early: timedelta


def find(case: Case) -> Iterable[Finding]:
    plan, standing = case.person.temporary_plan, case.person.standing
    if plan is None or standing.died or standing.away:
        return
    allowed = _allowed(case, plan.governing.id)
    if allowed is None:
        return
    times = [each for each in _times(case, plan) if not standing.away_at(each.contact.due_at)]
    for time in unmet(times, case.person.visits, allowed.early):
        if case.look.reached(time.contact.due_at + allowed.late):
            yield _finding(case, time, allowed)


def _times(case: Case, plan: Plan) -> tuple[NamedTime, ...]:
    """What the plan names, and what was already due when a worker's version took over: only a manager can set that aside."""
    times, gone_through = list(plan.named), set[str]()
    to_visit = [head.fact for head in plan.heads]
    while to_visit:
        fact = to_visit.pop()
        if fact.id in gone_through or may_lower(case.directory.role_seen(fact.entry)):
            continue
        gone_through.add(fact.id)
        for before in plan.slot.each_before(fact):
            times += [time for time in times_in(plan.slot, before) if time.contact.due_at <= fact.at]
            to_visit.append(before)
    return in_due_order(dict.fromkeys(times))


def _allowed(case: Case, plan: str) -> Allowed | None:
    """Of each, the least that a standard that judges the plan says; None where every one has the rule off."""
    terms = [each.rules.p2 for each in case.standards_of(plan) if each.enabled("P2")]
    if not terms:
        return None
    return Allowed(
        late=timedelta(hours=min(each.late_hours for each in terms)),
        manager=timedelta(hours=min(each.manager_hours for each in terms)),
        early=timedelta(hours=min(each.early_hours for each in terms)),
    )


def unmet(times: Sequence[NamedTime], visits: Sequence[Visit], early: timedelta) -> list[NamedTime]:
    """The named times no contact can be found for, when each contact is given to one of them as well as can be.

    Times are served in the order they are due, so where contacts are too few it is the later times that stand.
    """
    if not times:
        return []
    earliest = min(time.contact.due_at for time in times) - early
    in_question = [visit for visit in visits if visit.started_at >= earliest]
    taken: dict[str, NamedTime] = {}

    def serve(time: NamedTime, tried: set[str]) -> bool:
        for visit in in_question:
            if visit.id in tried or not _meets(visit, time, early):
                continue
            tried.add(visit.id)
            if visit.id not in taken or serve(taken[visit.id], tried):
                taken[visit.id] = time
                return True
        return False

    return [time for time in times if not serve(time, set())]


def _meets(visit: Visit, time: NamedTime, early: timedelta) -> bool:
    """In its mode or face to face, not long before, and not before it was named: what led to a plan is not what it asks for."""
    if visit.started_at < max(time.contact.due_at - early, time.since):
        return False
    modes = visit.modes
    return time.contact.mode in modes or Mode.FACE_TO_FACE in modes


def _finding(case: Case, time: NamedTime, allowed: Allowed) -> Finding:
    late_at = time.contact.due_at + allowed.late
    manager_at = time.contact.due_at + allowed.manager
    terms = case.standard_at(late_at).rules.p2
    due = f"{clock_words(time.contact.due_at)} on {date_words(day_of(time.contact.due_at))}"
    words = f"{time.contact.mode.words} by {time.contact.who}, due {due}: no contact made yet"
    to_manager = case.look.reached(manager_at)
    in_doubt = case.person.standing.death_in_doubt
    asks = f"{terms.asks} {terms.asks_manager}" if to_manager else terms.asks
    return Finding(
        rule="P2",
        raised_by=time.plan,
        raised_at=late_at,
        seen=(Evidence(time.plan, words, time.contact.due_at),),
        evidence=(time.plan,),
        asks=case.confirm_status if in_doubt else asks,
        clears=CLEARS,
        asked=(case.people.ask("manager", late_at),)
        if in_doubt
        else _asked(case, time, to_manager, manager_at),
        again=(manager_at,),
        first_round=2 * time.number + 1,
    )


def _asked(case: Case, time: NamedTime, to_manager: bool, by: datetime) -> tuple[Asked, ...]:
    named = (time.contact.staff,) if time.contact.staff else ()
    worker = case.people.workers(by, named)
    if to_manager or not worker.staff_ids:
        return (*((worker,) if worker.staff_ids else ()), case.people.ask("manager", by))
    return (worker,)
