"""Whom a prompt asks, now: workers of a person, then a manager, then a senior, as rota, leave and the dates say.

Nobody who has left or is on leave is asked.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from models.directory import Directory
from models.fold import ScopeState, TeamState
from models.prompt import Asked
from models.rules.look import Look
from models.times import day_ends, day_of, day_starts

MANAGER, SENIOR = LADDER = ("manager", "senior")
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class People:
    """The staff around one person or team. Every answer that changes with the day or the rota is noted on `look`."""

    state: ScopeState
    directory: Directory
    look: Look

    def workers(self, by: datetime, authors: Iterable[str] = ()) -> Asked:
        """These authors and whoever works with the person today."""
        ids = {*authors, *(each.staff for each in self.state.working_with(self._today))}
        return Asked("worker", self._at_work(ids), by)

    def owner(self, id: str, by: datetime) -> Asked:
        """Whoever owns it, in their role; once they have left, while they are on leave, or where no tablet of theirs has it,
        a manager.
        """
        there = self._at_work((id,)) if self._reaches(id) else ()
        return Asked(self.directory.staff[id].role, there, by) if there else self.ask(MANAGER, by)

    def works_here(self, id: str) -> bool:
        """Whether they are known and have not left. Leave does not count."""
        member = self.directory.staff.get(id)
        if member is None:
            return False
        return member.here_at(self.look.now_for([day_ends(member.left_on)] if member.left_on else ()))

    def main_worker_or_manager(self, by: datetime) -> Asked:
        """The main worker; while there is none, or they are on leave, whoever covers; else a manager."""
        acting = self.state.working_with(self._today)
        for main in (True, False):
            if there := self._at_work({each.staff for each in acting if (each.part == "main") is main}):
                return Asked("worker", there, by)
        return self.ask(MANAGER, by)

    def ask(self, role: str, by: datetime, but: frozenset[str] = NOBODY) -> Asked:
        """Those on call in the role, else those in the team. An unstaffed rung is skipped upwards; above the last is every senior of
        the organisation, for when nobody is there to take what is theirs.
        """
        for rung in LADDER[LADDER.index(role) :]:
            if ids := self._on_rung(rung, but):
                return Asked(rung, ids, by)
        return Asked(SENIOR, self._all_seniors(but), by)

    def has_senior(self) -> bool:
        """Whether a senior of the team is at work."""
        return bool(self._on_rung(SENIOR, NOBODY))

    def _all_seniors(self, but: frozenset[str]) -> tuple[str, ...]:
        """Those at work; are all on leave, all of them."""
        now = self._now_on_rungs()
        seniors = [
            each.id
            for each in self.directory.staff.values()
            if each.role == SENIOR and each.here_at(now) and each.id not in but
        ]
        there = [id for id in seniors if not self.directory.on_leave(id, now)]
        return tuple(sorted(there or seniors))

    def _reaches(self, id: str) -> bool:
        """Whether they pull it: what is about a team goes to those who lead it, and to nobody else but its author."""
        return not isinstance(self.state, TeamState) or self.directory.leads_team(id, self.state.team)

    def _on_rung(self, role: str, but: frozenset[str]) -> tuple[str, ...]:
        on_call, members = self._rungs.get(role, ((), ()))
        return _without(but, on_call) or _without(but, members)

    @cached_property
    def _rungs(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        """By rung, who is on call for the team now and who is in it, by id: looked up once, however many prompts ask."""
        team = self.state.team
        if team is None:
            return {}
        now = self._now_on_rungs()
        return {
            role: (
                tuple(sorted(each.id for each in self.directory.on_call(team, role, now))),
                tuple(sorted(each.id for each in self.directory.members(team, now, role))),
            )
            for role in LADDER
        }

    def _now_on_rungs(self) -> datetime:
        """Now, noting when those on a rung may change."""
        self.look.now_among(self.directory.leave_turns)
        return self.look.now_for(self._comings_and_goings)

    @cached_property
    def _comings_and_goings(self) -> tuple[datetime, ...]:
        """Shifts of the team, last days of staff."""
        shifts = self.directory.rotas.get(self.state.team or "", ())
        left = (each.left_on for each in self.directory.staff.values() if each.left_on)
        return (
            *(at for shift in shifts for at in (shift.starts_at, shift.ends_at)),
            *(day_ends(on) for on in left),
        )

    @cached_property
    def _today(self) -> date:
        turns = [day_starts(each.from_on) for each in self.state.caseload]
        turns += [day_ends(each.until_on) for each in self.state.caseload if each.until_on]
        return day_of(self.look.now_for(turns))

    def _at_work(self, ids: Collection[str]) -> tuple[str, ...]:
        """Those of them who can be asked now."""
        members = (self.directory.staff.get(id) for id in ids)
        now = self.look.now_for([day_ends(each.left_on) for each in members if each and each.left_on])
        for id in ids:
            self.look.now_among(self.directory.leave_turns_of.get(id, ()))
        return tuple(sorted(id for id in ids if self.directory.at_work(id, now)))


def _without(some: frozenset[str], ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(id for id in ids if id not in some)
