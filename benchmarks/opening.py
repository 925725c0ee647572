"""Opening: from the passphrase to a caseload on screen, one person's latest, fold and rules, and what it all takes on the disk."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.centre import Base
from benchmarks.measure import Contender, Figure, Target, Watch, in_turns
from benchmarks.records import Writer
from benchmarks.stores import SqlCipher, size_on_disk
from benchmarks.tablet import PASSPHRASE, Tablet
from models.directory import Directory
from models.entry import decode
from models.fold import fold
from models.rules import evaluate
from sync.clock import RealClock
from vault.profiles import Profiles
from vault.store import DATABASE, Authored

WHAT = {
    "open.kdf": "the KDF: from passphrase to keys",
    "open.caseload": "from keys to a usable caseload",
    "open.sqlcipher": "SQLCipher: open with its KDF, read every summary",
    "latest.vault": "a person's latest 50 from the vault, decoded",
    "latest.sqlcipher": "a person's latest 50 from SQLCipher, decoded",
    "fold.person": "fold a person of 300 entries, evaluate every rule",
    "fold.json": "decode the same 300 entries as JSON",
    "disk.vault": "the vault's file",
    "disk.sqlcipher": "SQLCipher's file",
}
TARGETS = (
    Target("open.caseload", most=20),
    Target("latest.vault", most=2, against="latest.sqlcipher"),
    Target("fold.person", most=6, against="fold.json"),
    Target("disk.vault", most=0.6, against="disk.sqlcipher"),
)
LATEST = 50
FOLDED = 300


async def measure(folder: Path, base: Base, *, rounds: int, entries: int) -> list[Figure]:
    """Over `entries` entries about all of the base's people."""
    tablet = await Tablet.enrolled(folder / "tablet", base, base.codes[1])
    writer = Writer(12, RealClock().now() - timedelta(days=365), timedelta(days=360) / entries)
    authored = writer.entries(entries, base.people, tablet.hand)
    await tablet.receive(authored)
    async with tablet.device() as device:
        await device.people()
        directory = await device.directory()
    cipher = await _filled_cipher(folder / "cipher.db", tablet, authored)
    weekly = Writer(13, RealClock().now() - timedelta(weeks=FOLDED), timedelta(weeks=1) - timedelta(hours=1))
    person = [each.content for each in weekly.entries(FOLDED, base.people[:1], tablet.hand)]
    openers = Openers(tablet, cipher, base.people, person, directory)
    found = await in_turns(openers.contenders(), rounds)
    figures = [Figure(name, WHAT[name], "ms", values) for name, values in found.items()]
    sizes = {"disk.vault": tablet.root / "profiles" / tablet.profile / DATABASE, "disk.sqlcipher": cipher}
    return figures + [
        Figure(name, WHAT[name], "bytes", (size_on_disk(path),)) for name, path in sizes.items()
    ]


async def _filled_cipher(path: Path, tablet: Tablet, authored: Sequence[Authored]) -> Path:
    """The same entries and the same summaries in SQLCipher."""
    async with tablet.vault() as vault:
        scopes = await vault.scopes(tablet.keys)
    store = SqlCipher(path)
    store.fill(
        [(e.id, e.scope, e.recorded_at.isoformat(), content.decode()) for e, content in authored],
        [(each.scope, each.summary.decode()) for each in scopes if each.summary],
    )
    store.close()
    return path


@dataclass(frozen=True)
class Openers:
    tablet: Tablet
    cipher: Path
    people: Sequence[str]
    person: Sequence[bytes]
    directory: Directory

    def contenders(self) -> dict[str, Contender]:
        return {
            "open.kdf": self.kdf,
            "open.caseload": self.caseload,
            "open.sqlcipher": self.sqlcipher,
            "latest.vault": self.latest_of_vault,
            "latest.sqlcipher": self.latest_of_sqlcipher,
            "fold.person": self.fold,
            "fold.json": self.json,
        }

    async def kdf(self, _: int) -> float:
        files = Profiles(self.tablet.root).get(self.tablet.profile)
        with Watch() as watch:
            await files.unlock(PASSPHRASE)
        return watch.ms

    async def caseload(self, _: int) -> float:
        """Vault opened, keys taken, inbox looked at, organisation folded, everybody listed."""
        async with self.tablet.installation() as installation:
            with Watch() as watch:
                device = await self.tablet.unlocked(installation)
                rows = await device.people()
        assert len(rows) == len(self.people)
        return watch.ms

    async def sqlcipher(self, _: int) -> float:
        with Watch() as watch:
            store = SqlCipher(self.cipher)
            found = store.summaries()
        store.close()
        assert len(found) == len(self.people)
        return watch.ms

    async def latest_of_vault(self, _: int) -> float:
        async with self.tablet.vault() as vault:
            with Watch() as watch:
                for scope in self.people:
                    await vault.entries(self.tablet.keys, scope, LATEST)
        return watch.ms / len(self.people)

    async def latest_of_sqlcipher(self, _: int) -> float:
        store = SqlCipher(self.cipher)
        with Watch() as watch:
            for scope in self.people:
                store.latest(scope, LATEST)
        store.close()
        return watch.ms / len(self.people)

    async def fold(self, _: int) -> float:
        """Of entries whose bodies nobody has read yet."""
        entries = [decode(content) for content in self.person]
        now = RealClock().now()
        with Watch() as watch:
            evaluate(fold(entries, self.directory, self.people[0]), self.directory, now)
        return watch.ms

    async def json(self, _: int) -> float:
        with Watch() as watch:
            for content in self.person:
                json.loads(content)
        return watch.ms
