"""Contacts as the rules see them: two linked records of one visit are one contact, and the higher level wins."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from models.codes import Mode
from models.fold.facts import Fact
from models.fold.judging import Judges
from models.fold.lowering import FLAGS
from models.fold.protection import flagged
from models.kinds.contact import Action, ContactRecorded, Indicator, Worry
from models.standard import Standard
from models.times import true_time


@dataclass(frozen=True, slots=True)
class Part:
    """One statement about a visit, its times corrected. `evidence` is the id to name when answering or closing it."""

    evidence: str
    entry: str
    author: str
    body: ContactRecorded
    started_at: datetime
    ended_at: datetime
    stated_at: datetime


@dataclass(frozen=True)
class Visit:
    """One contact, of one record or several linked ones. `id` is that of the record the others point to.

    `at` and `first` order it in time: the time and id of the record that was made first, whatever was linked to it later;
    `placed_at` is the end that record gives. `certain` is False when a device's clock was in doubt. `standards` are those that judge it and
    `daggers` their † codes. `modes` are how the person was reached, empty when they were not; `not_reached` an attempt
    that did not. `noted` are the readings that say anything at all: a level above 0, or a flag. `stated_at` is when it was first recorded, whatever amended it later.
    """

    id: str
    at: datetime
    first: str
    placed_at: datetime
    certain: bool
    started_at: datetime
    ended_at: datetime
    stated_at: datetime
    parts: tuple[Part, ...]
    entries: tuple[str, ...]
    readings: Mapping[str, Indicator]
    noted: tuple[Indicator, ...]
    standards: tuple[Standard, ...]
    daggers: frozenset[str]
    modes: frozenset[Mode]
    not_reached: bool

    @property
    def attended(self) -> bool:
        return bool(self.modes)

    @property
    def authors(self) -> frozenset[str]:
        return frozenset(part.author for part in self.parts)

    @property
    def worries(self) -> tuple[Worry, ...]:
        return tuple(worry for part in self.parts for worry in part.body.worried)

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(action for part in self.parts for action in part.body.actions)

    def gave(self, codes: Collection[str], level: int, by: datetime) -> bool:
        """Whether a statement recorded by then gives one of the indicators at the level or above."""
        return any(
            part.stated_at <= by and each.code in codes and (each.level or 0) >= level
            for part in self.parts
            for each in part.body.indicators
        )

    def level(self, code: str) -> int | None:
        reading = self.readings.get(code)
        return reading.level if reading else None


def visits(contacts: Iterable[Fact[ContactRecorded]], judges: Judges) -> tuple[Visit, ...]:
    """The contacts as visits, in order of time."""
    by_id = {fact.id: fact for fact in contacts}
    linked: dict[str, list[Visit]] = defaultdict(list)
    for id, fact in by_id.items():
        linked[_root(id, by_id)].append(_alone(fact, judges))
    whole = [each[0] if len(each) == 1 else _together(root, each, judges) for root, each in linked.items()]
    return tuple(sorted(whole, key=lambda visit: (visit.at, visit.first)))


def _root(id: str, by_id: Mapping[str, Fact[ContactRecorded]]) -> str:
    """The record that those linked to it point to, directly or through others; of a ring, the first by id."""
    path = [id]
    while (fact := by_id.get(path[-1])) and (onward := fact.body.same_visit_as) in by_id and onward:
        if onward in path:
            return min(path[path.index(onward) :])
        path.append(onward)
    return path[-1]


def _alone(fact: Fact[ContactRecorded], judges: Judges) -> Visit:
    """The visit that one record tells of."""
    parts, standards = _parts(fact), judges.of(fact.entry, fact.at)
    readings = _merge([part.body for part in parts])
    modes = frozenset([part.body.mode for part in parts if part.body.attended])
    return Visit(
        id=fact.id,
        at=fact.at,
        first=fact.id,
        placed_at=parts[0].ended_at,
        certain=fact.certain,
        started_at=min([part.started_at for part in parts]),
        ended_at=max([part.ended_at for part in parts]),
        stated_at=fact.stated_at,
        parts=parts,
        entries=(fact.id,),
        readings=readings,
        noted=_noted(readings),
        standards=standards,
        daggers=judges.daggers(standards),
        modes=modes,
        not_reached=not modes and any(part.body.attendance.not_reached for part in parts),
    )


def _together(root: str, records: list[Visit], judges: Judges) -> Visit:
    """The one visit that several records tell of: where the record that was made first puts it."""
    first = min(records, key=lambda each: (each.stated_at, each.first))
    parts = tuple(part for each in records for part in each.parts)
    readings = _merge([part.body for part in parts])
    standards = tuple({id(standard): standard for each in records for standard in each.standards}.values())
    modes = frozenset(mode for each in records for mode in each.modes)
    return replace(
        first,
        id=root,
        certain=all(each.certain for each in records),
        started_at=min(each.started_at for each in records),
        ended_at=max(each.ended_at for each in records),
        parts=parts,
        entries=tuple(each.first for each in records),
        readings=readings,
        noted=_noted(readings),
        standards=standards,
        daggers=judges.daggers(standards),
        modes=modes,
        not_reached=not modes and any(each.not_reached for each in records),
    )


def _noted(readings: Mapping[str, Indicator]) -> tuple[Indicator, ...]:
    return tuple([reading for reading in readings.values() if reading.level or flagged(reading)])


def _parts(fact: Fact[ContactRecorded]) -> tuple[Part, ...]:
    """One for each statement, in the fact's order: the more prompting first."""
    clock = fact.entry.clock
    return tuple(
        [
            Part(
                evidence=statement.evidence,
                entry=fact.id,
                author=statement.by.author,
                body=statement.body,
                started_at=true_time(clock, statement.body.started_at),
                ended_at=true_time(clock, statement.body.ended_at),
                stated_at=statement.stated_at,
            )
            for statement in fact.statements
        ]
    )


def _merge(bodies: list[ContactRecorded]) -> Mapping[str, Indicator]:
    if len(bodies) == 1:
        return {reading.code: reading for reading in bodies[0].indicators}
    merged: dict[str, Indicator] = {}
    for reading in (reading for body in bodies for reading in body.indicators):
        merged[reading.code] = _higher(merged.get(reading.code), reading)
    return merged


def _higher(one: Indicator | None, other: Indicator) -> Indicator:
    """The reading with the higher level, with every flag either gives. Assessed beats not assessed."""
    if one is None:
        return other
    first, second = (one, other) if _height(one) >= _height(other) else (other, one)
    return first.model_copy(update={flag: getattr(first, flag) or getattr(second, flag) for flag in FLAGS})


def _height(reading: Indicator) -> int:
    return -1 if reading.level is None else reading.level
