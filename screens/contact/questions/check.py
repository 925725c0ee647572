"""The last look: is it the right person, what will be saved, what is still missing."""

import flet as ft

from screens import parts
from screens.contact.state import ContactState
from screens.drafting.view import why_corrected


def question(state: ContactState) -> list[ft.Control | None]:
    return [
        _missing(state),
        why_corrected(state),
        parts.card(
            "Is this the right person?",
            _confirm(state, "name_confirmed", state.name, "The name is right"),
            _confirm(state, "birth_confirmed", f"Born {state.born}", "The date of birth is right"),
        ),
        parts.card("What will be saved", parts.key_values(state.summary())),
        _discard(state),
    ]


def _confirm(state: ContactState, name: str, fact: str, note: str) -> ft.Control:
    error = state.wrong.get(name, "")
    confirmed = getattr(state.form, name)
    return parts.stack(
        parts.check(fact, confirmed, state.setter(state.form, name), note=note),
        parts.error_line(error) if error else None,
        space=4,
        key=name,
    )


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
