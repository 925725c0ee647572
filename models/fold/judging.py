"""Under which standards an entry is judged: the one stamped on it and the one effective when it occurred; either opens."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from models.directory import Directory
from models.entry import Entry
from models.standard import DAGGERS, Standard


class Judged(NamedTuple):
    """The standards that judge an entry, each once (none where this device holds none), and their † codes."""

    standards: tuple[Standard, ...]
    daggers: frozenset[str]


class Judges:
    """The standards by entry, each question worked out once for one directory."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._judged: dict[tuple[str, int], Judged] = {}

    def of(self, entry: Entry, at: datetime) -> Judged:
        """By the standard stamped on the entry and the one effective at `at`."""
        key = entry.standard, self._directory.standard_place(at)
        if key not in self._judged:
            standards = self._of(entry.standard, at)
            self._judged[key] = Judged(standards, daggers_of(standards))
        return self._judged[key]

    def _of(self, version: str, at: datetime) -> tuple[Standard, ...]:
        if not self._directory.standards:
            return ()
        stamped, effective = self._directory.standard(version), self._directory.standard_at(at)
        return (effective,) if stamped is None or stamped is effective else (stamped, effective)


def daggers_of(standards: Iterable[Standard]) -> frozenset[str]:
    """The † codes under any of the standards; never fewer than the three every standard has."""
    return frozenset(DAGGERS).union(*(standard.daggers for standard in standards))
