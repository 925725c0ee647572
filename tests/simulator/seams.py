"""Where things can break: before and after each piece of work on a vault, around BEGIN and COMMIT, while a small file is
written, before something is sent and after it was answered; and at the centre likewise.

A *fuse* counts the seams its holder passes and acts at the one it was set to. The holder is whoever the running step
belongs to, known by a context variable: a tablet's life, or nobody.
"""

import errno
import sqlite3
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from vault import database, files, store

WORK = ("begin", "commit", "committed", "before", "after", "file", "sent", "answered")
WRITES = ("begin", "commit", "file")


class Killed(BaseException):
    """The process ended here. Whatever still runs of it changes nothing that anybody will read."""


@dataclass
class Fuse:
    """Acts at the `at`th seam of a place in `places`, once."""

    at: int
    places: tuple[str, ...]
    act: Callable[[str], None]
    blown: str = ""

    def passes(self, place: str) -> None:
        if self.blown or place not in self.places:
            return
        self.at -= 1
        if self.at < 0:
            self.blown = place
            self.act(place)


class Life:
    """One run of one process, from its start to its end or its kill."""

    def __init__(self, in_flight: Callable[[], int]) -> None:
        self.in_flight = in_flight
        self.fuses: list[Fuse] = []
        self.dead = False

    def passes(self, place: str) -> None:
        if self.dead:
            raise Killed
        for fuse in self.fuses:
            fuse.passes(place)


LIFE: ContextVar[Life | None] = ContextVar("LIFE", default=None)


def seam(place: str) -> None:
    life = LIFE.get()
    if life is not None:
        life.passes(place)


def full(place: str) -> None:
    """No room left, as the disk says it at that place."""
    if place == "file":
        raise OSError(errno.ENOSPC, "No space left on device")
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


@contextmanager
def seams() -> Generator[None]:
    """While this lasts, vaults and their files have seams. Nothing of what they do is replaced."""
    transaction, durably = database.transaction, files._write_durably
    read, write = store.Vault._read, store.Vault._write

    @contextmanager
    def with_seams(db: Any) -> Generator[None]:
        seam("begin")
        with transaction(db):
            yield
            seam("commit")
        seam("committed")

    def write_with_seams(path: Any, content: bytes) -> None:
        seam("file")
        durably(path, content)
        seam("after")

    def around(method: Any) -> Any:
        async def with_seams(self: Any, work: Any, *args: Any, **kwargs: Any) -> Any:
            seam("before")
            found = await method(self, work, *args, **kwargs)
            seam("after")
            return found

        return with_seams

    with ExitStack() as stack:
        for target, name, value in (
            (database, "transaction", with_seams),
            (files, "_write_durably", write_with_seams),
            (store.Vault, "_read", around(read)),
            (store.Vault, "_write", around(write)),
        ):
            stack.enter_context(patch.object(target, name, value))
        yield
