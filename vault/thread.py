"""One thread that does what it is asked, in order, and answers on the event loop of whoever asked.

`run_in_executor` does the same by way of a future of its own kind, two locks and three callbacks: a fifth of the way there and
back, which every save pays.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, NamedTuple, TypeVar

from models.errors import StorageFailed

T = TypeVar("T")


class _Asked(NamedTuple):
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[Any]"
    work: Callable[[], Any]


class OwnThread:
    """Begun by making it. After `end`, which may be said on the thread itself, it finishes what was asked and asks are refused."""

    def __init__(self, name: str) -> None:
        self._asked: SimpleQueue[_Asked | Callable[[], object]] = SimpleQueue()
        self._asking = Lock()
        self._ended = False
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    async def ask(self, work: Callable[[], T]) -> T:
        """What `work` gives, or raises. Cancelled before its turn it is never begun; once begun it is done whole.

        StorageFailed once it has ended.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        with self._asking:
            if self._ended:
                raise StorageFailed("These records are closed.", fields=["closed"])
            self._asked.put(_Asked(loop, answer, work))
        return await answer

    def end(self, last: Callable[[], object] = lambda: None) -> None:
        """Refuse what is asked from now on, and do `last` on the thread before it ends."""
        with self._asking:
            self._ended = True
            self._asked.put(last)

    def wait(self) -> None:
        """Until what was asked before the end is done."""
        self._thread.join()

    def _run(self) -> None:
        while isinstance(asked := self._asked.get(), _Asked):
            if not asked.answer.cancelled():
                _do(asked)
            del asked  # an idle thread keeps nothing that was opened
        asked()


def _do(asked: _Asked) -> None:
    tell, result = asked.answer.set_result, None
    try:
        result = asked.work()
    except BaseException as error:
        tell, result = asked.answer.set_exception, error
    with suppress(RuntimeError):  # the loop has ended, and nobody waits
        asked.loop.call_soon_threadsafe(_answer, asked.answer, tell, result)


def _answer(answer: "asyncio.Future[Any]", tell: Callable[[Any], None], result: object) -> None:
    if not answer.done():
        tell(result)
