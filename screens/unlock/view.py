"""Unlock: choose a neutral profile, or sync without choosing. Nothing here names anybody."""

import asyncio

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.frame import FICTIONAL
from screens.live import use_screen
from screens.sync.panel import run_panel
from screens.unlock.state import NEEDS_YOU, UnlockState
from sync.views import Profile

LOOK_EVERY = 30  # seconds: time alone can make something need somebody


@ft.component
def UnlockScreen(app: AppState) -> ft.Control:
    state = use_screen(app, lambda: UnlockState(app))

    async def keep_looking() -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await parts.guard(state.load)(None)

    ft.use_effect(keep_looking, [], cleanup=lambda: None)  # with a cleanup, flet ends it when the screen goes
    return parts.outer_shell(
        "Handrail",
        [
            parts.banner("needs you", NEEDS_YOU, word="") if state.needs_you else None,
            _profiles(state),
            _sync(state),
            parts.line(
                parts.button("Enrol another profile", state.enrol_another, "quiet", icon=ft.Icons.ADD)
            ),
        ],
        numbers=_numbers(state),
        notice=FICTIONAL if app.fictional else "",
        key="unlock",
    )


def _profiles(state: UnlockState) -> ft.Control:
    return parts.card(
        "Unlock",
        parts.stack(*(_row(state, profile) for profile in state.profiles), space=8),
        parts.text_field(
            "Passphrase",
            state.passphrase,
            state.put,
            error=state.wrong,
            password=True,
            on_submit=state.unlock,
            key=f"passphrase {state.chosen}",
        )
        if state.chosen
        else parts.text("Choose your profile to unlock it."),
        parts.progress("Unlocking", 0, None) if state.unlocking else None,
        parts.line(parts.button("Unlock", state.unlock, "primary", disabled=state.unlocking))
        if state.chosen
        else None,
    )


def _row(state: UnlockState, profile: Profile) -> ft.Control:
    return parts.list_row(
        profile.label,
        state.unsent_words(profile),
        on_click=None if profile.trouble else lambda: state.choose(profile.id),
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
        parts.text("Sends what is saved here and fetches what is new. It stays locked."),
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
