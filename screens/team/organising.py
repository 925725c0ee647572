"""A form of something of the organisation: leave, the rota. It is about no person, and leads back to the team. Knows no Flet."""

from typing import TypeVar

from models.entry import ORGANISATION
from models.fold import PersonState
from screens.drafting.page import PageDrafting, PageForm
from sync.device import Device
from sync.views import PersonRow

P = TypeVar("P", bound=PageForm)


class Organising(PageDrafting[P]):
    """`rows` are the people on this tablet, for what it would change for them."""

    place, back_words = "team", "To the team"

    def __init__(self, device: Device, draft_id: str, empty: P) -> None:
        super().__init__(device, ORGANISATION, draft_id, empty)
        self.rows: list[PersonRow] = []

    async def read_scope(self) -> None:
        self.rows = await self.device.people()

    @property
    def subject(self) -> PersonState | None:
        return None

    @property
    def name(self) -> str:
        return ""

    @property
    def back(self) -> str:
        return "/team"
