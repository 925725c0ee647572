"""Sync: the button, how it goes, whether I have all I need, and where each of my entries is."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.frame import frame
from screens.live import use_screen
from screens.sync.not_accepted import not_accepted_card
from screens.sync.panel import run_panel
from screens.sync.state import EntryLine, SyncState
from screens.trail.words import told_apart


@ft.component
def SyncScreen(app: AppState) -> ft.Control:
    state = use_screen(app, lambda: SyncState(app))
    if not state.opened:
        return frame(app, "Sync", [parts.text("Reading this tablet …", "quiet")], here="sync")
    return frame(
        app,
        "Sync",
        [
            _now(state),
            not_accepted_card(state.work, app.open_device, app.go),
            _ready(state),
            _tablet(state),
            _entries(state),
        ],
        here="sync",
    )


def _now(state: SyncState) -> ft.Control:
    app, waiting = state.app, state.unsent.count > 0
    on = app.installation.signal
    return parts.card(
        "Tablet and centre",
        parts.status_line(ft.Icons.CLOUD_UPLOAD if waiting else ft.Icons.CLOUD_DONE, state.unsent_words),
        run_panel(state.run, app.now()),
        parts.line(parts.button("Sync now", state.sync, "primary", icon=ft.Icons.SYNC))
        if not state.run.running
        else None,
        parts.switch(
            "Signal",
            on,
            state.switch_signal,
            note="On: this tablet may send and receive"
            if on
            else "Off: nothing is sent, as in a place without any",
        ),
    )


def _ready(state: SyncState) -> ft.Control:
    lines = (
        parts.status_line(ft.Icons.CHECK_CIRCLE if each.good else ft.Icons.WARNING, each.words)
        for each in state.ready
    )
    return parts.card(
        "Everything you need is on this tablet" if state.all_ready else "Not everything is as it should be",
        parts.stack(*lines, space=8),
        parts.line(
            parts.button(
                "What the standard says, and what changed",
                lambda: state.app.go("/standard"),
                "quiet",
                icon=ft.Icons.RULE,
                key="standard",
            )
        ),
        key="ready",
    )


def _entries(state: SyncState) -> ft.Control:
    whole = [f"{line.what}: {line.about}, {line.when}" for line in state.listed]
    which = [name.removeprefix(same) for name, same in zip(told_apart(whole), whole, strict=True)]
    rows = [_entry(state, line, each) for line, each in zip(state.listed, which, strict=True)]
    return parts.card(
        "Recorded by you on this tablet",
        parts.stack(*rows, space=8) if rows else parts.empty("Nothing yet."),
        parts.line(parts.button("Show more", state.more, "quiet"))
        if len(state.entries) > state.most
        else None,
        key="entries",
    )


def _entry(state: SyncState, line: EntryLine, which: str) -> ft.Control:
    """`which` of several recorded alike in the same minute, for whoever only hears them: ", 2 of 3"."""
    about = f"{line.what}: {line.about}{which}"
    opens = (
        None if not line.scope.startswith("person:") else lambda: state.app.go(f"/person/{line.scope}/trail")
    )
    words = [line.when, *([line.why] if line.why else [])]
    tag = parts.tag(line.where, "stop" if line.why else "good" if line.held else "chosen")
    return parts.list_row(about, *words, tags=[tag], on_click=opens, key=line.id)


def _tablet(state: SyncState) -> ft.Control:
    app = state.app
    return parts.card(
        "This tablet",
        parts.status_line(ft.Icons.TABLET, app.profile.label if app.profile else ""),
        parts.switch("Dark colours", _dark(app), state.switch_dark),
        parts.line(parts.button("Lock", app.lock, icon=ft.Icons.LOCK)),
    )


def _dark(app: AppState) -> bool:
    """What was chosen here, else what the tablet itself is set to."""
    if app.dark is not None:
        return app.dark
    return ft.context.page.platform_brightness == ft.Brightness.DARK
