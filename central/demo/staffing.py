"""What the manager set this morning on their own tablet: who is on call, leave to come, who stopped working with whom."""

from datetime import date, datetime, time, timedelta
from typing import Any

from central.demo.play import Play
from models.entry import ORGANISATION
from models.times import at_local, day_of

MORNING = timedelta(minutes=12)  # before now
NO_MAIN, NO_COVER = ("teasel", "jo"), ("umber", "jo")  # of whom nobody but Robin is left


def plan(play: Play, now: datetime) -> None:
    play.at(now - MORNING, lambda: _set(play, now))


async def _set(play: Play, now: datetime) -> None:
    await play.sync("morgan")
    for person, worker in (NO_MAIN, NO_COVER):
        await _ends(play, person, worker)
    base, today = play.stage.devices["morgan"], day_of(now)
    leave = {"staff": play.stage.staff["robin"], "from_on": _on(today, 4), "until_on": _on(today, 9)}
    await base.record("staff.leave_set", ORGANISATION, leave)
    shifts = [
        _nights(play, "morgan", "manager", today, 0, 5),
        _nights(play, "morgan", "manager", today, 8, 14),
    ]
    shifts.append(_nights(play, "sam", "senior", today, 0, 14))
    rota = {"team": play.stage.team, "shifts": shifts}
    await base.record("rota.set", ORGANISATION, rota, record=play.stage.team)


async def _ends(play: Play, person: str, worker: str) -> None:
    scope, staff = play.stage.scopes[person], play.stage.staff[worker]
    view = await play.stage.devices["morgan"].person(scope)
    assigned = next(each for each in view.state.caseload if each.staff == staff)
    await play.record(
        "morgan", "caseload.ended", person, {"reason": "Fewer hours from now on."}, record=assigned.id
    )


def _nights(play: Play, who: str, role: str, today: date, first: int, last: int) -> dict[str, Any]:
    """On call from one evening to another morning, so many days on, without a break."""
    starts_at, ends_at = (
        at_local(today + timedelta(days=days), clock) for days, clock in ((first, time(17)), (last, time(9)))
    )
    said = {"staff": play.stage.staff[who], "role": role}
    return said | {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat()}


def _on(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()
