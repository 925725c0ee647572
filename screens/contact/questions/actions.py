"""What was carried out: from the standard's menu, when, how far, what came of it."""

import flet as ft

from models.codes import Extent
from models.standard.terms import ActionTerms
from screens import parts
from screens.contact.form import Done
from screens.contact.questions.contact import options
from screens.contact.state import ContactState


def question(state: ContactState) -> list[ft.Control | None]:
    form = state.form
    return [
        parts.card(
            "",
            parts.multi_choice(
                "What did you do?",
                [_option(action) for action in state.standard.actions],
                [done.code for done in form.actions],
                state.did,
                hint="Each is taken as done now. Below, say otherwise, and what came of it",
            ),
        ),
        *(_action(state, i, done) for i, done in enumerate(form.actions)),
    ]


def _option(action: ActionTerms) -> parts.Option:
    note = "" if action.counts_as_action else "Worth recording, but does not answer a threshold by itself"
    return parts.Option(action.code, action.words, note)


def _action(state: ContactState, i: int, done: Done) -> ft.Control:
    wrong, words = state.wrong, state.standard.action_words(done.code)
    when = done.extent != "not_done"
    return parts.card(
        words,
        parts.choice(
            "How far?",
            options(Extent),
            done.extent,
            state.setter(done, "extent"),
            about=words,
            key=f"{done.code} extent",
        ),
        parts.date_field(
            "On", done.on, state.setter(done, "on"), error=wrong.get(f"actions.{i}.on", ""), about=words
        )
        if when
        else None,
        parts.time_field(
            "At", done.at, state.setter(done, "at"), error=wrong.get(f"actions.{i}.at", ""), about=words
        )
        if when
        else None,
        parts.note_field(
            "What came of it", done.outcome, state.setter(done, "outcome"), lines=2, about=words
        ),
        key=f"done {done.code}",
    )
