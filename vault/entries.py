"""Entries in the vault's database: saved, read, set aside, applied from a page. Runs on the vault's thread.

A row that will not open is set aside where it lies: marked with the layer that refused it, left out of what is read,
listed, tried again at every unlock, asked for again if it has a receipt, and replaced when the centre sends the entry. One
whose sealed bytes still open gets its damaged columns from them. Nothing deletes it.
"""

import re
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlite_utils import Database

from models.entry import ID_PATTERN, Entry, Held
from models.errors import DamagedRow, InvalidEntry, NewerFormat, UnknownThing
from vault import drafts
from vault.keys import Keys
from vault.rows import COLUMNS, EntryRow, held_again, open_row, read_row, seal_row, with_columns
from vault.scopes import Summary, mark_of, put_summaries, state_of

INSERT = (
    "INSERT INTO entries(id, digest, mark, scope_ix, record_ix, own, recorded_ms, seq, received_ms, epoch, "
    "attestation, reason, set_aside, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT(id) DO NOTHING"
)
ID = re.compile(ID_PATTERN)
UNREAD = ""  # the scope of an entry whose envelope this version cannot read
# Not accepted, and not dealt with by an entry that itself stands. One that is gone from here with its scope stood.
NEEDS_AUTHOR = (
    "own = 1 AND reason IS NOT NULL AND (settled_by IS NULL "
    "OR EXISTS (SELECT 1 FROM entries AS said WHERE said.id = entries.settled_by AND said.reason IS NOT NULL))"
)
MINE = f"own = 1 AND (seq IS NULL OR ({NEEDS_AUTHOR}))"


class Authored(NamedTuple):
    """An entry just authored, and its authored bytes."""

    entry: Entry
    content: bytes


@dataclass(frozen=True)
class SetAside:
    """A row that will not open. `layer` refused it; `held` says the centre has it, `comes_back` that it will be asked for."""

    id: str
    layer: str
    own: bool
    held: bool
    comes_back: bool


def save(
    db: Database,
    keys: Keys,
    authored: Sequence[Authored],
    summaries: Iterable[Summary] = (),
    drop_drafts: Iterable[str] = (),
) -> None:
    """Save what was just authored. Saying the same again changes nothing; the same id with other bytes is InvalidEntry."""
    for entry, content in authored:
        row = seal_row(keys, content, entry, own=True)
        if not insert(db, row) and digest_held(db, row.id) != row.digest:
            raise InvalidEntry("This record has been saved already.", fields=["id"], ids=[row.id])
        note_settled(db, keys, entry)
    put_summaries(db, keys, summaries)
    for draft_id in drop_drafts:
        drafts.drop(db, draft_id)


def note_settled(db: Database, keys: Keys, said: Entry) -> None:
    """Note that its author has dealt with an entry of this device that was not accepted, here or on another tablet."""
    target = (
        said.body.get("target") if said.kind == "entry.settled" and said.body.get("how") != "left" else None
    )
    if not isinstance(target, str) or not ID.fullmatch(target):
        return
    found = db.execute(
        f"SELECT {COLUMNS} FROM entries WHERE id = ? AND own = 1 AND settled_by IS NULL",
        (bytes.fromhex(target),),
    ).fetchone()
    with suppress(DamagedRow, NewerFormat):
        if found and open_row(keys, read_row(found)).entry.author == said.author:
            db.execute("UPDATE entries SET settled_by = ? WHERE id = ?", (bytes.fromhex(said.id), found[0]))


def insert(db: Database, row: EntryRow, set_aside: str | None = None) -> bool:
    """False, and nothing done, when its id is there already."""
    done = db.execute(
        INSERT,
        (bytes.fromhex(row.id), *_values(row), set_aside, row.sealed),
    )
    return done.rowcount == 1


def replace(db: Database, row: EntryRow) -> None:
    """Have `row` where the one with its id is, in its place in the order of arrival."""
    db.execute(
        "UPDATE entries SET digest = ?, mark = ?, scope_ix = ?, record_ix = ?, own = ?, recorded_ms = ?, seq = ?, "
        "received_ms = ?, epoch = ?, attestation = ?, reason = ?, sealed = ?, set_aside = NULL WHERE id = ?",
        (*_values(row), row.sealed, bytes.fromhex(row.id)),
    )


def _values(row: EntryRow) -> tuple[Any, ...]:
    """From `digest` to `reason`, as the table has them."""
    receipt = row.seq, row.received_ms, row.epoch, row.attestation, row.reason
    columns = row.scope_index, row.record_index, row.own, row.recorded_ms
    return row.digest, mark_of(row.digest), *columns, *receipt


