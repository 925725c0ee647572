"""Intake: what devices send, into the stream. What the centre itself authors goes the same way (`central.authoring`).

Opened, read, judged and encrypted before the lock; numbered within it; receipts only for what is committed. The same row
again gets the same receipt. What comes from a tablet taken out of use is held, never accepted by itself. A row that cannot
be read claims no id: it is refused, set aside for a person to look at if it opened at all, and blocks nothing.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy import and_

from central import quarantine
from central.centre import Centre
from central.devices import Device
from central.errors import DatabaseUnusable
from central.instants import to_ms
from central.judging import FindTarget, reason_against, target_of
from central.records import columns
from central.store.tables import ACCEPTED, entries
from central.stream import Incoming, Line, append
from models.authority import judge
from models.directory import Directory
from models.entry import Entry, decode, digest_of
from models.errors import InvalidEntry, NewerFormat, VaultError
from models.held import MAY_BE_ACCEPTED
from sync.messages import MOST_SEALED, Receipt, Refusal, Row
from vault.sealing import OpenedEntry, open_entry

log = logging.getLogger("handrail.central")


@dataclass(frozen=True)
class Read:
    """A row that opened and reads as an entry of its device."""

    entry: Entry
    digest: bytes
    deflated: bytes


class Refused(Exception):
    """A row that claims no id. `opened` is what was in it, when it opened."""

    def __init__(self, code: str, opened: OpenedEntry | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.opened = opened


def take(centre: Centre, device: Device, rows: Sequence[Row]) -> tuple[list[Receipt], list[Refusal]]:
    """Receipts for what is now committed, and refusals. Each id is answered once."""
    good: dict[bytes, Read] = {}
    refusals: dict[bytes, Refusal] = {}
    for row in rows:
        if row.id in good:
            continue
        try:
            good[row.id] = _read(device, row)
        except Refused as refused:
            refusals[row.id] = _set_aside(centre, device, row.id, refused)
    lines = _append(centre, device, [*good.values()])
    receipts: list[Receipt] = []
    for id, read in good.items():
        line = lines[read.entry.id]
        if line.digest == read.digest:
            receipts.append(_receipt(id, line))
        else:
            refused = Refused("id_taken", OpenedEntry(b"", read.deflated))
            refusals[id] = _set_aside(centre, device, id, refused)
    return receipts, [refusal for id, refusal in refusals.items() if id not in {each.id for each in receipts}]


def prepare(
    centre: Centre, org: str, reads: Sequence[Read], directory: Directory, staff_id: str | None
) -> list[Incoming]:
    """Judge and encrypt: everything that can be done before the lock. `staff_id`: None for the centre's own device."""
    keys = centre.cabinet.keys_for(org, {read.entry.scope for read in reads})
    find_target = _target_finder(centre, org, {read.entry.id: read.entry for read in reads})
    return [
        Incoming(
            entry=read.entry,
            digest=read.digest,
            sealed=centre.cabinet.seal(keys[read.entry.scope], org, read.entry.id, read.deflated),
            reason=reason_against(read.entry, directory, find_target, staff_id),
            accepts=target_of(read.entry, find_target) if read.entry.kind == "entry.accepted" else None,
        )
        for read in reads
    ]


def _unless_accepted(centre: Centre, found: Incoming, directory: Directory) -> Incoming:
    """Without its reason if a manager accepted it before it came: after a restore things come in any order."""
    entry = found.entry
    if found.reason not in MAY_BE_ACCEPTED:
        return found
    said = and_(entries.c.scope == entry.scope, entries.c.kind == "entry.accepted", ACCEPTED)
    with centre.database.read() as connection:
        there = [
            centre.records.open(entry.org, row).entry for row in connection.execute(columns(entry.org, said))
        ]
    accepted = (each for each in there if each.body.get("target") == entry.id)
    return (
        replace(found, reason=None)
        if any(judge(each, directory, entry) is None for each in accepted)
        else found
    )


def _append(centre: Centre, device: Device, reads: Sequence[Read]) -> dict[str, Line]:
    if not reads:
        return {}
    org = centre.organisation.id
    directory = centre.records.directory(org)
    incoming = prepare(centre, org, reads, directory, device.staff_id)
    if device.revoked_at is not None:
        incoming = [replace(each, reason=each.reason or "revoked") for each in incoming]
    incoming = [_unless_accepted(centre, each, directory) for each in incoming]
    lines = append(centre.database, centre.keys.attest, org, incoming, centre.now())
    for each in incoming:
        if lines[each.entry.id].reason:
            log.warning("held, not accepted: entry %s (%s)", each.entry.id, lines[each.entry.id].reason)
    return lines


def _read(device: Device, row: Row) -> Read:
    """Refused, with the code of docs/sync.md, for a row that claims no id."""
    id = row.id.hex()
    if len(row.sealed) > MOST_SEALED:
        raise Refused("large")
    try:
        opened = open_entry(device.keys, id, row.sealed)
    except (VaultError, NewerFormat):
        raise Refused("unopened") from None
    try:
        entry = decode(opened.authored)
    except (InvalidEntry, NewerFormat):
        raise Refused("not_entry", opened) from None
    if (entry.id, entry.org, entry.device) != (id, device.org, device.id):
        raise Refused("not_entry", opened)
    return Read(entry, digest_of(opened.authored), opened.deflated)


def _target_finder(centre: Centre, org: str, beside: dict[str, Entry]) -> FindTarget:
    """Finds what a correction is about: in the stream, or beside it in the same batch."""

    def find(id: str) -> Entry | None:
        if id in beside:
            return beside[id]
        with centre.database.read() as connection, suppress(DatabaseUnusable):
            record = centre.records.one(org, id, connection)
            return record.entry if record else None
        return None

    return find


def _set_aside(centre: Centre, device: Device, row_id: bytes, refused: Refused) -> Refusal:
    """Keep what opened and cannot be taken, sealed under the key file, once."""
    id = row_id.hex()
    log.warning("refused: entry %s from device %s (%s)", id, device.id, refused.code)
    if refused.opened is not None:
        with centre.database.write() as connection:
            quarantine.put(centre, connection, device, "row", id, refused.opened.deflated, refused.code)
    return Refusal(row_id, refused.code)


def _receipt(id: bytes, line: Line) -> Receipt:
    return Receipt(id, line.epoch, line.seq, to_ms(line.received_at), line.attestation, line.reason)
