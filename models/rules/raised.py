"""What the prompts of an episode have in common."""

from collections.abc import Callable, Iterable
from dataclasses import replace
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
    answered = _answered(case, raising, managers_only) if passed else []
    if answered:
        again_by = decision_by(days_later(raising.raised_at, passed * days), standards)
        again = managers(case, answered, lambda _: again_by)
        asks = f"Still open after {passed * days} days: review it. {asks}"
        asked = again if len(answered) == len(raising.met) else each_once((*asked, *again))
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


def undecided(case: Case, raising: Raising, managers_only: bool) -> list[Met]:
    """The contacts that nobody has answered for yet; all of them once all are. To have looked at one moves no deadline of it."""
    answered = _answered(case, raising, managers_only)
    return [met for met in raising.met if met not in answered] or list(raising.met)


def _answered(case: Case, raising: Raising, managers_only: bool) -> list[Met]:
    return [met for met in raising.met if case.doings.all_answered(raising.rule, met.evidence, managers_only)]


def step_up_asked(case: Case, raising: Raising, managers_only: bool = False) -> tuple[Asked, ...]:
    """Whoever saw it acts and records it; a manager decides by the end of the day. The first contact without a decision counts."""
    standards = judging(raising)
    waiting = undecided(case, raising, managers_only)
    acts_by = waiting[0].at + timedelta(hours=min(each.rules.a1.other_hours for each in standards))
    worker = case.people.workers(acts_by, case.doings.authors(evidence_of(raising)))
    return worker, *managers(case, waiting, lambda met: decision_by(met.at, standards))


def managers(case: Case, mets: Iterable[Met], by: Callable[[Met], datetime]) -> tuple[Asked, ...]:
    """Who is asked to see these contacts: a manager; for what a manager wrote, the next rung up."""
    return each_once(
        case.people.ask("manager", by(met), case.doings.authors((id,))) for met in mets for id in met.evidence
    )


def each_once(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Each role once, by the earliest time any of it is asked by."""
    rungs: dict[str, Asked] = {}
    for each in asked:
        known = rungs.setdefault(each.role, each)
        rungs[each.role] = replace(known, by=min(known.by, each.by))
    return tuple(rungs.values())


def decision_by(at: datetime, standards: Iterable[Standard]) -> datetime:
    """The end of the London day; some hours on when it is late already. Of several standards, the earlier."""
    return min(_decision_by(at, each.rules.t1) for each in standards)


def _decision_by(at: datetime, terms: T1) -> datetime:
    late = at > at_local(day_of(at), terms.late_from)
    return at + timedelta(hours=terms.late_hours) if late else end_of_day(at)
