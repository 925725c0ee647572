"""One sync at a time, watched: how far it is and how it ended. The Sync, Unlock and Enrol screens each show one."""

import asyncio
from datetime import datetime

from models.errors import SyncError
from models.times import moment_words
from screens.screen import Screen
from sync.device import Device
from sync.views import Progress, SyncReport

PHASES = {
    "connecting": "Looking for the centre",
    "sending": "Sending records",
    "receiving": "Receiving records",
    "applying": "Opening what came",
    "done": "Done",
}


class SyncRun(Screen):
    """`progress` while it runs; afterwards `report`, or the `problem` it ended with, or `stopped` when somebody stopped it."""

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self.report: SyncReport | None = None
        self.problem: SyncError | None = None
        self.stopped = False
        self._task: asyncio.Task[SyncReport] | None = None

    @property
    def running(self) -> bool:
        return self._task is not None

    async def of(self, device: Device) -> bool:
        """Sync, unless one is under way. True when it finished; a SyncError is kept as `problem`, others are raised."""
        if self.running:
            return False
        self.report, self.problem, self.stopped = None, None, False
        self.progress = Progress("connecting")
        self._task = asyncio.ensure_future(device.sync(self._moved))
        self.changed()
        try:
            await asyncio.wait([self._task])  # leaving the screen stops the watching, not the sync
            return self._ended(self._task)
        finally:
            self._task = self.progress = None
            self.changed()

    def cancel(self) -> None:
        """Stop it. Whatever was sent or received before is kept; the next sync goes on from there."""
        if self._task is not None:
            self._task.cancel()

    def _moved(self, progress: Progress) -> None:
        self.progress = progress
        self.changed()

    def _ended(self, task: "asyncio.Task[SyncReport]") -> bool:
        if task.cancelled():
            self.stopped = True
            return False
        try:
            self.report = task.result()
        except SyncError as problem:
            self.problem = problem
        return self.report is not None


def progress_words(progress: Progress) -> tuple[str, int, int | None]:
    """A label, how many are done, and of how many where that is known."""
    label = PHASES[progress.phase]
    if progress.phase == "sending" and progress.to_send:
        return label, progress.sent, progress.to_send
    return (f"{label}: {progress.received} so far" if progress.received else label), 0, None


def outcome_words(report: SyncReport, now: datetime) -> tuple[str, ...]:
    """What a sync did, one sentence each; the first says that it is done and when."""
    done = f"Synced {moment_words(report.finished_at, now)}." if report.finished_at else "Synced."
    return (done, *filter(None, (*_sent(report), _received(report), _restored(report))))


def _sent(report: SyncReport) -> tuple[str, ...]:
    return (
        f"{records(report.sent)} sent and held centrally." if report.sent else "There was nothing to send.",
        f"{records(report.not_accepted)} held centrally, but not accepted." if report.not_accepted else "",
        f"{records(report.refused)} could not be taken. Kept here, and offered again."
        if report.refused
        else "",
    )


def _received(report: SyncReport) -> str:
    if report.received:
        return f"{records(report.received)} received."
    return "New records have arrived. Unlock to read them." if report.pages else "Nothing new has arrived."


def _restored(report: SyncReport) -> str:
    if report.given_back:
        gave = f"This tablet has given it back {records(report.given_back)}."
        return f"The centre was put back to an earlier copy. {gave}"
    if report.problem is None:
        return ""
    return "The centre was put back to an earlier copy. Everything here is kept, and new records come again once it is whole."


def records(count: int) -> str:
    """ "1 record", "3 records"."""
    return "1 record" if count == 1 else f"{count} records"
