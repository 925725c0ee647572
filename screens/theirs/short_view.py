"""The two short forms: a goal, and how often we agreed to be in contact."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.view import Fields, form_frame, form_screens, use_draft
from screens.theirs.agreed import AgreedState
from screens.theirs.goal import DROPPED, ON, REACHED, GoalState

WHOSE = (parts.Option("theirs", "In their words"), parts.Option("ours", "In ours"))
STANDS = (
    parts.Option(ON, "It goes on"),
    parts.Option(REACHED, "It is reached"),
    parts.Option(DROPPED, "It is dropped"),
)


def _goal(state: GoalState) -> list[ft.Control | None]:
    fields, form = Fields(state), state.form
    return [
        fields.choice("stands", "How does it stand?", STANDS) if form.record else None,
        fields.note("dropped_because", "Why is it dropped?") if form.stands == DROPPED else None,
        fields.note("goal", "What do they want to get to?"),
        fields.choice("whose", "In whose words?", WHOSE),
        fields.note("steps", "The first steps there"),
        fields.date("review_on", "Look at it again on", hint="May stay empty") if form.stands == ON else None,
    ]


@ft.component
def AgreedScreen(app: AppState, scope: str, draft_id: str) -> ft.Control:
    """Agree how often to be in contact, or go on with a draft of it."""
    state = use_draft(app, lambda: AgreedState(app.open_device, scope, draft_id), scope, draft_id)
    return form_frame(app, state, "Agreed contact", lambda: _agreed(state))


def _agreed(state: AgreedState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        fields.text("interval_days", "In contact at least every … days", hint="Telephone and video count"),
        fields.text(
            "face_to_face_days", "Face to face at least every … days", hint="Leave it empty if none is agreed"
        ),
    ]


GoalScreen, GoalChangeScreen = form_screens(
    lambda app, scope, id, record: GoalState(app.open_device, scope, id, record),
    lambda state: "Change a goal" if state.form.record else "A goal of theirs",
    _goal,
)
