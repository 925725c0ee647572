"""The high-risk cohort: put in by a manager, or in it by itself while something says so. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from models.episodes import Episode
from models.fold import PersonState
from models.fold.lowering import plan_terms

SET, EPISODE, PLAN, ESCALATION = "set", "episode", "plan", "escalation"


def why_in_cohort(person: PersonState, episodes: Iterable[Episode], at: datetime) -> Iterator[str]:
    """What puts them in it then, by `SET` a manager, else a safety episode, a temporary plan, an open escalation."""
    if person.set_in_cohort(at):
        yield SET
    if any(each.kind == "safety" and each.spans(at) for each in episodes):
        yield EPISODE
    if _temporary_plan_at(person, at):
        yield PLAN
    if any(each.open_at(at) for each in person.escalations):
        yield ESCALATION


def _temporary_plan_at(person: PersonState, at: datetime) -> bool:
    slot = person.plan_slots.get("plan_temporary")
    heads = slot.heads_at(at) if slot else ()
    return any(plan_terms(body) is not None for head in heads for body in head.bodies)
