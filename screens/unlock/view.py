"""Unlock: choose a neutral profile, or sync without choosing. Nothing here names anybody."""

import asyncio

import flet as ft

from models.errors import KeyGone
from screens import parts
from screens.app_state import AppState
from screens.frame import FICTIONAL
from screens.live import use_screen
from screens.standing import gone_banner
from screens.sync.panel import run_panel
from screens.unlock.forgotten_view import forgotten_body
from screens.unlock.state import NEEDS_YOU, UnlockState
from sync.taken_out import handed_words
from sync.views import Profile

LOOK_EVERY = 30  # seconds: time alone can make something need somebody
COUNT_EVERY = 1  # second, while the tablet waits after several wrong tries


@ft.component
def UnlockScreen(app: AppState) -> ft.Control:
    state = use_screen(app, lambda: UnlockState(app))

    async def keep_looking() -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await parts.guard(state.load)(None)

    async def count_down() -> None:
        while True:
            await asyncio.sleep(COUNT_EVERY)
            if state.waiting:
                await parts.guard(state.load)(None)

    for look in (keep_looking, count_down):
        ft.use_effect(look, [], cleanup=lambda: None)  # with a cleanup, flet ends it when the screen goes
    if not state.opened:  # nothing to touch yet: a sync of profiles not read would sync none
        reading = parts.text("Reading this tablet …", "quiet")
        return parts.outer_shell("Handrail", [reading], numbers=_numbers(state), key="reading")
    if state.forgotten:
        return parts.outer_shell(
            f"Forgotten {state.secret_name_within}",
            forgotten_body(state.forgotten, state.remember),
            numbers=_numbers(state),
            notice=FICTIONAL if app.fictional else "",
            key="forgotten",
        )
    return parts.outer_shell(
        "Handrail",
        [
            parts.banner("needs you", NEEDS_YOU, word="") if state.needs_you else None,
            gone_banner(app),
            *(_out_of_use(each, len(state.profiles) > 1) for each in state.out_of_use),
            _profiles(state) if len(state.out_of_use) < len(state.profiles) else None,
            _sync(state),
            _rescue(state),
            parts.line(
                parts.button("Enrol another profile", state.enrol_another, "quiet", icon=ft.Icons.ADD),
                key="enrol another",  # what comes above it comes and goes, and a press must not be lost with it
            ),
        ],
        numbers=_numbers(state),
        notice=FICTIONAL if app.fictional else "",
        key="unlock",
    )


def _out_of_use(profile: Profile, several: bool) -> ft.Control:
    what = profile.label if several else "This tablet"
    return parts.banner(
        "info",
        f"{what} has been taken out of use by base.",
        f"What was recorded on it {handed_words(profile.left)}.",
        "Ring your duty number if you did not expect it. To go on recording, ask your administrator for a new invitation. "
        "The crisis numbers stay below.",
        word="Out of use",
        key=f"out of use {profile.id}",
    )


def _profiles(state: UnlockState) -> ft.Control:
    return parts.card(
        "Unlock",
        parts.stack(*(_row(state, profile) for profile in state.profiles), space=8),
        *_opening(state),
    )


def _opening(state: UnlockState) -> list[ft.Control | None]:
    profile = state.profile
    if profile is None:
        return [parts.text("Choose your profile to unlock it.")]
    forgotten = parts.button("Forgotten it?", state.forget, "quiet")
    if profile.key_gone:
        gone = KeyGone()
        return [
            parts.banner("info", gone.happened, gone.safe, gone.do, word=""),
            parts.line(parts.button("I have a code", state.forget, "primary")),
        ]
    if state.waiting:
        return [
            parts.banner(
                "info",
                f"You can try again {state.waiting}.",
                f"The {state.secret_name_within} was not right several times, so the tablet waits a while. Nothing is lost.",
                "If you have forgotten it, ring base: they can give you a code for a new one, and you need not wait.",
                word="",
            ),
            parts.line(forgotten),
        ]
    return [
        parts.text_field(
            state.secret_name,
            state.passphrase,
            state.put,
            error=state.wrong,
            password=True,
            keyboard=ft.KeyboardType.NUMBER if profile.pin else ft.KeyboardType.TEXT,
            on_submit=state.unlock,
            key=f"passphrase {state.chosen}",
        ),
        parts.progress("Unlocking", 0, None) if state.unlocking else None,
        parts.line(parts.button("Unlock", state.unlock, "primary", disabled=state.unlocking), forgotten),
    ]


def _rescue(state: UnlockState) -> ft.Control | None:
    """Plain to see when the centre has not been reached for a day; otherwise folded away for whoever looks for it."""
    if state.profile is None or not state.profile.unsent:
        return None
    if state.stranded or state.rescued:
        return parts.card("If this tablet cannot reach the centre", _rescuing(state))
    return parts.fold_out("This tablet cannot reach the centre", lambda: _rescuing(state))


def _rescuing(state: UnlockState) -> ft.Control:
    async def save() -> None:
        made = await state.make_rescue()
        if made is None:
            return
        kept = await ft.FilePicker().save_file(file_name=made.name, src_bytes=made.content)
        if kept or ft.context.page.web:
            state.saved_rescue(made.name)

    return parts.stack(
        parts.text(
            "What is unsent can be saved as a rescue file and handed in at base. It is sealed: nobody can read it on the way. "
            "Everything stays on this tablet as well."
        ),
        parts.banner("done", f"Made: {state.rescued}", "Hand it in at base: they take it in from there.")
        if state.rescued
        else None,
        parts.line(parts.button("Save a rescue file", save, icon=ft.Icons.SAVE_ALT)),
        space=8,
    )


def _row(state: UnlockState, profile: Profile) -> ft.Control:
    return parts.list_row(
        profile.label,
        state.unsent_words(profile),
        on_click=None if profile.trouble or profile.out_of_use else lambda: state.choose(profile.id),
        tags=[parts.tag("Needs you", "chosen")] if profile.needs_you else (),
        chosen=profile.id == state.chosen,
        key=profile.id,
    )


def _sync(state: UnlockState) -> ft.Control:
    on = state.app.installation.signal
    several = len(state.runs) > 1
    outcomes = [
        parts.stack(
            parts.text(profile.label, "small strong") if several else None,
            run_panel(run, state.app.now()),
            space=4,
        )
        for profile in state.profiles
        if (run := state.runs.get(profile.id)) and (run.running or run.report or run.problem or run.stopped)
    ]
    return parts.card(
        "Sync",
        parts.text(
            "Hands over what is left here."
            if state.profiles and len(state.out_of_use) == len(state.profiles)
            else "Sends what is saved here and fetches what is new. It stays locked."
        ),
        *outcomes,
        parts.line(parts.button("Sync now", state.sync, icon=ft.Icons.SYNC)) if not state.syncing else None,
        parts.switch(
            "Signal",
            on,
            state.switch_signal,
            note="On: this tablet may send and receive"
            if on
            else "Off: nothing is sent, as in a place without any",
        ),
    )


def _numbers(state: UnlockState) -> tuple[parts.Number, ...]:
    known = {number.number for number in parts.NUMBERS}
    own = (parts.Number(each.words, each.number) for each in state.numbers if each.number not in known)
    return (*parts.NUMBERS, *own)
