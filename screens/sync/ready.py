"""Before going out: is everything I need on this tablet? One line for each thing that must be so, true or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.times import duration_words, moment_words
from screens.sync.running import records
from sync.views import PersonRow

OLD = timedelta(hours=24)


@dataclass(frozen=True)
class Ready:
    """One thing to rely on, or not: `words` say which."""

    good: bool
    words: str


@dataclass(frozen=True)
class Here:
    """What this tablet has. `set_aside` records do not open, and `coming` of them come back by a sync; `salvaged` says what
    damage to the file cost, or nothing. `standard` is the version in force, "" before the first sync brought one."""

    as_at: datetime | None
    people: Sequence[PersonRow]
    standard: str
    set_aside: int
    coming: int
    salvaged: str
    clock_off: timedelta | None


def ready(here: Here, now: datetime) -> tuple[Ready, ...]:
    """Every line, in the order in which it matters."""
    return (
        _as_at(here.as_at, now),
        _people(here.people),
        _standard(here.standard),
        *_opens(here.set_aside, here.coming, here.salvaged),
        _clock(here.clock_off),
    )


def clock_words(off: timedelta) -> str:
    """ "This tablet's clock is 5 min fast." with what that means; `off` is device less true."""
    way = "fast" if off > timedelta() else "slow"
    return f"This tablet's clock is {duration_words(abs(off))} {way}. Handrail allows for it. Set the clock right when you can."


def _as_at(at: datetime | None, now: datetime) -> Ready:
    if at is None:
        return Ready(False, "This tablet has not synced yet.")
    words = f"As at {moment_words(at, now)}"
    return (
        Ready(False, f"{words}: more than a day old. Sync before you go out.")
        if now - at > OLD
        else Ready(True, words)
    )


def _people(people: Sequence[PersonRow]) -> Ready:
    mine = [row for row in people if row.part] or list(people)
    arriving = [row.name or "one whose name is still to come" for row in mine if row.arriving]
    if arriving:
        return Ready(
            False, f"Still arriving: {', '.join(arriving)}. Do not rely on what is shown of their plans."
        )
    whose = "you work with" if any(row.part for row in people) else "of your team"
    count = "1 person" if len(mine) == 1 else f"{len(mine)} people"
    return Ready(
        bool(mine),
        f"{count} {whose}, each record whole" if mine else "Nobody is assigned to you on this tablet.",
    )


def _standard(version: str) -> Ready:
    return (
        Ready(True, f"Operating standard {version}")
        if version
        else Ready(False, "No operating standard has come yet.")
    )


def salvaged_words(lost: int, unread: int) -> str:
    """What a tablet says whose file of records was damaged, "" when nothing of it was lost."""
    if not lost and not unread:
        return ""
    words = f"{records(lost)} on this tablet could not be read after damage." if lost else ""
    if unread:
        part = "1 part" if unread == 1 else f"{unread} parts"
        words += (
            f" {part} of its file could not be read, so something recorded here and not sent may be gone."
        )
    return f"{words.strip()} What was held centrally comes back with a sync. Check what you recorded here, and tell base."


def _opens(set_aside: int, coming: int, salvaged: str) -> tuple[Ready, ...]:
    damaged = (Ready(False, salvaged),) if salvaged else ()
    if set_aside:
        return (*damaged, _aside(set_aside, coming))
    return damaged or (Ready(True, "Every record on this tablet opens"),)


def _aside(set_aside: int, coming: int) -> Ready:
    words = f"{records(set_aside)} could not be opened. Set aside, not deleted."
    if coming:
        words += f" From the centre, with the next sync: {coming}."
    if set_aside > coming:
        words += " Tell base, so that nothing is missed."
    return Ready(False, words)


def _clock(off: timedelta | None) -> Ready:
    return Ready(False, clock_words(off)) if off else Ready(True, "The clock is right")
