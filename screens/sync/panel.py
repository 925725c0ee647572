"""How a sync goes, and how it ended, in words and a bar. The same on every screen that runs one."""

from datetime import datetime

import flet as ft

from screens import parts
from screens.sync.running import SyncRun, outcome_words, progress_words


def run_panel(run: SyncRun, now: datetime) -> ft.Control | None:
    """None before the first run."""
    if run.progress:
        label, done, of = progress_words(run.progress)
        return parts.progress(label, done, of, run.cancel, key="sync progress")
    if run.problem:
        return parts.banner(
            "problem", run.problem.happened, run.problem.safe, run.problem.do, word="Not synced"
        )
    if run.stopped:
        return parts.banner("info", "Stopped. Nothing is lost: the next sync goes on from here.", word="")
    if run.report:
        first, *rest = outcome_words(run.report, now)
        return parts.banner("done", first, *rest, word="")
    return None
