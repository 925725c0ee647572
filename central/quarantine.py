"""The quarantine: what came from a tablet and is no entry. Kept once, sealed under the key file, for a person to look at.

A `row` is what did not open, or opened and is no entry that can be taken; a `draft` was handed over. Nothing in here is in
the stream, claims an id, or is ever deleted to get past it.
"""

from sqlalchemy import Connection, insert, select

from central.cabinet import seal
from central.centre import Centre
from central.devices import Device
from central.store.tables import quarantine
from models.entry import digest_of


def put(
    centre: Centre, connection: Connection, device: Device, what: str, id: str, content: bytes, reason: str
) -> bool:
    """Keep `content` (`what`: "row" or "draft") within the caller's transaction. False when it is there already.

    `id` has 32 hexadecimal digits; it is the id the entry has, or would have had. `reason` is a code.
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
