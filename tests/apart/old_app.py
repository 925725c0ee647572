"""A tablet's day, in the words that every released app understands: run by that release's code, in a process of its own.

    python old_app.py FOLDER ADDRESS CODE [KIND …]

With a code it enrols, else it opens the one profile in FOLDER. It syncs, records a contact with everybody it finds, syncs,
and prints what it holds: `{"device", "saved", "unsent", "people": {scope: {id: [digest, accepted]}}, "set_aside"}`.
"""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

from sync.clock import RealClock
from sync.device import Device
from sync.installation import Installation

PASSPHRASE = "quiet harbour lantern"


async def day(folder: Path, address: str, code: str) -> None:
    installation = Installation(folder, RealClock())
    if code:
        device = await installation.enrol(address, code, PASSPHRASE)
    else:
        [profile] = await installation.profiles()
        device = await installation.device(profile.id)
        await device.unlock(PASSPHRASE)
    await device.sync()
    saved = [await visited(device, row.scope) for row in await device.people()]
    await device.sync()
    print(json.dumps({"device": device.id, "saved": saved, **await held_by(device)}))
    await installation.close()


async def visited(device: Device, scope: str) -> str:
    now = device.now()
    body = {
        "started_at": (now - timedelta(minutes=40)).isoformat(),
        "ended_at": (now - timedelta(minutes=5)).isoformat(),
        "mode": "01",
        "attendance": "5",
        "with_whom": ["person"],
        "indicators": [{"code": "sleep", "level": 1}],
        "what_changed": "A quiet visit",
        "decision": "no_step_up",
        "identity_confirmed": True,
    }
    return (await device.record("contact.recorded", scope, body)).id


async def held_by(device: Device) -> dict[str, object]:
    people = {
        row.scope: {
            held.entry.id: [held.digest.hex(), held.accepted]
            for held in (await device.person(row.scope)).held
        }
        for row in await device.people()
    }
    aside = [each.id for each in await device.set_aside()]
    return {"unsent": (await device.unsent()).count, "people": people, "set_aside": aside}


if __name__ == "__main__":
    asyncio.run(day(Path(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""))
