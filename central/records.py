"""Reading the stream back: authored bytes for pages, entries for folding, the directory everyone needs.

What was not accepted is never folded; it can still be read, with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from central.cabinet import Cabinet
from central.store import Database
from central.store.tables import entries
from models.directory import Directory
from models.entry import ORGANISATION, Entry, Held, decode
from vault.dictionary import inflate
from vault.sealing import ENTRY_LIMIT


@dataclass(frozen=True)
class Record:
    """One line of the stream with what was authored."""

    seq: int
    id: str
    scope: str
    kind: str
    received_at: datetime
    epoch: bytes
    attestation: bytes
    reason: str | None
    digest: bytes
    authored: bytes

    @property
    def entry(self) -> Entry:
        return decode(self.authored)

    @property
    def held(self) -> Held:
        accepted = self.reason is None
        return Held(self.entry, self.digest, self.seq, self.received_at, accepted, self.reason)


class Records:
    """Opens what the stream holds."""

    def __init__(self, database: Database, cabinet: Cabinet) -> None:
        self._database = database
        self._cabinet = cabinet
        self._lock = Lock()
        self._directory: dict[str, _Known] = {}

    def open(self, org: str, row: Any) -> Record:
        """The record in a row of `columns()`."""
        deflated = self._cabinet.open(org, row.scope, row.id, row.sealed)
        return Record(
            seq=row.seq,
            id=row.id,
            scope=row.scope,
            kind=row.kind,
            received_at=row.received_at,
            epoch=row.epoch,
            attestation=row.attestation,
            reason=row.reason,
            digest=row.digest,
            authored=inflate(deflated, ENTRY_LIMIT),
        )

    def of_scope(self, org: str, scope: str, connection: Connection, after: int = 0) -> list[Record]:
        """The scope's records in the order of the stream, not accepted ones too."""
        chosen = and_(entries.c.scope == scope, entries.c.seq > after)
        return [self.open(org, row) for row in connection.execute(columns(org, chosen))]

    def folded_from(self, org: str, scope: str, connection: Connection) -> list[Entry]:
        """The scope's accepted entries."""
        return [record.entry for record in self.of_scope(org, scope, connection) if record.reason is None]

    def one(self, org: str, id: str, connection: Connection) -> Record | None:
        row = connection.execute(columns(org, entries.c.id == id)).one_or_none()
        return self.open(org, row) if row else None

    def directory(self, org: str) -> Directory:
        """Staff, teams, devices and standards as of now. Folded again only when an organisation entry has come."""
        with self._database.read() as connection:
            return self.directory_within(org, connection)

    def directory_within(self, org: str, connection: Connection) -> Directory:
        newest = connection.execute(
            select(func.max(entries.c.seq)).where(entries.c.org_id == org, entries.c.scope == ORGANISATION)
        ).scalar()
        with self._lock:
            known = self._directory.get(org)
            if known is None or known.newest < (newest or 0):
                known = self._fold(org, connection, known)
                self._directory[org] = known
            return known.directory

    def _fold(self, org: str, connection: Connection, known: "_Known | None") -> "_Known":
        after = known.newest if known else 0
        came = self.of_scope(org, ORGANISATION, connection, after)
        accepted = [*(known.entries if known else ()), *(each.entry for each in came if each.reason is None)]
        newest = came[-1].seq if came else after
        return _Known(newest, accepted, Directory.fold(accepted))


@dataclass(frozen=True)
class _Known:
    newest: int
    entries: Sequence[Entry]
    directory: Directory


def columns(org: str, chosen: ColumnElement[bool]) -> Select[Any]:
    """The stored lines `chosen` of an organisation, in the order of the stream."""
    return select(entries).where(entries.c.org_id == org, chosen).order_by(entries.c.seq)
