"""A tablet without a screen, to be killed: records, drafts, syncs, locks and unlocks until it is stopped, and says what it showed.

`python -m tests.crash.driver FOLDER SEED [ADDRESS CODE]`. A line is said only after the call returned, so what it names was shown
to a person: "draft ID" kept, "saved ID" saved on this tablet, "held ID" held centrally.
"""

import asyncio
import random
import secrets
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from models.errors import SyncError
from sync.clock import RealClock
from sync.device import Device
from sync.installation import Installation
from sync.views import Draft
from tests.vault.builders import WEAK  # nothing of the centre's: it would take longer to load than to run

PASSPHRASE = "quiet harbour lantern"


class Worker:
    def __init__(self, device: Device, chance: random.Random) -> None:
        self._device = device
        self._chance = chance
        self._scopes: list[str] = []
        self._held: set[str] = set()

    async def work(self) -> None:
        steps = (
            [self._record] * 9
            + [self._leave_a_draft] * 2
            + [self._sync] * 5
            + [self._sync_locked, self._look]
        )
        say("ready")
        while True:
            if not self._scopes:
                await self._sync()
                self._scopes = [row.scope for row in await self._device.people()]
                await asyncio.sleep(0.05)
                continue
            await self._chance.choice(steps)()
            await asyncio.sleep(self._chance.uniform(0, 0.02))

    async def _record(self) -> None:
        scope, body = self._chance.choice(self._scopes), contact(self._device.now())
        draft = await self._draft(scope, body)
        await self._device.record("contact.recorded", scope, body, draft=draft)
        say("saved", draft)

    async def _leave_a_draft(self) -> None:
        await self._draft(self._chance.choice(self._scopes), {"mode": "01"})

    async def _draft(self, scope: str, body: dict[str, Any]) -> str:
        draft = Draft(secrets.token_hex(16), "contact.recorded", scope, body)
        await self._device.save_draft(draft)
        say("draft", draft.id)
        return draft.id

    async def _sync(self) -> None:
        try:
            await self._device.sync()
        except SyncError as error:
            say("cut", type(error).__name__)
        if self._device.locked:
            return
        for each in await self._device.recorded_here(60):
            if each.received_at is not None and each.entry.id not in self._held:
                self._held.add(each.entry.id)
                say("held", each.entry.id)

    async def _sync_locked(self) -> None:
        await self._device.lock()
        await self._sync()
        await self._device.unlock(PASSPHRASE)

    async def _look(self) -> None:
        await self._device.people()
        await self._device.person(self._chance.choice(self._scopes))


def contact(at: datetime) -> dict[str, Any]:
    return {
        "started_at": (at - timedelta(minutes=40)).isoformat(),
        "ended_at": (at - timedelta(minutes=5)).isoformat(),
        "mode": "01",
        "attendance": "5",
        "with_whom": ["person"],
        "indicators": [{"code": "sleep", "level": 1}],
        "decision": "no_step_up",
        "identity_confirmed": True,
    }


def say(*words: str) -> None:
    print(*words, flush=True)


async def main(folder: Path, seed: int, *enrolment: str) -> None:
    installation = Installation(folder, RealClock(), profile=WEAK)
    if enrolment:
        device = await installation.enrol(*enrolment, PASSPHRASE)
    else:
        [profile] = await installation.profiles()
        device = await installation.device(profile.id)
        await device.unlock(PASSPHRASE)
    await Worker(device, random.Random(seed)).work()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
