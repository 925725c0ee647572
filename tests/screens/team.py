"""A manager setting who works with whom, leave and the rota on their own tablet, for tests. Everybody is invented."""

from typing import Any, TypeVar

from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.drafting.page import PageDrafting
from screens.screen import Screen
from screens.team.caseload import AssignState, EndState
from screens.team.leave import LeaveState
from screens.team.rota import RotaState
from screens.team.state import TeamState
from screens.team.workers import WorkersState

S = TypeVar("S", bound=Screen)
P = TypeVar("P", bound=PageDrafting)  # type: ignore[type-arg]


async def opened(state: S) -> S:
    await state.load()
    return state


async def saved(state: P) -> P:
    await state.save()
    assert state.wrong == {}
    assert state.saved
    return state


async def assigning(app: AppState, scope: str, **said: Any) -> AssignState:
    """An assignment as entered, not saved."""
    state = await opened(AssignState(app.open_device, scope, new_id()))
    state.put(**said)
    return state


async def ending(app: AppState, scope: str, staff: str, reason: str = "") -> EndState:
    """The end of that colleague's first assignment, as entered."""
    workers = await opened(WorkersState(app, scope))
    record = next(each.id for each in workers.working if each.staff == staff)
    state = await opened(EndState(app.open_device, scope, new_id(), record))
    state.put(reason=reason)
    return state


async def leaving(
    app: AppState, staff: str, until_on: str = "", *, record: str = "", **said: Any
) -> LeaveState:
    state = await opened(LeaveState(app.open_device, new_id(), staff, record))
    state.put(until_on=until_on, **said)
    return state


async def on_call(app: AppState, rung: str, staff: str, first: str, last: str, **said: Any) -> RotaState:
    state = await opened(RotaState(app.open_device, new_id(), await team_of(app), rung))
    state.put(state.form.turns[0], staff=staff, from_on=first, until_on=last, **said)
    return state


async def team_of(app: AppState) -> str:
    return (await app.open_device.me()).teams[0]


async def team(app: AppState) -> TeamState:
    return await opened(TeamState(app))
