"""The one connection of a vault: made or opened with its settings, migrated, its errors mapped, its transactions."""

import errno
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from models.errors import NewerFormat, StorageFailed, VaultBusy, VaultError
from vault.files import create_private, storage_failed
from vault.schema import APPLICATION, STEPS

NEVER = 1_000  # no version of the schema will have this number: a header that says so is damaged
SETTINGS = (
    "locking_mode = EXCLUSIVE",  # one process per vault: no shared-memory file, no lock to take at every save
    "journal_mode = WAL",
    "synchronous = FULL",
    "fullfsync = ON",  # iPad: without it, fsync there does not reach the storage
    "secure_delete = ON",
    "busy_timeout = 5000",
    "temp_store = MEMORY",
    "cell_size_check = ON",
    "trusted_schema = OFF",
)


def _nothing() -> None: ...


def create(path: Path) -> Database:
    """A new vault. StorageFailed when there is a file already: nothing is ever written over."""
    create_private(path)
    return _opened(path, _begin, _nothing)


def open_existing(path: Path, on_damage: Callable[[], None] = _nothing) -> Database:
    """The vault at `path`, brought up to this version's schema. Never makes one.

    StorageFailed: not there, damaged, or cannot be written to. NewerFormat: a newer Handrail used it; it is not touched.
    `on_damage` is called while a damaged file is still open: closing it would change it.
    """
    return _opened(path, _bring_up_to_date, on_damage)


def _opened(path: Path, prepare: Callable[[Database], None], on_damage: Callable[[], None]) -> Database:
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with mapped_errors():
        db = Database(sqlite3.connect(uri, uri=True, isolation_level=None), execute_plugins=False)
    try:
        with mapped_errors():
            prepare(db)
    except BaseException as error:
        with closing(db.conn):
            if isinstance(error, StorageFailed) and "database" in error.fields:
                on_damage()
        raise
    return db


def _begin(db: Database) -> None:
    _settle(db)
    with transaction(db):
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        _migrate(db, 0)


def _bring_up_to_date(db: Database) -> None:
    version = _version(db)
    _settle(db)
    if version < len(STEPS) and _shape(db) != shape_now():
        with transaction(db):
            _migrate(db, version)
    if version > len(STEPS) or _shape(db) != shape_now():
        raise damaged()


def _settle(db: Database) -> None:
    for setting in SETTINGS:
        db.execute(f"PRAGMA {setting}")


def _version(db: Database) -> int:
    """The schema's version, read before anything could be written."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    application = int(db.execute("PRAGMA application_id").fetchone()[0])
    if application != APPLICATION or version == 0:
        raise damaged()
    if version > len(STEPS) and _shape(db) != shape_now() and version < NEVER:
        raise NewerFormat("A newer Handrail has used these records.", fields=["schema"])
    return version


def _shape(db: Database) -> frozenset[tuple[str, str, str]]:
    """Every table and index by its definition."""
    return frozenset(db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())


@cache
def shape_now() -> frozenset[tuple[str, str, str]]:
    """The shape of a vault of this version: a number in the header may be damaged, this can hardly be."""
    db = Database(sqlite3.connect(":memory:"), execute_plugins=False)
    with closing(db.conn):
        _migrate(db, 0)
        return _shape(db)


def _migrate(db: Database, version: int) -> None:
    for step in STEPS[version:]:
        step(db)
    db.execute(f"PRAGMA user_version = {len(STEPS)}")


@contextmanager
def transaction(db: Database) -> Generator[None]:
    """All of it or nothing, and durable at the end."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


def clear_log(db: Database) -> None:
    """Bring the write-ahead log home and empty it, so that what was removed is not left in it."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def mapped_errors() -> Generator[None]:
    """Every sqlite3 error inside becomes a VaultError."""
    try:
        yield
    except sqlite3.Error as error:
        raise mapped(error) from error


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is damaged, and not the disk full or the question wrong."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return (
        code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        or code == sqlite3.SQLITE_IOERR_SHORT_READ
    )


def mapped(error: sqlite3.Error) -> VaultError:
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return VaultBusy()
        case sqlite3.SQLITE_FULL:
            return storage_failed(errno.ENOSPC)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return storage_failed(errno.EROFS)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged()
        case sqlite3.SQLITE_CANTOPEN:
            return StorageFailed(
                "The records on this tablet could not be found where they were.",
                safe="Nothing has been made anew or removed.",
                do="Do not reinstall. Bring the tablet to base.",
                fields=["missing"],
            )
        case _:
            return StorageFailed(fields=["database"])


def put_in_order() -> StorageFailed:
    return StorageFailed(
        "The file of records on this tablet was damaged, and has been put in order.",
        safe="What could be read is kept, and the damaged file too. What is on screen is not saved yet.",
        do="Keep this screen open and save again. Then look at Sync.",
        fields=["salvaged"],
    )


def damaged() -> StorageFailed:
    return StorageFailed(
        "The file of records on this tablet is damaged.",
        safe="Nothing has been changed or removed, and what was sent is held centrally.",
        do="Do not reinstall. Bring the tablet to base.",
        fields=["database"],
    )
