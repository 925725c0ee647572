"""The centre as the simulator runs it: killed and begun again anywhere, its disk full at a commit, and other devices'
whole requests let in wherever it holds no lock."""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile, copytree, rmtree
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

from central import keyfile
from central.centre import Centre
from central.devices import SignsOfLife
from central.erased import Erased, beside
from central.erasure import apply_list
from central.evaluator import Evaluator
from central.notify import Notifier
from central.port import Port
from central.store import Database
from central.store.database import FILE_NAME, _sqlite
from models.errors import CentreUnreachable
from sync.frames import Answer, Problem
from sync.session import serve
from tests.central.played import DrivenClock, PlayedCentre
from tests.simulator.seams import Fuse, Killed

POINTS = ("lock", "statement")  # it holds no lock there
COMMITS = ("commit", "committed")


@dataclass
class Place:
    """Where one run of the centre lives, and the founding it goes by."""

    folder: Path
    keys: Path
    founded: Any


class SimulatedCentre:
    """`serve` answers as the HTTP surface does. `trouble` collects what no fault explains."""

    def __init__(self, place: Place, clock: DrivenClock) -> None:
        self.clock = clock
        self.place = place
        self.fuses: list[Fuse] = []
        self.trouble: list[BaseException] = []
        self.full = 0
        self.kills = 0
        self._runs = 0
        self._writing = False
        self._open()

    def _open(self) -> None:
        database = Database(_engine(self.place.folder / FILE_NAME))
        keys = keyfile.load(self.place.keys)
        self.centre = Centre(database, keys, self.clock, Erased(beside(self.place.keys), keys))
        self._watch(database)
        signs = SignsOfLife(self.centre)
        self.evaluator = Evaluator(self.centre, Notifier(self.centre, ()), signs)
        self.port = Port(self.centre, self.evaluator.check, signs)
        self.played = PlayedCentre(self.centre, self.clock, self.place.founded, self.place.folder)

    def _watch(self, database: Database) -> None:
        write = database.write

        @contextmanager
        def with_seams() -> Generator[Connection]:
            self._passes("lock")
            self._writing = True
            try:
                with write() as connection:
                    yield connection
                    self._passes("commit")
            finally:
                self._writing = False
            self._passes("committed")

        database.write = with_seams  # type: ignore[method-assign]
        event.listen(database._engine, "before_cursor_execute", self._statement)

    def _statement(self, *_: Any) -> None:
        if not self._writing and not self.centre.records._lock.locked():
            self._passes("statement")

    def _passes(self, place: str) -> None:
        for fuse in self.fuses:
            fuse.passes(place)

    # What can happen to it

    def serve(self, body: bytes, answer: Callable[[Any, bytes], Answer] = serve) -> Answer:
        """CentreUnreachable when it was killed meanwhile."""
        try:
            return answer(self.port, body)
        except Killed:
            self.begin_again()
            raise CentreUnreachable from None
        except Exception as error:
            if not is_full(error):
                self.trouble.append(error)
            return Problem("busy", self.centre.fingerprint).answer()

    def do(self, work: Callable[[], Any]) -> None:
        """Something done at the centre itself, such as a command; what a fault stops is not done."""
        try:
            work()
        except Killed:
            self.begin_again()
        except Exception as error:
            if not is_full(error):
                raise

    def kill(self, place: str) -> None:
        """Its files as they are this moment are what the next run finds."""
        self.kills += 1
        self._left = self.place.folder.parent / f"run-{self.kills}"
        copytree(self.place.folder, self._left, ignore=_shared_memory)
        raise Killed

    def fill(self, place: str) -> None:
        self.full += 1
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    def begin_again(self) -> None:
        """After a kill."""
        old, self.place = self.place, Place(self._left, self.place.keys, self.place.founded)
        self.restart()
        rmtree(old.folder)

    def put_back(self, copy: Path) -> None:
        """Another database under the same key file, as an IT lead does it."""
        self.centre.close()
        for each in self.place.folder.iterdir():
            each.unlink()
        copyfile(copy, self.place.folder / FILE_NAME)
        self.restart()
        apply_list(self.centre)

    def restart(self) -> None:
        self.centre.close()
        self.fuses.clear()
        self._open()

    def close(self) -> None:
        self.centre.close()


def _engine(path: Path) -> Engine:
    """As the centre makes it, with the queries that an earlier run has compiled: the one thing here that is not done anew."""
    engine = _sqlite(path)
    first = _COMPILED.setdefault("engine", engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return engine


_COMPILED: dict[str, Engine] = {}


def is_full(error: BaseException) -> bool:
    return isinstance(error, OperationalError) and "full" in str(error.orig)


def _shared_memory(folder: str, names: list[str]) -> list[str]:
    """What a killed process leaves no trace of: the system makes it anew."""
    return [each for each in names if each.endswith("-shm")]
