"""Who opened whose record, on the tablet it was opened on: noted at once, sealed, and made an entry once there is a line.

Until then it is no record that waits to be sent: a worker without signal is told of what they saved, and of nothing else.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from typing import Any

from models.errors import HandrailError
from models.opening import KIND, is_noted, noted_on, outside_caseload
from models.times import day_of
from sync.memory import Memory
from sync.views import Draft, Me

log = logging.getLogger(__name__)


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


async def say(kept: Iterable[Draft], record: Callable[..., Awaitable[object]]) -> bool:
    """Make entries of those that were noted, by `Device.record`; whether any was. One that cannot be one stays a note."""
    said = False
    for each in kept:
        if each.kind == KIND and each.document:
            at = datetime.fromisoformat(each.document["at"])
            try:
                await record(KIND, each.scope, each.document["body"], occurred_at=at, draft=each.id)
                said = True
            except HandrailError as error:  # locked meanwhile, a full disk, or no entry can be made of it
                log.warning("opening %s is still a note: %s", each.id, type(error).__name__)
    return said


def _kept_on(kept: Iterable[Draft], scope: str, on: date) -> bool:
    return any(
        each.kind == KIND and each.scope == scope and (each.document or {}).get("on") == on.isoformat()
        for each in kept
    )
