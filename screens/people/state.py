"""People: everyone this tablet holds, found by name, birth date or the last four digits of their NHS number."""

from screens.app_state import AppState
from screens.screen import Screen
from screens.today.lines import Someone, fits, someone
from sync.views import PersonRow

STEP = 50


class PeopleState(Screen):
    """`sought` is what somebody typed, `most` how many are listed."""

    def __init__(self, app: AppState) -> None:
        self.app = app
        self.opened = False
        self.sought = ""
        self.most = STEP
        self.rows: tuple[PersonRow, ...] = ()

    async def load(self) -> None:
        device = self.app.open_device
        self.contacts = not (await device.me()).administers
        rows = await device.people()
        self.rows = tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.scope)))
        self.opened = True
        self.changed()

    @property
    def matching(self) -> tuple[PersonRow, ...]:
        return tuple(row for row in self.rows if fits(row, self.sought))

    @property
    def listed(self) -> tuple[Someone, ...]:
        return tuple(
            someone(row, self.app.now(), contacts=self.contacts) for row in self.matching[: self.most]
        )

    @property
    def count_words(self) -> str:
        """ "24 people", or how many of them fit what was typed."""
        there = "1 person" if len(self.rows) == 1 else f"{len(self.rows)} people"
        return f"{len(self.matching)} of {there}" if self.sought.strip() else there

    def seek(self, typed: str) -> None:
        self.sought, self.most = typed, STEP
        self.changed()

    def more(self) -> None:
        self.most += STEP
        self.changed()
