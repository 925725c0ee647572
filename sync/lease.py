"""The offline lease: how long others' records stay open on a tablet that base has not spoken to (a policy, not cryptography).

It counts from the centre's last authenticated time to the latest true time this tablet has known. That only ever rises, with
the clock and with elapsed time, whichever is ahead, so that a clock set back lengthens nothing; an authenticated answer sets
it right, so that a clock set forward costs one sync.
"""

from datetime import timedelta

from models.closing import Closed
from sync.clock import Reading
from vault.rows import from_ms

KEEP_EVERY_MS = 60_000  # how far it may run ahead of what is kept durably
DAY = timedelta(days=1)


class Lease:
    """`heard_ms`: the centre's time in its last answer, None before the first. `kept_ms`: the high water that is durable."""

    def __init__(self, heard_ms: int | None, kept_ms: int | None) -> None:
        self.heard_ms = heard_ms
        self.high_ms = kept_ms or heard_ms or 0
        self._kept_ms = self.high_ms
        self._elapsed: float | None = None

    def move(self, now_ms: int, at: Reading) -> None:
        """Time has come this far. `now_ms` is the true time as well as this tablet knows it."""
        passed = 0.0 if self._elapsed is None else max(0.0, at.elapsed - self._elapsed)
        self.high_ms = max(self.high_ms + round(passed * 1000), now_ms)
        self._elapsed = at.elapsed

    def heard(self, centre_ms: int, at: Reading) -> None:
        """Base has answered: everything is open again, from its own time on."""
        self.heard_ms = self.high_ms = centre_ms
        self._elapsed = at.elapsed

    def kept(self) -> None:
        self._kept_ms = self.high_ms

    @property
    def to_keep(self) -> bool:
        return self.high_ms - self._kept_ms >= KEEP_EVERY_MS

    def closed(self, days: int) -> Closed | None:
        """None while it runs, and before the first sync: nothing of base's is here then."""
        if not self.heard_ms:
            return None
        passed = timedelta(milliseconds=self.high_ms - self.heard_ms)
        return Closed(from_ms(self.heard_ms), passed // DAY) if passed >= days * DAY else None
