"""Who opens whose record: whether it is outside their caseload, and whether today's opening has been noted. Pure."""

from collections.abc import Iterable
from datetime import date, datetime

from models.authority import may_author
from models.directory import Directory
from models.entry import Entry
from models.fold import PersonState
from models.times import corrected, day_of

KIND = "access.viewed"


def outside_caseload(person: PersonState, staff: str, directory: Directory, at: datetime) -> bool:
    """Neither do they work with the person that day, nor lead the person's team. Who is on no list yet is in no caseload."""
    member = directory.staff.get(staff)
    if member is None or person.team is None or person.registered is None:
        return False
    leads = directory.leads_team(staff, person.team)
    return not leads and staff not in {each.staff for each in person.working_with(day_of(at))}


def may_see_openings(person: PersonState, staff: str, directory: Directory) -> bool:
    """Whoever leads the person's team sees who opened the record."""
    return directory.leads_team(staff, person.team)


def is_noted(role: str | None) -> bool:
    """Whether this role's openings are noted: who sees nothing clinical opens no record."""
    return may_author(role, KIND)


def noted_on(entries: Iterable[Entry], staff: str, on: date) -> bool:
    """Whether an opening of theirs on that day is among these entries of the person."""
    return any(
        each.kind == KIND and each.author == staff and day_of(corrected(each).at) == on for each in entries
    )
