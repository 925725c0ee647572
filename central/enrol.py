"""Invitations and enrolment: a one-time code becomes a device with its own keys.

Only what is made from a code is kept, sealed, never the code. An invitation serves one device; that device may ask again
and gets the same answer, since the first may have been lost on the way.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from central import devices
from central.authoring import ORGANISATION, Statement, compose, say_within
from central.cabinet import open_sealed, seal
from central.centre import Centre
from central.devices import Device
from central.errors import CommandRefused
from central.instants import to_ms
from central.numbers import numbers_for
from central.store.tables import invitations
from central.stream import lock
from models.authority import may_author
from sync.enrolment import Enrolled, NewKeys
from sync.invitation import invite, make_code
from sync.packing import pack

EXPIRES_AFTER = timedelta(hours=72)


@dataclass(frozen=True)
class Invitation:
    """What to hand over: `code` is shown once and kept nowhere."""

    code: str
    staff_id: str
    expires_at: datetime


def make_invitation(
    centre: Centre, staff_id: str, invited_by: str, lasts: timedelta = EXPIRES_AFTER
) -> Invitation:
    """A new one-time invitation. CommandRefused unless `invited_by` may enrol devices."""
    org = centre.organisation.id
    directory = centre.records.directory(org)
    if not may_author(directory.role_at(invited_by, centre.now()), "device.enrolled"):
        raise CommandRefused("Only an administrator may invite a device.")
    code = make_code(secrets.token_bytes)
    made = invite(code)
    expires_at = centre.now() + lasts
    sealed = seal(centre.keys.wrap, made.key, "invitation", org, made.lookup.hex())
    with centre.database.write() as connection:
        connection.execute(
            insert(invitations).values(
                org_id=org,
                lookup=made.lookup,
                staff_id=staff_id,
                invited_by=invited_by,
                sealed_key=sealed,
                made_at=centre.now(),
                expires_at=expires_at,
            )
        )
    return Invitation(code, staff_id, expires_at)


def invite_key(centre: Centre, lookup: bytes) -> bytes | None:
    """The key made from the invitation's secret; None when there is no such invitation."""
    with centre.database.read() as connection:
        row = _find(centre, connection, lookup)
    if row is None:
        return None
    return open_sealed(centre.keys.wrap, row.sealed_key, "invitation", row.org_id, lookup.hex())


def standing(centre: Centre, lookup: bytes, device: str) -> str:
    """ "open", "used" or "expired" for this device."""
    with centre.database.read() as connection:
        return _standing(centre, _find(centre, connection, lookup), device)


def enrol(centre: Centre, lookup: bytes, installation: str, keys: NewKeys) -> Enrolled | None:
    """Enrol and commit: the device, its `device.enrolled` entry and the invitation's use stand or fall together.

    None when the invitation serves another device, or this one with other keys.
    """
    org, device = centre.organisation.id, keys.device.hex()
    invitation = _invitation(centre, lookup)
    if invitation is None:
        return None
    body = {"staff": invitation.staff_id, "label": "to be given"}
    entry = compose(centre, invitation.invited_by, Statement("device.enrolled", ORGANISATION, body, device))
    directory = centre.records.directory(org)
    centre.cabinet.keys_for(org, [ORGANISATION])
    with centre.database.write() as connection:
        end = lock(connection, org)
        found = _find(centre, connection, lookup)
        known = devices.find_within(centre, connection, device)
        if known is None and found is not None and _standing(centre, found, device) == "open":
            label = devices.next_label(connection, org, installation)
            known = Device(
                org,
                device,
                found.staff_id,
                label,
                keys.device_key,
                keys.link_key,
                healed_epoch=end.epoch,  # it holds nothing that a restored centre could lack
            )
            devices.add(centre, connection, known, installation, centre.now())
            _use(connection, org, lookup, device)
            labelled = entry.model_copy(update={"body": {**body, "label": label}})
            say_within(centre, connection, directory, [labelled])
        elif found is None or found.device != device or known is None or not _same_keys(known, keys):
            return None
    return _answer(centre, known)


def _answer(centre: Centre, device: Device) -> Enrolled:
    return Enrolled(
        now_ms=to_ms(centre.now()),
        org=bytes.fromhex(device.org),
        staff=bytes.fromhex(device.staff_id),
        label=device.label,
        ticket=_ticket(centre, device),
        numbers=numbers_for(centre, device.staff_id),
    )


def _ticket(centre: Centre, device: Device) -> bytes:
    """What re-admits the device to a centre restored from before it was enrolled; opaque to everyone else."""
    ids = [bytes.fromhex(id) for id in (device.org, device.id, device.staff_id)]
    plain = pack([*ids, device.label, device.device_key, device.link_key])
    return seal(centre.keys.tickets, plain, "ticket", device.org, device.id)


def _same_keys(known: Device, keys: NewKeys) -> bool:
    ours, theirs = known.device_key + known.link_key, keys.device_key + keys.link_key
    return hmac.compare_digest(ours, theirs)


def _standing(centre: Centre, row: Any, device: str) -> str:
    if row is None:
        return "expired"
    if row.device is not None:
        return "open" if row.device == device else "used"
    return "open" if centre.now() < row.expires_at else "expired"


def _use(connection: Connection, org: str, lookup: bytes, device: str) -> None:
    one = and_(invitations.c.org_id == org, invitations.c.lookup == lookup)
    connection.execute(update(invitations).where(one).values(device=device))


def _invitation(centre: Centre, lookup: bytes) -> Any:
    with centre.database.read() as connection:
        return _find(centre, connection, lookup)


def _find(centre: Centre, connection: Connection, lookup: bytes) -> Any:
    one = and_(invitations.c.org_id == centre.organisation.id, invitations.c.lookup == lookup)
    return connection.execute(select(invitations).where(one)).one_or_none()
