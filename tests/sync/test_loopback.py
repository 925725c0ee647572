"""The whole way over real HTTP on loopback: httpx, uvicorn, the centre's own app; and a line that is cut on the way."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import uvicorn

from central.app import create_app
from models.errors import CentreUnreachable
from sync.clock import RealClock
from sync.http import HttpTransport
from sync.installation import Installation
from tests.sync.stage import PASSPHRASE, WEAK, Stage, contact, staged, worrying
from tests.sync.test_device import save_many


@contextmanager
def serving(stage: Stage) -> Iterator[str]:
    """The centre on a port of its own, on a thread of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(create_app(stage.played.centre), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


class CuttingProxy:
    """Passes bytes on, and cuts every open connection each time so many have passed."""

    def __init__(self, target: str, after: int) -> None:
        host, port = target.removeprefix("http://").split(":")
        self._target = host, int(port)
        self._after = after
        self._left = after
        self._open: set[asyncio.StreamWriter] = set()
        self.passed = 0
        self.cuts = 0

    async def start(self) -> str:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        self._server.close()
        self._cut()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            up_reader, up_writer = await asyncio.open_connection(*self._target)
            self._open |= {writer, up_writer}
            await asyncio.gather(self._pump(reader, up_writer), self._pump(up_reader, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(4096):
                self.passed += len(data)
                self._left -= len(data)
                writer.write(data)
                await writer.drain()
                if self._left <= 0:
                    self._left, self.cuts = self._after, self.cuts + 1
                    self._cut()
            writer.close()

    def _cut(self) -> None:
        for writer in self._open:
            writer.transport.abort()
        self._open.clear()


def test_the_main_job_over_http(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker_id, manager_id = stage.played.staff("Wren", "worker"), stage.played.staff("Mo", "manager")
        scope = stage.played.person("Pat Example")
        stage.played.assign(scope, worker_id)
        with serving(stage) as url:
            field, base = (
                Installation(tmp_path / name, RealClock(), profile=WEAK) for name in ("field", "base")
            )
            worker = await field.enrol(url, stage.code(worker_id), PASSPHRASE)
            manager = await base.enrol(url, stage.code(manager_id), PASSPHRASE)
            await worker.sync()
            stage.clock.at = worker.now()
            saved = await worker.record("contact.recorded", scope, worrying(worker.now()))
            assert "T2" in {prompt.rule for prompt in saved.raised}
            await worker.lock()
            assert (await worker.sync()).sent == 1
            await manager.sync()
            assert "T2" in {prompt.rule for prompt in await manager.prompts()}
        with pytest.raises(CentreUnreachable):
            await worker.sync()
        await field.close()
        await base.close()

    staged(tmp_path, act)


@pytest.mark.parametrize(("after_kb", "most"), [(256, 1.3), (64, 1.5)])
def test_a_line_cut_again_and_again_still_finishes(tmp_path: Path, after_kb: int, most: float):
    async def act(stage: Stage) -> None:
        worker_id, manager_id = stage.played.staff("Wren", "worker"), stage.played.staff("Mo", "manager")
        scopes = [stage.played.person(f"Pat Example {n}") for n in range(5)]
        for scope in scopes:
            stage.played.assign(scope, worker_id)
        with serving(stage) as url:
            proxy = CuttingProxy(url, after_kb * 1024)
            through = await proxy.start()
            line = HttpTransport()
            device = await stage.installation("field", line).enrol(through, stage.code(worker_id), PASSPHRASE)
            await device.sync()
            await save_many(device, scopes, 1000)
            whole = sum(len(row.sealed) + 22 for row in await device._vault.rows_to_send(5000, 1 << 30))  # pyright: ignore[reportPrivateUsage]
            proxy.passed = 0
            for _ in range(20):
                with suppress(CentreUnreachable):
                    await device.sync()
                    break
            assert (await device.unsent()).count == 0
            assert proxy.cuts >= 2
            assert proxy.passed <= most * whole * 1.05  # 5 % for heads and receipts
            manager_line = HttpTransport()
            manager = await stage.installation("base", manager_line).enrol(
                through, stage.code(manager_id), PASSPHRASE
            )
            for _ in range(20):
                with suppress(CentreUnreachable):
                    await manager.sync()
                    break
            held = [len((await manager.person(scope)).held) for scope in scopes]
            assert held == [202] * 5
            await proxy.stop()

    staged(tmp_path, act)


def test_a_contact_goes_out_in_a_moment(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker_id = stage.played.staff("Wren", "worker")
        scope = stage.played.person("Pat Example")
        stage.played.assign(scope, worker_id)
        with serving(stage) as url:
            device = await stage.installation("field", HttpTransport()).enrol(
                url, stage.code(worker_id), PASSPHRASE
            )
            await device.sync()
            stage.clock.passes(hours=1)
            await device.record("contact.recorded", scope, contact(device.now()))
            assert (await device.sync()).requests == 1

    staged(tmp_path, act)
