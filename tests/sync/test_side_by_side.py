"""Tablet and centre work at the same time: a page is taken in while the next is asked for, and is never lost between."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import CentreUnreachable
from sync.device import Device
from sync.frames import Answer
from sync.line import LEAST
from tests.sync.stage import Stage, staged
from tests.sync.test_device import save_many

MANY = 60


async def two(stage: Stage) -> tuple[Device, str]:
    """A manager's tablet for which several pages wait, and whose entries they are."""
    worker_id, manager_id = stage.played.staff("Wren", "worker"), stage.played.staff("Mo", "manager")
    scope = stage.played.person("Pat Example")
    stage.played.assign(scope, worker_id)
    worker, manager = await stage.device(worker_id, "field"), await stage.device(manager_id, "base")
    await save_many(worker, [scope], MANY)
    await worker.sync()
    _line_of(manager).bytes_at_once = _line_of(manager)._ceiling = LEAST  # pyright: ignore[reportPrivateUsage]
    return manager, scope


def _line_of(device: Device):
    return device._shared.line  # pyright: ignore[reportPrivateUsage]


async def waiting(device: Device) -> tuple[int, ...]:
    return await device._vault.waiting_pages()  # pyright: ignore[reportPrivateUsage]


def test_a_page_is_taken_in_while_the_next_answer_is_on_its_way(tmp_path: Path):
    async def act(stage: Stage) -> None:
        manager, scope = await two(stage)
        beside: list[int] = []

        async def hold(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
            beside.append(len(await waiting(manager)))
            async with asyncio.timeout(20):
                while await waiting(manager):
                    await asyncio.sleep(0.001)
            return work(body)

        stage.play(hold)
        report = await manager.sync()
        assert report.pages >= 3
        assert beside == [0, *[1] * (len(beside) - 1)]
        assert report.received == MANY
        assert len((await manager.person(scope)).held) == MANY + 2

    staged(tmp_path, act)


@pytest.mark.parametrize("how", ["lost", "cancelled"])
def test_what_waits_is_taken_in_though_the_next_answer_never_comes(tmp_path: Path, how: str):
    async def act(stage: Stage) -> None:
        manager, scope = await two(stage)
        asked = 0

        async def give_up(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
            nonlocal asked
            asked += 1
            if asked < 3:
                return work(body)
            if how == "lost":
                raise CentreUnreachable
            return await asyncio.Future()

        stage.play(give_up)
        if how == "lost":
            with pytest.raises(CentreUnreachable):
                await manager.sync()
        else:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(manager.sync(), 0.5)
        stage.play(None)
        first = len((await manager.person(scope)).held)
        assert 0 < first < MANY
        assert await waiting(manager) == ()
        await manager.sync()
        assert len((await manager.person(scope)).held) == MANY + 2

    staged(tmp_path, act)
