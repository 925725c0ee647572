"""Today: who has not been told, what needs me, whom I see, what I began, what is not sent."""

from collections.abc import Callable, Iterable
from datetime import datetime

from models.entry import person_scope
from models.prompt import Prompt
from models.standard import Standard
from screens.about import is_team, team_name
from screens.drafting.form import new_id
from screens.drafting.lines import DraftLine, draft_lines
from screens.person.lines import held_by_id
from screens.prompt.lines import PromptLines, describe
from screens.screen import Screen
from screens.today.lines import Someone, fits, someone
from sync.device import Device
from sync.views import PersonRow, Unsent

SHOWN = 50


class TodayState(Screen):
    """`sought` is what somebody typed to find a person."""

    def __init__(self, device: Device, now: Callable[[], datetime]) -> None:
        self.device, self.now = device, now
        self.opened = False
        self.sought = ""

    async def load(self) -> None:
        self.me, self.directory = await self.device.me(), await self.device.directory()
        self.rows: dict[str, PersonRow] = {row.scope: row for row in await self.device.people()}
        self.unsent: Unsent = await self.device.unsent()
        standing = [] if self.me.administers else await self.device.prompts()
        self._prompts = [prompt for prompt in standing if not prompt.quiet]
        self._lines = {line.prompt.id: line for line in [await self._line(each) for each in self._mine()]}
        self.drafts: list[DraftLine] = draft_lines(await self.device.drafts(), self.name, self.now())
        self.opened = True
        self.changed()

    def _mine(self) -> list[Prompt]:
        """What asks me, and what I recorded."""
        me = self.me.staff_id
        return [each for each in self._prompts if each.asks_of(me) or not each.told.has_it]

    async def _line(self, prompt: Prompt) -> PromptLines:
        view = await self.device.view(prompt.scope)
        held = held_by_id(view.held)
        return describe(prompt, self.directory, held, self.me.staff_id, view.state.team, self.now())

    # ------------------------------------------------------------------ what is shown

    @property
    def untold(self) -> dict[str, list[PromptLines]]:
        """By person, the prompts that somebody else is asked and no named human has; the soonest first."""
        return self._by_person(line for line in self._lines.values() if line.untold)

    @property
    def needs_me(self) -> dict[str, list[PromptLines]]:
        """By person, the prompts that ask me; the soonest first."""
        return self._by_person(line for line in self._lines.values() if line.mine)

    def _by_person(self, lines: Iterable[PromptLines]) -> dict[str, list[PromptLines]]:
        by_person: dict[str, list[PromptLines]] = {}
        for line in sorted(lines, key=lambda line: (line.prompt.by, line.prompt.id)):
            by_person.setdefault(line.prompt.scope, []).append(line)
        return by_person

    @property
    def my_people(self) -> list[Someone]:
        """Those I work with, whoever is to be seen soonest first."""
        mine = [someone(row, self.now()) for row in self.rows.values() if row.part]
        return sorted(mine, key=lambda each: each.order)

    @property
    def found(self) -> list[Someone]:
        """Everyone held here whose name, date of birth or last four digits fit what was typed."""
        rows = [row for row in self.rows.values() if fits(row, self.sought)] if self.sought.strip() else []
        contacts = not self.me.administers
        found = (someone(row, self.now(), contacts=contacts) for row in rows)
        return sorted(found, key=lambda each: each.name)[:SHOWN]

    @property
    def standard(self) -> Standard:
        return self.directory.standard_at(self.now())

    def not_on_list(self) -> str:
        """The route of a contact with somebody no record here is about: theirs begins with it."""
        return f"/person/{person_scope(new_id())}/contact/{new_id()}"

    @property
    def to_be_matched(self) -> list[Someone]:
        """Those written of of whom nobody has said yet who they are, when that is mine to say."""
        rows = self.rows.values() if self.me.may("person.matched") else ()
        unknown = (someone(row, self.now(), contacts=False) for row in rows if row.to_be_matched)
        return sorted(unknown, key=lambda each: each.name)

    @property
    def to_confirm(self) -> list[tuple[Someone, int]]:
        """Those of whom others recorded what waits for a manager, and how much, when it is mine to confirm."""
        rows = self.rows.values() if self.me.may("entry.confirmed") else ()
        mine = (row for row in rows if row.to_confirm and row.team in self.me.teams)
        waiting = ((someone(row, self.now(), contacts=False), row.to_confirm) for row in mine)
        return sorted(waiting, key=lambda each: each[0].name)

    def seek(self, sought: str) -> None:
        self.sought = sought
        self.changed()

    def name(self, scope: str) -> str:
        if is_team(scope):
            return team_name(scope, self.directory)
        row = self.rows.get(scope) or next((row for row in self.rows.values() if scope in row.scopes), None)
        return row.name if row and row.name else "Someone whose details are still arriving"
