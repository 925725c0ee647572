"""What the forms of what is set for one person share: it is said before saving whether they take effect at once."""

from typing import TypeVar

from screens.drafting.page import PageDrafting, PageForm

P = TypeVar("P", bound=PageForm)


class Theirs(PageDrafting[P]):
    weighs = True
