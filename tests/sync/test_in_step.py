"""Keeping in step: what is saved is sent without anybody pressing anything, and nothing is tried without signal."""

import asyncio
from pathlib import Path

from sync.in_step import keep_in_step
from tests.sync.stage import Stage, contact, no_line, staged

SOON = 5.0  # seconds


async def until_sent(device: object, count: int) -> None:
    async with asyncio.timeout(SOON):
        while (await device.unsent()).count != count:  # type: ignore[attr-defined]
            await asyncio.sleep(0.01)


def test_a_save_is_sent_by_itself_once_there_is_a_line_and_signal(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker_id = stage.played.staff("Wren Worker", "worker")
        scope = stage.played.person("Pat Example")
        stage.played.assign(scope, worker_id)
        device = await stage.device(worker_id, "field")
        installation = stage.installations[0]
        keeper = asyncio.create_task(keep_in_step(installation, every=0.05, settle=0.0))

        installation.signal = False
        await device.record("contact.recorded", scope, contact(device.now()))
        up = len(stage.lines[0].up)
        await asyncio.sleep(0.3)
        assert (await device.unsent()).count == 1
        assert len(stage.lines[0].up) == up  # nothing was tried

        stage.play(no_line)
        installation.signal = True
        await asyncio.sleep(0.3)
        assert (await device.unsent()).count == 1
        assert not keeper.done()

        stage.play(None)
        await until_sent(device, 0)
        keeper.cancel()

    staged(tmp_path, act)


def test_a_nudge_sends_at_once(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker_id = stage.played.staff("Wren Worker", "worker")
        scope = stage.played.person("Pat Example")
        stage.played.assign(scope, worker_id)
        device = await stage.device(worker_id, "field")
        installation = stage.installations[0]
        keeper = asyncio.create_task(keep_in_step(installation, every=3600.0, settle=0.0))
        await asyncio.sleep(0.05)  # the first round, with nothing to send
        await device.record("contact.recorded", scope, contact(device.now()))
        installation.nudged.set()
        await until_sent(device, 0)
        keeper.cancel()

    staged(tmp_path, act)
