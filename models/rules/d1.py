"""D1: nothing was heard from somebody on duty. Evaluated at the centre alone, which knows when each tablet was last heard.

Two clocks, both of one time on duty: all of it passed without a word; or some hours of it did while somebody they work with
has a temporary plan or an escalation open. Hours are elapsed time, days are London's. On leave, or gone, nobody is on duty.

It is about the member of staff, not each of their tablets: one left in a drawer is no alarm while the other is heard.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.directory import Directory
from models.standard import Standard
from models.standard.terms import Hours
from models.times import at_local, day_of, is_working_day

LOOKS_BACK = timedelta(days=7)  # a shift that ended before that is nothing to ring about any more


@dataclass(frozen=True, slots=True)
class Duty:
    """A time on duty, from `starts_at` to before `ends_at`."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """Of the people they work with, how many have a temporary plan open, and how many an escalation."""

    plans: int = 0
    escalations: int = 0

    def __bool__(self) -> bool:
        return bool(self.plans or self.escalations)


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing was heard, and since `since_at` that is too long. `shift_ended`: not once in a time on duty that ended then."""

    since_at: datetime
    shift_ended: bool


def find(staff: str, heard_at: datetime, directory: Directory, now: datetime, open: Open) -> Silent | None:
    """What stands now of a member of staff whose last word, from any tablet of theirs, came at `heard_at`."""
    if not directory.standards or not directory.at_work(staff, now):
        return None
    standard = directory.standard_at(now)
    if not standard.enabled("D1"):
        return None
    found = [
        each for duty in on_duty(staff, directory, now) if (each := _in(duty, heard_at, now, standard, open))
    ]
    return min(found, key=lambda each: each.since_at, default=None)


def _in(duty: Duty, heard_at: datetime, now: datetime, standard: Standard, open: Open) -> Silent | None:
    hours = timedelta(hours=standard.rules.d1.open_hours)
    too_long_at = max(heard_at, duty.starts_at) + hours
    if open and too_long_at <= now < duty.ends_at:
        return Silent(too_long_at, shift_ended=False)
    if heard_at < duty.starts_at and duty.ends_at <= now:
        return Silent(duty.ends_at, shift_ended=True)
    return None


def on_duty(staff: str, directory: Directory, now: datetime) -> list[Duty]:
    """Their times on duty that have begun, of the last days: as a rota says; where none names them, the working days' hours."""
    since = now - LOOKS_BACK
    shifts = [
        Duty(shift.starts_at, shift.ends_at)
        for rota in directory.rotas.values()
        for shift in rota
        if shift.staff == staff and shift.ends_at > since
    ]
    times = shifts or _working_hours(since, now, directory.standard_at(now).hours)
    begun = (each for each in times if each.starts_at <= now and each.ends_at > since)
    return [each for each in begun if not directory.on_leave(staff, each.starts_at)]


def _working_hours(since: datetime, now: datetime, hours: Hours) -> Iterator[Duty]:
    """From the end of on call to the end of the working day."""
    on, last = day_of(since), day_of(now)
    while on <= last:
        if is_working_day(on, hours.bank_holidays) and hours.on_call_until < hours.working_day_ends:
            yield Duty(at_local(on, hours.on_call_until), at_local(on, hours.working_day_ends))
        on += timedelta(days=1)
