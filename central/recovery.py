"""Codes for a forgotten passphrase: given out by somebody who may, for one tablet, and proved by it.

Only what is made from a code is kept, sealed. A try is counted and committed before its proof is looked at; the first right
proof binds the code to its attempt, which alone is answered again.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from central import devices
from central.authoring import ORGANISATION, Statement, compose, say_within
from central.cabinet import open_sealed, seal
from central.centre import Centre, new_id
from central.devices import Device
from central.errors import CommandRefused
from central.notify import Notifier
from central.store.tables import recoveries
from central.stream import lock
from models.authority import ADMINISTRATOR
from models.directory import Directory
from sync.invitation import make_code
from sync.recovery import MOST_TRIES, Outcome, Recovery, code_key

LASTS = timedelta(minutes=15)
TOLD_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """What to read out: `code` is shown once and kept nowhere."""

    code: str
    label: str
    staff_id: str
    expires_at: datetime


def may_issue(directory: Directory, by: str, staff_id: str, at: datetime) -> bool:
    """An administrator, or a manager or senior of that member of staff's team."""
    member = directory.staff.get(by)
    if member is None or not member.here_at(at):
        return False
    return directory.role_at(by, at) in ADMINISTRATOR or directory.leads(by, staff_id)


def issue(centre: Centre, device: Device, issued_by: str) -> Issued:
    """A new code, with its entry in the trail; it ends every code before it. CommandRefused: may not, or out of use."""
    directory, now = centre.records.directory(device.org), centre.now()
    if device.revoked_at is not None:
        raise CommandRefused(f"{device.label} is out of use: no code is given for it.")
    if not may_issue(directory, issued_by, device.staff_id, now):
        raise CommandRefused(
            "This code may be given by an administrator, or by a manager or senior of that team.",
            do="Give one of them with --as.",
        )
    code, id, expires_at = make_code(secrets.token_bytes), new_id(), now + LASTS
    key = code_key(code, bytes.fromhex(device.id))
    statement = Statement(
        "device.recovery_issued", ORGANISATION, {"expires_at": expires_at.isoformat()}, device.id, id
    )
    entry = compose(centre, issued_by, statement)
    centre.cabinet.keys_for(device.org, [ORGANISATION])
    with centre.database.write() as connection:
        lock(connection, device.org)
        _end(connection, device, now)
        connection.execute(
            insert(recoveries).values(
                org_id=device.org,
                id=id,
                device=device.id,
                issued_by=issued_by,
                sealed_key=seal(centre.keys.wrap, key, "recovery", device.org, id),
                made_at=now,
                expires_at=expires_at,
                tries=0,
            )
        )
        line = say_within(centre, connection, directory, [entry])[entry.id]
        if line.reason is not None:
            raise CommandRefused("The code's entry would not be accepted.", fields=[line.reason])
    return Issued(code, device.label, device.staff_id, expires_at)


def tell_managers(centre: Centre, notifier: Notifier) -> None:
    """Put a notice in the outbox for every code given lately, once, whichever process gave it."""
    org, now = centre.organisation.id, centre.now()
    lately = and_(recoveries.c.org_id == org, recoveries.c.made_at > now - TOLD_WITHIN)
    with centre.database.read() as connection:
        ids = connection.execute(select(recoveries.c.id).where(lately)).scalars().all()
    if ids:
        notifier.notice(org, [f"recovery:{id}" for id in ids], now)


def recover(centre: Centre, device: Device, attempt: bytes, proof: bytes) -> Outcome:
    """The answer to one attempt. Two transactions: the try is on disk before the proof is compared."""
    if device.revoked_at is not None:
        return Outcome("revoked")
    with centre.database.write() as connection:
        lock(connection, device.org)
        row = _standing(centre, connection, device)
        if row is None or (row.attempt is None and row.tries >= MOST_TRIES):
            return Outcome("expired")
        if row.attempt is not None and not hmac.compare_digest(row.attempt, attempt):
            return Outcome("expired")
        if row.attempt is None:
            connection.execute(update(recoveries).where(_is(row)).values(tries=row.tries + 1))
    key = open_sealed(centre.keys.wrap, row.sealed_key, "recovery", row.org_id, row.id)
    asked = Recovery(key, device.link_key, bytes.fromhex(device.org), bytes.fromhex(device.id), attempt)
    if not hmac.compare_digest(asked.proof, proof):
        return Outcome("wrong", left=max(0, MOST_TRIES - row.tries - 1))
    return _bind(centre, device, row, asked)


def _bind(centre: Centre, device: Device, row: Any, asked: Recovery) -> Outcome:
    """Only if nothing has changed meanwhile: the tablet still in use, the code still standing, not bound to another."""
    with centre.database.write() as connection:
        lock(connection, device.org)
        now = devices.find_within(centre, connection, device.id)
        if now is None or now.revoked_at is not None:
            return Outcome("revoked")
        again = _standing(centre, connection, device)
        if again is None or again.id != row.id or again.attempt not in (None, asked.attempt):
            return Outcome("expired")
        if again.attempt is None:
            values = {"attempt": asked.attempt, "used_at": centre.now()}
            connection.execute(update(recoveries).where(_is(row)).values(values))
    return Outcome("recovered", asked.seal(device.device_key, secrets.token_bytes))


def _standing(centre: Centre, connection: Connection, device: Device) -> Any:
    """The one code that is within its time, None when there is none."""
    return connection.execute(select(recoveries).where(_within_time(device, centre.now()))).one_or_none()


def _end(connection: Connection, device: Device, now: datetime) -> None:
    connection.execute(update(recoveries).where(_within_time(device, now)).values(expires_at=now))


def _within_time(device: Device, now: datetime) -> ColumnElement[bool]:
    mine = and_(recoveries.c.org_id == device.org, recoveries.c.device == device.id)
    return and_(mine, recoveries.c.expires_at > now)


def _is(row: Any) -> ColumnElement[bool]:
    return and_(recoveries.c.org_id == row.org_id, recoveries.c.id == row.id)
