"""The quarantine: what came from a tablet and is no entry. Kept once, sealed under the key file, for a person to look at.

A `row` is what did not open, or opened and is no entry that can be taken; a `draft` was handed over. Nothing in here is in
the stream, claims an id, or is ever deleted to get past it. `central.held` tells managers of each; what they answer
settles it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from central.cabinet import open_sealed, seal
from central.centre import Centre
from central.devices import Device
from central.store.tables import quarantine
from models.entry import Entry, digest_of
from vault.dictionary import NotInflated, inflate
from vault.sealing import ENTRY_LIMIT


@dataclass(frozen=True)
class SetAside:
    """One thing in quarantine. `plain` is what is in it: authored bytes, a draft's document, or what nobody can read."""

    id: str
    digest: bytes
    device: str
    what: str
    reason: str
    received_at: datetime
    plain: bytes = field(repr=False)


def put(
    centre: Centre, connection: Connection, device: Device, what: str, id: str, content: bytes, reason: str
) -> bool:
    """Keep `content` (`what`: "row" or "draft") within the caller's transaction. False when it is there already.

    `id` has 32 hexadecimal digits; it is the id the entry has, or would have had. `reason` is a code. `content` of a row
    is its authored bytes as they were deflated, or whatever came where it did not open; of a draft its document.
    """
    key = {"org_id": device.org, "id": id, "digest": digest_of(content)}
    chosen = (quarantine.c[name] == value for name, value in key.items())
    if connection.execute(select(quarantine.c.id).where(*chosen)).first() is not None:
        return False
    values = {
        **key,
        "device": device.id,
        "what": what,
        "reason": reason,
        "received_at": centre.now(),
        "sealed": seal(centre.keys.wrap, content, "quarantine", device.org, id),
    }
    connection.execute(insert(quarantine).values(values))
    return True


def untold(centre: Centre, connection: Connection, at_most: int) -> Sequence[SetAside]:
    """What no manager was told of yet, the longest there first."""
    org = centre.organisation.id
    query = select(quarantine).where(quarantine.c.org_id == org, quarantine.c.told.is_(None))
    rows = connection.execute(query.order_by(quarantine.c.received_at, quarantine.c.id).limit(at_most))
    return [_open(centre, row) for row in rows]


def told(connection: Connection, org: str, found: SetAside, entry_id: str) -> None:
    """Managers were told of it in that entry, in the caller's transaction."""
    one = and_(quarantine.c.org_id == org, quarantine.c.id == found.id, quarantine.c.digest == found.digest)
    connection.execute(update(quarantine).where(one).values(told=entry_id))


def settle(connection: Connection, answer: Entry) -> None:
    """Somebody dealt with it: `answer` names the entry in which they were told. Anything else is not ours to settle."""
    one = and_(
        quarantine.c.org_id == answer.org,
        quarantine.c.told == str(answer.body.get("target")),
        quarantine.c.settled_at.is_(None),
    )
    settled = {"settled_at": answer.recorded_at, "settled_by": answer.author}
    connection.execute(update(quarantine).where(one).values(settled))


def count(connection: Connection, org: str) -> int:
    """How much lies here that nobody has dealt with."""
    waiting = and_(quarantine.c.org_id == org, quarantine.c.settled_at.is_(None))
    return connection.execute(select(func.count()).select_from(quarantine).where(waiting)).scalar_one()


def waiting(connection: Connection, org: str) -> Sequence[Any]:
    """Rows (id, device, what, reason, received_at) nobody has dealt with, the latest first; never what is in them."""
    query = select(
        quarantine.c.id, quarantine.c.device, quarantine.c.what, quarantine.c.reason, quarantine.c.received_at
    ).where(quarantine.c.org_id == org, quarantine.c.settled_at.is_(None))
    return connection.execute(query.order_by(quarantine.c.received_at.desc())).all()


def _open(centre: Centre, row: Any) -> SetAside:
    content = open_sealed(centre.keys.wrap, row.sealed, "quarantine", row.org_id, row.id)
    try:
        plain = inflate(content, ENTRY_LIMIT) if row.what == "row" else content
    except NotInflated:
        plain = content
    return SetAside(row.id, row.digest, row.device, row.what, row.reason, row.received_at, plain)
