"""The vault's own thread: in order, answered on the asker's loop, never begun once cancelled, refused once ended."""

import asyncio
import threading

import pytest

from models.errors import StorageFailed
from vault.thread import OwnThread


def test_it_answers_in_order_and_raises_what_the_work_raised():
    async def ask() -> list[object]:
        thread, done = OwnThread("test"), list[int]()
        names = await asyncio.gather(*(thread.ask(threading.current_thread) for _ in range(3)))
        await asyncio.gather(*(thread.ask(lambda n=n: done.append(n)) for n in range(50)))
        with pytest.raises(ZeroDivisionError):
            await thread.ask(lambda: 1 // 0)
        thread.end()
        thread.wait()
        return [len({each.ident for each in names}), done == list(range(50))]

    assert asyncio.run(ask()) == [1, True]


def test_what_is_cancelled_before_its_turn_is_never_begun_and_what_was_begun_is_done_whole():
    async def ask() -> tuple[bool, list[str]]:
        thread, holding, did = OwnThread("test"), threading.Event(), list[str]()

        def first() -> None:
            holding.wait(20)
            did.append("first")

        begun = asyncio.create_task(thread.ask(first))
        waiting = asyncio.create_task(thread.ask(lambda: did.append("second")))
        await asyncio.sleep(0.05)
        begun.cancel()
        waiting.cancel()
        await asyncio.gather(begun, waiting, return_exceptions=True)
        holding.set()
        await thread.ask(lambda: did.append("third"))
        thread.end()
        thread.wait()
        return begun.cancelled() and waiting.cancelled(), did

    assert asyncio.run(ask()) == (True, ["first", "third"])


def test_what_was_asked_before_the_end_is_done_and_nothing_is_asked_after():
    async def ask() -> list[str]:
        thread, did = OwnThread("test"), list[str]()
        before = asyncio.create_task(thread.ask(lambda: did.append("before")))
        await asyncio.sleep(0)
        await thread.ask(thread.end)
        with pytest.raises(StorageFailed):
            await thread.ask(lambda: did.append("after"))
        thread.wait()
        await before
        return did

    assert asyncio.run(ask()) == ["before"]


def test_a_loop_that_has_ended_harms_nobody():
    thread, holding = OwnThread("test"), threading.Event()

    async def give_up() -> None:
        waiting = asyncio.create_task(thread.ask(lambda: holding.wait(20)))
        await asyncio.sleep(0.05)
        assert not waiting.done()

    asyncio.run(give_up())
    holding.set()
    assert asyncio.run(thread.ask(lambda: "still here")) == "still here"
    thread.end()
    thread.wait()
