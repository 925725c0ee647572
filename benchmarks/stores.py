"""What we are measured beside: SQLCipher, plain SQLite, and the disk itself. Each does the least that does the job durably."""

import json
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

Rows = Iterable[tuple[str, ...]]

PASSPHRASE = "three invented words"
SCHEMA = (
    "CREATE TABLE entries(id TEXT PRIMARY KEY, person TEXT, at TEXT, body TEXT)",
    "CREATE INDEX by_person ON entries(person, at)",
    "CREATE TABLE summaries(person TEXT PRIMARY KEY, body TEXT)",
    "CREATE TABLE drafts(id TEXT PRIMARY KEY, body TEXT)",
)


class PlainSqlite:
    """Entries as JSON in plain SQLite: WAL, `synchronous=FULL`. Nothing is encrypted."""

    module: Any = sqlite3

    def __init__(self, path: Path) -> None:
        new = not path.exists()
        self._db = self.module.connect(str(path), isolation_level=None)
        self._unlock()
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        for statement in SCHEMA if new else ():
            self._db.execute(statement)

    def _unlock(self) -> None:
        """Nothing to unlock."""

    def save(self, entry_id: str, person: str, at: str, body: str) -> None:
        """The entry alone, durable when this returns."""
        self._db.execute("INSERT INTO entries VALUES (?, ?, ?, ?)", (entry_id, person, at, body))

    def save_whole(self, entry_id: str, person: str, at: str, body: str, summary: str) -> None:
        """The entry, its person's summary and the end of its draft in one transaction, durable when this returns."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("INSERT INTO entries VALUES (?, ?, ?, ?)", (entry_id, person, at, body))
        self._db.execute("INSERT OR REPLACE INTO summaries VALUES (?, ?)", (person, summary))
        self._db.execute("DELETE FROM drafts WHERE id = ?", (entry_id,))
        self._db.execute("COMMIT")

    def fill(self, entries: Rows, summaries: Rows = (), drafts: Rows = ()) -> None:
        """Many rows in one transaction: (id, person, at, body), (person, body), (id, body)."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", entries)
        self._db.executemany("INSERT OR REPLACE INTO summaries VALUES (?, ?)", summaries)
        self._db.executemany("INSERT INTO drafts VALUES (?, ?)", drafts)
        self._db.execute("COMMIT")

    def latest(self, person: str, count: int) -> list[dict[str, Any]]:
        rows = self._db.execute(
            "SELECT body FROM entries WHERE person = ? ORDER BY at DESC LIMIT ?", (person, count)
        )
        return [json.loads(row[0]) for row in rows]

    def summaries(self) -> list[dict[str, Any]]:
        return [json.loads(row[0]) for row in self._db.execute("SELECT body FROM summaries")]

    def bodies_of(self, person: str) -> list[str]:
        rows = self._db.execute("SELECT body FROM entries WHERE person = ? ORDER BY at", (person,))
        return [row[0] for row in rows]

    def close(self) -> None:
        self._db.close()


class SqlCipher(PlainSqlite):
    """The same in SQLCipher 4 as it comes: AES-256-CBC with HMAC-SHA512 a page, PBKDF2 with 256,000 rounds."""

    module = sqlcipher3.dbapi2

    def _unlock(self) -> None:
        self._db.execute(f"PRAGMA key = '{PASSPHRASE}'")
        self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()


class Disk:
    """An append of 4 KiB and an fsync: what no durable save on this disk can beat."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        self._block = os.urandom(4096)

    def save(self) -> None:
        self._file.write(self._block)
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


def size_on_disk(path: Path) -> int:
    """Bytes of a database with its log."""
    return sum(each.stat().st_size for each in path.parent.glob(path.name + "*"))
