"""P1: a plan is about to expire, or has. It stays on screen as EXPIRED and is still followed until it is reviewed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from models.authority import may_lower
from models.fold import PlanHead
from models.prompt import Asked, Evidence
from models.rules.case import Case, Finding
from models.times import clock_words, date_words, day_of

CLEARS = "A review: continue (at most 72 h more), modify, or end. Ending a temporary plan needs a manager, and no dispute open."


def find(case: Case) -> Iterable[Finding]:
    for plan in case.person.plans:
        head, expires_at = plan.governing, plan.expires_at
        judging = [each.rules.p1 for each in case.standards_of(head.id) if each.enabled("P1")]
        if expires_at is None or not judging:
            continue
        warn_at = expires_at - timedelta(hours=max(each.warn_hours for each in judging))
        senior_from = min(each.senior_from for each in judging)
        if _needs_senior(case, head, senior_from):
            yield _finding(case, head, senior_from, head.fact.at, expires_at, unconfirmed=True)
        elif case.look.reached(warn_at):
            yield _finding(case, head, senior_from, max(warn_at, head.fact.at), expires_at)


def _needs_senior(case: Case, head: PlanHead, senior_from: int) -> bool:
    """Whether it was continued so often that a senior decides, and none has continued or confirmed it."""
    return head.continued >= senior_from and not case.decided_by(head.fact, "senior")


def _finding(
    case: Case,
    head: PlanHead,
    senior_from: int,
    raised_at: datetime,
    expires_at: datetime,
    unconfirmed: bool = False,
) -> Finding:
    terms = case.standard_at(raised_at).rules.p1
    expired = case.look.reached(expires_at)
    when = f"{date_words(day_of(expires_at))} {clock_words(expires_at)}"
    words = f"{head.terms.type.words}: {'EXPIRED' if expired else 'ends'} {when}"
    if unconfirmed:
        words += f". Continued {head.continued} times; a senior has not decided this one"
    return Finding(
        rule="P1",
        raised_by=head.id,
        raised_at=raised_at,
        seen=(Evidence(head.id, words, head.fact.at),),
        evidence=(head.id,),
        asks=terms.asks_expired if expired else terms.asks,
        clears=CLEARS,
        asked=_asked(case, head, senior_from, expires_at),
        again=(expires_at,) if expires_at > raised_at else (),
    )


def _asked(case: Case, head: PlanHead, senior_from: int, expires_at: datetime) -> tuple[Asked, ...]:
    """Its worker and a manager; a senior where the next continuation is theirs to decide."""
    senior = head.continued + 1 >= senior_from
    rung = case.people.ask("senior" if senior else "manager", expires_at)
    author = () if may_lower(case.directory.role_seen(head.fact.entry)) else (head.fact.entry.author,)
    return case.people.workers(expires_at, author), rung
