"""How often one source may ask. What is over is turned away until a while has passed; nothing is kept on disk."""

from collections import OrderedDict, deque
from threading import Lock
from time import monotonic

MOST_SOURCES = 10_000


class Pace:
    """At most `most` in any `seconds`, for each source by itself."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._lock = Lock()
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def over(self, source: str) -> bool:
        """Whether the source has had its share."""
        with self._lock:
            times = self._seen.get(source)
            oldest = monotonic() - self._seconds
            while times and times[0] <= oldest:
                times.popleft()
            return times is not None and len(times) >= self._most

    def count(self, source: str) -> None:
        with self._lock:
            self._seen.setdefault(source, deque(maxlen=self._most)).append(monotonic())
            self._seen.move_to_end(source)
            while len(self._seen) > MOST_SOURCES:
                self._seen.popitem(last=False)
