"""An event loop in which nothing happens by chance: work given to a thread is done on the loop itself, in its turn.

Every such piece of work, and every move on the line, is a *tick*: the moments at which something else can happen.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from unittest.mock import patch

from models.errors import StorageFailed
from vault import store

T = TypeVar("T")


class SteadyLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        super().__init__()
        self.ticks = 0
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> "asyncio.Future[T]":  # type: ignore[override]
        done: asyncio.Future[T] = self.create_future()
        self.call_soon(self._work, done, func, args)
        return done

    def _work(self, done: "asyncio.Future[Any]", func: Callable[..., Any], args: tuple[Any, ...]) -> None:
        if done.cancelled():
            return
        self.tick()
        try:
            done.set_result(func(*args))
        except BaseException as error:
            done.set_exception(error)

    def tick(self) -> None:
        self.ticks += 1
        for entry in [each for each in self._waiting if each[0] <= self.ticks]:
            self._waiting.remove(entry)
            if not entry[1].done():
                entry[1].set_result(None)

    async def at_tick(self, later: int, unless: "asyncio.Task[Any]") -> None:
        """Wait for that many more ticks, or until the task is done."""
        reached = self.create_future()
        self._waiting.append((self.ticks + later, reached))
        await asyncio.wait([reached, unless], return_when=asyncio.FIRST_COMPLETED)
        reached.cancel()


class SteadyThread:
    """Stands where a vault's own thread stands."""

    def __init__(self, name: str) -> None:
        self._ended = False

    async def ask(self, work: Callable[[], T]) -> T:
        if self._ended:
            raise StorageFailed("These records are closed.", fields=["closed"])
        return await loop().run_in_executor(None, work)

    def end(self, last: Callable[[], object] = lambda: None) -> None:
        self._ended = True
        last()

    def wait(self) -> None:
        """Nothing was begun that is not done."""


def run(main: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=SteadyLoop) as runner, patch.object(store, "OwnThread", SteadyThread):
        return runner.run(main)


def loop() -> SteadyLoop:
    running = asyncio.get_running_loop()
    assert isinstance(running, SteadyLoop)
    return running


async def tick() -> None:
    """A moment at which something else may happen."""
    await asyncio.sleep(0)
    loop().tick()
