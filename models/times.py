"""Time as the rules and the screens use it: corrected times, London days, working days, age, and plain words.

Instants are aware UTC; days are Europe/London and end at midnight. A day of the clock change has 23 or 25 hours,
so every step of a day goes by the calendar and every step of hours by elapsed time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from models.entry import Clock, Entry

LONDON = ZoneInfo("Europe/London")
WORKING_DAY_ENDS = time(17)


@dataclass(frozen=True)
class Instant:
    """When something happened, as well as we can know it. `certain` is False when the device's clock was in doubt."""

    at: datetime
    certain: bool = True


def corrected(entry: Entry) -> Instant:
    """The entry's occurred_at, less the device's measured error while that measurement holds."""
    return correct(entry.clock, entry.occurred_at)


def correct(clock: Clock, device_time: datetime) -> Instant:
    """A time the device's clock gave (the entry's own, a contact's end, an action's). Never for a time that was agreed.

    Where the measurement no longer holds, or there was none, the time is uncertain and the earlier one is used.
    """
    return Instant(true_time(clock, device_time), is_certain(clock))


def is_certain(clock: Clock) -> bool:
    """Whether the device's error had been measured and the measurement still held."""
    return clock.error_ms is not None and clock.holds


def true_time(clock: Clock, device_time: datetime) -> datetime:
    """The `at` of `correct`, where nobody asks how certain it is."""
    at = device_time.astimezone(UTC)
    if not clock.error_ms:
        return at
    less_error = at - _milliseconds(clock.error_ms)
    return less_error if clock.holds else min(at, less_error)


@lru_cache(maxsize=1024)  # the same few measurements stand on all that was recorded between two syncs
def _milliseconds(ms: int) -> timedelta:
    return timedelta(milliseconds=ms)


def clock_error(clock: Clock, device_time: datetime) -> timedelta:
    """How far the device's clock stood from the time used: device less corrected."""
    return device_time.astimezone(UTC) - true_time(clock, device_time)


def in_order(entry: Entry) -> tuple[datetime, str]:
    """The key that puts entries in order of time: corrected occurred_at, then id."""
    return corrected(entry).at, entry.id


# Days


def local(at: datetime) -> datetime:
    return at.astimezone(LONDON)


def day_of(at: datetime) -> date:
    return local(at).date()


def day_starts(on: date) -> datetime:
    return at_local(on, time())


def day_ends(on: date) -> datetime:
    """Midnight at the end of the day."""
    return day_starts(on + timedelta(days=1))


def end_of_day(at: datetime) -> datetime:
    """Midnight at the end of the London day `at` falls on."""
    return day_ends(day_of(at))


def deadline_day(at: datetime) -> date:
    """The date on which something is due by then: midnight is the end of the day before, never the beginning of another."""
    midnight = local(at).time() == time()
    return day_of(at) - timedelta(days=int(midnight))


def at_local(on: date, clock: time) -> datetime:
    """That time on a London clock. In the hour that happens twice, the first; in the hour that is skipped, an hour on."""
    return datetime.combine(on, clock, LONDON).astimezone(UTC)


def days_later(at: datetime, days: float) -> datetime:
    """The same time on a London clock so many days on (or before, when negative); of half a day, twelve hours by that clock."""
    there = local(at).replace(tzinfo=None) + timedelta(days=days)
    return at_local(there.date(), there.time())


def spans_between(start: datetime, end: datetime, days: int) -> int:
    """How many whole spans of so many days lie between, by the calendar."""
    spans = (day_of(end) - day_of(start)).days // days
    return max(0, spans - (days_later(start, spans * days) > end))


def is_working_day(on: date, bank_holidays: Collection[date]) -> bool:
    return on.weekday() < 5 and on not in bank_holidays


def working_days_end(
    begun_at: datetime, days: int, bank_holidays: Collection[date], ends: time = WORKING_DAY_ENDS
) -> datetime:
    """17:00 on the nth working day after the day it began; begun after hours on a working day counts as the next day."""
    on = day_of(begun_at)
    if is_working_day(on, bank_holidays) and local(begun_at).time() >= ends:
        on += timedelta(days=1)
    for _ in range(days):
        on = _next_working_day(on, bank_holidays)
    return at_local(on, ends)


def _next_working_day(on: date, bank_holidays: Collection[date]) -> date:
    on += timedelta(days=1)
    while not is_working_day(on, bank_holidays):
        on += timedelta(days=1)
    return on


def age(born_on: date, on: date) -> int:
    """Whole years. Born on 29 February: the birthday of a common year is 1 March."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


# Words

UNCERTAIN = "time uncertain"


def marked(words: str, certain: bool) -> str:
    """A time in words, with the mark of one that came from a clock in doubt."""
    return words if certain else f"{words} ({UNCERTAIN})"


def clock_words(at: datetime) -> str:
    """ "14:32"; in the hour that happens twice, "01:30 BST" or "01:30 GMT"."""
    there = local(at)
    twice = there.replace(fold=0).utcoffset() != there.replace(fold=1).utcoffset()
    return f"{there:%H:%M} {there.tzname()}" if twice else f"{there:%H:%M}"


def date_words(on: date, today: date | None = None) -> str:
    """ "3 May", with the year unless it is today's."""
    words = f"{on.day} {on:%B}"
    return words if today is not None and on.year == today.year else f"{words} {on.year}"


def day_words(on: date, today: date) -> str:
    """ "today", "yesterday", "tomorrow", else the date."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get((on - today).days) or date_words(on, today)


def moment_words(at: datetime, now: datetime) -> str:
    """ "14:32" today, "yesterday 14:20", "tomorrow 09:00", "3 May 14:20"."""
    on, today = day_of(at), day_of(now)
    return clock_words(at) if on == today else f"{day_words(on, today)} {clock_words(at)}"


def deadline_words(at: datetime, now: datetime) -> str:
    """A moment by which something is due; midnight is "the end of today", never 00:00 of the day after."""
    if local(at).time() != time():
        return moment_words(at, now)
    return f"the end of {day_words(deadline_day(at), day_of(now))}"


def duration_words(length: timedelta) -> str:
    """ "under a minute", "45 min", "4 h", "1 h 40 min", "3 days": minutes are dropped past a day, hours past two."""
    minutes = int(length.total_seconds()) // 60
    if not minutes:
        return "under a minute"
    hours, left = divmod(minutes, 60)
    if minutes < 60:
        return f"{minutes} min"
    if hours < 24:
        return f"{hours} h {left} min" if left else f"{hours} h"
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"


def from_now_words(at: datetime, now: datetime) -> str:
    """ "in 40 min", "in 5 h", "in 2 days", "5 h ago", "now". From a day on, days of the calendar are counted."""
    length = abs(at - now)
    days = abs((day_of(at) - day_of(now)).days)
    if length < timedelta(minutes=1):
        return "now"
    words = duration_words(length)
    if length >= timedelta(days=1) and days:
        words = "1 day" if days == 1 else f"{days} days"
    return f"in {words}" if at > now else f"{words} ago"


def in_days_words(on: date, today: date) -> str:
    """For dates without a time: "today", "tomorrow", "in 3 days", "yesterday", "3 days ago"."""
    days = (on - today).days
    if abs(days) <= 1:
        return day_words(on, today)
    return f"in {days} days" if days > 0 else f"{-days} days ago"
