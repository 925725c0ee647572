"""A centre put back to an earlier copy: noticed, a new epoch opened, pulls shut until an administrator opens them.

A witness that was made here and is not on the chain shows that more was written than is here; so does the ticket of a
device that was never enrolled. An operator may say it too. The new epoch is opened in one transaction, under the
organisation's lock; numbers go on. A witness of an epoch from before the last opening asks for nothing new: every device
lists all it holds for the epoch that is open now.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from central import watch
from central.centre import Centre
from central.devices import Device
from central.store.tables import devices, entries, epochs, organisation
from central.stream import Head, head, lock
from models.errors import NotUnderstood
from sync.attest import Witness, chain_start, make_epoch

log = logging.getLogger("handrail.central")


@dataclass(frozen=True)
class Opening:
    """A row of `epochs`: one time that the stream began anew.

    Up to `forked_at`, the number at which the copy was made, or else `stood_at`, the numbers before and after are the same.
    """

    epoch: bytes
    before: bytes
    stood_at: int
    forked_at: int | None
    shown_epoch: bytes
    shown_to: int
    opened_at: datetime
    why: str
    confirmed_at: datetime | None
    confirmed_by: str | None

    @property
    def same_up_to(self) -> int:
        return min(self.stood_at, self.stood_at if self.forked_at is None else self.forked_at)


def number_of(epoch: bytes) -> int:
    return int.from_bytes(epoch[:4], "big")


def openings(connection: Connection, org: str) -> list[Opening]:
    """Every time the stream began anew, in order; empty where no copy was ever put back."""
    rows = connection.execute(select(epochs).where(epochs.c.org_id == org)).mappings()
    names = Opening.__dataclass_fields__
    return sorted(
        (Opening(**{name: row[name] for name in names}) for row in rows), key=lambda each: each.epoch
    )


def notice(centre: Centre, device: Device, token: bytes) -> None:
    """Look at what a device was shown. A token that was not made here for it proves nothing, and is passed over."""
    org = bytes.fromhex(device.org)
    try:
        witness = Witness.read(centre.keys.witness, org, bytes.fromhex(device.id), token)
    except NotUnderstood:
        return
    with centre.database.read() as connection:
        if _stands(connection, head(connection, device.org), witness) or _known(
            connection, device.org, witness
        ):
            return
    with centre.database.write() as connection:
        end = lock(connection, device.org)
        if _stands(connection, end, witness):
            return
        if witness.epoch == end.epoch or number_of(witness.epoch) > number_of(end.epoch):
            log.error("RESTORED: device %s was shown more than this database holds", device.id)
            _open(centre, connection, end, "witness", witness)
        else:
            _note_shown(connection, device.org, witness)


def notice_ticket(centre: Centre, connection: Connection, device: Device) -> None:
    """A ticket made here for a device that is not here: the database is an older copy. Said once, before any other sign."""
    if not openings(connection, device.org):
        log.error("RESTORED: device %s was enrolled and is not in this database", device.id)
        _open(centre, connection, lock(connection, device.org), "ticket")


def declare(centre: Centre) -> None:
    """An operator says that the database is an earlier copy."""
    with centre.database.write() as connection:
        _open(centre, connection, lock(connection, centre.organisation.id), "operator")
    log.error("RESTORED: said by an operator")


def confirm(centre: Centre, staff_id: str) -> None:
    """Open pulls: devices and leavers are as they should be. Devices that came back by their tickets are in use again."""
    org = centre.organisation.id
    with centre.database.write() as connection:
        end = lock(connection, org)
        connection.execute(update(organisation).where(organisation.c.org_id == org).values(shut_at=None))
        connection.execute(update(devices).where(devices.c.org_id == org).values(readmitted_at=None))
        one = and_(epochs.c.org_id == org, epochs.c.epoch == end.epoch)
        connection.execute(update(epochs).where(one).values(confirmed_at=centre.now(), confirmed_by=staff_id))


@dataclass(frozen=True)
class Standing:
    """Where a restored centre stands. `restored`: the present epoch was opened after a restore."""

    epoch: bytes
    restored: bool
    shut: bool

    def owes(self, device: Device) -> bool:
        """Whether it has yet to list all that it holds."""
        return self.restored and device.healed_epoch != self.epoch

    def shut_to(self, device: Device) -> bool:
        """Whether it is given no page now."""
        return self.shut or self.owes(device) or device.readmitted_at is not None


def standing(connection: Connection, org: str) -> Standing:
    one = and_(epochs.c.org_id == organisation.c.org_id, epochs.c.epoch == organisation.c.epoch)
    query = select(organisation.c.epoch, organisation.c.shut_at, epochs.c.epoch.label("opened"))
    joined = query.select_from(organisation.outerjoin(epochs, one)).where(organisation.c.org_id == org)
    row = connection.execute(joined).one()
    return Standing(row.epoch, row.opened is not None, row.shut_at is not None)


def shut(centre: Centre) -> bool:
    """Whether nobody is given anything until an administrator opens pulls."""
    with centre.database.read() as connection:
        return standing(connection, centre.organisation.id).shut


def asks_for(centre: Centre, device: Device) -> list[dict[str, object]]:
    """The command to list everything, for a device that has yet to."""
    with centre.database.read() as connection:
        where = standing(connection, device.org)
    return [{"k": "reoffer", "e": where.epoch}] if where.owes(device) else []


def _open(
    centre: Centre, connection: Connection, end: Head, why: str, witness: Witness | None = None
) -> None:
    newest = max(number_of(end.epoch), number_of(witness.epoch) if witness else 0)
    epoch = make_epoch(newest + 1, secrets.token_bytes(8))
    ours = organisation.c.org_id == end.org
    forked_at = connection.execute(select(organisation.c.copied_seq).where(ours)).scalar_one()
    chain = chain_start(bytes.fromhex(end.org), epoch)
    anew = {"epoch": epoch, "chain": chain, "shut_at": centre.now(), "copied_seq": None}
    connection.execute(update(organisation).where(ours).values(anew))
    row: dict[str, Any] = {
        "org_id": end.org,
        "epoch": epoch,
        "before": end.epoch,
        "stood_at": end.seq,
        "forked_at": forked_at,
        "shown_epoch": witness.epoch if witness else end.epoch,
        "shown_to": witness.seq if witness else end.seq,
        "opened_at": centre.now(),
        "why": why,
    }
    connection.execute(insert(epochs).values(row))
    watch.forget(connection, end.org)


def _note_shown(connection: Connection, org: str, witness: Witness) -> None:
    """Remember the highest number any device was shown of what is not here."""
    for opening in reversed(openings(connection, org)):
        shown = (number_of(opening.shown_epoch), opening.shown_to)
        newer = (number_of(witness.epoch), witness.seq) > shown
        if opening.shown_epoch == witness.epoch or number_of(opening.before) <= number_of(witness.epoch):
            if newer:
                one = and_(epochs.c.org_id == org, epochs.c.epoch == opening.epoch)
                values = {"shown_epoch": witness.epoch, "shown_to": witness.seq}
                connection.execute(update(epochs).where(one).values(values))
            return


def _known(connection: Connection, org: str, witness: Witness) -> bool:
    """Whether what it shows to be missing is noted already: most requests of a device that has yet to heal."""
    return any(
        each.shown_epoch == witness.epoch and witness.seq <= each.shown_to
        for each in openings(connection, org)
    )


def _stands(connection: Connection, end: Head, witness: Witness) -> bool:
    """Whether the witness is a line of this chain, in this epoch or in an earlier one as far as that is here."""
    known = openings(connection, end.org)
    begun = {each.epoch: each.stood_at for each in known}
    ended = {each.before: each.stood_at for each in known} | {end.epoch: end.seq}
    first, last = begun.get(witness.epoch, 0), ended.get(witness.epoch, -1)
    if not first <= witness.seq <= last:
        return False
    if witness.seq == first:
        return witness.chain == chain_start(bytes.fromhex(end.org), witness.epoch)
    line = select(entries.c.chain).where(
        entries.c.org_id == end.org, entries.c.seq == witness.seq, entries.c.epoch == witness.epoch
    )
    return connection.execute(line).scalar() == witness.chain
