"""Actions carried out, wholly or partly: in a contact, a prompt's answer or a completed action, of the standard's menu.

An escalation is one too, from when it was made, once a human has it: a voicemail is not.
Discussing, monitoring, intending and leaving a message are not; nor is what is dated after it was recorded.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from models.entry import Entry
from models.fold import Fact, PersonState, TrackedAction
from models.fold.judging import Judges
from models.fold.visits import ended_at
from models.kinds.base import Body
from models.kinds.contact import Action
from models.kinds.safeguarding import ActionCompleted
from models.times import true_time


class Done(NamedTuple):
    """What an entry says was carried out, and when."""

    at: datetime
    entry: Entry
    code: str


def last_carried_out(person: PersonState, judges: Judges) -> datetime | None:
    """When the last of all actions carried out was, None where none was."""
    done = sorted(_done(person), key=lambda each: each.at, reverse=True)
    counting = (each.at for each in done if _counts(person, each, judges))
    escalated = (each.at for each in person.escalations if each.a_human_has_it)
    return max((*islice(counting, 1), *escalated), default=None)


def _done(person: PersonState) -> Iterable[Done]:
    for visit in person.visits:
        for part in visit.parts:
            if part.body.actions:
                ended = ended_at(part)
                yield from _those(part.entry, part.body.actions, ended, max(ended, part.stated_at))
    for fact in person.answers:
        for body in fact.bodies:
            yield from _those(fact.entry, body.actions, fact.at, fact.at)
    for action in person.actions:
        for fact in action.completions:
            yield from _those(fact.entry, _completed(action, fact), fact.at, fact.at)


def _completed(action: TrackedAction, fact: Fact[Body]) -> Iterable[Action]:
    """An action that was assigned, as it was carried out; one without a code of the standard is none."""
    for body in fact.bodies:
        if action.body.code is not None and isinstance(body, ActionCompleted):
            yield Action(code=action.body.code, extent=body.extent, carried_out_at=body.carried_out_at)


def _those(
    entry: Entry, actions: Iterable[Action], unless_said: datetime, recorded_at: datetime
) -> Iterable[Done]:
    for action in actions:
        at = _when(action, entry, unless_said)
        if action.extent.carried_out and at <= recorded_at:
            yield Done(at, entry, action.code)


def _when(action: Action, entry: Entry, unless_said: datetime) -> datetime:
    return unless_said if action.carried_out_at is None else true_time(entry.clock, action.carried_out_at)


def _counts(person: PersonState, done: Done, judges: Judges) -> bool:
    """Only where every standard that judges the entry says so: either opens, so both must close."""
    standards = judges.of(done.entry, person.at[done.entry.id]).standards
    return bool(standards) and all(standard.counts_as_action(done.code) for standard in standards)
