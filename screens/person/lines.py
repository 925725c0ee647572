"""What a person's screen says, in words. Pure: from a view of the person to lines of text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.directory import Directory
from models.entry import Held
from models.fold import PersonState, Point, Visit
from models.kinds.person import PersonDetails
from models.kinds.safety import BASELINE
from models.nhs_number import last_four, shown
from models.standard import Standard
from models.times import age, date_words, day_of, from_now_words, in_days_words, marked, moment_words
from screens.parts import Day, Mark
from screens.prompt.lines import sentence

OLD = timedelta(hours=24)
PICTURE_CONTACTS, LAST_CONTACTS, PICTURE_DAYS = 12, 5, 28


@dataclass(frozen=True)
class Trend:
    """One indicator over the latest contacts. `own`: it is in the person's signature. `usual` is the usual level now.

    `usual_then` is how that went: from when on, and the level; before the first it was 0.
    """

    code: str
    words: str
    points: tuple[Point, ...]
    usual: int
    own: bool
    usual_then: tuple[tuple[datetime, int], ...] = ()


@dataclass(frozen=True)
class ContactLine:
    """A past contact: when, how it went, by whom, and what was decided."""

    entry: str
    when: str
    how: str
    decided: str
    made: bool


def who(details: PersonDetails, now: datetime) -> list[tuple[str, str]]:
    """Who they are, less what waits for a tap."""
    born = f"{date_words(details.born_on)}, {age(details.born_on, day_of(now))} years old"
    preferred = [("Likes to be called", details.preferred_name)] if details.preferred_name.strip() else []
    return [*preferred, ("Born", born), ("Telephone", details.phone)]


def in_short(details: PersonDetails, now: datetime) -> str:
    """Enough to know that this is the right person, on one line."""
    called = f"Likes to be called {details.preferred_name}. " if details.preferred_name.strip() else ""
    return f"{called}Born {date_words(details.born_on)}, {age(details.born_on, day_of(now))} years old."


def nhs_number(details: PersonDetails, whole: bool) -> str:
    """The last four digits; all ten, 3-3-4, only when asked for. Without a number, the reason why."""
    if details.nhs_number is None:
        return f"None: {details.no_nhs_number_because}"
    return shown(details.nhs_number) if whole else f"… {last_four(details.nhs_number)}"


def as_at(at: datetime | None, now: datetime) -> str:
    return f"As at {moment_words(at, now)}" if at else "This tablet has not synced yet"


def is_old(at: datetime | None, now: datetime) -> bool:
    return at is None or now - at > OLD


def trends(state: PersonState, standard: Standard, now: datetime) -> tuple[Trend, ...]:
    """The signature's indicators, then every other one that was above 0 at any of the latest contacts."""
    signature = state.signature
    codes = [*signature.indicators, *(c for c in standard.indicator_by_code if c not in signature.indicators)]
    drawn = (trend(state, standard, code, now) for code in codes)
    return tuple(each for each in drawn if each.own or any(point.level for point in each.points))


def trend(state: PersonState, standard: Standard, code: str, now: datetime) -> Trend:
    then = _usual_then(state, code, now)
    return Trend(
        code,
        standard.indicator_words(code),
        state.over_time(code)[-PICTURE_CONTACTS:],
        then[-1][1] if then else 0,
        code in state.signature.indicators,
        then,
    )


def _usual_then(state: PersonState, code: str, now: datetime) -> tuple[tuple[datetime, int], ...]:
    """Each change of the usual level until now, whether it came with the signature or was set for a time."""
    set_at = {fact.holds_from for fact in state.signature_slot.facts}
    changes = sorted(at for at in {*set_at, *state.overrides.changes(BASELINE)} if at <= now)
    found: list[tuple[datetime, int]] = []
    for at in changes:
        level = state.signature_at(at).baseline(code)
        if level != (found[-1][1] if found else 0):
            found.append((at, level))
    return tuple(found)


def last_contacts(state: PersonState, directory: Directory, now: datetime) -> tuple[ContactLine, ...]:
    """The latest contacts and attempts, the newest first."""
    return tuple(_contact(visit, directory, now) for visit in reversed(state.visits[-LAST_CONTACTS:]))


