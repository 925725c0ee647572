"""What a check may look at beyond the body itself."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from models.directory import Directory
from models.standard import Standard


class Person(Protocol):
    """Of a person, a check asks only when they were born (None while their record is still arriving)."""

    @property
    def born_on(self) -> date | None: ...


@dataclass(frozen=True)
class Surroundings:
    """`here` is True while authoring on this device, False for an entry from elsewhere, where the unknown is kept."""

    occurred_at: datetime
    now: datetime
    person: Person | None
    directory: Directory
    here: bool
    stamped: Standard | None = None

    @property
    def standard(self) -> Standard | None:
        """The entry's own, else the one effective when it occurred; None before any has been published."""
        if self.stamped or not self.directory.standards:
            return self.stamped
        return self.directory.standard_at(self.occurred_at)

    def at(self, occurred_at: datetime) -> "Surroundings":
        return replace(self, occurred_at=occurred_at)

    def indicators(self) -> Collection[str]:
        return self.standard.indicator_by_code if self.standard else ()

    def actions(self) -> Collection[str]:
        return self.standard.action_by_code if self.standard else ()
