"""A tablet taken out of use, seen from the centre: what it is told, and what of its it hands over (`docs/sync.md`).

It is told `revoke` for as long as it asks, and `wipe` once it says that it has acted on that and has nothing left: a
request that wants no page and brings nothing. It is given no page, no numbers and no code, whatever it asks.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, and_, func, select, update

from central import quarantine
from central.centre import Centre
from central.devices import Device
from central.store import tables
from models.errors import NewerFormat, VaultError
from sync.messages import Handed, SyncRequest
from vault.drafts import TABLE as DRAFTS
from vault.sealing import open_entry, open_local

REVOKED, UNOPENED = "revoked", "unopened"
log = logging.getLogger("handrail.central")


@dataclass(frozen=True)
class HandedOver:
    """What came from a device since it was taken out of use: records of the stream and others, and drafts."""

    records: int = 0
    drafts: int = 0


def commands(centre: Centre, device: Device, request: SyncRequest) -> list[dict[str, object]]:
    """What to tell a device taken out of use. Whoever sends something more has not deleted itself, whatever it was told."""
    if request.page_bytes or request.rows or request.handed:
        _note_wiped(centre, device, None)
        return [{"k": "revoke"}]
    _note_wiped(centre, device, device.wiped_at or centre.now())
    return [{"k": "revoke"}, {"k": "wipe"}]


def keep(centre: Centre, device: Device, handed: Sequence[Handed], reason: str = REVOKED) -> list[int]:
    """The places of what is now kept, committed: all of it, opened where it opens."""
    opened = [_open(device, each, reason) for each in handed]
    with centre.database.write() as connection:
        for each, (content, why) in zip(handed, opened, strict=True):
            what = "draft" if each.what == "draft" else "row"
            if quarantine.put(centre, connection, device, what, each.id.hex(), content, why):
                log.warning("handed over: %s %s from device %s", what, each.id.hex(), device.id)
    return list(range(len(handed)))


def handed_over(centre: Centre, device: Device) -> HandedOver:
    """What `device` handed over since it was taken out of use; nothing for one in use."""
    if device.revoked_at is None:
        return HandedOver()
    entries, aside = tables.entries, tables.quarantine
    since = device.revoked_at
    rows = _count(centre, entries, and_(_of(entries, device), entries.c.received_at >= since))
    others = and_(_of(aside, device), aside.c.received_at >= since)
    drafts = _count(centre, aside, and_(others, aside.c.what == "draft"))
    return HandedOver(rows + _count(centre, aside, and_(others, aside.c.what == "row")), drafts)


def _open(device: Device, handed: Handed, reason: str) -> tuple[bytes, str]:
    """What is in it and why it is here; as it came if it does not open under the device's keys."""
    try:
        if handed.what == "draft":
            return open_local(device.keys, DRAFTS, handed.id, handed.sealed), reason
        return open_entry(device.keys, handed.id.hex(), handed.sealed).deflated, reason
    except (VaultError, NewerFormat):
        return handed.sealed, UNOPENED


def _note_wiped(centre: Centre, device: Device, at: datetime | None) -> None:
    if device.wiped_at != at:
        one = and_(tables.devices.c.org_id == device.org, tables.devices.c.id == device.id)
        with centre.database.write() as connection:
            connection.execute(update(tables.devices).where(one).values(wiped_at=at))


def _of(table: Table, device: Device) -> ColumnElement[bool]:
    return and_(table.c.org_id == device.org, table.c.device == device.id)


def _count(centre: Centre, table: Table, chosen: ColumnElement[bool]) -> int:
    with centre.database.read() as connection:
        return connection.execute(select(func.count()).select_from(table).where(chosen)).scalar_one()
