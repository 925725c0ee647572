"""Who works with one person: each assignment, the days ahead, and the way to change them. Knows no Flet."""

from dataclasses import dataclass

from models.fold.caseload import Assignment
from models.times import day_of
from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.person.lines import leave_words
from screens.team import ahead, lines
from screens.team.state import TeamScreen

MARKS: dict[str, parts.Mark] = {
    ahead.MAIN: "full",
    ahead.COVERED: "part",
    ahead.UNCOVERED: "crossed",
    ahead.NO_MAIN: "crossed",
}
SAID = {
    ahead.MAIN: "the main worker is at work",
    ahead.COVERED: "a cover is",
    ahead.UNCOVERED: "nobody is",
    ahead.NO_MAIN: "no main worker",
}


@dataclass(frozen=True)
class AssignedLine:
    """One assignment that has not passed. `id` is the record that ending it is a further entry of."""

    id: str
    name: str
    words: str


class WorkersState(TeamScreen):
    def __init__(self, app: AppState, scope: str) -> None:
        super().__init__(app)
        self.scope = scope

    async def load(self) -> None:
        self.person = await self.app.open_device.person(self.scope)
        await super().load()

    @property
    def name(self) -> str:
        return self.person.state.name or "Details still arriving"

    @property
    def working(self) -> tuple[Assignment, ...]:
        return self.person.state.caseload

    @property
    def assigned(self) -> tuple[AssignedLine, ...]:
        """Main workers first, then by the day they begin."""
        today = day_of(self.now)
        there = [each for each in self.working if lines.still_to_come(each, today)]
        there.sort(key=lambda each: (each.part != "main", each.from_on, each.id))
        return tuple(
            AssignedLine(
                each.id,
                self.directory.name_of(each.staff),
                lines.assignment_words(each, today) + leave_words(each.staff, self.directory, self.now),
            )
            for each in there
        )

    @property
    def gap(self) -> str:
        """The first days ahead on which somebody has to be found; "" where there are none."""
        today = day_of(self.now)
        gap = ahead.first_gap(self.working, self.directory, ahead.days_from(today))
        return lines.gap_words(self.working, gap, self.directory, today) if gap else ""

    @property
    def days(self) -> tuple[parts.Day, ...]:
        on = ahead.days_from(day_of(self.now))
        return tuple(parts.Day(each, MARKS[ahead.stands(self.working, self.directory, each)]) for each in on)

    @property
    def words(self) -> str:
        """The picture in words."""
        today = day_of(self.now)
        spans = ahead.spans(self.working, self.directory, ahead.days_from(today))
        said = (
            f"{lines.days_words(each.from_on, each.until_on, today)}: {SAID[each.stands]}." for each in spans
        )
        return f"At work with {self.name}. {' '.join(said)}"

    @property
    def who_can(self) -> str:
        return lines.who_can(self.directory, self.person.state.team or "", self.now)

    def assign(self) -> str:
        """The route of an assignment not begun yet."""
        return f"/person/{self.scope}/assigned/{new_id()}"

    def end(self, id: str) -> str:
        return f"/person/{self.scope}/assigned/{id}/end"
