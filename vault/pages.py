"""Pages in the vault's database: kept as they came, applied in order, put back when they do not open.

Runs on the vault's thread. What a page holds was authored elsewhere; each entry is sealed again under this device's key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlite_utils import Database

from models.entry import ID_PATTERN, Entry, decode, digest_of
from models.errors import DamagedRow, InvalidEntry, NewerFormat
from vault.entries import MINE, UNREAD, insert, note_settled, replace
from vault.keys import Keys
from vault.rows import COLUMNS, EntryRow, open_row, read_row, seal_row
from vault.scopes import ScopeState, distrust, put_state
from vault.sealing import seal_entry

# seq, received_ms, epoch, attestation, reason or None, authored bytes: as docs/sync.md gives them
PulledEntry = tuple[int, int, bytes, bytes, str | None, bytes]


class ArrivedPage(NamedTuple):
    """A page as it came: the cursor it was asked with (b"" for none), the sealed bytes, the cursor after it."""

    asked: bytes
    sealed: bytes
    next: bytes


@dataclass(frozen=True)
class InboxPage:
    """A page waiting to be applied. `number` rises in the order they came."""

    number: int
    asked: bytes
    sealed: bytes


@dataclass(frozen=True)
class Applied:
    """What applying a page did. `scopes` had entries in it; `conflicts` are ids held here with another digest."""

    scopes: frozenset[str]
    new: int
    conflicts: tuple[str, ...]


def waiting(db: Database) -> tuple[int, ...]:
    rows = db.execute("SELECT n FROM inbox WHERE set_aside IS NULL ORDER BY n")
    return tuple(row[0] for row in rows)


def first_waiting(db: Database) -> InboxPage | None:
    row = db.execute(
        "SELECT n, asked, sealed FROM inbox WHERE set_aside IS NULL ORDER BY n LIMIT 1"
    ).fetchone()
    return InboxPage(*row) if row else None


def apply(
    db: Database,
    keys: Keys,
    number: int,
    entries: Iterable[PulledEntry],
    arriving: Iterable[str] = (),
    complete: Iterable[str] = (),
    ended: Iterable[str] = (),
    at_ms: int = 0,
) -> Applied:
    """Take an opened page in and remove it from the inbox. Applying the same again changes nothing."""
    scopes: set[str] = set()
    conflicts: list[str] = []
    new = 0
    for pulled in entries:
        row, entry = _row_of(keys, pulled)
        scope = entry.scope if entry else None
        outcome = _take(db, keys, row, set_aside=None if entry else "entry")
        if entry and entry.device != keys.device.hex():
            note_settled(db, keys, entry)
        new += outcome == "new"
        if outcome == "conflict":
            conflicts.append(row.id)
        if scope:
            scopes.add(scope)
    states: dict[ScopeState, Iterable[str]] = {"arriving": arriving, "complete": complete, "ended": ended}
    for state, names in states.items():
        for name in names:
            put_state(db, keys, name, state, at_ms)
    db.execute("DELETE FROM inbox WHERE n = ?", (number,))
    return Applied(frozenset(scopes), new, tuple(conflicts))


def rewind(db: Database, number: int, layer: str) -> None:
    """A page does not open: set it aside, drop those after it, and go back to the cursor it was asked with."""
    found = db.execute("SELECT asked FROM inbox WHERE n = ?", (number,)).fetchone()
    db.execute("DELETE FROM inbox WHERE n > ? OR set_aside IS NOT NULL", (number,))
    db.execute("UPDATE inbox SET set_aside = ? WHERE n = ?", (layer, number))
    if found[0]:
        db.execute("UPDATE state SET value = ? WHERE name = 'cursor'", (found[0],))
    else:
        db.execute("DELETE FROM state WHERE name = 'cursor'")


def remove_ended(db: Database, received_before_ms: int, keep: Iterable[str] = ()) -> int:
    """Remove the rows of ended scopes held centrally since before then, but not mine that need me, nor `keep`. How many."""
    kept = {bytes.fromhex(entry_id) for entry_id in keep}
    found = db.execute(
        "SELECT id FROM entries WHERE scope_ix IN (SELECT scope_ix FROM scopes WHERE state = 'ended') "
        f"AND received_ms < ? AND NOT ({MINE})",
        (received_before_ms,),
    ).fetchall()
    gone = [row for row in found if row[0] not in kept]
    for row in gone:
        db.execute("DELETE FROM entries WHERE id = ?", row)
    db.execute(
        "DELETE FROM scopes WHERE state = 'ended' "
        "AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.scope_ix = scopes.scope_ix)"
    )
    return len(gone)


def _row_of(keys: Keys, pulled: PulledEntry) -> tuple[EntryRow, Entry | None]:
    """The row to keep and its entry. An envelope this version cannot read is kept unread, with none."""
    seq, received_ms, epoch, attestation, reason, authored = pulled
    try:
        entry = decode(authored)
        row = seal_row(keys, authored, entry, own=entry.device == keys.device.hex())
    except (InvalidEntry, NewerFormat):
        row, entry = _unread_row(keys, authored), None
    return _receipted(row, seq, received_ms, epoch, attestation, reason), entry


def _unread_row(keys: Keys, authored: bytes) -> EntryRow:
    digest = digest_of(authored)
    entry_id = _id_in(authored) or digest[:16].hex()
    return EntryRow(
        id=entry_id,
        digest=digest,
        sealed=seal_entry(keys, entry_id, authored),
        scope_index=keys.scope_index(UNREAD),
        record_index=keys.record_index(UNREAD, ""),
        own=False,
        recorded_ms=0,
    )


def _id_in(authored: bytes) -> str | None:
    """The id in an envelope of whatever version, if there is one."""
    try:
        return _Named.model_validate_json(authored).id
    except ValidationError:
        return None


class _Named(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)
    id: str = Field(pattern=ID_PATTERN)


def _receipted(
    row: EntryRow, seq: int, received_ms: int, epoch: bytes, attestation: bytes, reason: str | None
) -> EntryRow:
    return row._replace(seq=seq, received_ms=received_ms, epoch=epoch, attestation=attestation, reason=reason)


def _take(db: Database, keys: Keys, row: EntryRow, set_aside: str | None) -> str:
    """`new`, `known`, `mended` (what was here does not open) or `conflict`."""
    entry_id = bytes.fromhex(row.id)
    found = db.execute("SELECT digest, set_aside, reason FROM entries WHERE id = ?", (entry_id,)).fetchone()
    if found is None:
        insert(db, row, set_aside)
        return "new"
    if set_aside is None and (
        found[1] is not None or (found[0] != row.digest and not _opens(db, keys, entry_id))
    ):
        replace(db, row)
        return "mended"
    if found[0] != row.digest:
        return "conflict"
    db.execute(
        "UPDATE entries SET seq = ?, received_ms = ?, epoch = ?, attestation = ?, reason = ? WHERE id = ?",
        (row.seq, row.received_ms, row.epoch, row.attestation, row.reason, entry_id),
    )
    if found[2] != row.reason:  # a manager accepted it: it counts now, in what was made of its scope too
        distrust(db, entry_id)
    return "known"


def _opens(db: Database, keys: Keys, entry_id: bytes) -> bool:
    row = db.execute(f"SELECT {COLUMNS} FROM entries WHERE id = ?", (entry_id,)).fetchone()
    try:
        open_row(keys, read_row(row))
    except (DamagedRow, NewerFormat):
        return False
    return True
