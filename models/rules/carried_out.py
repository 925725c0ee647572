"""Actions carried out, wholly or partly: in a contact, a prompt's answer or a completed action, of the standard's menu.

An escalation is one too, from when it was made, once a human has it: a voicemail is not.
Discussing, monitoring, intending and leaving a message are not; nor is what is dated after it was recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.entry import Entry
from models.fold import Fact, PersonState, TrackedAction
from models.fold.judging import Judges
from models.kinds.base import Body
from models.kinds.contact import Action
from models.kinds.safeguarding import ActionCompleted
from models.times import true_time


@dataclass(frozen=True, slots=True)
class CarriedOut:
    at: datetime
    entry: str
    code: str


def carried_out(person: PersonState, judges: Judges) -> tuple[CarriedOut, ...]:
    """Every action carried out, in order of time."""
    found = [
        each
        for visit in person.visits
        for part in visit.parts
        if part.body.actions
        for each in _those(
            person,
            judges,
            part.entry,
            part.body.actions,
            part.ended_at,
            max(part.ended_at, part.stated_at),
        )
    ]
    for fact in person.answers:
        for body in fact.bodies:
            found += _those(person, judges, fact.id, body.actions, fact.at, fact.at)
    found += [CarriedOut(each.at, each.id, "escalated") for each in person.escalations if each.a_human_has_it]
    for action in person.actions:
        for fact in action.completions:
            found += _those(person, judges, fact.id, _completed(action, fact), fact.at, fact.at)
    return tuple(sorted(found, key=lambda each: (each.at, each.entry, each.code)))


def _completed(action: TrackedAction, fact: Fact[Body]) -> Iterable[Action]:
    """An action that was assigned, as it was carried out; one without a code of the standard is none."""
    for body in fact.bodies:
        if action.body.code is not None and isinstance(body, ActionCompleted):
            yield Action(code=action.body.code, extent=body.extent, carried_out_at=body.carried_out_at)


def _those(
    person: PersonState,
    judges: Judges,
    id: str,
    actions: Iterable[Action],
    unless_said: datetime,
    recorded_at: datetime,
) -> Iterable[CarriedOut]:
    entry = person.entries[id]
    for action in actions:
        at = _when(action, entry, unless_said)
        if action.extent.carried_out and at <= recorded_at and _counts(action, entry, judges, person.at[id]):
            yield CarriedOut(at, id, action.code)


def _when(action: Action, entry: Entry, unless_said: datetime) -> datetime:
    return unless_said if action.carried_out_at is None else true_time(entry.clock, action.carried_out_at)


def _counts(action: Action, entry: Entry, judges: Judges, at: datetime) -> bool:
    """Only where every standard that judges the entry says so: either opens, so both must close."""
    standards = judges.of(entry, at)
    return bool(standards) and all(standard.counts_as_action(action.code) for standard in standards)
