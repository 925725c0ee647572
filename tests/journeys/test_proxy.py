"""A proxy that reads and alters everything between tablet and centre learns ids, sizes and times, and changes nothing but delay."""

import random
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import stamina

from models.authority import BY_THE_CENTRE
from models.errors import SyncError
from sync.clock import RealClock
from sync.device import Device
from sync.installation import Installation
from tests.journeys.place import (
    ADMINISTRATOR,
    MANAGER,
    OTHER,
    PASSPHRASES,
    PERSON,
    TEAM,
    WORKER,
    Place,
    run_apart,
)
from tests.journeys.proxy import Hand, Proxy, reading
from tests.support.app_process import AppProcess, free_port
from tests.sync.hostile import TRICKS, HostileHand
from tests.sync.stage import worrying

NOTE = "Curtains closed at midday; says the nights are long"
WHY = "Three things at once, more than is usual for them"
ANSWER = "Second visit agreed for tomorrow"
NEW_PASSPHRASE = "teacup orbit gravel"
HEADS = {b"HRQ1": 4 + 16, b"HRE1": 4 + 8, b"HRS1": 4, b"HRA1": 4}  # what a frame says in the open


@contextmanager
def through(begun: Place, root: Path, hand: Hand) -> Iterator[tuple[Place, Proxy]]:
    """A copy of the place whose tablets reach the centre through a proxy."""
    place, port = begun.copy(root), free_port()
    serve = ["main.py", "central", *place.store, "serve", "--port", str(port)]
    with AppProcess(serve, port=port), Proxy(place.port, port, hand) as proxy:
        yield place, proxy


async def unlocked(installation: Installation, staff: str, number: int = 0) -> Device:
    device = await installation.device((await installation.profiles())[number].id)
    await device.unlock(PASSPHRASES[staff])
    return device


async def visit(worker: Device) -> None:
    (person,) = await worker.people()
    body = worrying(worker.now()) | {"what_changed": NOTE, "rationale": WHY}
    await worker.record("contact.recorded", person.scope, body)


async def answer(manager: Device) -> None:
    prompt = next(each for each in await manager.prompts() if each.rule == "T2")
    about = {"prompt": prompt.id, "evidence": list(prompt.evidence)}
    await manager.record("prompt.answered", prompt.scope, {**about, "done": ANSWER})


async def entries(device: Device) -> set[tuple[str, bytes]]:
    """What people recorded. The centre says more with every sync: whose tablets a prompt is on."""
    (person,) = await device.people()
    held = (await device.person(person.scope)).held
    return {(each.entry.id, each.digest) for each in held if each.entry.kind not in BY_THE_CENTRE}


def test_a_proxy_that_reads_everything_learns_ids_sizes_and_times(begun: Place, tmp_path: Path) -> None:
    async def main_job(place: Place) -> str:
        code = place.code(OTHER)
        field, base = (Installation(place.root / name, RealClock()) for name in ("field", "base"))
        worker, manager = await unlocked(field, WORKER), await unlocked(base, MANAGER)
        other = await field.enrol(place.address, code, NEW_PASSPHRASE)
        await visit(worker)
        await worker.sync()
        await manager.sync()
        await answer(manager)
        for device in (manager, worker, other):
            await device.sync()
        assert await entries(worker) == await entries(manager) == await entries(other)
        for installation in (field, base):
            await installation.close()
        return code

    with through(begun, tmp_path / "place", reading) as (place, proxy):
        code = run_apart(main_job(place))
    assert len(proxy.bodies) >= 7
    names = (PERSON, ADMINISTRATOR, WORKER, OTHER, MANAGER, TEAM)
    for text in (
        *names,
        NOTE,
        WHY,
        ANSWER,
        code,
        code.replace("-", ""),
        NEW_PASSPHRASE,
        *PASSPHRASES.values(),
    ):
        assert not any(text.encode(way) in proxy.seen for way in ("utf-8", "utf-16-le", "utf-16-be"))
    ids = [folder.name for folder in (place.root / "field" / "profiles").iterdir()]
    assert any(bytes.fromhex(id) in proxy.seen for id in ids), "ids are what it does learn"
    for key in place.root.rglob("link.key"):
        assert key.read_bytes() not in proxy.seen
    for frame in (frame for pair in proxy.bodies for frame in pair):
        sealed = frame[HEADS[frame[:4]] :]
        assert len(zlib.compress(sealed, 9)) >= len(sealed), "past its head a frame looks like chance"


@pytest.mark.parametrize("seed", range(2))
def test_a_proxy_that_alters_everything_changes_nothing_but_delay(
    begun: Place, tmp_path: Path, seed: int
) -> None:
    async def main_job(place: Place, proxy: Proxy) -> None:
        field, base = (Installation(place.root / name, RealClock()) for name in ("field", "base"))
        worker, manager = await unlocked(field, WORKER), await unlocked(base, MANAGER)
        before = await entries(worker)
        for _ in range(3):
            await visit(worker)
            await again_and_again(worker.sync, manager.sync)
        proxy.hand = reading
        await manager.sync()
        await worker.sync()
        await manager.sync()
        await answer(manager)
        await manager.sync()
        await worker.sync()
        after = await entries(worker)
        assert after == await entries(manager)
        assert before < after
        assert len(after) == len(before) + 4, "three visits and an answer, each once"
        assert (await worker.unsent()).count == (await manager.unsent()).count == 0
        assert await worker.set_aside() == await manager.set_aside() == ()
        for installation in (field, base):
            await installation.close()

    hand = HostileHand(random.Random(seed), fair=0.1)
    with through(begun, tmp_path / "place", hand) as (place, proxy), stamina.set_testing(True, attempts=3):
        run_apart(main_job(place, proxy))
    assert len(hand.played) > len(TRICKS) / 2, hand.played


async def again_and_again(*syncs: Callable[[], Awaitable[object]]) -> None:
    """As workers would, whatever comes of it."""
    for sync in syncs * 3:
        try:
            await sync()
        except SyncError:
            continue
