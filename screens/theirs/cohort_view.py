"""The form for the high-risk cohort; and what the person's page says of it to whoever may and may not decide it."""

from collections.abc import Sequence

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.drafting.view import Fields, form_frame, use_draft
from screens.person.state import PersonScreenState
from screens.person.waiting import who_confirms
from screens.prompt.lines import sentence
from screens.theirs.cohort import IN, OUT, CohortState
from screens.theirs.cohort_lines import cohort
from screens.theirs.set_view import set_line

STANDS = (
    parts.Option(IN, "In it", "Every hard question and every early sign of theirs is asked at each contact"),
    parts.Option(OUT, "Not in it", "Asked as for anybody"),
)


@ft.component
def CohortScreen(app: AppState, scope: str, draft_id: str) -> ft.Control:
    """Put somebody in the cohort or take them out, or go on with a draft of it."""
    state = use_draft(app, lambda: CohortState(app.open_device, scope, draft_id), scope, draft_id)
    return form_frame(app, state, "High-risk cohort", lambda: _asked(state))


def _asked(state: CohortState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        parts.banner(
            "info",
            "Whatever is decided here, they are in it for now.",
            *(f"{sentence(each)}." for each in state.by_itself),
            word="Meanwhile",
            key="by itself",
        )
        if state.by_itself
        else None,
        parts.card(
            "",
            fields.choice("stands", "Are they in the high-risk cohort?", STANDS),
            fields.note("reason", "Why?"),
            fields.date("review_on", "Look at it again by", hint=f"At most {state.days} days ahead")
            if state.form.stands == IN
            else None,
        ),
    ]


def cohort_part(app: AppState, state: PersonScreenState) -> Sequence[ft.Control]:
    """Whether they are in it and why; the way to decide it, or who can."""
    view = state.view
    said = cohort(view.state, view.evaluation.episodes, state.directory, state.now())
    decide = parts.button(
        "Decide on the cohort",
        lambda: app.go(f"/person/{state.scope}/cohort/{new_id()}"),
        key="decide cohort",
    )
    who = who_confirms(view.state, state.directory, state.now())
    return [
        parts.heading("High-risk cohort", 3),
        *(set_line(each, f"cohort {n}") for n, each in enumerate(said, 1)),
        parts.line(decide) if state.me.may("cohort.set") else parts.text(f"Decided by {who}.", "quiet small"),
    ]
