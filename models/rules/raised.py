"""What the prompts of an episode have in common."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from models.episodes import Episode, Raising
from models.met import Met
from models.prompt import Asked
from models.rules.case import Case, Finding
from models.standard import Standard
from models.standard.rules import T1
from models.times import at_local, day_of, days_later, end_of_day


def raised(
    case: Case,
    episode: Episode,
    raising: Raising,
    asks: str,
    clears: str,
    asked: tuple[Asked, ...],
    managers_only: bool = False,
) -> Finding:
    """A prompt of an episode: it stands until its evidence is stepped down. Once answered, it asks a manager again."""
    standards = judging(raising)
    days = min(each.episodes.again_days for each in standards)
    evidence = evidence_of(raising)
    passed = case.look.rounds_of_days(raising.raised_at, days)
    if passed and case.doings.all_answered(raising.rule, evidence, managers_only):
        again_at = days_later(raising.raised_at, passed * days)
        asks = f"Still open after {passed * days} days: review it. {asks}"
        asked = (case.people.ask("manager", decision_by(again_at, standards)),)
    return Finding(
        rule=raising.rule,
        raised_by=raising.raised_by,
        raised_at=raising.raised_at,
        seen=tuple(dict.fromkeys(each for met in raising.met for each in met.seen)),
        evidence=evidence,
        asks=asks,
        clears=clears,
        asked=asked,
        episode=episode.kind,
        every_days=days,
        managers_only=managers_only,
    )


def judging(raising: Raising) -> tuple[Standard, ...]:
    """The standards that judge the contact that raised it: of their times, the earliest counts."""
    return raising.met[0].visit.standards


def evidence_of(raising: Raising) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for met in raising.met for id in met.evidence))


def step_up_asked(case: Case, raising: Raising, managers_only: bool = False) -> tuple[Asked, ...]:
    """Whoever saw it acts and records it; a manager decides by the end of the day. The first unseen contact counts."""
    standards = judging(raising)
    unseen = [met for met in raising.met if not case.doings.seen(raising.rule, met.evidence, managers_only)]
    waiting = unseen or list(raising.met)
    acts_by = waiting[0].at + timedelta(hours=min(each.rules.a1.other_hours for each in standards))
    worker = case.people.workers(acts_by, case.doings.authors(evidence_of(raising)))
    return worker, *managers(case, waiting, lambda met: decision_by(met.at, standards))


def managers(case: Case, mets: Iterable[Met], by: Callable[[Met], datetime]) -> tuple[Asked, ...]:
    """Who is asked to see these contacts: a manager; for what a manager wrote, the next rung up.

    Where the team has nobody at all who could, every senior is asked, as on the ladder.
    """
    rungs: dict[str, Asked] = {}
    authors: set[str] = set()
    for met in mets:
        for id in met.evidence:
            wrote = case.doings.authors((id,))
            asked = case.people.ask("manager", by(met), wrote)
            rungs.setdefault(asked.role, asked)
            authors |= wrote
    if any(each.staff_ids for each in rungs.values()):
        return tuple(rungs.values())
    return tuple(case.people.all_seniors(each.by, frozenset(authors)) for each in rungs.values())


def decision_by(at: datetime, standards: Iterable[Standard]) -> datetime:
    """The end of the London day; some hours on when it is late already. Of several standards, the earlier."""
    return min(_decision_by(at, each.rules.t1) for each in standards)


def _decision_by(at: datetime, terms: T1) -> datetime:
    late = at > at_local(day_of(at), terms.late_from)
    return at + timedelta(hours=terms.late_hours) if late else end_of_day(at)
