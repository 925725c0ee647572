"""What a directory is made of: staff with the roles they were given, teams, devices, published standards."""

from dataclasses import dataclass, field
from datetime import date, datetime

from models.codes import Role
from models.standard import Standard
from models.times import day_ends, day_of, day_starts


@dataclass(frozen=True)
class RoleEntry:
    """A role someone was given, and the id of the entry that gave it. `passes` are the entries it follows."""

    id: str
    staff: str
    role: Role
    teams: tuple[str, ...]
    at: datetime
    passes: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True)
class Staff:
    """A member of staff now. `left_on` is their last day. `role_entry` is the id to cite as `role_seen`."""

    id: str
    name: str
    role: Role
    teams: tuple[str, ...]
    phone: str
    left_on: date | None
    role_entry: str
    roles: tuple[RoleEntry, ...] = field(default=(), repr=False)

    def here_at(self, at: datetime) -> bool:
        return self.left_on is None or day_of(at) <= self.left_on


@dataclass(frozen=True)
class Leave:
    """Leave of a member of staff, from `from_on` to the last day `until_on` (None: open). `id` is the leave's record."""

    id: str
    staff: str
    from_on: date
    until_on: date | None

    def holds_on(self, on: date) -> bool:
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    @property
    def turns(self) -> tuple[datetime, ...]:
        """The midnights at which it begins and ends."""
        ends = () if self.until_on is None else (day_ends(self.until_on),)
        return day_starts(self.from_on), *ends


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    duty_phone: str


@dataclass(frozen=True)
class EnrolledDevice:
    """A device and the staff member it was enrolled for; `revoked` once base has taken it out of use."""

    id: str
    staff: str
    label: str
    revoked: bool


@dataclass(frozen=True)
class RecoveryGiven:
    """A code to reset a device's passphrase was given: by whom (a staff id) and when."""

    id: str
    device: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Published:
    """A standard and from when entries are judged under it too. It never reaches back before its own publication.

    `by` is the staff id of whoever published it, `published_at` when.
    """

    version: str
    effective_at: datetime
    entry: str
    standard: Standard
    by: str
    published_at: datetime


@dataclass(frozen=True)
class Unusable:
    """A published standard that this version cannot use: the `keys` that cannot stand here, and why in one sentence."""

    version: str
    entry: str
    by: str
    published_at: datetime
    keys: tuple[str, ...]
    why: str
