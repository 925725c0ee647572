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
        self.decides = False

    async def load(self) -> None:
        device = self.app.open_device
        me = await device.me()
        self.contacts, self.decides = not me.administers, me.may("person.matched")
        rows = await device.people()
        self.rows = tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.scope)))
        self.opened = True
        self.changed()

    @property
    def to_be_matched(self) -> tuple[Someone, ...]:
        """Those written of who are on no list, where it is mine to say who they are."""
        unknown = (row for row in self.rows if row.to_be_matched and self.decides)
        return tuple(someone(row, self.app.now()) for row in unknown)

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
