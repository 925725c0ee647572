"""Intake: what devices send, into the stream. What the centre itself authors goes the same way (`central.authoring`).

Opened, read, judged and encrypted before the lock; numbered within it; receipts only for what is committed. The same row
again gets the same receipt. What comes from a tablet taken out of use is held, never accepted by itself; what comes with
its proof after a restore is taken as it was (`central.healing`). A row that cannot be read claims no id: it is refused, set
aside for a person to look at if it opened at all, and blocks nothing.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace

from central import healing, quarantine, restored
from central.centre import Centre
from central.devices import Device
from central.healing import Proved
from central.instants import to_ms
from central.judging import reason_against, target_of
from central.reading import Read, Refused, read_authored
from central.stream import Incoming, Line, append
from central.targets import target_finder, unless_accepted
from models.authority import ROLE_MAY_NOT
from models.directory import Directory
from models.errors import NewerFormat, VaultError
from sync.messages import MOST_SEALED, Receipt, Refusal, Row
from vault.sealing import OpenedEntry, open_entry

log = logging.getLogger("handrail.central")


def take(centre: Centre, device: Device, rows: Sequence[Row]) -> tuple[list[Receipt], list[Refusal]]:
    """Receipts for what is now committed, and refusals. Each id is answered once."""
    good: dict[bytes, Read] = {}
    proven: dict[bytes, Proved] = {}
    refusals: dict[bytes, Refusal] = {}
    for row in rows:
        if row.id in good:
            continue
        try:
            read = _read(device, row)
            proof = healing.proved(centre, read, row.proof)
            _refuse_what_may_not_come(centre, device, read, proof)
        except Refused as refused:
            refusals[row.id] = _set_aside(centre, device, row.id, refused)
            continue
        good[row.id] = read
        if proof:
            proven[row.id] = proof
    lines = healing.give_back(centre, device, [*proven.values()])
    lines |= _append(centre, device, [read for id, read in good.items() if id not in proven])
    receipts: list[Receipt] = []
    for id, read in good.items():
        line = lines.get(read.entry.id)
        if line is None:
            refusals[id] = _set_aside(centre, device, id, Refused("not_yet"))
        elif line.digest == read.digest:
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
    find_target = target_finder(centre, org, {read.entry.id: read.entry for read in reads})
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


def _append(centre: Centre, device: Device, reads: Sequence[Read]) -> dict[str, Line]:
    if not reads:
        return {}
    org = centre.organisation.id
    directory = centre.records.directory(org)
    incoming = prepare(centre, org, reads, directory, device.staff_id)
    if restored.shut(centre):
        incoming = [each for each in incoming if _can_be_judged(each, directory)]
    if device.revoked_at is not None:
        incoming = [replace(each, reason=each.reason or "revoked") for each in incoming]
    incoming = [unless_accepted(centre, each, directory) for each in incoming]
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
    return read_authored(device.org, opened.authored, opened.deflated, id)


def _refuse_what_may_not_come(centre: Centre, device: Device, read: Read, proof: Proved | None) -> None:
    """Others' entries come only with a proof that fits; of people who were erased nothing comes."""
    if centre.erased(read.entry.scope):
        if proof:
            healing.note_erased(centre, device, proof)
        raise Refused("erased")
    if proof is None and read.entry.device != device.id:
        raise Refused("not_entry", OpenedEntry(b"", read.deflated))


def _can_be_judged(each: Incoming, directory: Directory) -> bool:
    """False while the role entry that its author had seen may still come back."""
    author = directory.staff.get(each.entry.author)
    known = {role.id for role in author.roles} if author else set[str]()
    return each.reason != ROLE_MAY_NOT or each.entry.role_seen in known


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
