"""The screens of a correction: which of the two ways, and saying that a record should not be there."""

import flet as ft

from models.codes import VoidReason
from models.times import moment_words
from models.trail import TrailLine
from screens import parts
from screens.about import is_team
from screens.app_state import AppState
from screens.correcting.state import CorrectingState
from screens.correcting.void import WRONG_PERSON, VoidState
from screens.drafting.view import Fields, short_screens
from screens.frame import frame
from screens.live import use_screen
from screens.prompt.lines import sentence

STAYS = "Nothing is taken out of the trail: what was recorded stays there, with the correction beside it."
NO_FORM = (
    "A record of this sort is not changed here. If something in it is wrong, record it again as it should be, and then say "
    "that this one should not be here."
)
REASONS = tuple(
    parts.Option(str(code), code.words, note)
    for code, note in zip(
        VoidReason.all(), ("It is about somebody else", "It did not happen, or is there twice"), strict=True
    )
)


@ft.component
def CorrectScreen(app: AppState, scope: str, entry_id: str) -> ft.Control:
    """Correct one record of a person or a team: say it anew, or say that it should not be there."""
    state = use_screen(
        app, lambda: CorrectingState(app.open_device, app.now, scope, entry_id), scope, entry_id
    )
    here = "prompts" if is_team(scope) else "people"
    if not state.opened:
        return frame(app, "Correct a record", [parts.text("Reading the record …", "quiet")], here=here)
    return frame(app, state.name, _asked(app, state), here=here)


def _asked(app: AppState, state: CorrectingState) -> list[ft.Control | None]:
    title = parts.heading("Correct this")
    if state.line is None:
        return [title, parts.empty("This record is not on this tablet.")]
    said = _record(state.line, state)
    if not state.can_be:
        return [title, said, parts.text("It cannot be corrected, or has been voided already.", "strong")]
    if not state.may:
        return [title, said, parts.text(f"Your role may not correct it. Ask {state.who}.", "strong")]
    return [title, said, parts.text(STAYS), *_begun(app, state), *_ways(app, state)]


def _record(line: TrailLine, state: CorrectingState | VoidState) -> ft.Control:
    return parts.card(
        "",
        parts.text(line.what, "strong"),
        parts.text(f"{line.who}, {moment_words(line.at, state.now())}", "quiet small"),
        key="record",
    )


def _begun(app: AppState, state: CorrectingState) -> list[ft.Control]:
    return [
        parts.banner(
            "needs you",
            f"{sentence(each.what)} was begun and is not saved yet",
            each.when,
            actions=[
                parts.button(
                    "Go on with it", lambda route=each.route: app.go(route), about=each.called, key=each.id
                )
            ],
            word="Draft",
            key=f"begun {each.id}",
        )
        for each in state.begun
    ]


def _ways(app: AppState, state: CorrectingState) -> list[ft.Control]:
    async def amend() -> None:
        app.go(await state.amend())

    void = parts.button("It should not be here", lambda: app.go(state.void), key="void")
    return [
        parts.card(
            "Something in it is wrong",
            parts.text("It opens again as it was entered. You change what is wrong and say why."),
            parts.line(parts.button("Correct what it says", amend, "primary", key="amend")),
        )
        if state.amendable
        else parts.text(NO_FORM),
        parts.card(
            "It should not be here at all",
            parts.text("It is about somebody else, or was recorded in error."),
            parts.line(void),
        ),
    ]


def _void(state: VoidState) -> list[ft.Control | None]:
    fields, line = Fields(state), state.line
    wrong_person = state.form.reason == WRONG_PERSON
    return [
        _record(line, state) if line else parts.empty("This record is not on this tablet."),
        fields.choice("reason", "Why should it not be here?", REASONS),
        parts.banner("info", "What happens", *state.what_happens, word="", key="what happens")
        if state.what_happens
        else None,
        fields.note(
            "words",
            "What happened?",
            hint="Without naming anybody else: it stays in this person's trail" if wrong_person else "",
        ),
    ]


VoidScreen, VoidOfScreen = short_screens(VoidState, "It should not be here", _void)
