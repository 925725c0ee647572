"""Wren Worker's tablet served to a browser, locked, with a record unsent: `python -m tests.screens.served`. All invented."""

import asyncio
import tempfile
from pathlib import Path

import flet as ft

from screens import theme
from screens.app import Root
from screens.app_state import AppState
from tests.central.played import DrivenClock, PlayedCentre
from tests.screens.sessions import team_on
from tests.sync.stage import Stage, TabletClock

ASSETS = Path(__file__).parents[2] / "assets"


async def begin(folder: Path) -> Stage:
    stage = Stage(PlayedCentre.begun(folder / "centre", DrivenClock()), folder)
    team = team_on(stage)
    worker = await team.worker()
    await team.worrying_visit(worker)
    await worker.lock()
    return stage


def serve(folder: Path) -> None:
    stage = asyncio.run(begin(folder))

    def main(page: ft.Page) -> None:
        theme.dress(page)
        page.render_views(Root, AppState(stage.installations[0], TabletClock(stage.clock)))

    ft.run(main, assets_dir=str(ASSETS), view=ft.AppView.WEB_BROWSER, no_cdn=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        serve(Path(folder))
