"""Sessions of the app on real vaults against a real centre: a worker in the field, a manager at base. All invented."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import flet as ft
import stamina

from screens.app import Root
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.drafting.page import PageDrafting
from screens.person.deciding import ConfirmState, KeepState
from screens.person.state import PersonScreenState
from sync.device import Device
from sync.installation import Installation
from sync.views import Saved
from tests.central.played import DrivenClock, PlayedCentre
from tests.support.flet_page import FletPage
from tests.sync.stage import PASSPHRASE, Stage, TabletClock, staged, worrying

NAME = "Pat Example"
D = TypeVar("D", bound=PageDrafting[Any])


@dataclass
class Team:
    """Everybody's ids, and the person they all know."""

    stage: Stage
    worker_id: str
    manager_id: str
    senior_id: str
    scope: str

    async def session(self, staff_id: str, folder: str) -> AppState:
        """Enrolled, synced and unlocked."""
        installation = self.stage.installation(folder)
        device = await installation.enrol("http://centre.example", self.stage.code(staff_id), PASSPHRASE)
        await device.sync()
        app = self.app(installation)
        await app.opened(device)
        return app

    def app(self, installation: Installation) -> AppState:
        return AppState(installation, TabletClock(self.stage.clock))

    async def worker(self) -> AppState:
        return await self.session(self.worker_id, "field")

    async def manager(self) -> AppState:
        return await self.session(self.manager_id, "base")

    async def administrator(self) -> AppState:
        return await self.session(self.stage.played.founded.administrator, "office")

    async def worrying_visit(self, app: AppState, **changes: Any) -> Saved:
        """A contact that meets T2, an hour on, recorded by whoever `app` is."""
        self.stage.clock.passes(hours=1)
        device = app.open_device
        saved = await device.record("contact.recorded", self.scope, worrying(device.now(), **changes))
        await app.refresh()
        return saved


def with_team(folder: Path, act: Callable[[Team], Awaitable[None]]) -> None:
    """Run `act` with a team that looks after one person, whose main worker is Wren Worker."""

    async def play(stage: Stage) -> None:
        await act(team_on(stage))

    staged(folder, play)


def team_on(stage: Stage) -> Team:
    worker = stage.played.staff("Wren Worker", "worker")
    manager = stage.played.staff("Mo Manager", "manager")
    senior = stage.played.staff("Sol Senior", "senior")
    scope = stage.played.person(NAME)
    stage.played.assign(scope, worker)
    return Team(stage, worker, manager, senior, scope)


async def synced(*apps: AppState) -> None:
    for app in apps:
        await device_of(app).sync()
        await app.after_sync()


async def opened(state: D) -> D:
    """A form, as it is when somebody has come to it."""
    await state.load()
    return state


async def saved(state: D) -> D:
    await state.save()
    assert state.wrong == {}
    assert state.saved
    return state


async def confirmed(app: AppState, team: Team, entry: str, why: str) -> ConfirmState:
    """A manager confirms what waits."""
    form = await opened(ConfirmState(app.open_device, team.scope, new_id(), entry))
    form.put(rationale=why)
    return await saved(form)


async def kept(app: AppState, scope: str, version: str, why: str = "") -> KeepState:
    """A manager keeps one version of what was recorded apart."""
    form = await opened(KeepState(app.open_device, scope, new_id(), version))
    form.put(rationale=why)
    return await saved(form)


async def person_screen(app: AppState, team: Team) -> PersonScreenState:
    """The page of the person everybody knows."""
    state = PersonScreenState(app.open_device, app.now, team.scope, app.refresh)
    await state.load()
    return state


def device_of(app: AppState) -> Device:
    return app.open_device


@dataclass
class Screened:
    """The app on a played page. `app` is the session on screen."""

    page: FletPage
    team: Team
    app: AppState

    def until(self, done: Callable[[], bool]) -> None:
        """Wait until something under way has ended."""
        self.page.run(_until(done))


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not done():
            await asyncio.sleep(0.01)


@contextmanager
def on_screen(
    folder: Path, begin: Callable[[Team], Awaitable[AppState]], route: str = "/today", **settings: Any
) -> Iterator[Screened]:
    """The whole app without a browser. `begin` makes the session that is shown; an unlocked one stands at `route`.

    "{person}" in the route is the scope of the person everybody knows.
    """
    found: dict[str, Any] = {}

    async def main(page: ft.Page) -> None:
        stage = found["stage"] = Stage(PlayedCentre.begun(folder / "centre", DrivenClock()), folder)
        team = found["team"] = team_on(stage)
        app = found["app"] = await begin(team)
        if app.unlocked:
            app.history = ["/today", route.replace("{person}", team.scope)]
        page.render_views(Root, app)

    with stamina.set_testing(True, attempts=2), FletPage(main, main=True, timeout=5.0, **settings) as page:
        try:
            yield Screened(page, found["team"], found["app"])
        finally:
            page.run(found["stage"].close())
