"""A person's entries, each once, in order of time; and which of them this version can read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.entry import Entry
from models.errors import BadInput, NewerFormat
from models.kinds.base import Body
from models.times import Instant, corrected, true_time


@dataclass(frozen=True)
class Timeline:
    """`entries` by id in order (corrected time, then id). `said` are the bodies that read; `unknown` the ids kept aside."""

    entries: Mapping[str, Entry]
    instants: Mapping[str, Instant]
    said: Mapping[str, Body]
    unknown: tuple[str, ...]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Timeline":
        once = {entry.id: entry for entry in entries}
        instants = {id: corrected(entry) for id, entry in once.items()}
        order = sorted(once, key=lambda id: (instants[id].at, id))
        said: dict[str, Body] = {}
        unknown: list[str] = []
        for id in order:
            try:
                said[id] = once[id].said
            except (BadInput, NewerFormat):
                unknown.append(id)
        return cls({id: once[id] for id in order}, instants, said, tuple(unknown))

    def at(self, id: str) -> datetime:
        return self.instants[id].at

    def stated_at(self, id: str) -> datetime:
        """When the entry was recorded, by a corrected clock."""
        entry = self.entries[id]
        return true_time(entry.clock, entry.recorded_at)

    def order(self, id: str) -> tuple[datetime, str]:
        return self.instants[id].at, id
