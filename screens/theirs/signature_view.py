"""The form for a person's own early signs and usual levels: with a picture of each, so that it can be talked through."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.view import Fields, form_frame, use_draft
from screens.person.picture import picture_of
from screens.theirs.signature import SignatureState

WITH_THEM = (parts.Option("yes", "Yes, with them"), parts.Option("no", "No"))


@ft.component
def SignatureScreen(app: AppState, scope: str, draft_id: str) -> ft.Control:
    """Set early signs and usual levels, or go on with a draft of it."""
    state = use_draft(app, lambda: SignatureState(app.open_device, scope, draft_id), scope, draft_id)
    return form_frame(app, state, "Their early signs", lambda: _asked(state))


def _asked(state: SignatureState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        parts.card(
            "",
            fields.choice("with_them", "Is this set with them?", WITH_THEM),
            fields.note("not_with_them_because", "Why not?") if state.form.with_them == "no" else None,
        ),
        parts.card(
            "",
            parts.multi_choice(
                "Which are their own early signs?",
                [parts.Option(code, state.standard.indicator_words(code)) for code in state.signs],
                state.form.own,
                state.own_are,
                hint="The few that change first when things get harder for them",
                error=state.wrong.get("own", ""),
            ),
        ),
        parts.heading("Usual levels", 2),
        parts.text("How it is when they are as well as usual. A level at or below it prompts less.", "quiet"),
        *(_usual(state, code) for code in state.asked),
        parts.trend_key() if state.asked else parts.empty("Choose a sign first."),
        parts.fold_out("A usual level for another sign", lambda: _others(state)) if state.not_asked else None,
    ]


def _usual(state: SignatureState, code: str) -> ft.Control:
    name = state.standard.indicator_words(code)
    levels = [parts.Option(level, level, words) for level, words in state.levels]
    return parts.card(
        "",
        picture_of(state.trend(code)),
        parts.level_choice(
            f"Usual level: {name}",
            state.usual(code),
            lambda level: state.put_usual(code, level),
            usual=state.change_of(code),
            levels=levels,
        ),
        key=f"usual {code}",
    )


def _others(state: SignatureState) -> ft.Control:
    return parts.line(
        *(
            parts.button(
                state.standard.indicator_words(code),
                lambda code=code: state.ask_also(code),
                key=f"also {code}",
            )
            for code in state.not_asked
        )
    )
