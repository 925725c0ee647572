"""Now, and when to look again.

Rules never compare with now themselves: they ask `reached`. So the earliest moment at which any rule could say something
else is known when they are done, and until then nothing changes.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from models.times import days_later, spans_between


class Look:
    """`now` for one evaluation. `again` is the earliest moment asked about that has not come; None when none was."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.again: datetime | None = None

    def reached(self, at: datetime) -> bool:
        """Whether that moment has come."""
        if at <= self._now:
            return True
        self.again = at if self.again is None else min(self.again, at)
        return False

    def count(self, moments: Iterable[datetime]) -> int:
        """How many of the moments have come."""
        return sum(self.reached(at) for at in moments)

    def rounds(self, start: datetime, every: timedelta) -> int:
        """How many whole spans have passed since `start`."""
        passed = max(0, (self._now - start) // every)
        self.reached(start + (passed + 1) * every)
        return passed

    def rounds_of_days(self, start: datetime, days: int) -> int:
        """How many whole spans of so many days have passed since `start`, by the calendar."""
        passed = spans_between(start, self._now, days)
        self.reached(days_later(start, (passed + 1) * days))
        return passed

    def now_among(self, ordered: Sequence[datetime]) -> datetime:
        """As `now_for`, of many moments in order: only the next one is looked at."""
        place = bisect_right(ordered, self._now)
        return self.now_for(ordered[place : place + 1])

    def now_for(self, changes: Iterable[datetime]) -> datetime:
        """Now, for a question whose answer changes only at these moments."""
        self.count(changes)
        return self._now
