"""Actions carried out, wholly or partly: in a contact, a prompt's answer or a completed action, of the standard's menu.

An escalation is one too, from when it was made, once a human has it: a voicemail is not.
Discussing, monitoring, intending and leaving a message are not; nor is what is dated after it was recorded, nor what an
amendment of the contact that waits for a manager takes back: in doubt, nothing was done.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import NamedTuple, cast

from models.entry import Entry, read_body
from models.fold import Part, PersonState, TrackedAction
from models.fold.judging import Judges
from models.fold.visits import ended_at
from models.kinds.base import Body
from models.kinds.contact import Action, ContactRecorded
from models.kinds.correction import EntryAmended
from models.kinds.safeguarding import ActionCompleted
from models.times import true_time
from models.waiting import waiting as waiting_in


class Done(NamedTuple):
    """What an entry says was carried out, and when."""

    at: datetime
    entry: Entry
    code: str


def last_carried_out(person: PersonState, judges: Judges) -> datetime | None:
    """When the last of all actions carried out was, None where none was."""
    escalated = (each.at for each in person.escalations if each.a_human_has_it)
    return max((*_last_of_each(person, judges), *escalated), default=None)


def _last_of_each(person: PersonState, judges: Judges) -> Iterable[datetime]:
    """Of each entry the last that counts. Amended apart, it is what answers least: nothing, or the longest ago."""
    for said in _said(person):
        counting = [[each.at for each in done if _counts(person, each, judges)] for done in said]
        if all(counting):
            yield min(max(times) for times in counting)


def _said(person: PersonState) -> Iterable[list[list[Done]]]:
    """What each entry says was done: one list, but for an entry that two people amended apart."""
    taken_back = _taken_back(person)
    for visit in person.visits:
        if any(part.body.actions for part in visit.parts):
            for id, parts in groupby(visit.parts, key=lambda part: part.entry.id):
                yield [_in_contact(part) for part in (*parts, *taken_back.get(id, ()))]
    for fact in person.answers:
        yield [_those(fact.entry, body.actions, fact.at, fact.at) for body in fact.bodies]
    for action in person.actions:
        for fact in action.completions:
            yield [_those(fact.entry, _completed(action, body), fact.at, fact.at) for body in fact.bodies]


def _taken_back(person: PersonState) -> Mapping[str, list[Part]]:
    """By a contact, what amendments of it that wait for a manager would have it say."""
    found: dict[str, list[Part]] = {}
    for each in waiting_in(person):
        said, contact = each.entry.said, person.entries[each.target]
        if isinstance(said, EntryAmended) and contact.kind == "contact.recorded":
            body, stated_at = read_body(contact.kind, said.body), person.at[each.entry.id]
            part = Part(contact, each.entry, cast(ContactRecorded, body), stated_at, contact.id)
            found.setdefault(contact.id, []).append(part)
    return found


def _in_contact(part: Part) -> list[Done]:
    ended = ended_at(part)
    return _those(part.entry, part.body.actions, ended, max(ended, part.stated_at))


def _completed(action: TrackedAction, body: Body) -> Iterable[Action]:
    """An action that was assigned, as it was carried out; one without a code of the standard is none."""
    if action.body.code is not None and isinstance(body, ActionCompleted):
        yield Action(code=action.body.code, extent=body.extent, carried_out_at=body.carried_out_at)


def _those(
    entry: Entry, actions: Iterable[Action], unless_said: datetime, recorded_at: datetime
) -> list[Done]:
    done = (
        Done(_when(action, entry, unless_said), entry, action.code)
        for action in actions
        if action.extent.carried_out
    )
    return [each for each in done if each.at <= recorded_at]


def _when(action: Action, entry: Entry, unless_said: datetime) -> datetime:
    return unless_said if action.carried_out_at is None else true_time(entry.clock, action.carried_out_at)


def _counts(person: PersonState, done: Done, judges: Judges) -> bool:
    """Only where every standard that judges the entry says so: either opens, so both must close."""
    standards = judges.of(done.entry, person.at[done.entry.id]).standards
    return bool(standards) and all(standard.counts_as_action(done.code) for standard in standards)
