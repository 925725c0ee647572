"""Who is asked as time passes: the author first, then a manager, then a senior. A rung without staff is skipped upwards."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from models.fold import Escalation
from models.ladder import Climb, Rung, climb
from models.prompt import Asked
from models.rules.case import Case
from models.rules.people import SENIOR
from models.standard import Standard


def standards_of(case: Case, id: str) -> tuple[Standard, ...]:
    """The standards that judge an entry; the one effective then where none does."""
    return case.standards_of(id) or (case.standard_at(case.person.at[id]),)


def climb_of(case: Case, escalation: Escalation) -> Climb:
    return climb(escalation.priority, escalation.at, standards_of(case, escalation.id))


def reached(case: Case, rungs: Iterable[Rung]) -> list[Rung]:
    """Those whose time has come. Passed together, they are told together."""
    return [rung for rung in rungs if case.look.reached(rung.due_at)]


def asked_on(case: Case, rungs: Sequence[Rung], authors: frozenset[str]) -> tuple[Asked, ...]:
    """Who is asked on these rungs, each role once and from its earliest time."""
    asked: dict[str, Asked] = {}
    for rung in rungs:
        whom = _on(case, rung, authors)
        asked.setdefault(whom.role, whom)
    return tuple(asked.values())


def owner_of(passed: Sequence[Rung]) -> str:
    """The role it has climbed to, "" while it is still its author's."""
    return passed[-1].role if passed[-1].role != "author" else ""


def nobody_on(case: Case, rung: Rung, authors: frozenset[str]) -> bool:
    """Whether of the team neither that rung nor any above it has anybody."""
    return role_on(case, rung, authors) == SENIOR and not case.people.has_senior()


def role_on(case: Case, rung: Rung, authors: frozenset[str]) -> str:
    """Whose it is once that rung owns it: that of the next above where it has nobody."""
    return _on(case, rung, authors).role


def _on(case: Case, rung: Rung, authors: frozenset[str]) -> Asked:
    if rung.role != "author":
        return case.people.ask(rung.role, rung.due_at)
    asked = case.people.workers(rung.due_at, authors)
    return asked if asked.staff_ids else case.people.ask("manager", rung.due_at)


def repeated(case: Case, since: datetime, every: timedelta) -> tuple[datetime, ...]:
    """Each time at which it is asked again, up to and with the next."""
    passed = case.look.rounds(since, every)
    return tuple(since + (number + 1) * every for number in range(passed + 1))
