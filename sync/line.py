"""How much to put on the line at once: little at first, more while it goes well, much less after a cut."""

from dataclasses import dataclass

FIRST = 128 * 1024
LEAST = 8 * 1024
MOST = 512 * 1024
SECONDS = 4.0  # what one exchange should take; a cut then costs no more than that
SHRINK = 8
PATIENCE = 16  # exchanges that must go well before a size that was cut is tried again


@dataclass
class Line:
    """What is known of one line. `bytes_at_once` is how much one exchange should carry each way."""

    bytes_at_once: int = FIRST
    _ceiling: int = MOST
    _well: int = 0

    def passed(self, size: int, seconds: float, *, more: bool = False) -> None:
        """An exchange of `size` bytes took that long; `more` was waiting on either side.

        Only one that was filled tells how much more would go. A page that deflates well is filled with few bytes.
        """
        self._well += 1
        if self._well >= PATIENCE:
            self._well, self._ceiling = 0, min(self._ceiling * 2, MOST)
        if size < self.bytes_at_once // 2 and not more:
            return
        affordable = int(size / max(seconds, 0.001) * SECONDS)
        self.bytes_at_once = max(LEAST, min(self.bytes_at_once * 2, affordable, self._ceiling))

    def cut(self) -> None:
        """An exchange did not come back."""
        self._well = 0
        self.bytes_at_once = self._ceiling = max(LEAST, self.bytes_at_once // SHRINK)
