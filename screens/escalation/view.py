"""The escalation screens: call first and read aloud, then the six parts; and what came of one that was saved."""

import flet as ft

from models.codes import Priority
from models.kinds.escalation import SUMMARY
from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.drafting.view import Fields, careful, use_draft
from screens.escalation.followed_view import follow_up
from screens.escalation.following import FollowingState
from screens.escalation.form import ANSWERED, Call
from screens.escalation.state import EscalatingState
from screens.frame import frame
from screens.live import use_screen

BEFORE = {"where": "Where they are", "who_is_there": "Who is there", "callback": "Ring me back on"}


@ft.component
def EscalationScreen(app: AppState, scope: str, escalation_id: str | None = None) -> ft.Control:
    """Escalate about `scope`, go on with a draft, or see what came of one that was saved. None begins a new one."""
    id = ft.use_memo(lambda: escalation_id or new_id(), [escalation_id])
    state = use_draft(
        app,
        lambda: EscalatingState(app.open_device, scope, id),
        scope,
        id,
        discard="Discard this escalation?",
        loses="Nothing of it has been recorded. What was entered is removed from this tablet.",
    )
    if state.saved:
        return FollowingScreen(app, scope, id)
    return _asking(app, state)


def _asking(app: AppState, state: EscalatingState) -> ft.Control:
    if not state.opened:
        return frame(app, "Escalation", [parts.text("Opening the record …")], here="people")

    async def save() -> None:
        await state.save()
        await app.refresh()

    return frame(
        app,
        state.name or "Escalation",
        [
            careful(state),
            _call(state),
            _how_soon(state),
            _script(state),
            _summary(state),
            _knows(state),
            _evidence(state),
        ],
        here="people",
        footer=[
            parts.button("Discard", state.ask_to_discard, "quiet"),
            parts.button("Save the escalation", save, "primary"),
        ],
    )


@ft.component
def FollowingScreen(app: AppState, scope: str, id: str) -> ft.Control:
    """One that was saved. A component of its own, since it reads the record anew."""
    state = use_screen(app, lambda: FollowingState(app.open_device, app.now, scope, id), scope, id)
    return frame(
        app,
        state.name,
        follow_up(app, state) if state.opened else [parts.text("Opening the record …")],
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
        ),
    )


def _call(state: EscalatingState) -> ft.Control:
    """Before any field: 999 where somebody is in danger; else the number to ring, and what became of each call."""
    line, form, fields = state.ringing, state.form, Fields(state)
    danger = parts.button("Emergency: ring 999", state.ring_999, "danger", icon=ft.Icons.CALL, url="tel:999")
    ring = parts.button(
        f"Ring {parts.unbroken(line.number)}",
        state.ring_now,
        icon=ft.Icons.CALL,
        url=f"tel:{line.number.replace(' ', '')}",
    )
    return parts.card(
        "Call first",
        parts.stack(
            parts.text("Someone is in danger now: before anything else"), parts.line(danger), space=8
        ),
        parts.text(f"{line.name}: {parts.unbroken(line.number)}", "strong", key="ringing"),
        parts.line(
            ring,
            parts.button("No answer: next number", state.no_answer, icon=ft.Icons.PHONE_MISSED),
        ),
        fields.text("answered_by", "Answered by"),
        parts.line(parts.button("They answered", state.answered, icon=ft.Icons.CHECK)),
        fields.text("to", "Which service is asked", hint="For example the crisis team"),
        fields.text("number", "Its number"),
        # below the buttons, so that nothing moves under a thumb
        *(
            parts.text(_said(call), "quiet", key=f"call {number}")
            for number, call in enumerate(form.calls, 1)
        ),
    )


def _said(call: Call) -> str:
    if call.outcome == ANSWERED:
        return f"{call.to}: answered by {call.name or 'somebody'}"
    return f"{call.to}: no answer"


def _script(state: EscalatingState) -> ft.Control:
    """What to read aloud, word for word."""
    return parts.card(
        "Say this",
        parts.key_values(state.opening),
        parts.key_values(state.parts),
        *(Fields(state).text(name, label) for name, label in BEFORE.items()),
    )


def _summary(state: EscalatingState) -> ft.Control:
    return parts.card(
        "What is asked",
        parts.text("A part left blank reads “not known”. Nothing here has to be filled in.", "quiet"),
        *(Fields(state).note(name, label) for name, label in SUMMARY.items()),
    )


def _knows(state: EscalatingState) -> ft.Control:
    fields = Fields(state)
    return parts.card(
        "",
        fields.choice(
            "knows", "Does the person know?", (parts.Option("yes", "Yes"), parts.Option("no", "No"))
        ),
        fields.note("not_told_because", "Why not") if state.form.knows == "no" else None,
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
