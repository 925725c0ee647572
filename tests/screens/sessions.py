"""Sessions of the app on real vaults against a real centre: a worker in the field, a manager at base. All invented."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screens.app_state import AppState
from sync.device import Device
from sync.installation import Installation
from sync.views import Saved
from tests.sync.stage import PASSPHRASE, Stage, TabletClock, staged, worrying

NAME = "Pat Example"


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


def device_of(app: AppState) -> Device:
    return app.open_device
