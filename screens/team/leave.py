"""Somebody's leave: what is entered, whom it leaves without anybody, and what it becomes. Knows no Flet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from models.directory import Directory, Leave
from models.times import day_ends, day_of, day_starts
from screens.drafting.page import Body, PageForm, Reader
from screens.reading import Unreadable, read_date, typed_date, typed_day
from screens.team import ahead, lines
from screens.team.lines import PersonLine
from screens.team.organising import Organising
from sync.device import Device

ON, BACK = "on", "back"
LOOKS_AHEAD = 92  # days of a leave that are looked through


class LeaveForm(PageForm):
    """`stands` is "on", or "back" where it ends or is called off. `until_on` may stay empty: until it is said."""

    staff: str = ""
    stands: str = ON
    from_on: str = ""
    until_on: str = ""


class LeaveState(Organising[LeaveForm]):
    kind = "staff.leave_set"

    def __init__(self, device: Device, draft_id: str, staff: str = "", record: str = "") -> None:
        super().__init__(device, draft_id, LeaveForm(staff=staff, record=record))

    def fresh(self) -> LeaveForm:
        """For one that is set already, what it says."""
        held = self.directory.leaves.get(self.form.record)
        if held is None:
            return LeaveForm(staff=self.form.staff, from_on=typed_date(self.now()))
        until = typed_day(held.until_on) if held.until_on else ""
        return LeaveForm(record=held.id, staff=held.staff, from_on=typed_day(held.from_on), until_on=until)

    @property
    def name(self) -> str:
        return self.directory.name_of(self.form.staff)

    @property
    def back(self) -> str:
        return f"/team/staff/{self.form.staff}"

    back_words = "To the team"

    # ------------------------------------------------------------------ what it would leave

    @property
    def leave(self) -> Leave | None:
        """As entered; None while it cannot be read."""
        form = self.form
        try:
            until = read_date(form.until_on) if form.until_on.strip("/ ") else None
            return Leave(form.record or self.id, form.staff, read_date(form.from_on), until)
        except Unreadable:
            return None

    @property
    def alone(self) -> tuple[PersonLine, ...]:
        """The people on this tablet for whom somebody has to be found because of it, who is first without first."""
        leave, today = self.leave, day_of(self.now())
        if leave is None or self.form.stands == BACK:
            return ()
        after, days = ahead.with_leave(self.directory, leave), _days(leave, today)
        goes_on = leave.until_on is None or leave.until_on not in days
        found = [
            (row, replace(gap, open=gap.open and goes_on))
            for row in self.rows
            if ahead.is_known(row) and (gap := ahead.new_gap(row.working, self.directory, after, days))
        ]
        found.sort(key=lambda each: (each[1].from_on, each[0].name.casefold(), each[0].scope))
        return tuple(lines.person_line(row, gap, after, today) for row, gap in found)

    @property
    def unstaffed(self) -> tuple[str, ...]:
        """When nobody is on call because of it, by rung."""
        leave, now = self.leave, self.now()
        if leave is None or self.form.stands == BACK:
            return ()
        after, days = ahead.with_leave(self.directory, leave), _days(leave, day_of(now))
        if not days:
            return ()
        since, until = max(now, day_starts(days[0])), day_ends(days[-1])
        return tuple(_unstaffed(self.directory, after, since, until, now))

    # ------------------------------------------------------------------ what it becomes

    def says(self, reader: Reader) -> Body:
        form = self.form
        first = reader.day("from_on", form.from_on)
        last = reader.day("until_on", form.until_on) if form.until_on.strip("/ ") else None
        return {
            "staff": form.staff,
            "from_on": first.isoformat() if first else None,
            "until_on": last.isoformat() if last else None,
            "ended": form.stands == BACK,
        }


def _days(leave: Leave, today: date) -> tuple[date, ...]:
    """Those of it that are still to come, as far as is looked."""
    first = max(leave.from_on, today)
    last = min(leave.until_on or date.max, first + timedelta(days=LOOKS_AHEAD - 1))
    return ahead.days_from(first, max(0, (last - first).days + 1))


def _unstaffed(
    before: Directory, after: Directory, since: datetime, until: datetime, now: datetime
) -> Iterator[str]:
    for team in sorted(before.rotas):
        for role in ahead.RUNGS:
            staffed = [each for each in ahead.on_call(before, team, role, since, until) if each.staff]
            for gap in ahead.on_call(after, team, role, since, until):
                if gap.lacking and any(
                    each.starts_at < gap.ends_at and gap.starts_at < each.ends_at for each in staffed
                ):
                    yield f"Nobody on call as {role}: {ahead.stretch_words(gap, now, until)}"
