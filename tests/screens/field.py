"""A worker in the field, for tests of screens: a real vault, a real centre, one person with a signature. All invented."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import flet as ft

from models.standard import Standard, load
from screens.app import Root
from screens.app_state import AppState
from screens.contact.pages import Around
from screens.contact.state import ContactState
from screens.drafting.form import new_id
from sync.device import Device
from sync.views import Draft
from tests.central.played import DrivenClock, PlayedCentre
from tests.support.flet_page import FletPage
from tests.sync.stage import Stage, TabletClock, staged

SHIPPED = Path(__file__).parents[2] / "assets/standard/2026-11.json"
NAME = "Pat Example"
BORN = date(1980, 4, 5)
SIGNATURE = ("sleep", "suspiciousness", "threat_to_others")


def standard() -> Standard:
    return load(SHIPPED.read_bytes())


def around(signature: tuple[str, ...] = SIGNATURE) -> Around:
    return Around(NAME, BORN, signature, {"sleep": 1}, standard())


def london(text: str) -> datetime:
    """A winter time in London, where it is UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Field:
    stage: Stage
    scope: str
    worker: Device
    manager_id: str

    def now(self) -> datetime:
        return self.stage.clock.at

    def contact(self, id: str | None = None) -> ContactState:
        return ContactState(self.worker, self.scope, id or new_id())

    async def opened(self, id: str | None = None) -> ContactState:
        state = self.contact(id)
        await state.load()
        return state


def in_the_field(folder: Path, act: Callable[[Field], Awaitable[None]]) -> None:
    """Run `act` with Wren Worker's tablet, unlocked and synced, without signal from then on."""

    async def play(stage: Stage) -> None:
        await act(await field_on(stage))

    staged(folder, play)


async def field_on(stage: Stage) -> Field:
    worker_id = stage.played.staff("Wren Worker", "worker")
    manager_id = stage.played.staff("Mo Manager", "manager")
    scope = stage.played.person(NAME)
    stage.played.assign(scope, worker_id)
    signature = {"indicators": list(SIGNATURE), "baselines": {"sleep": 1}}
    stage.played.say("signature.set", scope, signature, "signature")
    stage.played.say("contact.agreed", scope, {"interval_days": 7}, "contact_agreed")
    worker = await stage.device(worker_id, "field")
    stage.installations[0].signal = False
    stage.clock.passes(hours=1)
    return Field(stage, scope, worker, manager_id)


@dataclass
class Screened:
    """The app on a played page: the page, the session, and the field it stands in."""

    page: FletPage
    app: AppState
    field: Field

    def keeps(self) -> list[Draft]:
        return self.page.run(self.field.worker.drafts())


@contextmanager
def on_screen(
    folder: Path,
    route: Callable[[Field], str] = lambda field: "/today",
    prepare: Callable[[Field], Awaitable[None]] | None = None,
    **settings: Any,
) -> Iterator[Screened]:
    """The whole app, unlocked, at a route, without a browser. `prepare` happens before anything is shown."""
    found: dict[str, Any] = {}

    async def main(page: ft.Page) -> None:
        stage = Stage(PlayedCentre.begun(folder / "centre", DrivenClock()), folder)
        field = found["field"] = await field_on(stage)
        if prepare:
            await prepare(field)
        app = found["app"] = AppState(stage.installations[0], TabletClock(stage.clock))
        await app.opened(field.worker)
        app.history.append(route(field))
        page.render_views(Root, app)

    with FletPage(main, main=True, timeout=5.0, **settings) as page:
        try:
            yield Screened(page, found["app"], found["field"])
        finally:
            page.run(found["field"].stage.close())
