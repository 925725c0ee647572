"""The last look: is it the right person, what will be saved, what is still missing."""

import flet as ft

from models.times import date_words
from screens import parts
from screens.contact.state import ContactState


def question(state: ContactState) -> list[ft.Control | None]:
    form, wrong, born_on = state.form, state.wrong, state.around.born_on
    born = date_words(born_on) if born_on else "on a date not known here yet"
    return [
        _missing(state),
        parts.card(
            "Is this the right person?",
            parts.check(
                state.around.name,
                form.name_confirmed,
                state.setter(form, "name_confirmed"),
                note="The name is right",
                key="name",
            ),
            parts.error_line(wrong["name_confirmed"]) if "name_confirmed" in wrong else None,
            parts.check(
                f"Born {born}",
                form.birth_confirmed,
                state.setter(form, "birth_confirmed"),
                note="The date of birth is right",
                key="birth",
            ),
            parts.error_line(wrong["birth_confirmed"]) if "birth_confirmed" in wrong else None,
        ),
        parts.card("What will be saved", parts.key_values(state.summary())),
        _discard(state),
    ]


def _missing(state: ContactState) -> ft.Control | None:
    """What keeps it from being saved, each with the way there."""
    pages = state.pages_with_problems
    if not pages:
        return None
    return parts.banner(
        "problem",
        "Something is missing before it can be saved.",
        *(problem.sentence for page in pages for problem in state.problems_at(page.key)),
        actions=[
            parts.button(f"Go to “{page.title}”", lambda page=page: state.show(page.key)) for page in pages
        ],
        word="Not yet",
    )


def _discard(state: ContactState) -> ft.Control:
    return parts.line(
        parts.button(
            "Discard this draft", lambda: state.ask_to_discard(), "quiet", icon=ft.Icons.DELETE_OUTLINE
        )
    )
