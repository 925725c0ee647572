"""What the prompts of an episode have in common."""

from datetime import datetime, timedelta

from models.episodes import Episode, Raising
from models.prompt import Asked
from models.rules.case import Case, Finding
from models.standard import Standard
from models.times import at_local, day_of, end_of_day


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
    standard = case.standard_at(raising.raised_at)
    every = timedelta(days=standard.episodes.again_days)
    evidence = evidence_of(raising)
    passed = case.look.rounds(raising.raised_at, every)
    if passed and case.doings.all_answered(raising.rule, evidence, managers_only):
        again_at = raising.raised_at + passed * every
        asks = f"Still open after {(passed * every).days} days: review it. {asks}"
        asked = (case.people.ask("manager", decision_by(again_at, standard)),)
    return Finding(
        rule=raising.rule,
        raised_by=raising.raised_by,
        raised_at=raising.raised_at,
        seen=tuple(each for met in raising.met for each in met.seen),
        evidence=evidence,
        asks=asks,
        clears=clears,
        asked=asked,
        episode=episode.kind,
        every=every,
        managers_only=managers_only,
    )


def evidence_of(raising: Raising) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for met in raising.met for id in met.evidence))


def step_up_asked(case: Case, raising: Raising, managers_only: bool = False) -> tuple[Asked, ...]:
    """Whoever saw it acts and records it; a manager decides by the end of the day. The first unanswered contact counts."""
    standard = case.standard_at(raising.raised_at)
    authors = case.doings.authors(evidence_of(raising))
    waiting = [met for met in raising.met if not case.doings.seen(raising.rule, met.evidence, managers_only)]
    at = (waiting or raising.met)[0].at
    worker = case.people.workers(at + timedelta(hours=standard.rules.a1.other_hours), authors)
    return worker, case.people.ask("manager", decision_by(at, standard), authors)


def decision_by(at: datetime, standard: Standard) -> datetime:
    """The end of the London day; some hours on when it is late already."""
    terms = standard.rules.t1
    late = at > at_local(day_of(at), terms.late_from)
    return at + timedelta(hours=terms.late_hours) if late else end_of_day(at)
