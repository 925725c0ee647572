"""A worker in the field, for tests of screens: a real vault, a real centre, one person with a signature. All invented."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from models.standard import Standard, load
from screens.contact.pages import Around
from screens.contact.state import ContactState, new_id
from sync.device import Device
from tests.sync.stage import Stage, staged

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
        return ContactState(self.worker, self.now, self.scope, id or new_id())

    async def opened(self, id: str | None = None) -> ContactState:
        state = self.contact(id)
        await state.load()
        return state


def in_the_field(folder: Path, act: Callable[[Field], Awaitable[None]]) -> None:
    """Run `act` with Wren Worker's tablet, unlocked and synced, without signal from then on."""

    async def play(stage: Stage) -> None:
        worker_id = stage.played.staff("Wren Worker", "worker")
        manager_id = stage.played.staff("Mo Manager", "manager")
        scope = stage.played.person(NAME)
        stage.played.assign(scope, worker_id)
        stage.played.say(
            "signature.set", scope, {"indicators": list(SIGNATURE), "baselines": {"sleep": 1}}, "signature"
        )
        stage.played.say("contact.agreed", scope, {"interval_days": 7}, "contact_agreed")
        worker = await stage.device(worker_id, "field")
        stage.installations[0].signal = False
        stage.clock.passes(hours=1)
        await act(Field(stage, scope, worker, manager_id))

    staged(folder, play)
