"""Staff, roles, teams, devices, rotas and standards, folded from the organisation's entries.

The fold asks only which entry follows which: any order of arrival and any repetition gives the same directory. Where two
entries follow the same one, the later of them (corrected time, then id) holds; two rotas hold together.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from models.codes import Role
from models.directory import folding
from models.directory.parts import EnrolledDevice, Published, RecoveryGiven, RoleEntry, Staff, Team
from models.entry import Entry
from models.errors import UnknownThing
from models.kinds.organisation import Shift
from models.standard import Standard
from models.times import corrected


@dataclass(frozen=True)
class Directory:
    """The organisation as its entries tell it. `standards` are in the order they take effect; `unread` are the ids of
    entries this version cannot fold.
    """

    staff: Mapping[str, Staff] = field(default_factory=dict[str, Staff])
    teams: Mapping[str, Team] = field(default_factory=dict[str, Team])
    devices: Mapping[str, EnrolledDevice] = field(default_factory=dict[str, EnrolledDevice])
    recoveries: Mapping[str, tuple[RecoveryGiven, ...]] = field(
        default_factory=dict[str, tuple[RecoveryGiven, ...]]
    )
    rotas: Mapping[str, tuple[Shift, ...]] = field(default_factory=dict[str, tuple[Shift, ...]])
    standards: tuple[Published, ...] = ()
    unread: tuple[str, ...] = ()

    @classmethod
    def fold(cls, entries: Iterable[Entry]) -> "Directory":
        """The directory of these entries, in any order, repeated or not; entries of other scopes are left alone."""
        records, unread = folding.records(entries)
        standards, not_loaded = folding.standards(records)
        return cls(
            staff=folding.each(records, folding.staff),
            teams=folding.each(records, folding.team),
            devices=folding.each(records, folding.device),
            recoveries=folding.each(records, folding.recoveries),
            rotas=folding.each(records, folding.rota),
            standards=standards,
            unread=tuple(sorted(unread | not_loaded)),
        )

    def name_of(self, staff: str) -> str:
        """Their name, or a plain phrase when this device does not know them."""
        return self.staff[staff].name if staff in self.staff else "someone not known here"

    def role_at(self, staff: str, at: datetime) -> Role | None:
        """The role in force then; None before they joined or for someone unknown."""
        member = self.staff.get(staff)
        given = [role for role in member.roles if role.at <= at] if member else []
        passed = {id for role in given for id in role.passes}
        return next((role.role for role in reversed(given) if role.id not in passed), None)

    def role_entry_of(self, staff: str) -> str | None:
        """The id of the latest role entry about them, to cite as `role_seen`."""
        member = self.staff.get(staff)
        return member.role_entry if member else None

    def role_seen(self, entry: Entry) -> Role | None:
        """The author's role by the role entry they had seen; by the time it occurred when that entry is not here."""
        seen = self._roles.get((entry.author, entry.role_seen))
        return self.role_at(entry.author, corrected(entry).at) if seen is None else seen

    def members(self, team: str, at: datetime, role: str | None = None) -> tuple[Staff, ...]:
        """Who is in the team and has not left by then, by name; only those of `role` when one is given."""
        there = [
            member
            for member in self.staff.values()
            if team in member.teams and member.here_at(at) and role in (None, member.role)
        ]
        return tuple(sorted(there, key=lambda member: (member.name, member.id)))

    def leads(self, leader: str, staff: str) -> bool:
        """Whether `leader` is a manager or senior of one of that member of staff's teams."""
        who, whom = self.staff.get(leader), self.staff.get(staff)
        if who is None or whom is None or who.role not in ("manager", "senior"):
            return False
        return not set(who.teams).isdisjoint(whom.teams)

    def on_call(self, team: str, role: str, at: datetime) -> tuple[Staff, ...]:
        """Who the team's rota has on call in that role at that instant, by name."""
        named = {
            shift.staff
            for shift in self.rotas.get(team, ())
            if shift.role == role and shift.starts_at <= at < shift.ends_at
        }
        there = [self.staff[id] for id in named if id in self.staff and self.staff[id].here_at(at)]
        return tuple(sorted(there, key=lambda member: (member.name, member.id)))

    def duty_phone(self, team: str) -> str:
        return self.teams[team].duty_phone if team in self.teams else ""

    def standard_at(self, at: datetime) -> Standard:
        """The standard effective then (before the first, the first). UnknownThing when none has been published."""
        if not self.standards:
            raise UnknownThing("No operating standard has been published here.")
        begun = bisect_right(self.standards, at, key=lambda published: published.effective_at)
        return self.standards[max(begun - 1, 0)].standard

    def standard(self, version: str) -> Standard | None:
        """The latest published document of that version, None when this device does not hold it."""
        return self._versions.get(version)

    @cached_property
    def _roles(self) -> Mapping[tuple[str, str | None], Role]:
        """By member of staff and role entry, the role it gives."""
        return {(member.id, role.id): role.role for member in self.staff.values() for role in member.roles}

    @cached_property
    def _versions(self) -> Mapping[str, Standard]:
        return {each.version: each.standard for each in self.standards}


__all__ = ["Directory", "EnrolledDevice", "Published", "RecoveryGiven", "RoleEntry", "Staff", "Team"]
