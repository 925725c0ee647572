"""A short form about something that another screen shows, in a scope of any sort: it leads back to where one came from."""

from typing import TypeVar

from models.fold import PersonState
from screens.about import name_of, route_of
from screens.drafting.page import PageForm, ShortForm

P = TypeVar("P", bound=PageForm)


class Beside(ShortForm[P]):
    back_words = "To what it is about"

    @property
    def name(self) -> str:
        return name_of(self.view.state, self.directory)

    @property
    def then(self) -> str:
        return ""

    @property
    def back(self) -> str:
        return route_of(self.scope)


class BesideUnread(Beside[P]):
    """One that stands without its scope: what the centre holds may be in one that is not here."""

    async def read_scope(self) -> None:
        return

    @property
    def subject(self) -> PersonState | None:
        return None

    @property
    def name(self) -> str:
        return ""
