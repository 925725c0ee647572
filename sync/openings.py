"""Who opened whose record, on the tablet it was opened on: noted at once, sealed, and made an entry once there is a line.

Until then it is no record that waits to be sent: a worker without signal is told of what they saved, and of nothing else.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from models.opening import KIND, is_noted, noted_on, outside_caseload
from models.times import day_of
from sync.memory import Memory
from sync.views import Draft, Me


async def to_note(
    memory: Memory, me: Me, kept: Iterable[Draft], scope: str, now: datetime
) -> dict[str, Any] | None:
    """What is to be noted of opening this record now, as a body without its reason; None where today's has been."""
    opened, today = await memory.open(scope), day_of(now)
    if not is_noted(me.role) or not opened.standing:
        return None
    if noted_on(opened.standing.values(), me.staff_id, today) or _kept_on(kept, scope, today):
        return None
    return {"outside_caseload": outside_caseload(opened.person, me.staff_id, opened.directory, now)}


def note(id: str, scope: str, body: dict[str, Any], now: datetime, clock_now: datetime) -> Draft:
    """What is kept until it is an entry: with its day, and the time by the tablet's own clock, by which entries are stamped."""
    document = {"body": body, "on": day_of(now).isoformat(), "at": clock_now.isoformat()}
    return Draft(id, KIND, scope, document)


def noted(kept: Iterable[Draft]) -> list[tuple[Draft, dict[str, Any], datetime]]:
    """What waits to become an entry: the note, its body, when it was."""
    return [
        (each, each.document["body"], datetime.fromisoformat(each.document["at"]))
        for each in kept
        if each.kind == KIND and each.document
    ]


def _kept_on(kept: Iterable[Draft], scope: str, on: date) -> bool:
    return any(
        each.kind == KIND and each.scope == scope and (each.document or {}).get("on") == on.isoformat()
        for each in kept
    )
