"""What `sync` asks of the centre: the ports of its `serve`, `serve_enrolment` and `serve_recovery`.

Plain calls, made on worker threads. Ids are raw bytes on the wire and text in this room.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress

from central import devices, enrol, healing, intake, readmission, recovery, restored, taken_out
from central.centre import Centre
from central.devices import Device, SignsOfLife
from central.feed import Feeder
from central.instants import to_ms
from central.numbers import numbers_for
from central.pace import Pace
from central.stream import Head, head
from models.errors import NotUnderstood
from sync.attest import Cursor, Witness
from sync.enrolment import Enrolled, NewKeys
from sync.messages import Check, Handed, Receipt, Refusal, Row, SyncRequest, numbers_command, numbers_digest
from sync.recovery import Outcome
from sync.session import Feed, Healing, KnownDevice
from vault.sealing import seal_page

MOST_SYNCS = 1_200  # of one device in a minute
log = logging.getLogger("handrail.central")
Checks = Callable[[Device, Sequence[Check]], None]


class TooOften(Exception):
    """A device asks more often than any tablet does."""


class Port:
    """All three ports over one centre. `on_checks` is given what a device made of its scopes, from fresh requests only."""

    def __init__(self, centre: Centre, on_checks: Checks, signs: SignsOfLife | None = None) -> None:
        self._centre = centre
        self._on_checks = on_checks
        self._signs = signs or SignsOfLife(centre)
        self._pace = Pace(MOST_SYNCS, seconds=60)

    @property
    def fingerprint(self) -> bytes:
        return self._centre.fingerprint

    @property
    def org(self) -> bytes:
        return bytes.fromhex(self._centre.organisation.id)

    @property
    def name(self) -> str:
        return self._centre.organisation.name

    @property
    def centre_private_key(self) -> bytes:
        return self._centre.keys.identity

    def now_ms(self) -> int:
        return to_ms(self._centre.now())

    def chance(self, size: int, /) -> bytes:
        return secrets.token_bytes(size)

    # A sync

    def known(self, device: bytes) -> KnownDevice | None:
        found = devices.find(self._centre, device.hex())
        return KnownDevice(found.link_key, revoked=found.revoked_at is not None) if found else None

    def heard(self, device: bytes, heard_ms: int, sent: bytes, checks: Sequence[Check], /) -> None:
        found = self._device(device)
        if self._signs.heard(found, heard_ms, sent) and checks:
            self._on_checks(found, checks)

    def join(self, device: bytes, ticket: bytes) -> KnownDevice | None:
        found = readmission.read_ticket(self._centre, device.hex(), ticket)
        return KnownDevice(found.link_key) if found else None

    def joined(self, device: bytes, ticket: bytes) -> None:
        readmission.readmit(self._centre, device.hex(), ticket)

    def notice(self, device: bytes, witness: bytes) -> None:
        restored.notice(self._centre, self._device(device), witness)

    def heal(self, device: bytes, request: SyncRequest) -> Healing:
        return healing.heal(self._centre, self._device(device), request)

    def take(self, device: bytes, rows: Sequence[Row]) -> tuple[Sequence[Receipt], Sequence[Refusal]]:
        if self._pace.over(device.hex()):
            raise TooOften
        self._pace.count(device.hex())
        return intake.take(self._centre, self._device(device), rows) if rows else ((), ())

    def feed(self, device: bytes, request: SyncRequest) -> Feed:
        return feed(self._centre, self._device(device), request)

    def keep(self, device: bytes, handed: Sequence[Handed]) -> Sequence[int]:
        return taken_out.keep(self._centre, self._device(device), handed)

    def commands(self, device: bytes, request: SyncRequest) -> Sequence[dict[str, object]]:
        found = self._device(device)
        reoffer = restored.asks_for(self._centre, found)
        if found.revoked_at is not None:
            # While a restored centre may lack what it holds, it is not told to go.
            giving_back = reoffer or request.listing or request.unapplied
            return (
                [{"k": "revoke"}, *reoffer]
                if giving_back
                else taken_out.commands(self._centre, found, request)
            )
        current = numbers_for(self._centre, found.staff_id)
        said = [numbers_command(current)] if current and numbers_digest(current) != request.numbers else []
        return [*said, *reoffer]

    # An enrolment

    def invite_key(self, lookup: bytes) -> bytes | None:
        return enrol.invite_key(self._centre, lookup)

    def standing(self, lookup: bytes, device: bytes) -> str:
        return enrol.standing(self._centre, lookup, device.hex())

    def enrol(self, lookup: bytes, installation: bytes, keys: NewKeys) -> Enrolled | None:
        return enrol.enrol(self._centre, lookup, installation.hex(), keys)

    # A recovery

    def recover(self, device: bytes, attempt: bytes, proof: bytes) -> Outcome:
        return recovery.recover(self._centre, self._device(device), attempt, proof)

    def _device(self, device: bytes) -> Device:
        found = devices.find(self._centre, device.hex())
        if found is None:
            raise LookupError("a device that was known a moment ago")
        return found


def feed(centre: Centre, device: Device, request: SyncRequest) -> Feed:
    """What the device may have after its cursor, sealed for it, with the new witness.

    After a restore: no page until pulls are open and the device has listed all it holds, and until then its old witness.
    """
    org, who = bytes.fromhex(device.org), bytes.fromhex(device.id)
    with centre.database.read() as connection:
        end = head(connection, device.org)
        where = restored.standing(connection, device.org)
        witness = Witness(end.epoch, end.seq, end.chain).seal(centre.keys.witness, org, who)
        if where.shut_to(device):
            return Feed(problem="restored", witness=None if where.owes(device) else witness)
        cursor = _cursor(centre, device, end, request.cursor)
        if cursor is None:
            return Feed(problem="cursor", witness=witness)
        if not request.page_bytes:
            return Feed(witness=witness)
        feeder = Feeder(connection, centre.records, device.org, device.staff_id, device.id)
        again = feeder.again([id.hex() for id in request.again])
        found = feeder.next(cursor, end.seq, request.page_bytes, again)
    not_given = tuple(place for place, id in enumerate(request.again) if id.hex() not in again)
    if found is None:
        return Feed(witness=witness, not_given=not_given)
    page = seal_page(device.keys, request.cursor or b"", found.page.pack())
    token = found.cursor.seal(centre.keys.cursor, org, who)
    return Feed(page, token, witness, found.more, not_given=not_given)


def _cursor(centre: Centre, device: Device, end: Head, token: bytes | None) -> Cursor | None:
    """Where the device stands; None for a cursor this centre did not make for it."""
    if token is None:
        return Cursor(end.epoch, 0)
    with suppress(NotUnderstood):
        cursor = Cursor.read(centre.keys.cursor, bytes.fromhex(device.org), bytes.fromhex(device.id), token)
        if cursor.epoch == end.epoch and cursor.seq <= end.seq:
            return cursor
    return None
