"""What the forms of what is set for one person share: whether it takes effect at once, or waits for a manager."""

from typing import TypeVar

from models.authority import may_lower
from screens.drafting.page import PageDrafting, PageForm
from screens.person.waiting import who_confirms

P = TypeVar("P", bound=PageForm)


class Theirs(PageDrafting[P]):
    """`waits`: as entered, it would change nothing until a manager confirms it. False while something cannot stand."""

    waits = False

    async def judge(self) -> None:
        body, wrong = self.read()
        waits = (
            not self.saved
            and not wrong
            and not may_lower(self.me.role)
            and await self.device.would_wait(self.said(body))
        )
        if waits != self.waits:
            self.waits = waits
            self.changed()

    @property
    def who_confirms(self) -> str:
        """ "a manager: Mo Manager"."""
        return who_confirms(self.person.state, self.directory, self.now(), but=self.me.staff_id)
