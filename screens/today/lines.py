"""A person as a row of a list, and whether they fit what somebody seeks. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from models.codes import CaseloadPart
from models.times import date_words, day_of, day_starts, from_now_words, in_days_words, marked, moment_words
from sync.views import PersonRow

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Someone:
    """A person in a list. `part` is "Main worker", "Cover", or "" when I do not work with them."""

    scope: str
    name: str
    part: str
    lines: tuple[str, ...]
    prompts_for_me: int
    arriving: bool
    order: tuple[datetime, str]
    to_be_matched: bool = False


def someone(row: PersonRow, now: datetime, *, contacts: bool = True) -> Someone:
    """`contacts`: with the last contact and the next."""
    contact = (_next(row, now), _last(row, now)) if contacts else ()
    return Someone(
        scope=row.scope,
        name=row.name or "Details still arriving",
        part=CaseloadPart(row.part).words if row.part else "",
        lines=tuple(line for line in (_born(row), *contact) if line),
        prompts_for_me=row.prompts_for_me,
        arriving=row.arriving,
        order=(_due(row), row.name),
        to_be_matched=row.to_be_matched,
    )


def fits(row: PersonRow, sought: str) -> bool:
    """Every word typed is in the name, the date of birth as written, or the last four digits."""
    born = date_words(row.born_on) if row.born_on else ""
    text = f"{row.name} {born} {row.last_four}".casefold()
    return all(word in text for word in sought.casefold().split())


def _born(row: PersonRow) -> str:
    number = f"NHS\u00a0number\u00a0…\u00a0{row.last_four}" if row.last_four else ""
    return ", ".join(
        part for part in (f"Born {date_words(row.born_on)}" if row.born_on else "", number) if part
    )


def _next(row: PersonRow, now: datetime) -> str:
    """The sooner of what a plan names and what was agreed at the last contact."""
    if row.next_contact_at and row.next_contact_at <= _due(row):
        due_at = row.next_contact_at
        return f"Plan: contact due {moment_words(due_at, now)} ({from_now_words(due_at, now)})"
    return f"Next contact {in_days_words(row.next_contact_on, day_of(now))}" if row.next_contact_on else ""


def _last(row: PersonRow, now: datetime) -> str:
    if row.closed:
        return ""
    if row.last_contact_at is None:
        return "No contact recorded yet"
    words = f"{moment_words(row.last_contact_at, now)} ({from_now_words(row.last_contact_at, now)})"
    return f"Last contact {marked(words, row.last_contact_certain)}"


def _due(row: PersonRow) -> datetime:
    agreed = day_starts(row.next_contact_on) if row.next_contact_on else NEVER
    return min(row.next_contact_at or NEVER, agreed)
