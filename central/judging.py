"""Why an entry that reads as one is held but not accepted. Everything else is accepted, and prompts as usual.

Few things are: what can never stand as its kind (`models.checks.check_entry`), another author than the device's, a role
that may not decide who sees or does what (`models.authority.judge`). A concern is never turned away for its author's role.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

from models.authority import ABOUT_WHAT_IS_HELD, BY_THE_CENTRE, CORRECTIONS, ROLE_MAY_NOT, judge
from models.checks import check_entry
from models.codes import Code
from models.directory import Directory
from models.entry import Entry
from models.errors import ImpossibleTime, InvalidEntry
from models.held import told_id

FindTarget = Callable[[str], Entry | None]


class Reason(Code):
    """Why an entry is held but not accepted, in words for its author and for an operator."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "invalid": "Part of it is missing or not in the right form.",
        "time": "A time in it cannot be right.",
        "target": "What it corrects belongs to another person or record.",
        "author": "Its author is not whose tablet it came from.",
        ROLE_MAY_NOT: "Its author's role may not decide this.",
        "revoked": "The tablet it came from had been taken out of use.",
        "cannot_stand": "What it accepts cannot stand as it is: its author has to put it right.",
    }


def reason_against(
    entry: Entry, directory: Directory, find_target: FindTarget, staff_id: str | None
) -> str | None:
    """A code of `Reason`, or None. `staff_id` is whose device it came from, None for the centre's own device."""
    if staff_id is not None and entry.author != staff_id:
        return "author"
    if not entry.known:
        return None  # from a newer app: kept, shown as it is
    if entry.kind in BY_THE_CENTRE and staff_id is not None:
        return ROLE_MAY_NOT
    target = target_of(entry, find_target)
    if target is not None and not _fits(entry, target, find_target):
        return "target"
    if (
        target is not None
        and entry.kind == "entry.accepted"
        and _cannot_stand(target, directory, find_target)
    ):
        return "cannot_stand"
    try:
        check_entry(entry, person=None, directory=directory, target=target)
    except ImpossibleTime:
        return "time"
    except InvalidEntry:
        return "invalid"
    return judge(entry, directory, target if entry.kind in CORRECTIONS | {"entry.accepted"} else None)


def target_of(entry: Entry, find_target: FindTarget) -> Entry | None:
    """The entry that a correction, a confirmation or an acceptance is about, where it is here."""
    return find_target(str(entry.body.get("target"))) if entry.kind.startswith("entry.") else None


def _fits(entry: Entry, target: Entry, find_target: FindTarget) -> bool:
    """Whether it lies where its target does; what answers the centre, where the centre told of the target."""
    if entry.kind not in ABOUT_WHAT_IS_HELD:
        return (target.scope, target.record) == (entry.scope, entry.record)
    told = find_target(told_id("entry", target.id))
    return entry.scope in {target.scope, *([told.scope] if told else [])}


def _cannot_stand(target: Entry, directory: Directory, find_target: FindTarget) -> bool:
    """Whether the entry could not be accepted whoever had recorded it."""
    return reason_against(target, directory, find_target, None) not in (None, ROLE_MAY_NOT)
