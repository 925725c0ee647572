"""Who is it, when they are not on this tablet's list: their name, their date of birth, and which team finds out."""

import flet as ft

from screens import parts
from screens.contact.state import ContactState


def question(state: ContactState) -> list[ft.Control | None]:
    form, wrong = state.form, state.wrong
    teams = [parts.Option(id, name) for id, name in state.teams]
    return [
        parts.text(
            "Record the contact as for anybody. A manager finds out who they are from what you write here."
        ),
        parts.card(
            "Who they are",
            parts.text_field("Name", form.name, state.setter(form, "name"), error=wrong.get("name", "")),
            None
            if form.born_unknown
            else parts.date_field(
                "Date of birth",
                form.born,
                state.setter(form, "born"),
                error=wrong.get("born", ""),
                picker=False,
            ),
            parts.check(
                "Nobody knows the date of birth", form.born_unknown, state.setter(form, "born_unknown")
            ),
            parts.choice(
                "Which team?", teams, form.team, state.setter(form, "team"), error=wrong.get("team", "")
            )
            if len(teams) > 1
            else None,
        ),
    ]
