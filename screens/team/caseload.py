"""Giving a person a worker, and ending that: what is entered, what it leaves, and what it becomes. Knows no Flet."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from models.codes import CaseloadPart
from models.directory import Staff
from models.fold.caseload import Assignment
from models.times import day_of
from screens.drafting.page import Body, PageDrafting, PageForm, Reader
from screens.person.lines import leave_words
from screens.reading import Unreadable, read_date, typed_date
from screens.team import ahead, lines
from sync.device import Device
from sync.views import PersonRow

CLINICAL = ("worker", "manager", "senior")
P = TypeVar("P", bound=PageForm)


class Caseload(PageDrafting[P]):
    """`leaves`: what is left for the person once it is saved, in a sentence; "" until that can be said."""

    place, back_words = "team", "Who works with them"

    def after(self) -> tuple[Assignment, ...] | None:
        """Who works with the person once it is saved; None until enough is entered."""
        raise NotImplementedError

    @property
    def back(self) -> str:
        return f"/team/person/{self.scope}"

    @property
    def today(self) -> date:
        return day_of(self.now())

    @property
    def working(self) -> tuple[Assignment, ...]:
        return self.person.state.caseload

    @property
    def gap(self) -> str:
        """The first days ahead on which nobody would be there for them, once it is saved; "" where there are none."""
        after = self.after()
        gap = (
            ahead.first_gap(after, self.directory, ahead.days_from(self.today)) if after is not None else None
        )
        return lines.gap_words(after or (), gap, self.directory, self.today) if gap else ""


class AssignForm(PageForm):
    """`others`: colleagues of other teams are offered too. `until_on` may stay empty."""

    staff: str = ""
    others: bool = False
    part: str = ""
    from_on: str = ""
    until_on: str = ""


class AssignState(Caseload[AssignForm]):
    """`rows` are the people on this tablet, to say how many each colleague works with."""

    kind = "caseload.assigned"

    def __init__(self, device: Device, scope: str, draft_id: str) -> None:
        super().__init__(device, scope, draft_id, AssignForm())
        self.rows: list[PersonRow] = []

    async def look(self) -> None:
        self.rows = await self.device.people()

    def fresh(self) -> AssignForm:
        """From today on; as cover where there is a main worker."""
        part = "cover" if any(each.part == "main" for each in self._acting) else "main"
        return AssignForm(part=part, from_on=typed_date(self.now()))

    @property
    def colleagues(self) -> list[tuple[str, str, str]]:
        """Whom they can be given: id, name, and what to know of them. Those of the person's team, or everybody."""
        team, now = self.person.state.team, self.now()
        there = (
            each for each in self.directory.staff.values() if each.here_at(now) and each.role in CLINICAL
        )
        asked = (
            each for each in there if self.form.others or team in each.teams or each.id == self.form.staff
        )
        return [(each.id, each.name, self._known(each)) for each in lines.in_order(asked)]

    def _known(self, member: Staff) -> str:
        main, cover = lines.count(member.id, self.rows, self.today)
        away = leave_words(member.id, self.directory, self.now())
        parts = dict.fromkeys(each.part.words for each in self._acting if each.staff == member.id)
        already = "".join(f". {part} of {self.name} already" for part in parts)
        return f"{member.role.words}{away}. Main worker of {main}, covers {cover}{already}"

    @property
    def _acting(self) -> tuple[Assignment, ...]:
        return self.person.state.working_with(self.today)

    @property
    def beside(self) -> str:
        """Who is their main worker already, where another is given to them."""
        new = self._new()
        if new is None or new.part != "main":
            return ""
        mains = [
            each
            for each in self.working
            if each.part == "main" and _meet(each, new) and each.staff != new.staff
        ]
        names = list(dict.fromkeys(self.directory.name_of(each.staff) for each in mains))
        if not names:
            return ""
        who = lines.names_words(names)
        return f"{who} stays main worker too, so each of them is asked. End that where it passes on."

    def after(self) -> tuple[Assignment, ...] | None:
        new = self._new()
        return (*self.working, new) if new else None

    def _new(self) -> Assignment | None:
        form = self.form
        if not form.staff or not form.part:
            return None
        try:
            until = read_date(form.until_on) if form.until_on.strip("/ ") else None
            return Assignment(self.id, form.staff, CaseloadPart(form.part), read_date(form.from_on), until)
        except Unreadable:
            return None

    def says(self, reader: Reader) -> Body:
        form = self.form
        first = reader.day("from_on", form.from_on)
        last = reader.day("until_on", form.until_on) if form.until_on.strip("/ ") else None
        return {
            "staff": reader.needs("staff", form.staff, "Choose who it is."),
            "part": reader.needs("part", form.part, "Choose main worker or cover."),
            "from_on": first.isoformat() if first else None,
            "until_on": last.isoformat() if last else None,
        }


class EndForm(PageForm):
    reason: str = ""


class EndState(Caseload[EndForm]):
    kind = "caseload.ended"

    def __init__(self, device: Device, scope: str, draft_id: str, record: str = "") -> None:
        super().__init__(device, scope, draft_id, EndForm(record=record))

    @property
    def assignment(self) -> Assignment | None:
        """The one that ends; None where it is not here."""
        return next((each for each in self.working if each.id == self.form.record), None)

    @property
    def who(self) -> str:
        """ "Wren Worker: Main worker"; "" where it is not here."""
        each = self.assignment
        if each is None:
            return ""
        return f"{self.directory.name_of(each.staff)}: {lines.assignment_words(each, self.today)}"

    @property
    def ended(self) -> bool:
        """Whether it has ended meanwhile, or is not here."""
        return self.assignment is None or not lines.still_to_come(self.assignment, self.today)

    def after(self) -> tuple[Assignment, ...] | None:
        yesterday = self.today - timedelta(days=1)
        return tuple(
            replace(each, until_on=yesterday) if each.id == self.form.record else each
            for each in self.working
        )

    def says(self, reader: Reader) -> Body:
        return {"reason": reader.needs("reason", self.form.reason, "Say why, in a few words.")}


def _meet(one: Assignment, other: Assignment) -> bool:
    """Whether they act on some day together."""
    return _reaches(one, other.from_on) and _reaches(other, one.from_on)


def _reaches(each: Assignment, on: date) -> bool:
    return each.until_on is None or each.until_on >= on
