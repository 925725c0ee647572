"""Contacts as the rules see them: two linked records of one visit are one contact, and the higher level wins."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from models.codes import Mode
from models.fold.asking_more import merged
from models.fold.facts import Fact, Statement
from models.fold.judging import Judges
from models.fold.protection import flagged
from models.kinds.contact import Action, ContactRecorded, Indicator, Worry
from models.standard import Standard
from models.times import true_time

Part = Statement[ContactRecorded]  # one statement about a visit


class Visit(NamedTuple):
    """One contact, of one record or several linked ones. `id` is that of the record the others point to.

    `linked` are those several records, each as a visit of its own; empty where there is one.
    `at` and `first` order it in time: the time and id of the record that was made first, whatever was linked to it later;
    `placed_at` is the end that record gives. `certain` is False when a device's clock was in doubt. `stated_at` is when it was
    first recorded, whatever amended it later. `parts` are what its records say of it, of each record the more prompting
    statement first. `noted` are the readings that say anything at all: a level above 0, or a flag. `standards` are those
    that judge it and `daggers` their † codes.
    """

    id: str
    at: datetime
    first: str
    placed_at: datetime
    ended_at: datetime
    certain: bool
    stated_at: datetime
    parts: tuple[Part, ...]
    readings: Mapping[str, Indicator]
    noted: tuple[Indicator, ...]
    standards: tuple[Standard, ...]
    daggers: frozenset[str]
    linked: tuple["Visit", ...] = ()

    @property
    def records(self) -> tuple["Visit", ...]:
        """Each of its records, as a visit of its own."""
        return self.linked or (self,)

    @property
    def started_at(self) -> datetime:
        return min(true_time(part.entry.clock, part.body.started_at) for part in self.parts)

    @property
    def entries(self) -> tuple[str, ...]:
        """The ids of its records."""
        return tuple(dict.fromkeys(part.entry.id for part in self.parts))

    @property
    def modes(self) -> frozenset[Mode]:
        """How the person was reached, empty when they were not."""
        if len(self.parts) == 1:
            return _modes(self.parts)
        by_record = groupby(self.parts, key=lambda part: part.entry.id)
        return frozenset(mode for _, said in by_record for mode in _modes(tuple(said)))

    @property
    def attended(self) -> bool:
        if len(self.parts) == 1:
            return self.parts[0].body.attended
        return bool(self.modes)

    @property
    def not_reached(self) -> bool:
        """Whether it was an attempt that did not reach the person."""
        return not self.attended and any(part.body.attendance.not_reached for part in self.parts)

    @property
    def authors(self) -> frozenset[str]:
        return frozenset(part.by.author for part in self.parts)

    @property
    def worries(self) -> tuple[Worry, ...]:
        return tuple([worry for part in self.parts for worry in part.body.worried])

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple([action for part in self.parts for action in part.body.actions])

    def gave(self, codes: Collection[str], level: int, by: datetime) -> bool:
        """Whether a statement recorded by then gives one of the indicators at the level or above."""
        return any(
            part.stated_at <= by and each.code in codes and (each.level or 0) >= level
            for part in self.parts
            for each in part.body.indicators
        )

    @property
    def assessed(self) -> bool:
        """Whether it gave any indicator a level."""
        return any(reading.level is not None for reading in self.readings.values())

    def level(self, code: str) -> int | None:
        reading = self.readings.get(code)
        return reading.level if reading else None


def visits(contacts: Iterable[Fact[ContactRecorded]], judges: Judges) -> tuple[Visit, ...]:
    """The contacts as visits, in order of time."""
    by_id = {fact.id: fact for fact in contacts}
    linked: dict[str, list[Visit]] = defaultdict(list)
    for id, fact in by_id.items():
        linked[_root(id, by_id)].append(_alone(fact, judges))
    whole = [each[0] if len(each) == 1 else _together(root, each) for root, each in linked.items()]
    return tuple(sorted(whole, key=in_order))


def in_order(visit: Visit) -> tuple[datetime, str]:
    """What visits are sorted by."""
    return visit.at, visit.first


def _root(id: str, by_id: Mapping[str, Fact[ContactRecorded]]) -> str:
    """The record that those linked to it point to, directly or through others; of a ring, the first by id."""
    path = [id]
    while (onward := by_id[path[-1]].body.same_visit_as) is not None and onward in by_id:
        if onward in path:
            return min(path[path.index(onward) :])
        path.append(onward)
    return path[-1]


def ended_at(part: Part) -> datetime:
    """The end of the contact that a statement gives, by a corrected clock."""
    return true_time(part.entry.clock, part.body.ended_at)


def _alone(fact: Fact[ContactRecorded], judges: Judges) -> Visit:
    """The visit that one record tells of."""
    ends = [ended_at(part) for part in fact.statements]
    readings = _merge([part.body for part in fact.statements])
    standards, daggers = judges.of(fact.entry, fact.at)
    return Visit(
        id=fact.id,
        at=fact.at,
        first=fact.id,
        placed_at=ends[0],
        ended_at=max(ends),
        certain=fact.certain,
        stated_at=fact.stated_at,
        parts=fact.statements,
        readings=readings,
        noted=_noted(readings),
        standards=standards,
        daggers=daggers,
    )


def _modes(said: tuple[Part, ...]) -> frozenset[Mode]:
    """How one record says that they were reached. Where two people amended it apart, it says so only if both do, and face to face
    only if both say that: what is in doubt stops no clock.
    """
    modes = frozenset([part.body.mode for part in said if part.body.attended])
    if len(said) == 1:
        return modes
    if not all(part.body.attended for part in said):
        return frozenset()
    return modes if len(modes) == 1 else modes - {Mode.FACE_TO_FACE}


def _together(root: str, records: list[Visit]) -> Visit:
    """The one visit that several records tell of: where the record that was made first puts it."""
    first = min(records, key=lambda each: (each.stated_at, each.first))
    parts = tuple(part for each in records for part in each.parts)
    readings = _merge([part.body for part in parts])
    standards = tuple({id(standard): standard for each in records for standard in each.standards}.values())
    return first._replace(
        id=root,
        ended_at=max(each.ended_at for each in records),
        certain=all(each.certain for each in records),
        parts=parts,
        readings=readings,
        noted=_noted(readings),
        standards=standards,
        daggers=frozenset().union(*(each.daggers for each in records)),
        linked=tuple(records),
    )


def _noted(readings: Mapping[str, Indicator]) -> tuple[Indicator, ...]:
    return tuple([reading for reading in readings.values() if reading.level or flagged(reading)])


def _merge(bodies: list[ContactRecorded]) -> Mapping[str, Indicator]:
    if len(bodies) == 1:
        return {reading.code: reading for reading in bodies[0].indicators}
    return merged(bodies)
