"""The forms of the organisation: somebody's leave, and who is on call on one rung."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.drafting.view import Fields, form_frame, use_draft
from screens.team.leave import BACK, ON, LeaveState
from screens.team.rota import DAILY, ONCE, STANDARD, RotaState
from screens.team.view import rung_card

STANDS = (
    parts.Option(ON, "They are away on these days"),
    parts.Option(BACK, "They are back, or it is called off", "They are asked again from now on"),
)
SHOWN = 12
SILENCES = (
    "While they are away nobody asks them: a cover, a manager or the next rung is asked in their place."
)


@ft.component
def LeaveForms(app: AppState, staff: str, record: str, draft_id: str) -> ft.Control:
    state = use_draft(app, lambda: LeaveState(app.open_device, draft_id, staff, record), draft_id)
    title = "Change leave" if state.form.record else "Set leave"
    return form_frame(app, state, title, lambda: _leave(state))


@ft.component
def LeaveScreen(app: AppState, staff: str, draft_id: str) -> ft.Control:
    """Leave of a member of staff."""
    return LeaveForms(app, staff, "", draft_id)


@ft.component
def LeaveBegunScreen(app: AppState, draft_id: str) -> ft.Control:
    """Go on with a draft of somebody's leave."""
    return LeaveForms(app, "", "", draft_id)


@ft.component
def LeaveChangeScreen(app: AppState, record: str) -> ft.Control:
    """Change leave that is set, or end it."""
    id = ft.use_memo(new_id, [record])
    return LeaveForms(app, "", record, id)


def _leave(state: LeaveState) -> list[ft.Control | None]:
    fields, form = Fields(state), state.form
    away = form.stands == ON
    return [
        fields.choice("stands", "How does it stand?", STANDS) if form.record else None,
        fields.date("from_on", "First day away") if away else None,
        fields.date("until_on", "Last day away", hint="Leave it empty until it is known") if away else None,
        parts.text(SILENCES, "quiet small") if away else None,
        _alone(state),
    ]


def _alone(state: LeaveState) -> ft.Control | None:
    """Who is left without anybody, before it is saved."""
    said = [f"{each.name}: {each.why}" for each in state.alone] + list(state.unstaffed)
    if not said:
        return None
    more = [f"And {len(said) - SHOWN} more."] if len(said) > SHOWN else []
    return parts.banner(
        "needs you", "Somebody has to be found:", *said[:SHOWN], *more, word="Once this is saved", key="after"
    )


@ft.component
def RotaForms(app: AppState, team: str, rung: str, draft_id: str) -> ft.Control:
    state = use_draft(app, lambda: RotaState(app.open_device, draft_id, team, rung), draft_id)
    return form_frame(app, state, f"On call as {state.form.rung}", lambda: _rota(state))


@ft.component
def RotaScreen(app: AppState, team: str, rung: str, draft_id: str) -> ft.Control:
    """Who is on call on one rung."""
    return RotaForms(app, team, rung, draft_id)


@ft.component
def RotaBegunScreen(app: AppState, draft_id: str) -> ft.Control:
    """Go on with a draft of who is on call."""
    return RotaForms(app, "", "", draft_id)


def _rota(state: RotaState) -> list[ft.Control | None]:
    several = len(state.form.turns) > 1
    return [
        _shifts(state),
        parts.heading("Put somebody on call", 3),
        *(_turn(state, n, several) for n in range(len(state.form.turns))),
        parts.error_line(state.wrong["turns"]) if "turns" in state.wrong else None,
        parts.line(parts.button("Another", state.another, icon=ft.Icons.ADD)),
        rung_card(state.preview, title="Once this is saved"),
    ]


def _shifts(state: RotaState) -> ft.Control | None:
    if not state.shifts:
        return None
    return parts.stack(
        parts.heading("On call already", 3),
        *(_shift(state, name, words) for name, words in state.shifts),
        space=4,
        key="shifts",
    )


def _shift(state: RotaState, name: str, words: str) -> ft.Control:
    off = name in state.form.off
    return parts.line(
        parts.text(words),
        parts.tag("Taken off", "stop") if off else None,
        parts.button(
            "Put back" if off else "Take off",
            lambda: state.turn_off(name),
            "quiet",
            about=words,
            key=f"off {name}",
        ),
        key=f"shift {name}",
    )


def _how(state: RotaState) -> list[parts.Option]:
    return [
        parts.Option(STANDARD, "When the standard has somebody on call", state.hours_words),
        parts.Option(DAILY, "Every day at the same hours", "An end before the start is the next morning's"),
        parts.Option(ONCE, "Without a break", "From the first day's time to the last day's"),
    ]


def _turn(state: RotaState, n: int, several: bool) -> ft.Control:
    about = f"Number {n + 1}" if several else ""
    fields = Fields(state, state.form.turns[n], at=f"turns.{n}.", about=about)
    return parts.card(
        about,
        fields.choice("staff", "Who?", [parts.Option(*each) for each in state.colleagues]),
        fields.date("from_on", "First day"),
        fields.date("until_on", "Last day", hint="The night after it too"),
        fields.choice("how", "At which hours?", _how(state)),
        *(
            ()
            if state.form.turns[n].how == STANDARD
            else (fields.time("from_at", "From"), fields.time("until_at", "To"))
        ),
        key=f"turn {n}",
    )
