"""Staff, roles, teams, devices, rotas and standards, folded from the organisation's entries.

The fold asks only which entry follows which: any order of arrival and any repetition gives the same directory. Where two
entries follow the same one, the later of them (corrected time, then id) holds; two rotas hold together.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from models.codes import Role
from models.directory import folding
from models.directory.parts import (
    EnrolledDevice,
    Leave,
    Published,
    RecoveryGiven,
    RoleEntry,
    Staff,
    Team,
    Unusable,
)
from models.entry import Entry
from models.errors import UnknownThing
from models.kinds.organisation import Shift
from models.standard import Standard
from models.times import corrected, day_of


@dataclass(frozen=True)
class Directory:
    """The organisation as its entries tell it. `standards` are in the order they take effect; `unread` are the ids of
    entries this version cannot fold, `unusable` the standards among them.
    """

    staff: Mapping[str, Staff] = field(default_factory=dict[str, Staff])
    teams: Mapping[str, Team] = field(default_factory=dict[str, Team])
    devices: Mapping[str, EnrolledDevice] = field(default_factory=dict[str, EnrolledDevice])
    recoveries: Mapping[str, tuple[RecoveryGiven, ...]] = field(
        default_factory=dict[str, tuple[RecoveryGiven, ...]]
    )
    rotas: Mapping[str, tuple[Shift, ...]] = field(default_factory=dict[str, tuple[Shift, ...]])
    leaves: Mapping[str, Leave] = field(default_factory=dict[str, Leave])
    standards: tuple[Published, ...] = ()
    unusable: tuple[Unusable, ...] = ()
    unread: tuple[str, ...] = ()

    @classmethod
    def fold(cls, entries: Iterable[Entry]) -> "Directory":
        """The directory of these entries, in any order, repeated or not; entries of other scopes are left alone."""
        records, unread = folding.records(entries)
        standards, unusable = folding.standards(records)
        return cls(
            staff=folding.each(records, folding.staff),
            teams=folding.each(records, folding.team),
            devices=folding.each(records, folding.device),
            recoveries=folding.each(records, folding.recoveries),
            rotas=folding.each(records, folding.rota),
            leaves=folding.each(records, folding.leave),
            standards=standards,
            unusable=unusable,
            unread=tuple(sorted(unread | {each.entry for each in unusable})),
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

    def leaves_of(self, staff: str) -> tuple[Leave, ...]:
        """Their leave, past and to come, the earliest first."""
        return self._leaves.get(staff, ())

    def on_leave(self, staff: str, at: datetime) -> bool:
        if not self.leaves:
            return False
        on = day_of(at)
        if on not in self._away:
            self._away[on] = frozenset(each.staff for each in self.leaves.values() if each.holds_on(on))
        return staff in self._away[on]

    def at_work(self, staff: str, at: datetime) -> bool:
        """Whether they can be asked then: known here, not left, not on leave."""
        return staff in self.staff and self.staff[staff].here_at(at) and not self.on_leave(staff, at)

    def members(self, team: str, at: datetime, role: str | None = None) -> tuple[Staff, ...]:
        """Who is in the team and at work then, by name; only those of `role` when one is given."""
        there = [
            member
            for member in self.staff.values()
            if team in member.teams and role in (None, member.role) and self.at_work(member.id, at)
        ]
        return tuple(sorted(there, key=lambda member: (member.name, member.id)))

    def leads(self, leader: str, staff: str) -> bool:
        """Whether `leader` is a manager or senior of one of that member of staff's teams."""
        whom = self.staff.get(staff)
        return whom is not None and any(self.leads_team(leader, team) for team in whom.teams)

    def leads_team(self, staff: str, team: str | None) -> bool:
        """Whether they are a manager or senior of that team: those who pull its entries, and its people's."""
        member = self.staff.get(staff)
        return member is not None and member.role in ("manager", "senior") and team in member.teams

    def led(self, entry: Entry, teams: Iterable[str]) -> bool:
        """Whether its author, by the role entry they had seen, is of one of these teams, or is on the rota of one."""
        member = self.staff.get(entry.author)
        seen = next((role for role in member.roles if role.id == entry.role_seen), member) if member else None
        return seen is not None and any(
            team in seen.teams or any(shift.staff == entry.author for shift in self.rotas.get(team, ()))
            for team in teams
        )

    def on_call(self, team: str, role: str, at: datetime) -> tuple[Staff, ...]:
        """Who the team's rota has on call in that role at that instant and is at work, by name."""
        named = {
            shift.staff
            for shift in self.rotas.get(team, ())
            if shift.role == role and shift.starts_at <= at < shift.ends_at
        }
        there = [self.staff[id] for id in named if self.at_work(id, at)]
        return tuple(sorted(there, key=lambda member: (member.name, member.id)))

    def duty_phone(self, team: str) -> str:
        return self.teams[team].duty_phone if team in self.teams else ""

    def standard_at(self, at: datetime) -> Standard:
        """The standard effective then (before the first, the first). UnknownThing when none has been published."""
        if not self.standards:
            raise UnknownThing("No operating standard has been published here.")
        return self.standards[self.standard_place(at)].standard

    def standard_place(self, at: datetime) -> int:
        """Where in `standards` the one effective then stands."""
        return max(bisect_right(self._effective_from, at) - 1, 0)

    def standard(self, version: str) -> Standard | None:
        """The latest published document of that version, None when this device does not hold it."""
        return self._versions.get(version)

    @cached_property
    def _away(self) -> dict[date, frozenset[str]]:
        """Who is on leave, by the days that were asked about."""
        return {}

    @cached_property
    def leave_turns(self) -> tuple[datetime, ...]:
        """Every moment at which somebody's leave begins or ends, in order."""
        return tuple(sorted({at for turns in self.leave_turns_of.values() for at in turns}))

    @cached_property
    def leave_turns_of(self) -> Mapping[str, tuple[datetime, ...]]:
        """The same by member of staff; nothing of those who never had leave."""
        return {
            staff: tuple(sorted(at for leave in leaves for at in leave.turns))
            for staff, leaves in self._leaves.items()
        }

    @cached_property
    def _roles(self) -> Mapping[tuple[str, str | None], Role]:
        """By member of staff and role entry, the role it gives."""
        return {(member.id, role.id): role.role for member in self.staff.values() for role in member.roles}

    @cached_property
    def _leaves(self) -> Mapping[str, tuple[Leave, ...]]:
        """By member of staff."""
        found: dict[str, tuple[Leave, ...]] = {}
        for leave in sorted(self.leaves.values(), key=lambda each: (each.from_on, each.id)):
            found[leave.staff] = (*found.get(leave.staff, ()), leave)
        return found

    @cached_property
    def _effective_from(self) -> Sequence[datetime]:
        return [published.effective_at for published in self.standards]

    @cached_property
    def _versions(self) -> Mapping[str, Standard]:
        return {each.version: each.standard for each in self.standards}


__all__ = [
    "Directory",
    "EnrolledDevice",
    "Leave",
    "Published",
    "RecoveryGiven",
    "RoleEntry",
    "Staff",
    "Team",
    "Unusable",
]
