"""Under which standards an entry is judged: the one stamped on it and the one effective when it occurred; either opens."""

from collections.abc import Iterable
from datetime import datetime

from models.directory import Directory
from models.entry import Entry
from models.errors import UnknownThing
from models.standard import DAGGERS, Standard


class Judges:
    """The standards by entry, each question worked out once for one directory."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._stamped: dict[str, Standard | None] = {}
        self._daggers: dict[tuple[int, ...], frozenset[str]] = {}

    def of(self, entry: Entry, at: datetime) -> tuple[Standard, ...]:
        """Each standard once, the one effective at `at` first; none where this device holds none."""
        if entry.standard not in self._stamped:
            self._stamped[entry.standard] = self._directory.standard(entry.standard)
        stamped = self._stamped[entry.standard]
        try:
            effective = self._directory.standard_at(at)
        except UnknownThing:
            return (stamped,) if stamped else ()
        return (effective,) if stamped is None or stamped is effective else (stamped, effective)

    def daggers(self, standards: tuple[Standard, ...]) -> frozenset[str]:
        """`daggers_of`, once for each set of standards."""
        key = tuple(map(id, standards))
        if key not in self._daggers:
            self._daggers[key] = daggers_of(standards)
        return self._daggers[key]


def daggers_of(standards: Iterable[Standard]) -> frozenset[str]:
    """The † codes under any of the standards; never fewer than the three every standard has."""
    return frozenset(DAGGERS).union(*(standard.daggers for standard in standards))
