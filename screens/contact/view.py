"""The contact screen: one question at a time, where one is always in sight, and what was saved at the end."""

from collections.abc import Awaitable, Callable

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.contact.after import after
from screens.contact.pages import steps
from screens.contact.questions import ask
from screens.contact.saved import SavedContact
from screens.contact.state import ContactState
from screens.drafting.form import new_id
from screens.drafting.view import careful, correcting, use_draft, waits
from screens.frame import frame
from screens.live import use_screen

Handler = Callable[[], Awaitable[None]]


@ft.component
def ContactScreen(app: AppState, scope: str, draft_id: str | None = None) -> ft.Control:
    """Record a contact with `scope`. `draft_id` is the id it has, or will have; None begins a new one."""
    id = ft.use_memo(lambda: draft_id or new_id(), [draft_id])
    state = use_draft(app, lambda: ContactState(app.open_device, scope, id), scope, id)
    if state.saved:
        return SavedScreen(app, scope, id)
    return _asking(app, state)


@ft.component
def SavedScreen(app: AppState, scope: str, id: str) -> ft.Control:
    """What was saved. A component of its own, since it reads the record anew."""
    saved = use_screen(app, lambda: SavedContact(app.open_device, app.now, scope, id), scope, id)
    person = f"/person/{scope}"
    return frame(
        app,
        saved.name,
        after(app, saved) if saved.opened else [],
        here="people",
        footer=[parts.button("To the person", lambda: app.go(person)), _onward(app, saved)],
    )


def _onward(app: AppState, saved: SavedContact) -> ft.Control:
    """The one next step: escalate where that was decided, else back to the day."""
    if not saved.to_escalate:
        return parts.button("To today", lambda: app.go("/today"), "primary")
    label = "Go on with the escalation" if saved.was_begun else "Escalate now"
    return parts.button(label, lambda: app.go(saved.escalation), "primary", icon=ft.Icons.CAMPAIGN)


def _asking(app: AppState, state: ContactState) -> ft.Control:
    if not state.opened:
        return frame(app, "Contact", [parts.text("Opening the record …")], here="people")

    async def save() -> None:
        await state.save()
        if state.saved:
            await app.refresh()

    page = state.page
    return frame(
        app,
        state.name or "Contact",
        parts.scroller(
            careful(state),
            correcting(state, short=page is not state.pages[0]),
            waits(state),
            _where(state),
            parts.heading(page.title, 2, key="question")
            if page.title != page.step and not page.code
            else None,
            *ask(state, page),
            key=f"page {page.key}",  # a new page begins at its top
        ),
        here="people",
        footer=_moves(state, save),
    )


def _where(state: ContactState) -> ft.Control:
    """ "Step 3 of 7", and every step to jump to when asked for."""
    icon = ft.Icons.EXPAND_LESS if state.showing_steps else ft.Icons.EXPAND_MORE
    toggle = parts.button(state.place, state.turn_steps, "quiet", icon=icon, key="place")
    return parts.stack(
        parts.line(toggle), *(_jumps(state) if state.showing_steps else ()), space=8, key="where"
    )


def _jumps(state: ContactState) -> list[ft.Control]:
    missing = {page.step for page in state.pages_with_problems if page.key in state.form.been}
    first = {page.step: page.key for page in reversed(state.pages)}
    return [
        parts.list_row(
            f"{number}. {step}",
            on_click=lambda key=first[step]: state.show(key),
            chosen=step == state.page.step,
            tags=[parts.tag("Something missing", "stop")] if step in missing else (),
            key=f"step {number}",
        )
        for number, step in enumerate(steps(state.pages), 1)
    ]


def _moves(state: ContactState, save: Handler) -> list[ft.Control]:
    last = state.page is state.pages[-1]
    back = [] if state.page is state.pages[0] else [parts.button("Previous", state.back, key="step back")]
    on = parts.button("Save", save, "primary") if last else parts.button("Next", state.next, "primary")
    return [*back, on]