def digest_held(db: Database, entry_id: str) -> bytes | None:
    found = db.execute("SELECT digest FROM entries WHERE id = ?", (bytes.fromhex(entry_id),)).fetchone()
    return found[0] if found else None


def of_scope(
    db: Database,
    keys: Keys,
    scope: str,
    latest: int | None = None,
    known: Mapping[str, Held] = MappingProxyType({}),
) -> tuple[Held, ...]:
    """A scope's entries, the latest recorded last; only the `latest` so many if given.

    Of a scope that has ended only this device's own that are unsent or were not accepted. What is `known`, by id, is not
    opened again: only its receipt is read.
    """
    index = keys.scope_index(scope)
    mine = f"AND {MINE}" if state_of(db, index) == "ended" else ""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM entries WHERE scope_ix = ? AND set_aside IS NULL {mine} "
        "ORDER BY recorded_ms DESC LIMIT ?",
        (index, -1 if latest is None else latest),
    ).fetchall()
    read = (read_row(row) for row in rows)
    opened = (held_again(row, known) or open_or_set_aside(db, keys, row) for row in read)
    return tuple(held for held in opened if held)[::-1]


def own(db: Database, keys: Keys, latest: int) -> tuple[Held, ...]:
    """What this device recorded: every row that is unsent or needs its author, and the `latest` entries; the latest first."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM entries WHERE set_aside IS NULL AND n IN ("
        "SELECT n FROM entries WHERE own = 1 AND seq IS NULL UNION "
        f"SELECT n FROM entries WHERE {NEEDS_AUTHOR} UNION "
        "SELECT * FROM (SELECT n FROM entries INDEXED BY entries_own WHERE own = 1 ORDER BY n DESC LIMIT ?)) "
        "ORDER BY n DESC",
        (latest,),
    ).fetchall()
    opened = (open_or_set_aside(db, keys, read_row(row)) for row in rows)
    return tuple(held for held in opened if held)


def one(db: Database, keys: Keys, entry_id: str) -> Held:
    """UnknownThing when it is not here; DamagedRow or NewerFormat when it does not open."""
    found = db.execute(f"SELECT {COLUMNS} FROM entries WHERE id = ?", (bytes.fromhex(entry_id),)).fetchone()
    if not found:
        raise UnknownThing(ids=[entry_id])
    return open_row(keys, read_row(found))


def open_or_set_aside(db: Database, keys: Keys, row: EntryRow) -> Held | None:
    try:
        return open_row(keys, row)
    except (DamagedRow, NewerFormat) as error:
        with suppress(sqlite3.OperationalError):  # a full disk must not stop anybody reading the other rows
            _mark(db, row.id, error.fields[0] if error.fields else "entry")
        return None


def all_set_aside(db: Database) -> tuple[SetAside, ...]:
    rows = db.execute(
        "SELECT id, set_aside, own, seq IS NOT NULL FROM entries WHERE set_aside IS NOT NULL ORDER BY n"
    )
    return tuple(SetAside(row[0].hex(), row[1], bool(row[2]), bool(row[3]), bool(row[3])) for row in rows)


def to_ask_again(db: Database, but_not: Collection[bytes], most: int, most_bytes: int) -> tuple[bytes, ...]:
    """Ids of rows set aside under a receipt, as many as about `most_bytes` of page will bring; at least one if there is any."""
    chosen: list[bytes] = []
    rows = db.execute(
        "SELECT id, length(sealed) FROM entries WHERE set_aside IS NOT NULL AND seq IS NOT NULL ORDER BY n"
    )
    for entry_id, size in rows:
        if entry_id in but_not:
            continue
        most_bytes -= size
        if len(chosen) == most or (chosen and most_bytes < 0):
            break
        chosen.append(entry_id)
    return tuple(chosen)


def retry_set_aside(db: Database, keys: Keys) -> int:
    """Try every row set aside again: a newer app may read it now, or only its columns were damaged. How many came back."""
    rows = db.execute(f"SELECT {COLUMNS} FROM entries WHERE set_aside IS NOT NULL").fetchall()
    return sum(_returns(db, keys, read_row(row)) for row in rows)


def _returns(db: Database, keys: Keys, row: EntryRow) -> bool:
    try:
        right = with_columns(keys, row)
        open_row(keys, right)
    except (DamagedRow, NewerFormat, InvalidEntry):
        return False
    replace(db, right)
    return True


def _mark(db: Database, entry_id: str, layer: str | None) -> None:
    db.execute("UPDATE entries SET set_aside = ? WHERE id = ?", (layer, bytes.fromhex(entry_id)))
