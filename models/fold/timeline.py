"""A person's entries, each once, in order of time; and which of them this version can read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.entry import Entry
from models.errors import BadInput, NewerFormat
from models.kinds.base import Body
from models.times import is_certain, true_time


@dataclass(frozen=True)
class Timeline:
    """`entries` by id in order (corrected time, then id), `at` those times, `uncertain` the ids whose clock was in doubt.

    `said` are the bodies that read; `unknown` the ids kept aside.
    """

    entries: Mapping[str, Entry]
    at: Mapping[str, datetime]
    uncertain: frozenset[str]
    said: Mapping[str, Body]
    unknown: tuple[str, ...]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Timeline":
        once = {entry.id: entry for entry in entries}
        order = sorted((true_time(entry.clock, entry.occurred_at), id) for id, entry in once.items())
        said: dict[str, Body] = {}
        unknown: list[str] = []
        for _, id in order:
            try:
                said[id] = once[id].said
            except (BadInput, NewerFormat):
                unknown.append(id)
        return cls(
            entries={id: once[id] for _, id in order},
            at={id: at for at, id in order},
            uncertain=frozenset(id for id, entry in once.items() if not is_certain(entry.clock)),
            said=said,
            unknown=tuple(unknown),
        )

    def stated_at(self, id: str) -> datetime:
        """When the entry was recorded, by a corrected clock."""
        entry = self.entries[id]
        return true_time(entry.clock, entry.recorded_at)

    def order(self, id: str) -> tuple[datetime, str]:
        return self.at[id], id
