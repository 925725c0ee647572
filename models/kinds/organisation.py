"""Staff, teams, devices, rota and the standard: entries of the organisation, pulled by every device."""

from typing import Any

from pydantic import Field

from models.codes import Role
from models.kinds.base import Body, Day, Id, Moment, Name, Words


class StaffJoined(Body):
    """A member of staff; the entry's record is their staff id. `teams` are team ids."""

    name: Name
    role: Role
    teams: tuple[Id, ...] = ()
    phone: Words = ""


class StaffRoleSet(Body):
    """A new role or new teams, from the entry's occurred_at on."""

    role: Role
    teams: tuple[Id, ...] = ()


class StaffLeft(Body):
    left_on: Day


class StaffLeaveSet(Body):
    """Leave of a member of staff, sickness too; the entry's record is the leave, opened by its first entry.

    From `from_on` to the last day `until_on` (None: until it is said). It replaces the one it follows. `ended`: called off,
    or they are back, so it holds no more. Nobody sets their own; to say that one is back is one's own to say.
    """

    staff: Id
    from_on: Day
    until_on: Day | None = None
    ended: bool = False


class TeamCreated(Body):
    """A team; the entry's record is the team id. `duty_phone` is rung when nobody else answers."""

    name: Name
    duty_phone: Words = ""


class TeamRenamed(TeamCreated):
    pass


class DeviceEnrolled(Body):
    """A profile's enrolment on one tablet; the entry's record is the device id. `label` is neutral ("Tablet A · 2")."""

    staff: Id
    label: Name


class DeviceRevoked(Body):
    reason: Words = ""


class DeviceRecoveryIssued(Body):
    """A code for a forgotten passphrase was given out; the entry's record is the device id, its author whoever gave it."""

    expires_at: Moment


class Shift(Body):
    """Who is on call in which role, from `starts_at` to `ends_at`. `role` is manager or senior."""

    staff: Id
    role: Role
    starts_at: Moment
    ends_at: Moment


class RotaSet(Body):
    """A team's on-call rota; the entry's record is the team id. It replaces the one it follows."""

    team: Id
    shifts: tuple[Shift, ...] = ()


class StandardPublished(Body):
    """The operating standard, whole. Entries occurring from `effective_at` on are judged under it too."""

    version: str = Field(min_length=1, max_length=64)
    effective_at: Moment
    document: dict[str, Any]
