"""What typed dates and times mean. Local time is Europe/London.

Typed text is kept as it is by whoever holds it; here it becomes a date, a time or an instant, or `Unreadable`, whose
text is the one sentence to show at the field.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from models.times import LONDON, day_of, local

SLACK = timedelta(minutes=2)  # two clocks read by hand


class Unreadable(ValueError):
    """A field that cannot stand; the text is the sentence to show there."""


def read_date(typed: str) -> date:
    """The date in "3/5/2026". Unreadable while it is empty, half-typed, or no day of any calendar."""
    parts = [part.strip() for part in typed.split("/")]
    if not any(parts):
        raise Unreadable("Enter the date.")
    if len(parts) != 3 or not all(parts):
        raise Unreadable("Enter day, month and year.")
    day, month, year = (int(part) if re.fullmatch("[0-9]{1,4}", part) else -1 for part in parts)
    try:
        return date(year + 2000 if 0 <= year < 100 else year, month, day)
    except ValueError:
        raise Unreadable("There is no such date. Check day, month and year.") from None


def read_time(typed: str) -> time:
    """The time in "14:30", "14.30", "1430" or "9:05". Unreadable while it is empty or no time of day."""
    if not typed.strip():
        raise Unreadable("Enter the time.")
    found = re.fullmatch(r"\s*([0-9]{1,2})[:. ]?([0-9]{2})\s*", typed)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Unreadable("Enter the time on the 24-hour clock, for example 14:30.")
    return time(int(found[1]), int(found[2]))


def read_instant(on: date, at: time, *, not_after: datetime | None = None) -> datetime:
    """The UTC instant of a local time. Where the clock shows it twice: the first, or the second if by `not_after` it has been."""
    first, second = (datetime.combine(on, at, LONDON).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if local(first).replace(tzinfo=None) != datetime.combine(on, at):
        raise Unreadable("The clocks went forward over that time, so that day had no such time.")
    return second if not_after is not None and second <= not_after else first


def read_lately(typed: str, now: datetime) -> datetime:
    """A time of day that has just been: today's; yesterday's when today's is still to come and the day has just begun."""
    clock = read_time(typed)
    at = read_instant(day_of(now), clock, not_after=now)
    if at > now + SLACK:
        at = read_instant(day_of(now) - timedelta(days=1), clock)
        if now - at > timedelta(hours=12):
            raise Unreadable("This is in the future. Check the time.")
    return at


def typed_date(at: datetime) -> str:
    """An instant's local day as a date field holds it."""
    return typed_day(day_of(at))


def typed_day(on: date) -> str:
    """A date as a date field holds it."""
    return f"{on.day}/{on.month}/{on.year}"


def typed_time(at: datetime) -> str:
    """An instant's local time of day as a time field holds it."""
    return f"{local(at):%H:%M}"