def _contact(visit: Visit, directory: Directory, now: datetime) -> ContactLine:
    part = visit.parts[-1]
    people = ", ".join(who.words.lower() for who in part.body.with_whom)
    how = f"{part.body.mode.words}. {part.body.attendance.words}" + (f", with {people}" if people else "")
    by = ", ".join(sorted(directory.name_of(author) for author in visit.authors))
    decided = part.body.decision.words + (f": {part.body.rationale}" if part.body.rationale.strip() else "")
    when = sentence(f"{marked(moment_words(visit.started_at, now), visit.certain)}, {by}")
    return ContactLine(visit.id, when, how, decided, visit.attended)


@dataclass(frozen=True)
class ContactDays:
    """The last four weeks, day by day, and the same in words."""

    words: str
    days: tuple[Day, ...]


def contact_days(state: PersonState, now: datetime) -> ContactDays:
    """On which days they were reached, and on which there was only an attempt."""
    today = day_of(now)
    span = [today - timedelta(days=ago) for ago in reversed(range(PICTURE_DAYS))]
    by_day = {on: [visit for visit in state.visits if day_of(visit.started_at) == on] for on in span}
    reached = {on for on, visits in by_day.items() if any(each.attended for each in visits)}
    tried = {on for on, visits in by_day.items() if visits} - reached
    marks: dict[date, Mark] = {**dict.fromkeys(reached, "full"), **dict.fromkeys(tried, "crossed")}
    said = f"reached on {_dates(reached, today)}; not reached on {_dates(tried, today)}"
    words = f"In the last {PICTURE_DAYS} days: {said}."
    return ContactDays(words, tuple(Day(on, marks.get(on, "empty")) for on in span))


def _dates(days: Iterable[date], today: date) -> str:
    return ", ".join(date_words(on, today) for on in sorted(days)) or "no day"


def agreed(state: PersonState, now: datetime) -> list[tuple[str, str]]:
    """What was agreed on contact, and when the last one was."""
    agreed = state.agreed
    every = "Not agreed yet" if agreed is None else f"Every {_days(agreed.interval_days)}"
    if agreed and agreed.face_to_face_days:
        every += f", face to face every {_days(agreed.face_to_face_days)}"
    attended = next((visit for visit in reversed(state.visits) if visit.attended), None)
    last = (
        sentence(
            marked(
                f"{moment_words(attended.started_at, now)} ({from_now_words(attended.started_at, now)})",
                attended.certain,
            )
        )
        if attended
        else "None yet"
    )
    next_on = state.visits[-1].parts[-1].body.next_contact_on if state.visits else None
    planned = [("Next contact", sentence(in_days_words(next_on, day_of(now))))] if next_on else []
    return [("Agreed contact", every), ("Last contact", last), *planned]


def working_with(state: PersonState, directory: Directory, me: str, now: datetime) -> list[tuple[str, str]]:
    """Who works with them now, main workers first; and who of them is on leave."""
    acting = state.working_with(day_of(now))
    return [
        (
            each.part.words,
            ("You" if each.staff == me else directory.name_of(each.staff))
            + leave_words(each.staff, directory, now),
        )
        for each in acting
    ]


def leave_words(staff: str, directory: Directory, now: datetime) -> str:
    """ ", on leave until 6 December"; nothing of somebody who is not."""
    today = day_of(now)
    standing = [each for each in directory.leaves_of(staff) if each.holds_on(today)]
    if not standing:
        return ""
    ends = [each.until_on for each in standing]
    last = None if None in ends else max(on for on in ends if on)
    return f", on leave until {date_words(last, today)}" if last else ", on leave"


@dataclass(frozen=True)
class JoinedLine:
    """A match that stands: who said so and when, and why."""

    entry: str
    by: str
    why: str


def joined_lines(state: PersonState, directory: Directory, now: datetime) -> tuple[JoinedLine, ...]:
    return tuple(
        JoinedLine(
            match.id,
            f"{directory.name_of(match.entry.author)}, {marked(moment_words(match.at, now), match.certain)}",
            match.body.reason,
        )
        for match in state.matches
    )


def held_by_id(held: Iterable[Held]) -> dict[str, Held]:
    return {each.entry.id: each for each in held}


def _days(days: int) -> str:
    return "day" if days == 1 else f"{days} days"
