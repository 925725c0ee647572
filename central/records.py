"""Reading the stream back: authored bytes for pages, entries for folding, the directory everyone needs.

What was not accepted is never folded; it can still be read, with its reason.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from central.cabinet import Cabinet
from central.errors import DatabaseUnusable
from central.store import Database
from central.store.tables import ACCEPTED, PLACE, REASON, entries
from models.directory import Directory
from models.entry import ORGANISATION, Entry, decode
from sync.attest import entries_digest
from vault.dictionary import inflate
from vault.sealing import ENTRY_LIMIT

log = logging.getLogger("handrail.central")


@dataclass(frozen=True)
class Record:
    """One line of the stream with what was authored. `reason`: why it is not accepted; `place`: from where on it counts."""

    seq: int
    id: str
    scope: str
    kind: str
    received_at: datetime
    epoch: bytes
    attestation: bytes
    reason: str | None
    place: int
    digest: bytes
    authored: bytes

    @property
    def entry(self) -> Entry:
        return decode(self.authored)

    @property
    def line(self) -> tuple[bytes, bytes]:
        """Id and digest: what a digest of a set of entries is made of."""
        return bytes.fromhex(self.id), self.digest


class Records:
    """Opens what the stream holds. `damaged` are the ids met so far that do not open: passed over, and counted in health."""

    def __init__(self, database: Database, cabinet: Cabinet) -> None:
        self._database = database
        self._cabinet = cabinet
        self._lock = Lock()
        self._directory: dict[str, Organisation] = {}
        self.damaged: set[str] = set()

    def open(self, org: str, row: Any) -> Record:
        """The record in a row of `columns()`. DatabaseUnusable when it does not open."""
        deflated = self._deflated(org, row)
        return Record(
            seq=row.seq,
            id=row.id,
            scope=row.scope,
            kind=row.kind,
            received_at=row.received_at,
            epoch=row.epoch,
            attestation=row.attestation,
            reason=row.stands_against,
            place=row.place,
            digest=row.digest,
            authored=inflate(deflated, ENTRY_LIMIT),
        )

    def of_scope(self, org: str, scope: str, connection: Connection, after: int = 0) -> list[Record]:
        """The scope's records that come after, in the order in which they count; not accepted ones too."""
        chosen = and_(entries.c.scope == scope, after < PLACE)
        return list(self._opened(org, connection.execute(columns(org, chosen))))

    def chosen(self, org: str, chosen: ColumnElement[bool], connection: Connection) -> list[Record]:
        """The accepted records that a condition on `entries` chooses, in the order in which they count."""
        opened = self._opened(org, connection.execute(columns(org, and_(chosen, ACCEPTED))))
        return list(opened)

    def folded_from(self, org: str, scope: str, connection: Connection) -> list[Entry]:
        """The scope's accepted entries."""
        return [record.entry for record in self.of_scope(org, scope, connection) if record.reason is None]

    def one(self, org: str, id: str, connection: Connection) -> Record | None:
        row = connection.execute(columns(org, entries.c.id == id)).one_or_none()
        return self.open(org, row) if row else None

    def _opened(self, org: str, rows: Iterable[Any]) -> Iterator[Record]:
        """Those that open: one damaged row must not keep everybody from the others."""
        for row in rows:
            with suppress(DatabaseUnusable):
                yield self.open(org, row)

    def _deflated(self, org: str, row: Any) -> bytes:
        try:
            return self._cabinet.open(org, row.scope, row.id, row.sealed)
        except DatabaseUnusable:
            if row.id not in self.damaged:
                log.error("DAMAGED: entry %s does not open; look for it in a backup", row.id)
            self.damaged.add(row.id)
            raise

    def directory(self, org: str) -> Directory:
        """Staff, teams, devices and standards as of now. Folded again only when an organisation entry has come."""
        with self._database.read() as connection:
            return self.organisation(org, connection).directory

    def organisation(self, org: str, connection: Connection) -> "Organisation":
        newest = connection.execute(
            select(func.max(entries.c.seq)).where(entries.c.org_id == org, entries.c.scope == ORGANISATION)
        ).scalar()
        with self._lock:
            known = self._directory.get(org)
            if known is None or known.newest < (newest or 0):
                known = self._fold(org, connection, known)
                self._directory[org] = known
            return known

    def _fold(self, org: str, connection: Connection, known: "Organisation | None") -> "Organisation":
        after = known.newest if known else 0
        came = self.of_scope(org, ORGANISATION, connection, after)
        accepted = [each for each in came if each.reason is None]
        entries = [*(known.entries if known else ()), *(each.entry for each in accepted)]
        lines = [*(known.lines if known else ()), *(each.line for each in accepted)]
        newest = came[-1].place if came else after
        return Organisation(newest, entries, lines, Directory.fold(entries))


@dataclass(frozen=True)
class Organisation:
    """The organisation's accepted entries up to number `newest`, as (id, digest) in `lines`, and what they fold to."""

    newest: int
    entries: Sequence[Entry]
    lines: Sequence[tuple[bytes, bytes]]
    directory: Directory

    @cached_property
    def digest(self) -> bytes:
        return entries_digest(self.lines)


def columns(org: str, chosen: ColumnElement[bool]) -> Select[Any]:
    """The stored lines `chosen` of an organisation, in the order in which they count; not those of people who were erased."""
    there = func.length(entries.c.sealed) > 0
    query = select(entries, PLACE.label("place"), REASON).where(entries.c.org_id == org, chosen, there)
    return query.order_by(PLACE, entries.c.seq)
