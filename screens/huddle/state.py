"""The huddle list of a manager or senior: everybody of their teams with something open, in order of what is due first."""

import asyncio

from models.authority import may_lower
from screens.app_state import AppState
from screens.huddle.lines import Row, in_order, row
from screens.screen import Screen
from sync.views import Me

STEP = 50


def leads(me: Me | None) -> bool:
    """Whether there is a huddle to lead: for managers and seniors."""
    return me is not None and may_lower(me.role)


class HuddleState(Screen):
    """`looked_at` of `people` while the list is being read; `late_only` shows only people with something past its time."""

    def __init__(self, app: AppState) -> None:
        self.app = app
        self.opened = self.late_only = False
        self.most = STEP
        self.people = self.looked_at = 0
        self.rows: tuple[Row, ...] = ()

    async def load(self) -> None:
        """Everybody is opened, one after the other, so that the screen can go on drawing."""
        device, now = self.app.open_device, self.app.now()
        directory, me = await device.directory(), await device.me()
        held = await device.people() if leads(me) else []
        self.people, found = len(held), list[Row]()
        for number, each in enumerate(held):
            view = await device.person(each.scope)
            if view.state.team in me.teams and (line := row(view, directory, me.staff_id, now)):
                found.append(line)
            self.looked_at = number + 1
            if not self.opened and number % 20 == 19:
                self.changed()
                await asyncio.sleep(0)
        self.rows = in_order(found)
        self.opened = True
        self.changed()

    @property
    def shown(self) -> tuple[Row, ...]:
        return tuple(each for each in self.rows if each.past or not self.late_only)

    @property
    def count_words(self) -> str:
        """ "12 people, 4 with something past its time"."""
        late = sum(bool(each.past) for each in self.rows)
        people = "1 person" if len(self.rows) == 1 else f"{len(self.rows)} people"
        return f"{people}, {late} with something past its time"

    def only_late(self, only: bool) -> None:
        self.late_only, self.most = only, STEP
        self.changed()

    def more(self) -> None:
        self.most += STEP
        self.changed()
