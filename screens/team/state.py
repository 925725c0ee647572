"""Team: for whom somebody has to be found, who is on call, who is at work; and one of its members. Knows no Flet."""

from models.directory import Staff
from models.times import day_of
from screens.app_state import AppState
from screens.screen import Screen
from screens.team import ahead, lines
from screens.team.ahead import sets
from screens.team.lines import PersonLine, RungLine, StaffLine, person_line, rung_line, staff_line
from sync.views import PersonRow


class TeamScreen(Screen):
    """What every screen of the team reads. `whole`: this tablet holds all of the team's people, and they are not closed."""

    def __init__(self, app: AppState) -> None:
        self.app = app
        self.opened = False
        self.rows: list[PersonRow] = []

    async def load(self) -> None:
        device = self.app.open_device
        self.me, self.directory = await device.me(), await device.directory()
        self.rows, self.now = await device.people(), self.app.now()
        self.whole = sets(self.me) and await device.closed() is None
        self.opened = True
        self.changed()

    @property
    def may_set(self) -> bool:
        return sets(self.me)

    @property
    def own_teams(self) -> tuple[tuple[str, str], ...]:
        """Ids and names of the teams whoever reads belongs to; every team for an administrator."""
        known = self.directory.teams
        mine = known if self.me.administers else [id for id in self.me.teams if id in known]
        return tuple(sorted(((id, known[id].name) for id in mine), key=lambda each: each[1]))


class TeamState(TeamScreen):
    """`chosen` is the team looked at, "" for the first of one's own."""

    chosen = ""

    def choose(self, team: str) -> None:
        self.chosen = team
        self.changed()

    @property
    def team(self) -> str:
        """Its id; "" for whoever is in none."""
        ids = [id for id, _ in self.own_teams]
        return self.chosen if self.chosen in ids else ids[0] if ids else ""

    @property
    def needs(self) -> tuple[PersonLine, ...]:
        """For whom a manager has to find somebody now, by name."""
        return self._lines(later=False)

    @property
    def coming(self) -> tuple[PersonLine, ...]:
        """For whom within the days ahead, whoever is first without first."""
        return self._lines(later=True)

    def _lines(self, *, later: bool) -> tuple[PersonLine, ...]:
        today = day_of(self.now)
        days = ahead.days_from(today)
        rows = [row for row in self.rows if self.whole and row.team == self.team and ahead.is_known(row)]
        gaps = [(row, gap) for row in rows if (gap := ahead.first_gap(row.working, self.directory, days))]
        chosen = [(row, gap) for row, gap in gaps if (gap.from_on > today) is later]
        chosen.sort(key=lambda each: (each[1].from_on, each[0].name.casefold(), each[0].scope))
        return tuple(person_line(row, gap, self.directory, today) for row, gap in chosen)

    @property
    def arriving(self) -> int:
        """Of how many people the record is not whole yet, so that who works with them is not known here."""
        return sum(row.arriving and row.team == self.team for row in self.rows)

    @property
    def rungs(self) -> tuple[RungLine, ...]:
        return tuple(rung_line(self.directory, self.team, role, self.now) for role in ahead.RUNGS)

    @property
    def members(self) -> list[Staff]:
        """Everybody of the team who has not left, on leave or not."""
        staff = self.directory.staff.values()
        return lines.in_order(each for each in staff if self.team in each.teams and each.here_at(self.now))

    @property
    def staff(self) -> tuple[StaffLine, ...]:
        rows = self.rows if self.whole else None
        return tuple(staff_line(each, rows, self.directory, self.team, self.now) for each in self.members)

    @property
    def who_can(self) -> str:
        return lines.who_can(self.directory, self.team, self.now)
