"""A person's own copy: the list of what there is, one to prepare and record, and the page the person themself reads."""

from textwrap import shorten

import flet as ft

from models.codes import CopyGiven
from models.codes_of_papers import CopyHow
from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.drafting.view import careful, form_frame, use_draft
from screens.frame import FICTIONAL, frame, numbers
from screens.live import use_screen
from screens.own_copy.sheet import NOT_SET, Offer
from screens.own_copy.state import CopyState, OwnCopies
from screens.person.opening_view import not_open_yet

BECAME = [parts.Option(str(code), code.words) for code in CopyGiven.all()]
HOW = [parts.Option(str(code), code.words) for code in CopyHow.all()]
NOTE_LENGTH = 120  # characters of a part that its choice repeats


@ft.component
def OwnCopiesScreen(app: AppState, scope: str) -> ft.Control:
    """Everything a person can have a copy of."""
    state = use_screen(app, lambda: OwnCopies(app.open_device, app.now, scope), scope)
    if waiting := not_open_yet(app, state, "Their own copy"):
        return waiting
    return frame(
        app,
        state.name,
        [
            parts.heading("Their own copy"),
            parts.text("What, why, until when, how to object and whom to turn to, in words for them."),
            *(_offer(app, scope, each) for each in state.offers),
            parts.empty("There is no plan, restriction or decision to give a copy of.")
            if not state.offers
            else None,
        ],
        here="people",
    )


def _offer(app: AppState, scope: str, offer: Offer) -> ft.Control:
    tag = parts.tag(
        offer.became or "Not offered yet", "good" if offer.given else "plain", key=f"became {offer.entry}"
    )
    return parts.list_row(
        offer.title,
        *offer.when.split("\n"),
        tags=[tag],
        on_click=lambda: app.go(f"/person/{scope}/copy/{offer.entry}/give"),
        key=offer.entry,
    )


@ft.component
def OwnCopyScreen(app: AppState, scope: str, draft_id: str) -> ft.Control:
    """One that was begun."""
    return _copy(app, scope, draft_id, "")


@ft.component
def GiveCopyScreen(app: AppState, scope: str, about: str) -> ft.Control:
    """Of an entry: one that is begun now, or was before."""
    id = ft.use_memo(new_id, [about])
    return _copy(app, scope, id, about)


@ft.component
def _copy(app: AppState, scope: str, id: str, about: str) -> ft.Control:
    """One copy: what goes on it, showing it, what became of it."""
    state = use_draft(app, lambda: CopyState(app.open_device, scope, id, about), scope, id)

    async def save() -> None:
        await state.save()
        if state.saved:
            await app.refresh()
            app.go(state.then)

    if waiting := not_open_yet(app, state, "Their own copy"):
        return waiting
    if state.saved:
        return form_frame(app, state, "Their own copy", list)
    if state.copy is None:
        gone = parts.banner("info", "This is no longer in force, or not on this tablet.", word="")
        leave = parts.line(parts.button("Discard", state.ask_to_discard, "quiet"))
        return frame(app, state.name, [gone, leave], here="people")
    if state.showing:
        return _page(app, state)
    return frame(
        app,
        state.name,
        parts.scroller(
            parts.heading(state.copy.title),
            careful(state),
            parts.text(state.copy.written, "quiet small"),
            _not_set(state),
            _choosing(state),
            parts.card(
                "Give it to them",
                parts.text("Large and plain, with nothing else on the screen."),
                parts.line(
                    parts.button(
                        "Read it to them", lambda: state.show("read_aloud"), icon=ft.Icons.RECORD_VOICE_OVER
                    ),
                    parts.button("Hand them the tablet", lambda: state.show("shown"), icon=ft.Icons.TABLET),
                ),
                parts.text("Once they hand it back the tablet locks.", "quiet small"),
            ),
            _became(state),
            key="own copy form",
        ),
        here="people",
        footer=[
            parts.button("Discard", state.ask_to_discard, "quiet"),
            parts.button("Save", save, "primary"),
        ],
        key="prepare",
    )


def _not_set(state: CopyState) -> ft.Control | None:
    if not state.lacking:
        return None
    return parts.banner(
        "info",
        " ".join(f"{each}: {NOT_SET}." for each in state.lacking),
        "The copy says that we find out for them.",
        word="Not whole",
        key="not set",
    )


def _choosing(state: CopyState) -> ft.Control:
    """Safeguarding, who was worried and what others said are never on it; what else names somebody is for the worker to see."""
    on_it = [each.name for each in state.optional if each.name not in state.form.left_out]
    options = [
        parts.Option(each.name, each.title, shorten(each.words, NOTE_LENGTH, placeholder=" …"))
        for each in state.optional
    ]
    return parts.card(
        "Before they read it",
        parts.text("Leave out what names somebody else or tells of abuse. Safeguarding is never on it."),
        parts.multi_choice("What goes on it?", options, on_it, state.keep_on_it) if options else None,
    )


def _became(state: CopyState) -> ft.Control:
    form, wrong = state.form, state.wrong
    return parts.card(
        "What became of it",
        parts.choice(
            "Was it given?",
            BECAME,
            form.outcome,
            state.setter(form, "outcome"),
            error=wrong.get("outcome", ""),
        ),
        parts.choice("How?", HOW, form.how, state.setter(form, "how"), error=wrong.get("how", ""))
        if form.outcome == "given"
        else None,
        parts.note_field("Why?", form.why, state.setter(form, "why"), error=wrong.get("why", ""), lines=2)
        if form.outcome in ("unsafe_to_leave", "declined")
        else None,
        parts.note_field(
            "What did they say?",
            form.said,
            state.setter(form, "said"),
            hint="If they object to a restriction, review it now",
            lines=2,
        ),
    )


def _page(app: AppState, state: CopyState) -> ft.Control:
    """What the person reads: theirs alone, large, with no way further into the record than by unlocking it again."""
    copy = state.copy
    assert copy is not None
    handed = state.form.how == "shown"
    done = (
        parts.button("I have read it: hand the tablet back", app.lock, "primary")
        if handed
        else parts.button("Back to the record", state.close, "primary")
    )
    return parts.outer_shell(
        f"For {state.called}",
        [
            parts.heading(copy.title, 2, large=True),
            *(
                parts.stack(
                    parts.heading(each.title, 3, large=True),
                    parts.text(parts.whole_numbers(each.words), "large"),
                    space=4,
                    key=each.name,
                )
                for each in state.parts
            ),
            parts.text(copy.written, "quiet"),
            parts.line(done),
        ],
        numbers=numbers(app),
        notice=FICTIONAL if app.fictional else "",
        key="for them",
    )
