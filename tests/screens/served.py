"""The tablets of one team, each served to a browser at an address of its own, on one clock that a test moves. All invented.

    with Tablets(folder) as tablets:
        field, base = browser(tablets.url, path="field"), browser(tablets.url, path="base")
        tablets.clock.passes(hours=2)

One process serves them all, `python -m tests.screens.served FOLDER`: the app's own sessions over real vaults, in front of a
real central store. Only the clock and the line are the stage's. Each tablet is enrolled, synced once and locked.
"""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

import flet as ft

from screens.app import session
from screens.app_state import AppState
from tests.central.played import NOON, DrivenClock, PlayedCentre
from tests.screens.sessions import team_on
from tests.support.app_process import AppProcess
from tests.sync.stage import Stage, TabletClock

ASSETS = Path(__file__).parents[2] / "assets"
COVER = "Corin Cover"
VISITED = "visited"  # the word that asks for a worrying visit, recorded in the field and not sent


class WrittenClock(DrivenClock):
    """A driven clock whose time stands in a file: whoever writes it there moves the clock of every process that reads it."""

    def __init__(self, path: Path, at: datetime | None = None) -> None:
        self.path = path
        if at is not None:
            self.at = at

    @property
    def at(self) -> datetime:  # pyright: ignore[reportIncompatibleVariableOverride]
        return datetime.fromisoformat(self.path.read_text(encoding="ascii"))

    @at.setter
    def at(self, at: datetime) -> None:
        whole = self.path.with_suffix(".new")  # so that nobody reads half of it
        whole.write_text(at.isoformat(), encoding="ascii")
        whole.replace(self.path)


class Tablets(AppProcess):
    """The process, and the clock it reads. `words`: what has happened before, such as `VISITED`."""

    def __init__(self, folder: Path, *words: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.clock = WrittenClock(folder / "clock", NOON)
        super().__init__(["-m", "tests.screens.served", folder, *words])


async def begin(stage: Stage, *words: str) -> dict[str, AppState]:
    """By address: Wren Worker's tablet in the field, her cover's, the manager's at base and the senior's."""
    team = team_on(stage)
    cover = stage.played.staff(COVER, "worker")
    body = {"staff": cover, "part": "cover", "from_on": "2026-11-01", "until_on": None}
    stage.played.say("caseload.assigned", team.scope, body)
    owners = {"field": team.worker_id, "cover": cover, "base": team.manager_id, "senior": team.senior_id}
    apps = {name: await team.session(staff, name) for name, staff in owners.items()}
    if VISITED in words:
        await team.worrying_visit(apps["field"])
    for app in apps.values():
        await app.lock()
    return apps


async def serve(folder: Path, *words: str) -> None:
    stage = Stage(PlayedCentre.begun(folder / "centre", WrittenClock(folder / "clock")), folder)
    apps = await begin(stage, *words)
    sessions = {name: session(app.installation, TabletClock(stage.clock)) for name, app in apps.items()}

    async def main(page: ft.Page) -> None:
        await sessions[page.route.strip("/")](page)

    await ft.run_async(main, assets_dir=str(ASSETS), view=ft.AppView.WEB_BROWSER, no_cdn=True)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), *sys.argv[2:]))
