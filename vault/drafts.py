"""Drafts in the vault's database, sealed. Runs on the vault's thread."""

from dataclasses import dataclass

from sqlite_utils import Database

from models.errors import DamagedRow, NewerFormat, UnknownThing
from vault.keys import Keys
from vault.sealing import open_local, seal_local

TABLE = "drafts"


@dataclass(frozen=True)
class Draft:
    """What was entered so far, in the caller's own bytes. `id` is the id its entry will have; `document` None: damaged."""

    id: str
    changed_ms: int
    document: bytes | None


def put(db: Database, keys: Keys, draft_id: str, document: bytes, changed_ms: int) -> None:
    key = bytes.fromhex(draft_id)
    db.execute(
        "INSERT INTO drafts(id, changed_ms, sealed) VALUES (?, ?, ?) "
        "ON CONFLICT(id) DO UPDATE SET changed_ms = excluded.changed_ms, sealed = excluded.sealed, "
        "handed_ms = NULL",
        (key, changed_ms, seal_local(keys, TABLE, key, document)),
    )


def one(db: Database, keys: Keys, draft_id: str) -> Draft:
    """UnknownThing when there is none."""
    key = bytes.fromhex(draft_id)
    row = db.execute("SELECT id, changed_ms, sealed FROM drafts WHERE id = ?", (key,)).fetchone()
    if not row:
        raise UnknownThing(ids=[draft_id])
    return _read(keys, *row)


def every(db: Database, keys: Keys) -> tuple[Draft, ...]:
    """The latest changed first. A damaged one is listed without its document, never dropped."""
    rows = db.execute("SELECT id, changed_ms, sealed FROM drafts ORDER BY changed_ms DESC").fetchall()
    return tuple(_read(keys, *row) for row in rows)


def drop(db: Database, draft_id: str) -> None:
    db.execute("DELETE FROM drafts WHERE id = ?", (bytes.fromhex(draft_id),))


def _read(keys: Keys, key: bytes, changed_ms: int, sealed: bytes) -> Draft:
    try:
        return Draft(key.hex(), changed_ms, open_local(keys, TABLE, key, sealed))
    except (DamagedRow, NewerFormat):
        return Draft(key.hex(), changed_ms, None)
