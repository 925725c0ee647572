"""The team in words: people who have nobody, who is on call and when nobody is, each member of staff. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.codes import Role
from models.directory import Directory, Leave, Staff
from models.fold.caseload import Assignment
from models.times import date_words, day_of, day_words
from screens import parts
from screens.person.lines import leave_words
from screens.prompt.lines import sentence
from screens.team import ahead
from screens.team.ahead import DAYS, RUNGS, Span, Stretch
from sync.views import PersonRow


@dataclass(frozen=True)
class PersonLine:
    """A person for whom somebody has to be found, and why, in a sentence."""

    scope: str
    name: str
    why: str


def person_line(row: PersonRow, gap: Span, directory: Directory, today: date) -> PersonLine:
    return PersonLine(
        row.scope, row.name or "Name still arriving", gap_words(row.working, gap, directory, today)
    )


def gap_words(working: Sequence[Assignment], gap: Span, directory: Directory, today: date) -> str:
    """ "No main worker from 3 December on. Cal Cover covers." """
    acting = [each for each in working if each.acting(gap.from_on)]
    mains = [directory.name_of(each.staff) for each in acting if each.part == "main"]
    covers = [
        directory.name_of(each.staff)
        for each in acting
        if each.part == "cover" and directory.at_work(each.staff, ahead.day_starts(gap.from_on))
    ]
    when = span_words(gap, today)
    if gap.stands == ahead.NO_MAIN:
        beside = f"{names_words(covers)} covers." if covers else "Nobody covers: a manager is asked."
        return sentence(f"{f'{when}: ' if when else ''}no main worker. {beside}")
    return sentence(
        f"{f'{when}: ' if when else ''}{names_words(mains)} is away, and nobody covers: a manager is asked."
    )


def span_words(span: Span, today: date) -> str:
    """ "3 to 10 December", "from tomorrow on"; "" for from now on."""
    if span.from_on <= today:
        return "" if span.open else f"until {day_words(span.until_on, today)}"
    if span.open:
        return f"from {day_words(span.from_on, today)} on"
    return days_words(span.from_on, span.until_on, today)


def days_words(from_on: date, until_on: date | None, today: date) -> str:
    """ "3 December", "3 to 10 December", "30 November to 2 December", "from 3 December"."""
    if until_on is None:
        return f"from {date_words(from_on, today)}"
    if from_on == until_on:
        return date_words(from_on, today)
    alike = (from_on.year, from_on.month) == (until_on.year, until_on.month)
    first = str(from_on.day) if alike else date_words(from_on, today)
    return f"{first} to {date_words(until_on, today)}"


def names_words(names: Sequence[str]) -> str:
    """ "Ada, Bea and Cal"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1] if names else "")))


# ---------------------------------------------------------------------- on call


@dataclass(frozen=True)
class RungLine:
    """One rung: who is on call now, every stretch ahead in which nobody is, and whom a prompt asks then. `days` and `words` are its picture.

    `lacks` says that there are such, "" where there are none; where nobody is on call at all, that is all there is to say.
    """

    role: str
    title: str
    now: str
    lacks: str
    gaps: tuple[str, ...]
    instead: str
    days: tuple[parts.Day, ...]
    words: str


def rung_line(directory: Directory, team: str, role: str, now: datetime) -> RungLine:
    days = ahead.days_from(day_of(now))
    until = ahead.day_ends(days[-1])
    stretches = ahead.on_call(directory, team, role, now, until)
    gaps = [each for each in stretches if each.lacking]
    never = not any(each.staff for each in stretches)
    marks = tuple(parts.Day(on, _rung_mark(ahead.covered(stretches, on))) for on in days)
    return RungLine(
        role=role,
        title=f"On call as {role}",
        now=_now_words(stretches[0], directory, team, role, now, until),
        lacks=f"Nobody is on call in the next {DAYS} days."
        if never
        else "Nobody is on call:"
        if gaps
        else "",
        gaps=() if never else tuple(ahead.stretch_words(each, now, until) for each in gaps),
        instead=_instead(directory, team, role, gaps[0].starts_at) if gaps else "",
        days=marks,
        words=rung_words(role, marks, day_of(now)),
    )


def _rung_mark(share: float) -> parts.Mark:
    return "full" if share >= 1 else "part" if share > 0 else "crossed"


def _now_words(
    stretch: Stretch, directory: Directory, team: str, role: str, now: datetime, until: datetime
) -> str:
    if stretch.staff:
        names = names_words([directory.name_of(id) for id in stretch.staff])
        to = "" if stretch.ends_at >= until else f", until {ahead.when_words(stretch.ends_at, now)}"
        return f"Now: {names}{to}"
    if stretch.due:
        return "Now: nobody"
    rung, names = ahead.asked_instead(directory, team, role, now)
    there = f"Now, in working hours: {names_words(names) or 'nobody'}"
    return there if rung == role else f"{there} (no {role} is at work)"


def _instead(directory: Directory, team: str, role: str, at: datetime) -> str:
    """Who is asked while nobody is on call on that rung, as things stand at the first such moment."""
    rung, names = ahead.asked_instead(directory, team, role, at)
    if not names:
        return (
            "Nobody else is there: every senior is told, and 999, 111 option 2 and the duty number are shown."
        )
    if rung == role:
        return f"Every {role} of the team at work is asked then: {names_words(names)}."
    return f"No {role} is at work then, so a {rung} is asked: {names_words(names)}."


