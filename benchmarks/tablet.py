"""A tablet for a run: a profile enrolled at the real centre, its vault filled from the side, its `Device` held open."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.centre import Base, hand_of
from benchmarks.records import Hand
from sync.clock import RealClock
from sync.device import Device
from sync.frames import Answer
from sync.http import HttpTransport
from sync.installation import Installation
from vault.keys import Keys
from vault.pages import PulledEntry
from vault.profiles import Profiles
from vault.store import Authored, Vault

PASSPHRASE = "quiet invented morning"


class CountedLine:
    """The real line, counting requests and the bytes of their bodies."""

    def __init__(self) -> None:
        self._line = HttpTransport()
        self.up = self.down = self.requests = 0

    async def post(self, url: str, body: bytes) -> Answer:
        answer = await self._line.post(url, body)
        self.requests += 1
        self.up += len(body)
        self.down += len(answer.body)
        return answer

    def begin(self) -> None:
        self.up = self.down = self.requests = 0

    async def close(self) -> None:
        await self._line.close()


@dataclass(frozen=True)
class Tablet:
    """One enrolled profile in the folder `root`. `hand` is who records on it."""

    root: Path
    profile: str
    keys: Keys
    hand: Hand

    @classmethod
    async def enrolled(cls, root: Path, base: Base, code: str) -> "Tablet":
        installation = Installation(root, RealClock())
        try:
            device = await installation.enrol(base.address, code, PASSPHRASE)
            await device.sync()
            hand, profile = await hand_of(device), device.id
        finally:
            await installation.close()
        return cls(root, profile, await Profiles(root).get(profile).unlock(PASSPHRASE), hand)

    @asynccontextmanager
    async def installation(self, line: CountedLine | None = None) -> AsyncGenerator[Installation]:
        """The app started, nothing opened."""
        installation = Installation(self.root, RealClock(), line)
        try:
            yield installation
        finally:
            await installation.close()

    @asynccontextmanager
    async def device(self, line: CountedLine | None = None) -> AsyncGenerator[Device]:
        """The device, unlocked without the KDF."""
        async with self.installation(line) as installation:
            yield await self.unlocked(installation)

    async def unlocked(self, installation: Installation) -> Device:
        device = await installation.device(self.profile)
        await device.hold(self.keys)
        return device

    @asynccontextmanager
    async def vault(self) -> AsyncGenerator[Vault]:
        """The vault alone, while no device has it."""
        vault = await Profiles(self.root).get(self.profile).vault()
        try:
            yield vault
        finally:
            await vault.close()

    async def receive(self, authored: Sequence[Authored]) -> None:
        """Have these in the vault as if the centre had sent them in a page."""
        pulled: list[PulledEntry] = [
            (seq, 1_750_000_000_000 + seq, bytes(12), bytes(16), None, each.content)
            for seq, each in enumerate(authored, start=1_000_000)
        ]
        async with self.vault() as vault:
            await vault.apply_page(self.keys, 0, pulled, at_ms=0)
