"""The scopes a vault holds, each with a sealed summary that knows which entries it covers. Runs on the vault's thread.

A summary is a cache. It is believed only while it covers exactly the rows that are here; else the reader makes it anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self

import msgpack
from sqlite_utils import Database

from models.errors import DamagedRow, NewerFormat
from vault.keys import Keys
from vault.rows import COLUMNS, open_row, read_row
from vault.sealing import open_local, seal_local

TABLE = "scopes"
ScopeState = Literal["arriving", "complete", "ended"]


@dataclass(frozen=True)
class EntrySet:
    """Which entries a summary covers: how many, and the sum of their marks. A check against mistakes, not against malice."""

    count: int = 0
    mark: int = 0

    @classmethod
    def of(cls, digests: Iterable[bytes]) -> Self:
        marks = [mark_of(digest) for digest in digests]
        return cls(len(marks), sum(marks))

    def plus(self, digest: bytes) -> "EntrySet":
        return EntrySet(self.count + 1, self.mark + mark_of(digest))


def mark_of(digest: bytes) -> int:
    """The first 6 bytes as a number: SQLite can sum 30,000 of them."""
    return int.from_bytes(digest[:6], "big")


@dataclass(frozen=True)
class Summary:
    """What lists show of a scope, in the caller's own bytes, and the entries it was made from."""

    scope: str
    covers: EntrySet
    document: bytes


@dataclass(frozen=True)
class HeldScope:
    """A scope in this vault. `arriving`: its back-fill is not whole. `ended`: no longer ours to hold; rows are hidden.

    `summary` is the document last saved, None when it does not cover exactly the rows that are here.
    """

    scope: str
    state: ScopeState
    summary: bytes | None


def put_summary(db: Database, keys: Keys, summary: Summary) -> None:
    """Save a summary; a scope new to this vault is complete, a known one keeps its state."""
    index = keys.scope_index(summary.scope)
    db.execute(
        "INSERT INTO scopes(scope_ix, state, changed_ms, stale, sealed) VALUES (?, 'complete', 0, 0, ?) "
        "ON CONFLICT(scope_ix) DO UPDATE SET stale = 0, sealed = excluded.sealed",
        (index, _seal(keys, index, summary)),
    )


def put_summaries(db: Database, keys: Keys, summaries: Iterable[Summary]) -> None:
    for summary in summaries:
        put_summary(db, keys, summary)


def put_state(db: Database, keys: Keys, scope: str, state: ScopeState, at_ms: int) -> None:
    """Set a scope's state, listing it without a summary if it is new here."""
    index = keys.scope_index(scope)
    db.execute(
        "INSERT INTO scopes(scope_ix, state, changed_ms, stale, sealed) VALUES (?, ?, ?, 1, ?) "
        "ON CONFLICT(scope_ix) DO UPDATE SET state = excluded.state, changed_ms = excluded.changed_ms",
        (index, state, at_ms, _seal(keys, index, Summary(scope, EntrySet(), b""))),
    )


def state_of(db: Database, index: bytes) -> ScopeState:
    found = db.execute("SELECT state FROM scopes WHERE scope_ix = ?", (index,)).fetchone()
    return found[0] if found else "complete"


def distrust(db: Database, entry_id: bytes) -> None:
    """Have the summary over this entry made anew; needs no key."""
    db.execute(
        "UPDATE scopes SET stale = 1 WHERE scope_ix = (SELECT scope_ix FROM entries WHERE id = ?)",
        (entry_id,),
    )


def read_all(db: Database, keys: Keys) -> tuple[HeldScope, ...]:
    """Every scope that is listed or has rows. Where its own row is missing or does not open, an entry names the scope."""
    here = {
        index: EntrySet(count, mark)
        for index, count, mark in db.execute(
            "SELECT scope_ix, count(*), sum(mark) FROM entries WHERE set_aside IS NULL GROUP BY scope_ix"
        )
    }
    listed = {
        row[0]: row for row in db.execute("SELECT scope_ix, state, stale, sealed FROM scopes").fetchall()
    }
    found = (_read(db, keys, index, listed.get(index), here.get(index)) for index in {**listed, **here})
    return tuple(scope for scope in found if scope)


def _read(
    db: Database,
    keys: Keys,
    index: bytes,
    row: tuple[bytes, ScopeState, int, bytes] | None,
    here: EntrySet | None,
) -> HeldScope | None:
    state: ScopeState = row[1] if row else "complete"
    summary = _open(keys, index, row[3]) if row else None
    if row and summary:
        current = state != "ended" and not row[2] and summary.covers == here
        return HeldScope(summary.scope, state, summary.document if current else None)
    scope = _named_by_an_entry(db, keys, index)
    return HeldScope(scope, state, None) if scope else None


def _named_by_an_entry(db: Database, keys: Keys, index: bytes) -> str | None:
    rows = db.execute(
        f"SELECT {COLUMNS} FROM entries WHERE scope_ix = ? AND set_aside IS NULL", (index,)
    ).fetchall()
    for row in rows:
        try:
            return open_row(keys, read_row(row)).entry.scope
        except (DamagedRow, NewerFormat):
            continue
    return None


def _seal(keys: Keys, index: bytes, summary: Summary) -> bytes:
    covers = summary.covers
    plain = msgpack.packb([summary.scope, covers.count, covers.mark, summary.document])
    return seal_local(keys, TABLE, index, plain)


def _open(keys: Keys, index: bytes, sealed: bytes) -> Summary | None:
    try:
        scope, count, mark, document = msgpack.unpackb(open_local(keys, TABLE, index, sealed))
    except (DamagedRow, NewerFormat, ValueError, TypeError):  # the last two: in the shape of another version
        return None
    return Summary(scope, EntrySet(count, mark), document)
