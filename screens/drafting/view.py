"""What every form's view is made of: opened as a draft, its fields by name, what is missing said, saved or discarded."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import flet as ft

from models.codes import Code
from models.times import moment_words
from screens import parts
from screens.app_state import AppState
from screens.drafting.form import Part, new_id
from screens.drafting.page import PageDrafting, ShortForm
from screens.drafting.state import Drafting
from screens.frame import frame
from screens.live import use_screen

D = TypeVar("D", bound=Drafting[Any])
P = TypeVar("P", bound=PageDrafting[Any])
S = TypeVar("S", bound=ShortForm[Any])


def use_draft(
    app: AppState,
    make: Callable[[], D],
    *deps: Any,
    discard: str = "Discard this draft?",
    loses: str = "What was entered in it is removed from this tablet.",
) -> D:
    """`use_screen` for a form, with the question that is asked before it is discarded."""
    state = use_screen(app, make, *deps)

    async def drop() -> None:
        await state.discard()
        app.back()

    ft.use_dialog(_really(state, drop, discard, loses) if state.discarding else None)
    return state


def _really(state: Drafting[Any], drop: parts.Handler, question: str, loses: str) -> ft.AlertDialog:
    return parts.confirm(
        question,
        parts.text(loses),
        yes="Discard it",
        on_yes=drop,
        no="Keep it",
        on_no=lambda: state.ask_to_discard(False),
        kind="danger",
    )


def careful(state: Drafting[Any]) -> ft.Control | None:
    """Said while the latest change could not be kept."""
    if not state.unkept:
        return None
    return parts.banner("problem", "Not kept on this tablet yet.", state.unkept, word="Careful")


def correcting(state: Drafting[Any], short: bool = False) -> ft.Control | None:
    """Said over a form that corrects what was recorded: that it does, and that nothing is taken away by it. `short`: in one line."""
    if not state.form.corrects:
        return None
    entry = state.corrected
    when = moment_words(state.view.state.at[entry.id], state.now()) if entry else ""
    by = f"{state.directory.name_of(entry.author)} recorded, {when}" if entry else "was recorded"
    if short:
        return parts.status_line(ft.Icons.EDIT, f"Correcting what {by}", key="correcting")
    return parts.banner(
        "info",
        f"You are correcting what {by}.",
        "It stays in the trail, with this correction and its reason beside it.",
        word="Correction",
        key="correcting",
    )


def waits(state: Drafting[Any]) -> ft.Control | None:
    """Said over a form whose content would wait for a manager, before it is saved."""
    if not state.waits:
        return None
    meanwhile = "what was recorded first holds" if state.holds_meanwhile else "nothing changes"
    what, more = "All of it", ""
    if state.holds_meanwhile and state.adds_at_once:
        what, more = "That", " What asks for more holds at once."
    return parts.banner(
        "info",
        "It asks for less than what holds now.",
        f"{what} waits until it is confirmed by {state.who_confirms}. Until then {meanwhile}.{more}",
        word="Awaiting a manager",
        key="waits",
    )


def why_corrected(state: Drafting[Any]) -> ft.Control | None:
    """The one question that only a correction asks."""
    return Fields(state).note("corrected_because", "Why is it corrected?") if state.form.corrects else None


def form_frame(
    app: AppState, state: PageDrafting[Any], title: str, body: Callable[[], Sequence[ft.Control | None]]
) -> ft.Control:
    """A form on one page, with its two ways out; once saved, back to what it belongs to. `body` is called when it is opened."""
    if not state.opened:
        return frame(app, title, [parts.text("Opening the record …")], here=state.place)
    if state.saved:
        done = parts.banner("done", "Saved on this tablet", word="", key="saved")
        back = parts.button(state.back_words, lambda: app.go(state.back), "primary")
        return frame(app, state.name or title, [done], here=state.place, footer=[back])

    async def save() -> None:
        here = app.route
        await state.save()
        if not state.saved:
            return
        await app.refresh()
        if app.route != here:
            return  # somebody has gone elsewhere meanwhile, and stays there
        if state.then:
            app.go(state.then)
        else:
            app.back()

    return frame(
        app,
        state.name or title,
        parts.scroller(
            parts.heading(title, 2) if state.name else None,  # else it is the screen's
            careful(state),
            correcting(state),
            waits(state),
            parts.banner("needs you", "Something is missing. It is marked below.", word="Not saved")
            if state.wrong
            else None,
            *body(),
            why_corrected(state),
            key=f"{title} form",
        ),
        here=state.place,
        footer=[
            parts.button("Discard", state.ask_to_discard, "quiet"),
            parts.button("Save", save, "primary"),
        ],
    )


Component = Callable[..., Any]
Makes = Callable[
    [AppState, str, str, str], P
]  # of the session, the scope, the id of the draft, and the record ("" for a new one)


def form_screens(
    make: Makes[P], title: Callable[[P], str], asked: Callable[[P], Sequence[ft.Control | None]]
) -> tuple[Component, Component]:
    """The two screens of a form of something that has a record: for a new one or a draft of either, and for what is to change.

    The first is given the scope and the draft's id, the second the scope and the record.
    """

    @ft.component
    def form(app: AppState, scope: str, record: str, id: str) -> ft.Control:
        state = use_draft(app, lambda: make(app, scope, id, record), scope, id)
        return form_frame(app, state, title(state), lambda: asked(state))

    @ft.component
    def begun(app: AppState, scope: str, draft_id: str) -> ft.Control:
        return form(app, scope, "", draft_id)

    @ft.component
    def further(app: AppState, scope: str, record: str) -> ft.Control:
        id = ft.use_memo(new_id, [record])
        return form(app, scope, record, id)

    return begun, further


def short_screens(
    state: type[S], title: str, asked: Callable[[S], Sequence[ft.Control | None]]
) -> tuple[Component, Component]:
    """The two screens of a short form: for a new one or a draft, and for one about something that the route names."""
    return form_screens(
        lambda app, scope, id, about: state(app.open_device, scope, id, about), lambda _: title, asked
    )


class Fields:
    """The fields of a form, or of a `part` of it, by name: what was entered, and the sentence where it cannot stand.

    `at` is where the state's sentences have the part's fields, such as "others.0."; `about` tells several parts apart.
    """

    def __init__(
        self, state: Drafting[Any], part: Part | None = None, *, at: str = "", about: str = ""
    ) -> None:
        self._state, self._part = state, part or state.form
        self._at, self._about = at, about

    def note(self, name: str, label: str, *, hint: str = "", lines: int = 2) -> ft.Control:
        value, put, error, about = self._of(name)
        return parts.note_field(label, value, put, hint=hint, error=error, lines=lines, about=about)

    def text(self, name: str, label: str, *, hint: str = "") -> ft.Control:
        value, put, error, about = self._of(name)
        return parts.text_field(label, value, put, hint=hint, error=error, about=about)

    def date(self, name: str, label: str, *, hint: str = "") -> ft.Control:
        value, put, error, about = self._of(name)
        return parts.date_field(label, value, put, hint=hint, error=error, about=about)

    def time(self, name: str, label: str, *, hint: str = "") -> ft.Control:
        value, put, error, about = self._of(name)
        return parts.time_field(label, value, put, hint=hint, error=error, about=about)

    def choice(
        self, name: str, label: str, options: Sequence[parts.Option] | type[Code], *, hint: str = ""
    ) -> ft.Control:
        """One of a few; a set of codes offers each in its words."""
        if isinstance(options, type):
            options = [parts.Option(str(code), code.words) for code in options.all()]
        value, put, error, about = self._of(name)
        return parts.choice(label, options, value or None, put, hint=hint, error=error, about=about)

    def _of(self, name: str) -> tuple[str, Callable[[str], None], str, str]:
        error = self._state.wrong.get(f"{self._at}{name}", "")
        return getattr(self._part, name), self._state.setter(self._part, name), error, self._about
