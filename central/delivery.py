"""On whose tablet a prompt is: said by the centre once a tablet of somebody asked has made the same prompts of the same entries.

That is proof that it is there, and no more: nobody has opened it, and nobody is told (`models.told`). Each prompt is said
once for each tablet; the entry's id is made from the two.
"""

import hashlib
import logging
from collections.abc import Iterable

from sqlalchemy import select

from central import restored
from central.authoring import Statement, compose, say_within
from central.centre import Centre
from central.devices import Device
from central.store.tables import entries
from models.prompt import Prompt

log = logging.getLogger("handrail.central")


def deliver(centre: Centre, device: Device, prompts: Iterable[Prompt]) -> int:
    """Say of these prompts, which the device has, those that ask its member of staff and were not said before; how many.

    Nothing for a tablet taken out of use, nor while a restored centre is shut: what was said before may still come back.
    """
    asked = {delivered_id(each.id, device.id): each for each in prompts if each.asks_of(device.staff_id)}
    if not asked or device.revoked_at is not None or restored.shut(centre):
        return 0
    org = centre.organisation.id
    known = select(entries.c.id).where(entries.c.org_id == org, entries.c.id.in_(asked))
    with centre.database.read() as connection:
        new = asked.keys() - set(connection.execute(known).scalars())
    if not new:
        return 0
    now = centre.now().isoformat()
    statements = [
        Statement(
            "prompt.delivered",
            asked[id].scope,
            {
                "prompt": asked[id].id,
                "evidence": list(asked[id].evidence),
                "device": device.id,
                "staff": device.staff_id,
                "delivered_at": now,
            },
            id=id,
        )
        for id in sorted(new)
    ]
    said = [compose(centre, centre.organisation.device, each) for each in statements]
    directory = centre.records.directory(org)
    with centre.database.write() as connection:
        say_within(centre, connection, directory, said)
    log.info("%d prompts are on device %s", len(said), device.id)
    return len(said)


def delivered_id(prompt: str, device: str) -> str:
    """The id of the entry that says so, 32 hexadecimal digits."""
    made = hashlib.sha256(b"handrail/prompt-delivered/v1\0" + bytes.fromhex(device) + prompt.encode())
    return made.hexdigest()[:32]
