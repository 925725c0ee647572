"""The days ahead: who of those who work with a person is at work each day, and when nobody is on call. Pure.

It asks the directory what the rules ask it (`models.rules.people`), so what is said here is what prompts will do.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise

from models.directory import Directory, Leave
from models.fold.caseload import Assignment
from models.kinds.organisation import Shift
from models.standard.terms import Hours
from models.times import (
    at_local,
    clock_words,
    day_ends,
    day_of,
    day_starts,
    day_words,
    duration_words,
    is_working_day,
    local,
)
from sync.views import Me, PersonRow

DAYS = 14
RUNGS = ("manager", "senior")
# How a day stands for a person, from who works with them: the main worker is at work; they are away and a cover is at
# work; they are away and nobody covers; there is no main worker.
MAIN, COVERED, UNCOVERED, NO_MAIN = "main", "covered", "uncovered", "no main"
NEEDS = (NO_MAIN, UNCOVERED)  # then a manager has to act


def days_from(on: date, days: int = DAYS) -> tuple[date, ...]:
    return tuple(on + timedelta(days=n) for n in range(days))


@dataclass(frozen=True)
class Span:
    """Days in a row that stand alike, from `from_on` to `until_on`; `open`: to the last day looked at."""

    stands: str
    from_on: date
    until_on: date
    open: bool


def stands(working: Iterable[Assignment], directory: Directory, on: date) -> str:
    """How that day stands for the person."""
    acting = [each for each in working if each.acting(on)]
    mains = [each for each in acting if each.part == "main"]
    if any(directory.at_work(each.staff, day_starts(on)) for each in mains):
        return MAIN
    covers = any(directory.at_work(each.staff, day_starts(on)) for each in acting)
    here = [each for each in mains if each.staff in directory.staff and _here(directory, each.staff, on)]
    if not here:
        return NO_MAIN
    return COVERED if covers else UNCOVERED


def _here(directory: Directory, staff: str, on: date) -> bool:
    return directory.staff[staff].here_at(day_starts(on))


def spans(working: Iterable[Assignment], directory: Directory, days: Iterable[date]) -> tuple[Span, ...]:
    """The days, those in a row that stand alike together."""
    working, days = tuple(working), tuple(days)
    found: list[Span] = []
    for word, group in groupby(days, lambda on: stands(working, directory, on)):
        there = list(group)
        found.append(Span(word, there[0], there[-1], there[-1] == days[-1]))
    return tuple(found)


def first_gap(working: Iterable[Assignment], directory: Directory, days: Iterable[date]) -> Span | None:
    """The first days for which a manager has to act."""
    return next((each for each in spans(working, directory, days) if each.stands in NEEDS), None)


def new_gap(
    working: Iterable[Assignment], before: Directory, after: Directory, days: Iterable[date]
) -> Span | None:
    """The first days for which a manager has to act only because of what is different in `after`."""
    working, days = tuple(working), tuple(days)
    new = [
        on for on in days if stands(working, after, on) in NEEDS and stands(working, before, on) not in NEEDS
    ]
    return first_gap(working, after, [on for on in days if on >= new[0]]) if new else None


def sets(me: Me | None) -> bool:
    """Whether who works with whom, leave and the rota are theirs to set."""
    return me is not None and me.may("caseload.assigned")


def nobody_for(rows: Iterable[PersonRow], directory: Directory, me: Me, on: date) -> int:
    """For how many people of the teams they lead a manager has to find somebody that day."""
    theirs = [row for row in rows if row.team in me.teams and is_known(row)] if sets(me) else []
    return sum(stands(row.working, directory, on) in NEEDS for row in theirs)


def is_known(row: PersonRow) -> bool:
    """Whether who is to work with them is known here: their record is whole, and somebody is to."""
    return not (row.gone or row.closed or row.arriving or row.to_be_matched)


# ---------------------------------------------------------------------- on call


@dataclass(frozen=True)
class Stretch:
    """From one moment to another the same members of staff (ids) are on call; none of them where nobody is.

    `due`: the standard asks for somebody on call then. At other times the whole team is there to be asked.
    """

    starts_at: datetime
    ends_at: datetime
    staff: tuple[str, ...]
    due: bool

    @property
    def lacking(self) -> bool:
        return self.due and not self.staff


def on_call(
    directory: Directory, team: str, role: str, since: datetime, until: datetime
) -> tuple[Stretch, ...]:
    """Who is on call on this rung from `since` to `until`, without a hole: also where nobody is."""
    hours = directory.standard_at(since).hours
    found: list[Stretch] = []
    for starts_at, ends_at in pairwise(_turns(directory, team, role, since, until, hours)):
        staff = tuple(each.id for each in directory.on_call(team, role, starts_at))
        due = is_on_call_time(starts_at, hours)
        if found and (found[-1].staff, found[-1].due) == (staff, due):
            found[-1] = replace(found[-1], ends_at=ends_at)
        else:
            found.append(Stretch(starts_at, ends_at, staff, due))
    return tuple(found)


def is_on_call_time(at: datetime, hours: Hours) -> bool:
    """On working days outside the hours between on call's end and its beginning; on the others all day."""
    clock = local(at).time()
    working = is_working_day(day_of(at), hours.bank_holidays)
    return not (working and hours.on_call_until <= clock < hours.on_call_from)


