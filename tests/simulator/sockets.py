"""The same schedules over TCP: HttpTransport, a proxy that treats bytes badly, and uvicorn with the centre's own app.

The proxy takes a trick's number for what to do and where: cut a request or an answer at any byte, stall, delay, send twice.
What the centre itself suffers, and two requests met on purpose, stay with the schedules in memory.
"""

import asyncio
import socket
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from central.app import create_app
from sync.frames import Answer
from sync.http import HttpTransport
from tests.simulator.steps import Step
from tests.simulator.world import World

STAY_IN_MEMORY = {"meet", "centre_killed", "centre_full", "centre_restart"}
HOST = "127.0.0.1"
Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter


def over_sockets(schedule: list[Step]) -> list[Step]:
    return [step for step in schedule if step[0] not in STAY_IN_MEMORY]


@asynccontextmanager
async def joined(world: World) -> AsyncGenerator[None]:
    """While this lasts, the world's line is made of sockets."""
    with socket.create_server((HOST, 0)) as listener:
        app = create_app(world.centre.centre)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        line = SocketLine(world, listener.getsockname()[1])
        await line.start()
        world.hand = line  # type: ignore[assignment]
        try:
            yield
        finally:
            await line.stop()
            server.should_exit = True
            await asyncio.to_thread(thread.join, 10)


class SocketLine:
    """Stands where `world.Hand` does. Each exchange has a connection of its own to the proxy."""

    def __init__(self, world: World, centre: int) -> None:
        self._world = world
        self._centre = centre
        self._tricks: dict[int, tuple[str, int]] = {}
        self._exchanges = 0
        self._next: list[tuple[str, int] | None] = []

    async def start(self) -> None:
        self._transport = HttpTransport()
        self._server = await asyncio.start_server(self._serve, HOST, 0)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        await self._transport.close()
        self._server.close()

    def set(self, tricks: tuple[tuple[int, str, int], ...]) -> None:
        self._exchanges = 0
        self._tricks = {
            exchange: (BYTES[number % len(BYTES)].__name__, number) for exchange, _, number in tricks
        }

    async def __call__(self, url: str, body: bytes, work: Any) -> Answer:
        trick = self._tricks.pop(self._exchanges, None)
        self._exchanges += 1
        if trick:
            self._world.note(f"socket: {trick[0].strip('_').replace('_', ' ')}")
        self._next.append(trick)
        return await self._transport.post(f"http://{HOST}:{self._port}{urlsplit(url).path}", body)

    async def _serve(self, reader: Reader, writer: Writer) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            request = await _request(reader)
            trick = self._next.pop(0) if self._next else None
            treat = next((each for each in BYTES if trick and each.__name__ == trick[0]), _pass)
            writer.write(await treat(self._ask, request, trick[1] if trick else 0))
            await writer.drain()
        writer.close()

    async def _ask(self, request: bytes, whole: bool = True) -> bytes:
        """The centre's whole answer; nothing when it was given only part of a request."""
        reader, writer = await asyncio.open_connection(HOST, self._centre)
        writer.write(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        try:
            return await reader.read() if whole else b""
        finally:
            writer.close()


Ask = Callable[..., Awaitable[bytes]]


async def _request(reader: Reader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [
        line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
    ]
    return head + await reader.readexactly(int(lengths[0]))


async def _pass(ask: Ask, request: bytes, number: int) -> bytes:
    return await ask(request)


async def cut_request(ask: Ask, request: bytes, number: int) -> bytes:
    return await ask(request[: number % len(request)], whole=False)


async def cut_answer(ask: Ask, request: bytes, number: int) -> bytes:
    answer = await ask(request)
    return answer[: number % len(answer)]


async def drop(ask: Ask, request: bytes, number: int) -> bytes:
    return b""


async def stall_then_drop(ask: Ask, request: bytes, number: int) -> bytes:
    await ask(request)
    await asyncio.sleep(0.02)
    return b""


async def delay(ask: Ask, request: bytes, number: int) -> bytes:
    await asyncio.sleep(0.02)
    return await ask(request)


async def send_twice(ask: Ask, request: bytes, number: int) -> bytes:
    return (await asyncio.gather(ask(request), ask(request)))[number % 2]


async def alter_answer(ask: Ask, request: bytes, number: int) -> bytes:
    answer = await ask(request)
    place = number % len(answer)
    return answer[:place] + bytes([answer[place] ^ 1]) + answer[place + 1 :]


BYTES = (cut_request, cut_answer, drop, stall_then_drop, delay, send_twice, alter_answer)
