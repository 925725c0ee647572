"""Time on a device: its own clock, how far that was off when the centre last said the time, and whether it still is.

Nothing below `sync` reads a clock; everything above asks a `Clock`.
"""

import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from models.entry import Clock as ClockStamp

WARN_PAST = timedelta(minutes=2)
SLOW_ROUND_TRIP = 2.0  # seconds; a slower answer never replaces a measure that holds
LONGEST_ROUND_TRIP = 60.0  # seconds; a slower answer measures nothing
TOLERANCE = 2.0  # seconds by which wall clock and elapsed time may part …
DRIFT = 200e-6  # … and the share of the time between that a poor quartz may add
APPLE = ("darwin", "ios")


class Clock(Protocol):
    def now(self) -> datetime:
        """Wall clock, aware UTC, right or wrong."""
        ...

    def elapsed(self) -> float:
        """Seconds since some fixed moment, sleep included, which nobody can set."""
        ...

    def offset_minutes(self, at: datetime) -> int:
        """Local time less UTC at that moment."""
        ...


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Whatever goes on while the tablet sleeps: CLOCK_BOOTTIME, or Apple's CLOCK_MONOTONIC (not Python's `monotonic`)."""
        name = "CLOCK_MONOTONIC" if sys.platform in APPLE else "CLOCK_BOOTTIME"
        asleep_too = getattr(time, name, None)
        return time.monotonic() if asleep_too is None else time.clock_gettime(asleep_too)

    def offset_minutes(self, at: datetime) -> int:
        offset = at.astimezone().utcoffset() or timedelta()
        return int(offset.total_seconds() // 60)


@dataclass(frozen=True)
class Reading:
    """Both hands of a clock at one moment: `wall_ms` since 1970, `elapsed` in seconds."""

    wall_ms: int
    elapsed: float

    @classmethod
    def of(cls, clock: Clock) -> "Reading":
        return cls(round(clock.now().timestamp() * 1000), clock.elapsed())


@dataclass(frozen=True)
class Measure:
    """What the centre's time said of this clock. `error_ms` = device − true, off by at most half of `round_trip` seconds."""

    error_ms: int
    wall_ms: int
    elapsed: float
    round_trip: float

    @classmethod
    def take(cls, asked: Reading, answered: Reading, centre_ms: int) -> "Measure | None":
        """From an authenticated answer. None when it came too late to tell."""
        round_trip = answered.elapsed - asked.elapsed
        if not 0 <= round_trip <= LONGEST_ROUND_TRIP:
            return None
        middle_ms = answered.wall_ms - round(round_trip * 500)
        return cls(middle_ms - centre_ms, answered.wall_ms, answered.elapsed, round_trip)

    def holds(self, at: Reading) -> bool:
        """Whether the wall clock has moved with elapsed time since: not set by hand, not restarted."""
        passed = at.elapsed - self.elapsed
        parted = abs((at.wall_ms - self.wall_ms) / 1000 - passed)
        return passed >= 0 and parted <= TOLERANCE + DRIFT * passed

    def error_at(self, at: Reading) -> timedelta:
        """How far off the wall clock is at that moment, hand-set since or not; the old error if the tablet restarted."""
        passed = at.elapsed - self.elapsed
        moved_ms = at.wall_ms - self.wall_ms - round(passed * 1000) if passed >= 0 else 0
        return timedelta(milliseconds=self.error_ms + moved_ms)

    def document(self) -> dict[str, object]:
        return asdict(self)


def better(kept: Measure | None, new: Measure | None) -> Measure | None:
    """Which measure to keep, at the moment `new` was taken."""
    if kept is None or new is None:
        return new or kept
    holds = kept.holds(Reading(new.wall_ms, new.elapsed))
    return kept if holds and new.round_trip > max(SLOW_ROUND_TRIP, kept.round_trip) else new


def stamp(measure: Measure | None, at: Reading) -> ClockStamp:
    """What an entry recorded at that moment says of its clock."""
    if measure is None:
        return ClockStamp()
    return ClockStamp(error_ms=measure.error_ms, holds=measure.holds(at))


def warning(measure: Measure | None, at: Reading, past: timedelta = WARN_PAST) -> timedelta | None:
    """The clock's error when it is past two minutes, or another limit, else None."""
    error = measure.error_at(at) if measure else timedelta()
    return error if abs(error) > past else None
