"""Two vaults and a centre behind a hostile line: whatever is done to it, everything arrives once, and only its author wrote it."""

import random
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import pytest
from sqlalchemy import select

from central.store.tables import entries as stream
from models.entry import Held
from models.errors import SyncError
from sync.attest import Attested, chain_next, chain_start, is_attested
from sync.device import Device
from sync.line import FIRST, LEAST
from sync.line import Line as Sizes
from tests.sync.hostile import TRICKS, HostileHand
from tests.sync.stage import PASSPHRASE, Stage, contact, staged

SCHEDULES = 25  # of each seed's run; every schedule is several syncs of two tablets


async def trying(sync: Callable[[], Awaitable[object]], times: int) -> None:
    """Sync again and again, as a worker would."""
    for _ in range(times):
        try:
            await sync()
        except SyncError:
            continue


def pairs(held: Iterable[Held]) -> set[tuple[str, bytes]]:
    return {(each.entry.id, each.digest) for each in held}


def at_the_centre(stage: Stage, scope: str) -> list[tuple[str, bytes]]:
    centre = stage.played.centre
    with centre.database.read() as connection:
        records = centre.records.of_scope(stage.played.org, scope, connection)
    return [(record.entry.id, record.digest) for record in records]


def the_stream_is_whole(stage: Stage) -> None:
    """Gapless, each id once, every attestation and every link of the chain right."""
    centre, org = stage.played.centre, bytes.fromhex(stage.played.org)
    with centre.database.read() as connection:
        rows = connection.execute(select(stream).order_by(stream.c.seq)).all()
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert len({row.id for row in rows}) == len(rows)
    chain = chain_start(org, rows[0].epoch)
    for row in rows:
        chain = chain_next(chain, row.seq, row.digest)
        received = round(row.received_at.timestamp() * 1000)
        ids = (bytes.fromhex(row.id), row.digest, bytes.fromhex(row.device))
        line = Attested(org, *ids, row.epoch, row.seq, received)
        assert row.chain == chain
        assert is_attested(centre.keys.attest, line, row.attestation)


@pytest.mark.parametrize("seed", range(3))
def test_everything_arrives_once_whatever_is_done_to_the_line(tmp_path: Path, seed: int):
    staged(tmp_path, lambda stage: hostile_run(stage, random.Random(seed), SCHEDULES))


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(1_000, 1_040))
def test_everything_arrives_once_in_many_more_schedules(tmp_path: Path, seed: int):
    staged(tmp_path, lambda stage: hostile_run(stage, random.Random(seed), SCHEDULES * 10))


async def hostile_run(stage: Stage, chance: random.Random, schedules: int) -> None:
    worker_id, manager_id = stage.played.staff("Wren", "worker"), stage.played.staff("Mo", "manager")
    scope = stage.played.person("Pat Example")
    stage.played.assign(scope, worker_id)
    hand = HostileHand(chance)
    worker = await stage.device(worker_id, "field")
    manager = await stage.device(manager_id, "base")
    mine: set[str] = set()
    for _ in range(schedules):
        stage.play(hand)
        mine |= await one_schedule(stage, chance, worker, manager, scope)
        stage.play(None)
        await settle(worker, manager)
        held = at_the_centre(stage, scope)
        assert len(held) == len(set(held))
        assert mine <= {entry_id for entry_id, _ in held}
        assert (await worker.unsent()).count == (await manager.unsent()).count == 0
        for device in (worker, manager):
            view = await device.person(scope)
            assert pairs(view.held) == set(held)
            assert all(each.accepted and each.seq for each in view.held)
            assert await device.set_aside() == ()
    the_stream_is_whole(stage)
    assert len(hand.played) == len(TRICKS), "every trick was played"


async def one_schedule(
    stage: Stage, chance: random.Random, worker: Device, manager: Device, scope: str
) -> set[str]:
    saved: set[str] = set()
    for device in (worker, manager):
        for _ in range(chance.randrange(3)):
            stage.clock.passes(minutes=chance.randint(50, 500))
            saved.add((await device.record("contact.recorded", scope, contact(device.now()))).id)
        if chance.random() < 0.4:
            await device.lock()
        await trying(device.sync, chance.randint(1, 3))
    return saved


async def settle(worker: Device, manager: Device) -> None:
    """A good line at last."""
    for device in (worker, manager, worker):
        await device.sync()
        if device.locked:
            await device.unlock(PASSPHRASE)


def test_sizes_come_back_after_cuts():
    line = Sizes()
    line.passed(FIRST, 0.1)
    assert line.bytes_at_once == 2 * FIRST
    line.cut()
    line.cut()
    assert line.bytes_at_once == LEAST
    for _ in range(200):
        line.passed(line.bytes_at_once, 0.05)
    assert line.bytes_at_once == 1024 * 1024


def test_a_slow_line_is_given_no_more_than_it_carries_in_a_few_seconds():
    line = Sizes()
    for _ in range(20):
        line.passed(line.bytes_at_once, line.bytes_at_once / 6_000)
    assert LEAST <= line.bytes_at_once <= 6_000 * 5
