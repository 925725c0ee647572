"""From an entry's row to the entry: opened, its digest checked, read, and held against the columns that led to it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from models.entry import Entry, Held, decode, digest_of
from models.errors import InvalidEntry, NewerFormat
from vault.keys import Keys
from vault.sealing import open_entry, refused, seal_entry


class EntryRow(NamedTuple):
    """An entry as it lies in the vault. Ids are hexadecimal; `own` says this device recorded it.

    `recorded_ms` and `received_ms` are milliseconds since 1970 UTC. From `seq` on everything is the centre's
    receipt, None before it came; a `reason` in it says that the entry is held but not accepted.
    """

    id: str
    digest: bytes
    sealed: bytes
    scope_index: bytes
    record_index: bytes
    own: bool
    recorded_ms: int
    seq: int | None = None
    received_ms: int | None = None
    epoch: bytes | None = None
    attestation: bytes | None = None
    reason: str | None = None

    @property
    def accepted(self) -> bool | None:
        return None if self.seq is None else self.reason is None


LAST_MS = 7_258_118_400_000  # the year 2200: arithmetic with it still gives an answer
COLUMNS = (
    "id, digest, sealed, scope_ix, record_ix, own, recorded_ms, seq, received_ms, epoch, attestation, reason"
)


def read_row(columns: tuple[Any, ...]) -> EntryRow:
    """A row of `SELECT COLUMNS FROM entries`."""
    entry_id, digest, sealed, scope_index, record_index, own, *rest = columns
    return EntryRow(entry_id.hex(), digest, sealed, scope_index, record_index, bool(own), *rest)


def seal_row(keys: Keys, authored: bytes, entry: Entry, *, own: bool) -> EntryRow:
    """The row that rests, and for the device's own entries travels. `entry` is what `authored` says."""
    return EntryRow(
        id=entry.id,
        digest=digest_of(authored),
        sealed=seal_entry(keys, entry.id, authored),
        scope_index=keys.scope_index(entry.scope),
        record_index=keys.record_index(entry.scope, entry.record),
        own=own,
        recorded_ms=to_ms(entry.recorded_at),
    )


def open_row(keys: Keys, row: EntryRow) -> Held:
    """DamagedRow or NewerFormat, its `fields` naming the layer (docs/sealed-entry.md)."""
    authored = open_entry(keys, row.id, row.sealed).authored
    if digest_of(authored) != row.digest:
        raise refused("digest", row.id)
    try:
        entry = decode(authored)
    except NewerFormat:
        raise NewerFormat(fields=["entry"], ids=[row.id]) from None
    except InvalidEntry:
        raise refused("entry", row.id) from None
    if not _same_columns(keys, row, entry):
        raise refused("columns", row.id)
    return Held(entry, row.digest, row.seq, _moment(row.received_ms), row.accepted, row.reason)


def with_columns(keys: Keys, row: EntryRow) -> EntryRow:
    """The row with the columns that its sealed bytes ask for: those open only under its id and this device's key.

    The receipt stays as it is. DamagedRow, NewerFormat, InvalidEntry.
    """
    authored = open_entry(keys, row.id, row.sealed).authored
    entry = decode(authored)
    return row._replace(
        digest=digest_of(authored),
        scope_index=keys.scope_index(entry.scope),
        record_index=keys.record_index(entry.scope, entry.record),
        own=entry.device == keys.device.hex(),
        recorded_ms=to_ms(entry.recorded_at),
    )


def held_again(row: EntryRow, known: Mapping[str, Held]) -> Held | None:
    """An entry that was opened before, with the receipt it has now; None for another."""
    before = known.get(row.id)
    if before is None or before.digest != row.digest:
        return None
    return Held(before.entry, row.digest, row.seq, _moment(row.received_ms), row.accepted, row.reason)


def _same_columns(keys: Keys, row: EntryRow, entry: Entry) -> bool:
    return (
        entry.id == row.id
        and entry.org == keys.org.hex()
        and keys.scope_index(entry.scope) == row.scope_index
        and keys.record_index(entry.scope, entry.record) == row.record_index
        and (not row.own or entry.device == keys.device.hex())
    )


def to_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def from_ms(milliseconds: int) -> datetime:
    """Beyond the years 1970 to 2200 the nearest of them: a number from a damaged row must not stop anybody."""
    return datetime.fromtimestamp(min(max(milliseconds, 0), LAST_MS) / 1000, UTC)


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else from_ms(milliseconds)
