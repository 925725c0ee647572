"""One member of staff: leave past today, on call, the people they work with, their tablets. Knows no Flet."""

from dataclasses import dataclass

from models.directory import Staff
from models.times import day_of
from screens.app_state import AppState
from screens.team import ahead, lines
from screens.team.lines import StaffLine, staff_line
from screens.team.state import TeamScreen


@dataclass(frozen=True)
class LeaveLine:
    id: str
    words: str


@dataclass(frozen=True)
class WorksWith:
    """Somebody they work with, now or from a day to come."""

    scope: str
    name: str
    words: str


class MemberState(TeamScreen):
    def __init__(self, app: AppState, staff: str) -> None:
        super().__init__(app)
        self.id = staff

    @property
    def member(self) -> Staff | None:
        """None where this tablet does not know them."""
        return self.directory.staff.get(self.id)

    @property
    def mine(self) -> bool:
        return self.id == self.me.staff_id

    @property
    def may_set_leave(self) -> bool:
        """Nobody sets their own (`models.authority`)."""
        return self.me.may("staff.leave_set") and not self.mine

    @property
    def who_can(self) -> str:
        teams = self.member.teams if self.member else ()
        return lines.who_can(self.directory, next(iter(teams), ""), self.now, but=self.id)

    @property
    def line(self) -> StaffLine | None:
        if self.member is None:
            return None
        team = next(iter(self.member.teams), "")
        return staff_line(self.member, self.rows if self.whole else None, self.directory, team, self.now)

    @property
    def teams(self) -> str:
        known = self.directory.teams
        ids = self.member.teams if self.member else ()
        return ", ".join(sorted(known[id].name for id in ids if id in known))

    @property
    def leaves(self) -> tuple[LeaveLine, ...]:
        """Leave that has not passed, the earliest first."""
        today = day_of(self.now)
        return tuple(
            LeaveLine(each.id, lines.leave_line(each, today))
            for each in self.directory.leaves_of(self.id)
            if each.until_on is None or each.until_on >= today
        )

    @property
    def shifts(self) -> tuple[str, ...]:
        """When they are on call, now and ahead."""
        shifts = [each for rota in self.directory.rotas.values() for each in rota if each.staff == self.id]
        return tuple(
            f"As {each.role}: {ahead.from_to_words(each.starts_at, each.ends_at, self.now)}"
            for each in sorted(shifts, key=lambda each: (each.starts_at, each.ends_at))
            if each.ends_at > self.now
        )

    @property
    def people(self) -> tuple[WorksWith, ...]:
        """Of those on this tablet, whom they are main worker of first, then by name."""
        today = day_of(self.now)
        found = [
            (each.part != "main", row.name.casefold(), row.scope, lines.assignment_words(each, today), row)
            for row in self.rows
            for each in row.working
            if each.staff == self.id and not row.gone and lines.still_to_come(each, today)
        ]
        found.sort(key=lambda each: each[:4])
        return tuple(WorksWith(scope, row.name, words) for _, _, scope, words, row in found)

    @property
    def tablets(self) -> tuple[tuple[str, str], ...]:
        """Labels, and whether in use."""
        theirs = (each for each in self.directory.devices.values() if each.staff == self.id)
        return tuple(
            (each.label, "Taken out of use" if each.revoked else "In use")
            for each in sorted(theirs, key=lambda each: (each.revoked, each.label))
        )
