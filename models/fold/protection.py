"""Which contacts stand behind a T1 or T5 prompt: their statements are lowered, and they are voided, only with a manager."""

from collections.abc import Iterable
from datetime import datetime

from models.directory import Directory
from models.entry import Entry
from models.errors import UnknownThing
from models.kinds.contact import ContactRecorded, Indicator
from models.standard import DAGGERS, Standard

Order = tuple[datetime, str]


def judged_under(directory: Directory, entry: Entry, at: datetime) -> tuple[Standard, ...]:
    """The standard stamped on the entry and the one effective when it occurred, each once; either may open a prompt."""
    stamped = directory.standard(entry.standard)
    try:
        effective = directory.standard_at(at)
    except UnknownThing:
        return (stamped,) if stamped else ()
    return (effective,) if stamped is None or stamped is effective else (stamped, effective)


def daggers_of(standards: Iterable[Standard]) -> frozenset[str]:
    """The † codes under any of the standards; never fewer than the three every standard has."""
    return frozenset(DAGGERS).union(*(standard.daggers for standard in standards))


def flagged(reading: Indicator) -> bool:
    """A new disclosure, or plan, means or attempt."""
    return reading.new_disclosure or reading.plan or reading.means or reading.attempt


def opens_safety(body: ContactRecorded, standards: tuple[Standard, ...]) -> bool:
    """Whether a contact's content is T1's or T5's, whatever came before it."""
    daggers = daggers_of(standards)
    enough = min((standard.rules.t1.level for standard in standards), default=2)
    return bool(body.worried) or any(
        flagged(reading) or (reading.code in daggers and (reading.level or 0) >= enough)
        for reading in body.indicators
    )


def stirs(body: ContactRecorded, daggers: frozenset[str]) -> bool:
    """Whether it may prompt a standing episode again: any level 3, any † seen at all."""
    return any(
        reading.level == 3 or bool(reading.code in daggers and reading.level) for reading in body.indicators
    )
