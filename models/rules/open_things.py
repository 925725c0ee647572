"""What is open about a person: what must be settled, or handed over and decided by a senior, before a discharge holds.

To add a thing that can be open: write its small function, add it to `OPEN`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from models.episodes import Episode
from models.fold import PersonState

Episodes = tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """Something open: in words, the entry that opened it, and when."""

    words: str
    entry: str
    since: datetime


def open_at(person: PersonState, episodes: Episodes, at: datetime) -> tuple[Open, ...]:
    """What was opened by then and is open still, in order of opening."""
    found = (each for things in OPEN for each in things(person, episodes) if each.since <= at)
    return tuple(sorted(found, key=lambda each: (each.since, each.entry)))


def _episodes(_: PersonState, episodes: Episodes) -> Iterable[Open]:
    for each in episodes:
        if each.open:
            yield Open(f"{each.kind.replace('_', '-').capitalize()} episode", each.opened_by, each.opened_at)


def _plans(person: PersonState, _: Episodes) -> Iterable[Open]:
    if plan := person.temporary_plan:
        first = plan.slot.facts[0]
        yield Open("Temporary safety plan", first.id, first.at)


def _concerns(person: PersonState, _: Episodes) -> Iterable[Open]:
    for concern in person.concerns:
        if concern.undecided:
            yield Open("Safeguarding concern without a decision", concern.raised.id, concern.raised.at)


def _actions(person: PersonState, _: Episodes) -> Iterable[Open]:
    for action in person.actions:
        if not action.done:
            yield Open(f"Action: {action.body.what}", action.record, action.assigned.at)


def _restrictions(person: PersonState, _: Episodes) -> Iterable[Open]:
    for restriction in person.restrictions:
        first = restriction.slot.facts[0]
        yield Open("Restriction in force", first.id, first.at)


def _escalations(person: PersonState, _: Episodes) -> Iterable[Open]:
    for escalation in person.open_escalations:
        yield Open(escalation.name, escalation.id, escalation.at)


def _lines(person: PersonState, _: Episodes) -> Iterable[Open]:
    """Of the registers: issues, risks and referrals that nobody has settled."""
    registers = person.registers
    for issue in registers.issues:
        if issue.open:
            yield Open(f"Issue: {issue.begun.body.what}", issue.record, issue.begun.at)
    for risk in registers.risks:
        if risk.open:
            yield Open(f"Risk: {risk.begun.body.risk}", risk.record, risk.begun.at)
    for referral in registers.referrals:
        if referral.open:
            yield Open("Referral without a decision", referral.record, referral.begun.at)


OPEN: tuple[Callable[[PersonState, Episodes], Iterable[Open]], ...] = (
    _episodes,
    _plans,
    _restrictions,
    _escalations,
    _concerns,
    _actions,
    _lines,
)
