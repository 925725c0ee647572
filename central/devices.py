"""Enrolled devices: whose they are, their keys, when they were last heard, and whether they are still in use."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from central.cabinet import open_sealed, seal
from central.centre import Centre
from central.keyfile import KEY_BYTES
from central.store.tables import devices
from sync.session import is_fresh
from vault.keys import Keys


@dataclass(frozen=True)
class Device:
    """One profile's enrolment on one tablet. `wiped_at`: taken out of use, it was told to delete itself and has not come back.

    `healed_epoch`: the restored centre's epoch for which it has listed all it holds; `readmitted_at`: it came back by its
    ticket, and waits for an administrator.
    """

    org: str
    id: str
    staff_id: str
    label: str
    device_key: bytes = field(repr=False)
    link_key: bytes = field(repr=False)
    revoked_at: datetime | None = None
    wiped_at: datetime | None = None
    healed_epoch: bytes | None = None
    readmitted_at: datetime | None = None
    last_sync_at: datetime | None = None
    heard_ms: int = 0
    sent: bytes = b""

    @cached_property
    def keys(self) -> Keys:
        return Keys.from_device_key(self.device_key, self.org, self.id)


def find(centre: Centre, device: str) -> Device | None:
    """The device of that id, None if it was never enrolled here."""
    with centre.database.read() as connection:
        return find_within(centre, connection, device)


def find_within(centre: Centre, connection: Connection, device: str) -> Device | None:
    org = centre.organisation.id
    row = connection.execute(
        select(devices).where(devices.c.org_id == org, devices.c.id == device)
    ).one_or_none()
    return _device(centre, row) if row else None


def every(centre: Centre) -> list[Device]:
    """All that were ever enrolled, in order of enrolment."""
    query = select(devices).where(devices.c.org_id == centre.organisation.id).order_by(devices.c.enrolled_at)
    with centre.database.read() as connection:
        return [_device(centre, row) for row in connection.execute(query)]


def add(centre: Centre, connection: Connection, device: Device, installation: str, at: datetime) -> None:
    both = device.device_key + device.link_key
    connection.execute(
        insert(devices).values(
            org_id=device.org,
            id=device.id,
            staff_id=device.staff_id,
            installation=installation,
            sealed_keys=seal(centre.keys.wrap, both, "device", device.org, device.id),
            label=device.label,
            enrolled_at=at,
            heard_ms=0,
            healed_epoch=device.healed_epoch,
            readmitted_at=device.readmitted_at,
        )
    )


def next_label(connection: Connection, org: str, installation: str) -> str:
    """A neutral name for the next profile there: "Tablet B · 2" is the second on the second tablet."""
    query = (
        select(devices.c.installation)
        .where(devices.c.org_id == org)
        .order_by(devices.c.enrolled_at, devices.c.id)
    )
    enrolled = list(connection.execute(query).scalars())
    tablets = list(dict.fromkeys([*enrolled, installation]))
    return f"Tablet {_letters(tablets.index(installation))} · {enrolled.count(installation) + 1}"


class SignsOfLife:
    """When each device was last heard by a fresh request: known at once, written with the others' every now and then.

    Writing each by itself would cost every sync a second wait for the disk; a crash loses at most the last moments'.
    """

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._lock = Lock()
        self._last: dict[str, tuple[int, bytes]] = {}
        self._unwritten: dict[str, dict[str, Any]] = {}

    def heard(self, device: Device, heard_ms: int, sent: bytes) -> bool:
        """False when the request is not a fresh one: someone may have kept it and sent it again."""
        with self._lock:
            last = self._last.get(device.id, (device.heard_ms, device.sent))
            fresh = is_fresh(*last, heard_ms, sent)
            if fresh:
                self._last[device.id] = heard_ms, sent
                values = {"heard_ms": heard_ms, "sent": sent, "last_sync_at": self._centre.now()}
                self._unwritten[device.id] = values
        return fresh

    def write(self) -> None:
        with self._lock:
            unwritten, self._unwritten = self._unwritten, {}
        if unwritten:
            org = self._centre.organisation.id
            with self._centre.database.write() as connection:
                for device, values in unwritten.items():
                    one = and_(devices.c.org_id == org, devices.c.id == device)
                    connection.execute(update(devices).where(one).values(**values))


def _device(centre: Centre, row: Any) -> Device:
    both = open_sealed(centre.keys.wrap, row.sealed_keys, "device", row.org_id, row.id)
    return Device(
        org=row.org_id,
        id=row.id,
        staff_id=row.staff_id,
        label=row.label,
        device_key=both[:KEY_BYTES],
        link_key=both[KEY_BYTES:],
        revoked_at=row.revoked_at,
        wiped_at=row.wiped_at,
        healed_epoch=row.healed_epoch,
        readmitted_at=row.readmitted_at,
        last_sync_at=row.last_sync_at,
        heard_ms=row.heard_ms,
        sent=row.sent or b"",
    )


def _letters(index: int) -> str:
    """A … Z, AA, AB …"""
    first, last = divmod(index, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)
