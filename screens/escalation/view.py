"""The escalation screens: call first and read aloud, then the six parts; and what came of one that was saved."""

import flet as ft

from models.codes import Priority
from models.kinds.escalation import SUMMARY
from screens import parts
from screens.app_state import AppState
from screens.escalation.followed_view import follow_up
from screens.escalation.following import FollowingState
from screens.escalation.state import EscalatingState, new_id
from screens.frame import frame
from screens.live import use_screen

BEFORE = ("where", "who_is_there", "callback")
BEFORE_LABELS = {"where": "Where they are", "who_is_there": "Who is there", "callback": "Ring me back on"}


@ft.component
def EscalationScreen(app: AppState, scope: str, escalation_id: str | None = None) -> ft.Control:
    """Escalate about `scope`, go on with a draft, or see what came of one that was saved. None begins a new one."""
    id = ft.use_memo(lambda: escalation_id or new_id(), [escalation_id])
    state = use_screen(app, lambda: EscalatingState(app.open_device, scope, id), scope, id)
    if state.saved:
        return FollowingScreen(app, scope, id)
    if not state.opened:
        return frame(app, "Escalation", [parts.text("Opening the record …")], here="people")

    async def save() -> None:
        await state.save()
        await app.refresh()

    async def discard() -> None:
        await state.discard()
        app.back()

    return frame(
        app,
        state.name,
        [
            parts.banner("problem", "Not kept on this tablet yet.", state.unkept, word="Careful")
            if state.unkept
            else None,
            _how_soon(state),
            _call(state),
            _script(state),
            _summary(state),
            _knows(state),
            _evidence(state),
        ],
        here="people",
        footer=[
            parts.button("Discard", discard, "quiet"),
            parts.button("Save the escalation", save, "primary"),
        ],
    )


@ft.component
def FollowingScreen(app: AppState, scope: str, id: str) -> ft.Control:
    """One that was saved. A component of its own, since it reads the record anew."""
    state = use_screen(
        app, lambda: FollowingState(app.open_device, app.now, scope, id, app.refresh), scope, id
    )
    return frame(
        app,
        state.name,
        follow_up(state) if state.opened else [parts.text("Opening the record …")],
        here="people",
        footer=[parts.button("To the person", lambda: app.go(f"/person/{scope}"), "primary")],
    )


def _how_soon(state: EscalatingState) -> ft.Control:
    return parts.card(
        "",
        parts.choice(
            "How soon?",
            [parts.Option(code, Priority(code).words) for code in Priority.KNOWN],
            state.form.priority,
            state.choose,
            hint="Someone in danger now: Emergency, and ring 999 first.",
        ),
    )


def _call(state: EscalatingState) -> ft.Control:
    """Before any field: the number to ring, and what became of each call."""
    line, form = state.ringing, state.form
    return parts.card(
        "Call first",
        *(parts.text(_said(call.to, call.outcome, call.name), "quiet") for call in form.calls),
        parts.text(f"{line.name}: {parts.unbroken(line.number)}", "strong", key="ringing"),
        parts.line(
            parts.button(
                f"Ring {parts.unbroken(line.number)}",
                None,
                "danger" if line.number == "999" else "secondary",
                icon=ft.Icons.CALL,
                url=f"tel:{line.number.replace(' ', '')}",
            ),
            parts.button("No answer: next number", state.no_answer, icon=ft.Icons.PHONE_MISSED),
        ),
        parts.text_field("Answered by", form.answered_by, state.setter("answered_by")),
        parts.line(parts.button("They answered", state.answered, icon=ft.Icons.CHECK)),
        parts.text_field(
            "Which service is asked", form.to, state.setter("to"), hint="For example the crisis team"
        ),
        parts.text_field("Its number", form.number, state.setter("number")),
    )


def _said(to: str, outcome: str, name: str) -> str:
    return f"{to}: answered by {name or 'somebody'}" if outcome == "answered" else f"{to}: no answer"


def _script(state: EscalatingState) -> ft.Control:
    """What to read aloud, word for word."""
    return parts.card(
        "Say this",
        parts.key_values(state.opening),
        parts.key_values(state.parts),
        *(
            parts.text_field(BEFORE_LABELS[name], getattr(state.form, name), state.setter(name))
            for name in BEFORE
        ),
    )


def _summary(state: EscalatingState) -> ft.Control:
    return parts.card(
        "What is asked",
        parts.text("A part left blank reads “not known”. Nothing here has to be filled in.", "quiet"),
        *(
            parts.note_field(label, getattr(state.form, name), state.setter(name), lines=2)
            for name, label in SUMMARY.items()
        ),
    )


def _knows(state: EscalatingState) -> ft.Control:
    knows = state.form.knows
    return parts.card(
        "",
        parts.choice(
            "Does the person know?",
            [parts.Option("yes", "Yes"), parts.Option("no", "No")],
            knows,
            state.setter("knows"),
        ),
        parts.note_field("Why not", state.form.not_told_because, state.setter("not_told_because"), lines=2)
        if knows == "no"
        else None,
    )


def _evidence(state: EscalatingState) -> ft.Control | None:
    if not state.evidence:
        return None
    return parts.card(
        "It rests on",
        *(
            parts.stack(
                parts.text(said),
                parts.line(
                    parts.button(
                        "Leave out", lambda id=id: state.unlink(id), "quiet", about=said, key=f"leave {id}"
                    )
                ),
                space=0,
                key=f"evidence {id}",
            )
            for id, said in state.evidence
        ),
    )