def on_call_times(first: date, last: date, hours: Hours) -> list[tuple[datetime, datetime]]:
    """When the standard has somebody on call on these days: from the first day's evening, or the whole of a day that is not a
    working day, to the morning after the last.
    """
    days = days_from(first, (last - first).days + 2)
    turns = [
        at for on in days for at in (at_local(on, hours.on_call_until), at_local(on, hours.on_call_from))
    ]
    begins = (
        at_local(first, hours.on_call_from)
        if is_working_day(first, hours.bank_holidays)
        else day_starts(first)
    )
    ends = at_local(days[-1], hours.on_call_until)
    found: list[tuple[datetime, datetime]] = []
    for starts_at, ends_at in pairwise(sorted({begins, ends, *(at for at in turns if begins < at < ends)})):
        if not is_on_call_time(starts_at, hours):
            continue
        if found and found[-1][1] == starts_at:
            starts_at = found.pop()[0]
        found.append((starts_at, ends_at))
    return found


def _turns(
    directory: Directory, team: str, role: str, since: datetime, until: datetime, hours: Hours
) -> list[datetime]:
    """Every moment between the two at which it may change."""
    shifts = [each for each in directory.rotas.get(team, ()) if each.role == role]
    named = {each.staff for each in shifts}
    turns = [at for each in shifts for at in (each.starts_at, each.ends_at)]
    turns += [at for staff in named for at in directory.leave_turns_of.get(staff, ())]
    members = (directory.staff.get(staff) for staff in named)
    turns += [day_ends(each.left_on) for each in members if each and each.left_on]
    for on in days_from(day_of(since), (day_of(until) - day_of(since)).days + 1):
        turns += [day_starts(on), at_local(on, hours.on_call_until), at_local(on, hours.on_call_from)]
    return sorted({since, until, *(at for at in turns if since < at < until)})


def covered(stretches: Iterable[Stretch], on: date) -> float:
    """How much of that day's time on call somebody is, 0 to 1, of what of it was looked at; 1 where there is none."""
    begins, ends = day_starts(on), day_ends(on)
    whole = held = timedelta()
    for each in stretches:
        length = min(each.ends_at, ends) - max(each.starts_at, begins)
        if each.due and length > timedelta():
            whole += length
            held += length if each.staff else timedelta()
    return held / whole if whole else 1.0


def asked_instead(directory: Directory, team: str, role: str, at: datetime) -> tuple[str, tuple[str, ...]]:
    """Whom a prompt to this rung asks where nobody is on call: the rung, and the names; no name where nobody is there."""
    for rung in RUNGS[RUNGS.index(role) :]:
        there = directory.on_call(team, rung, at) or directory.members(team, at, rung)
        if there:
            return rung, tuple(each.name for each in there)
    return RUNGS[-1], ()


# ---------------------------------------------------------------------- as it would be


def with_leave(directory: Directory, leave: Leave, *, ended: bool = False) -> Directory:
    """The directory as it would be once this leave is set, or is called off."""
    others = {id: each for id, each in directory.leaves.items() if id != leave.id}
    return replace(directory, leaves=others if ended else others | {leave.id: leave})


def with_rota(directory: Directory, team: str, shifts: Iterable[Shift]) -> Directory:
    rotas: Mapping[str, tuple[Shift, ...]] = {**directory.rotas, team: tuple(shifts)}
    return replace(directory, rotas=rotas)


# ---------------------------------------------------------------------- words


def when_words(at: datetime, now: datetime) -> str:
    """ "now", "17:00", "tomorrow 09:00", "Saturday 5 December 17:00"."""
    if at <= now:
        return "now"
    return (
        clock_words(at) if day_of(at) == day_of(now) else f"{_day_words(day_of(at), now)} {clock_words(at)}"
    )


def _day_words(on: date, now: datetime) -> str:
    """ "today", "tomorrow", "Saturday 5 December"."""
    words = day_words(on, day_of(now))
    return words if (on - day_of(now)).days <= 1 else f"{on:%A} {words}"


def stretch_words(stretch: Stretch, now: datetime, until: datetime) -> str:
    """ "Saturday 5 December 17:00 to Monday 7 December 09:00 (40 h)"; `until`: where looking ended."""
    starts = when_words(stretch.starts_at, now)
    if stretch.ends_at >= until:
        return f"from {starts} on"
    long = duration_words(stretch.ends_at - max(stretch.starts_at, now))
    return f"{from_to_words(stretch.starts_at, stretch.ends_at, now)} ({long})"


def from_to_words(starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """ "tomorrow 09:00 to 17:00", "17:00 to tomorrow 09:00", "all of Saturday 5 December": never 00:00 of the day after."""
    first, last = day_of(max(starts_at, now)), day_of(ends_at - timedelta(microseconds=1))
    starts = when_words(starts_at, now)
    if ends_at != day_ends(last):
        return f"{starts} to {clock_words(ends_at) if first == last else when_words(ends_at, now)}"
    if first == last and starts_at == day_starts(first):
        return f"all of {_day_words(first, now)}"
    return f"{starts} to the end of {'the day' if first == last else _day_words(last, now)}"
