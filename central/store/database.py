"""One database: `read()` gives a steady view, `write()` the only writer; both are transactions that end with the block.

Embedded SQLite is the default: WAL, `synchronous=FULL`, foreign writers waited for. Queries are SQLAlchemy Core without
SQLite's own words, and writers also lock their organisation's row (`with_for_update`), so that PostgreSQL can follow.
"""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, cast

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from central.errors import DatabaseUnusable

MIGRATIONS = Path(__file__).with_name("migrations")
FILE_NAME = "handrail.db"
BUSY_SECONDS = 30
AT_ONCE = 50  # connections; more wait for one


class Database:
    """Owns the engine. Safe to use from several threads, and from several processes on the same file."""

    def __init__(self, engine: Engine) -> None:
        self._turn = Lock()  # our own threads wait here in fairness; SQLite's own waiting has none
        self._engine = engine
        self._writer = engine.execution_options(handrail_writes=True)

    @classmethod
    def embedded(cls, folder: Path) -> "Database":
        """Open (or make) the SQLite file in `folder` and bring its tables up to date. DatabaseUnusable if it cannot be."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / FILE_NAME
            path.touch(mode=0o600)
            database = cls(_sqlite(path))
            database.migrate()
        except CommandError:
            raise DatabaseUnusable(
                f"The database in {folder} was written by a newer Handrail.", do="Update this one."
            ) from None
        except (OSError, DatabaseError) as error:
            raise DatabaseUnusable(f"The database in {folder} could not be opened.") from error
        return database

    def migrate(self) -> None:
        """Run the migrations that have not run yet. Two processes starting at once wait for each other."""
        with self.write() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def read(self) -> Generator[Connection]:
        """A steady view of what is committed; it sees nothing that commits after it began."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Generator[Connection]:
        """The one writer. Commits at the end of the block, durably; rolls back on any exception."""
        with self._turn, self._writer.begin() as connection:
            yield connection

    def copy_to(self, file: Path) -> None:
        """A whole copy while others read and write: the way to back up. It knows the number it was made at.

        FileExistsError if there is a file already.
        """
        if file.exists():
            raise FileExistsError(file)
        with self._engine.connect() as connection:
            source: sqlite3.Connection = cast(Any, connection.connection.dbapi_connection)
            with closing(sqlite3.connect(file)) as target:
                source.backup(target)
                with target:
                    target.execute("UPDATE organisation SET copied_seq = last_seq")
        file.chmod(0o600)

    def settle(self) -> None:
        """Bring the write-ahead log home and empty it, so that what was destroyed is not left in it."""
        with self._turn, self._engine.connect() as connection:
            source: sqlite3.Connection = cast(Any, connection.connection.dbapi_connection)
            if source.in_transaction:
                source.rollback()
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._engine.dispose()


def _sqlite(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, record: Any) -> None:
    connection.isolation_level = (
        None  # the driver's own BEGIN comes too late to lock; `_begin` says it instead
    )
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("handrail_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
