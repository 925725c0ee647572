"""What the small forms of a person's screens are made of: a field, a choice, a moment, their buttons."""

from collections.abc import Sequence
from typing import Protocol

import flet as ft

from models.codes import Code
from screens import parts
from screens.person.entering import Entering, Form
from sync.views import Me


class Enters(Protocol):
    """A screen with small forms."""

    entering: Entering
    me: Me

    async def save_entered(self) -> None: ...


def options(codes: type[Code]) -> list[parts.Option]:
    return [parts.Option(str(code), code.words) for code in codes.all()]


def typed(state: Enters, form: Form, name: str, label: str, hint: str = "") -> ft.Control:
    """Some words."""
    return parts.note_field(
        label, form.get(name), state.entering.setter(name), hint=hint, error=form.wrong.get(name, ""), lines=2
    )


def named(state: Enters, form: Form, name: str, label: str, hint: str = "") -> ft.Control:
    """A name, on one line."""
    return parts.text_field(
        label, form.get(name), state.entering.setter(name), hint=hint, error=form.wrong.get(name, "")
    )


def moment(state: Enters, form: Form, name: str, on: str, at: str) -> Sequence[ft.Control]:
    """A date and a time of day, under these labels."""
    return [
        parts.date_field(
            on,
            form.get(f"{name}_on"),
            state.entering.setter(f"{name}_on"),
            error=form.wrong.get(f"{name}_on", ""),
        ),
        parts.time_field(
            at,
            form.get(f"{name}_at"),
            state.entering.setter(f"{name}_at"),
            error=form.wrong.get(f"{name}_at", ""),
        ),
    ]


def choice(state: Enters, form: Form, name: str, label: str, options: Sequence[parts.Option]) -> ft.Control:
    return parts.choice(
        label, options, form.get(name) or None, state.entering.setter(name), error=form.wrong.get(name, "")
    )


def saving(state: Enters, words: str) -> ft.Control:
    return parts.line(
        parts.button(words, state.save_entered, "primary"),
        parts.button("Leave it", state.entering.cancel, "quiet"),
    )


def start(
    state: Enters,
    kind: str,
    words: str,
    what: str,
    about: str = "",
    *,
    about_words: str = "",
    key: str = "",
    **said: str,
) -> ft.Control | None:
    """A button to begin a form, for whoever may record it, while no other is open."""
    if not state.me.may(kind) or state.entering.form is not None:
        return None
    return parts.button(
        words,
        lambda: state.entering.start(what, about, **said),
        about=about_words,
        key=key or f"{what} {about}".strip(),
    )