def rung_words(role: str, days: Iterable[parts.Day], today: date) -> str:
    """The picture of a rung in words: of the hours in which the standard has somebody on call."""
    said = {"full": "somebody", "part": "somebody for part of the time", "crossed": "nobody"}
    return f"On call as {role}. {_runs([(each.on, said[each.mark]) for each in days], today)}"


def _runs(days: Sequence[tuple[date, str]], today: date) -> str:
    """ "30 November to 2 December: nobody. 3 December: somebody." """
    runs: list[tuple[date, date, str]] = []
    for on, word in days:
        if runs and runs[-1][2] == word:
            runs[-1] = (runs[-1][0], on, word)
        else:
            runs.append((on, on, word))
    return " ".join(f"{days_words(first, last, today)}: {word}." for first, last, word in runs)


# ---------------------------------------------------------------------- staff


@dataclass(frozen=True)
class StaffLine:
    """A member of staff. `lines` are at work or away, and how many they work with; `days` and `words` are the picture."""

    id: str
    name: str
    role: str
    lines: tuple[str, ...]
    away: bool
    days: tuple[parts.Day, ...]
    words: str


def staff_line(
    member: Staff, rows: Iterable[PersonRow] | None, directory: Directory, team: str, now: datetime
) -> StaffLine:
    """`rows` are the people this tablet holds whole; None where it does not hold all of the team's."""
    days = ahead.days_from(day_of(now))
    marks = tuple(parts.Day(on, _staff_mark(member.id, directory, team, on)) for on in days)
    return StaffLine(
        id=member.id,
        name=member.name,
        role=member.role.words,
        lines=tuple(filter(None, (_at_work(member, directory, now), _works_with(member, rows, now)))),
        away=directory.on_leave(member.id, now),
        days=marks,
        words=staff_words(member.name, marks, day_of(now)),
    )


def _staff_mark(staff: str, directory: Directory, team: str, on: date) -> parts.Mark:
    if not directory.at_work(staff, ahead.day_starts(on)):
        return "hatched"
    starts, ends = ahead.day_starts(on), ahead.day_ends(on)
    shifts = (each for each in directory.rotas.get(team, ()) if each.staff == staff)
    return "full" if any(each.starts_at < ends and starts < each.ends_at for each in shifts) else "empty"


def staff_words(name: str, days: Iterable[parts.Day], today: date) -> str:
    """The picture of one member of staff in words."""
    said = {"hatched": "away", "full": "on call", "empty": "at work"}
    return f"{name}. {_runs([(each.on, said[each.mark]) for each in days], today)}"


def _at_work(member: Staff, directory: Directory, now: datetime) -> str:
    """Whether they are there, and leave that is coming within the days looked at."""
    today = day_of(now)
    away = leave_words(member.id, directory, now)
    last = today + timedelta(days=DAYS - 1)
    coming = [each for each in directory.leaves_of(member.id) if today < each.from_on <= last]
    words = [sentence(away.removeprefix(", ")) if away else "At work"]
    words += [f"on leave {days_words(each.from_on, each.until_on, today)}" for each in coming]
    if member.left_on:
        words.append(f"last day {date_words(member.left_on, today)}")
    return ", ".join(words)


def _works_with(member: Staff, rows: Iterable[PersonRow] | None, now: datetime) -> str:
    if rows is None:
        return ""
    main, cover = count(member.id, rows, day_of(now))
    if not main and not cover:
        return "Works with nobody" if member.role == "worker" else ""
    covers = f", covers {cover}" if cover else ""
    return f"Main worker of {main}{covers}" if main else f"Covers {cover}"


def count(staff: str, rows: Iterable[PersonRow], on: date) -> tuple[int, int]:
    """How many people they are main worker of that day, and how many they only cover."""
    mine = [
        {each.part for each in row.working if each.staff == staff and each.acting(on)}
        for row in rows
        if not row.gone
    ]
    main = sum("main" in each for each in mine)
    return main, sum("cover" in each and "main" not in each for each in mine)


def in_order(members: Iterable[Staff]) -> list[Staff]:
    """By role in the order of the ladder, then by name."""
    place = {role: n for n, role in enumerate(Role.KNOWN)}
    return sorted(members, key=lambda each: (place.get(each.role, len(place)), each.name.casefold(), each.id))


def leave_line(leave: Leave, today: date) -> str:
    """ "On leave 3 to 10 December", "On leave from 3 December until it is said"."""
    words = f"On leave {days_words(leave.from_on, leave.until_on, today)}"
    return words if leave.until_on else f"{words} until it is said"


def assignment_words(each: Assignment, today: date) -> str:
    """ "Main worker", "Cover, to 10 December", "Cover, 3 to 10 December"."""
    if each.from_on > today:
        return f"{each.part.words}, {days_words(each.from_on, each.until_on, today)}"
    to = f", to {date_words(each.until_on, today)}" if each.until_on else ""
    return f"{each.part.words}{to}"


def still_to_come(each: Assignment, today: date) -> bool:
    """Whether it acts now or will."""
    return each.until_on is None or (each.until_on >= today and each.until_on >= each.from_on)


def who_can(directory: Directory, team: str, now: datetime, but: str = "") -> str:
    """Who sets this, by name: the team's managers and seniors at work, and administrators."""
    there = [each for role in RUNGS for each in directory.members(team, now, role) if each.id != but]
    admins = [each for each in directory.staff.values() if each.role == "administrator" and each.here_at(now)]
    others = sorted(each.name for each in admins if each.id != but)
    return _or(dict.fromkeys([*(each.name for each in there), *others]))


def _or(names: Iterable[str]) -> str:
    *most, last = list(names) or ["an administrator"]
    return f"{', '.join(most)} or {last}" if most else last
