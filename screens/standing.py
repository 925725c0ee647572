"""What a screen says first when this tablet is not as it should be: others' records closed, or its clock wrong."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.sync.ready import clock_words


def closed_banner(app: AppState, hidden: int = 0) -> ft.Control | None:
    """Others' records are closed. `hidden`: how many prompts rest on these alone."""
    if app.closed is None:
        return None
    return parts.banner(
        "info",
        app.closed.words,
        hidden_words(hidden) if hidden else None,
        actions=[parts.button("Go to sync", lambda: app.go("/sync"), icon=ft.Icons.SYNC, key="sync to open")],
        word="Closed",
        key="closed",
    )


def clock_banner(app: AppState) -> ft.Control | None:
    off = app.clock_off
    return parts.banner("info", clock_words(off), word="Clock", key="clock") if off else None


def gone_banner(app: AppState) -> ft.Control | None:
    """What became of a profile that is here no longer."""
    gone = app.installation.gone
    if not gone:
        return None
    return parts.banner(
        "info",
        f"{' and '.join(gone)}: taken out of use by base.",
        "What was recorded on it has been handed over, and is kept here no longer.",
        "To go on recording, ask your administrator for a new invitation.",
        word="Out of use",
        key="gone",
    )


def hidden_words(hidden: int) -> str:
    """What is asked for reasons that only others recorded."""
    what = "1 prompt rests" if hidden == 1 else f"{hidden} prompts rest"
    return f"{what} on what others recorded. Sync to read why, or ring your duty number."
