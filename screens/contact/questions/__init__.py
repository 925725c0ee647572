"""One file for each question of a contact: the controls that ask it. They read and change a `ContactState`, nothing else."""

from collections.abc import Callable

import flet as ft

from screens.contact.pages import Page
from screens.contact.questions import actions, changed, check, contact, decision, plan, seen, who
from screens.contact.state import ContactState

Question = Callable[[ContactState], list[ft.Control | None]]

_BY_KEY: dict[str, Question] = {
    "who": who.question,
    "contact": contact.question,
    "signature": seen.own,
    "others": seen.others,
    "changed": changed.question,
    "actions": actions.question,
    "decision": decision.question,
    **dict.fromkeys(plan.PAGES, plan.question),
    "check": check.question,
}


def ask(state: ContactState, page: Page) -> list[ft.Control | None]:
    """The controls of one page."""
    if page.code:
        return seen.dagger(state, page.code)
    return _BY_KEY[page.key](state)
