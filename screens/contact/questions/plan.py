"""The temporary safety plan, in the same flow: its questions over four pages."""

import flet as ft

from screens import parts
from screens.contact.state import ContactState
from screens.plan import questions

PAGES = {
    "plan": (questions.why,),
    "plan contacts": (questions.contacts,),
    "plan safety": (questions.emergency, questions.safeguarding),
    "plan words": (questions.with_them, questions.words),
}


def question(state: ContactState) -> list[ft.Control | None]:
    """The page of the plan that is on screen."""
    if state.form.plan is None:
        return []
    return [parts.card("", *asked(state.planning)) for asked in PAGES[state.page.key]]
