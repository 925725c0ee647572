"""What has changed, and who is worried, in their words. Where nobody was reached: what happened."""

import flet as ft

from models.codes import Worried
from screens import parts
from screens.contact.questions import met
from screens.contact.questions.contact import options
from screens.contact.state import ContactState


def question(state: ContactState) -> list[ft.Control | None]:
    form = state.form
    return [
        *met.urgent(state),
        parts.card("", _what(state)),
        parts.card(
            "",
            parts.multi_choice(
                "Who is worried they are unsafe, or worse?",
                options(Worried),
                [worry.who for worry in form.worries],
                lambda who: state.change(lambda: form.worried_are(who)),
                hint="Leave it empty if nobody is",
            ),
            *(
                parts.note_field(
                    f"{Worried(worry.who).words}: in their words",
                    worry.words,
                    state.setter(worry, "words"),
                    lines=2,
                )
                for worry in form.worries
            ),
        ),
        None if form.reached or form.more else _more(state),
    ]


def _what(state: ContactState) -> ft.Control:
    form, said = state.form, state.setter(state.form, "what_changed")
    if form.reached:
        return parts.note_field("What has changed since last time?", form.what_changed, said)
    return parts.note_field(
        "What happened?", form.what_changed, said, hint="For example: rang twice, no answer, left a card"
    )


def _more(state: ContactState) -> ft.Control:
    return parts.line(
        parts.button(
            "Add actions or a decision", lambda: state.put(state.form, more=True), "quiet", icon=ft.Icons.ADD
        )
    )
