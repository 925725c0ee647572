"""The durable save: one entry, its person's summary and the end of its draft in one transaction, on the disk when it returns."""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.centre import Base
from benchmarks.measure import Contender, Figure, Target, Watch, in_turns
from benchmarks.records import Writer
from benchmarks.stores import Disk, PlainSqlite, SqlCipher
from benchmarks.tablet import Tablet
from sync.clock import RealClock
from sync.device import Device
from sync.views import Draft
from vault.store import Authored, EntrySet, Summary, Vault

WHAT = {
    "save.fsync": "append 4 KiB and fsync",
    "save.sqlite": "plain SQLite: the entry alone",
    "save.sqlcipher": "SQLCipher: entry, summary, draft removal",
    "save.vault": "the vault: entry, summary, draft removal",
    "save.record": "Device.record: checked, authored, folded, judged by the rules, saved",
}
TARGETS = (
    Target("save.vault", least=1.1, against="save.sqlcipher", rate=True),
    Target("save.vault", against="save.sqlite", rate=True),
    Target("save.vault", against="save.fsync", rate=True),
    Target("save.record", against="save.sqlcipher", rate=True),
)
HISTORY = 50  # entries each person has before the whole path is measured: a year of weekly contacts
PEOPLE = 5
WHOLE_PATH = 5  # of so many saves one goes the whole path, so that those people's records do not grow long


async def measure(folder: Path, base: Base, *, rounds: int, saves: int) -> list[Figure]:
    """Milliseconds a save: the mean of each round's saves."""
    tablet = await Tablet.enrolled(folder / "tablet", base, base.codes[0])
    writer = Writer(11, RealClock().now() - timedelta(days=200))
    people = base.people[:PEOPLE]
    await tablet.receive(writer.entries(HISTORY * len(people), people, tablet.hand))
    async with tablet.device() as device:
        await device.people()
    summary = await _a_summary(tablet)
    async with tablet.device() as device, _bare_vault(folder / "bare") as vault:
        savers = Savers(folder, tablet, device, vault, writer, people, summary, saves)
        try:
            found = await in_turns(savers.contenders(), rounds)
        finally:
            savers.close()
    return [Figure(name, WHAT[name], "ms", values) for name, values in found.items()]


async def _a_summary(tablet: Tablet) -> bytes:
    """What the app itself keeps of a person with such a history."""
    async with tablet.vault() as vault:
        held = await vault.scopes(tablet.keys)
    return max((each.summary for each in held if each.summary), key=len)


@asynccontextmanager
async def _bare_vault(folder: Path) -> AsyncGenerator[Vault]:
    folder.mkdir()
    vault = await Vault.create(folder)
    try:
        yield vault
    finally:
        await vault.close()


@dataclass
class Savers:
    """Everyone who saves, each with a store of its own. What is saved is made, and its drafts are there, before the watch runs."""

    folder: Path
    tablet: Tablet
    device: Device
    vault: Vault
    writer: Writer
    people: Sequence[str]
    summary: bytes
    saves: int

    def __post_init__(self) -> None:
        self.disk = Disk(self.folder / "disk")
        self.plain = PlainSqlite(self.folder / "plain.db")
        self.cipher = SqlCipher(self.folder / "cipher.db")

    def contenders(self) -> dict[str, Contender]:
        return {
            "save.fsync": self.by_disk,
            "save.sqlite": self.by_sqlite,
            "save.sqlcipher": self.by_sqlcipher,
            "save.vault": self.by_vault,
            "save.record": self.by_device,
        }

    def close(self) -> None:
        for store in (self.disk, self.plain, self.cipher):
            store.close()

    async def by_disk(self, _: int) -> float:
        with Watch() as watch:
            for _ in range(self.saves):
                self.disk.save()
        return watch.ms / self.saves

    async def by_sqlite(self, _: int) -> float:
        rows = [_row(each) for each in self._batch()]
        with Watch() as watch:
            for row in rows:
                self.plain.save(*row)
        return watch.ms / self.saves

    async def by_sqlcipher(self, _: int) -> float:
        batch, summary = self._batch(), self.summary.decode()
        rows = [_row(each) for each in batch]
        self.cipher.fill([], drafts=[(each.entry.id, _draft(each)) for each in batch])
        with Watch() as watch:
            for row in rows:
                self.cipher.save_whole(*row, summary)
        return watch.ms / self.saves

    async def by_vault(self, _: int) -> float:
        keys, batch = self.tablet.keys, self._batch()
        for each in batch:
            await self.vault.put_draft(keys, each.entry.id, _draft(each).encode(), 0)
        with Watch() as watch:
            for each in batch:
                summary = Summary(each.entry.scope, EntrySet(), self.summary)
                await self.vault.save(keys, [each], [summary], [each.entry.id])
        return watch.ms / self.saves

    async def by_device(self, _: int) -> float:
        """Contacts with people who are open already, as they are when a contact is saved."""
        now, saves = self.device.now(), max(1, self.saves // WHOLE_PATH)
        said = [(self.writer.id(), self.people[n % len(self.people)]) for n in range(saves)]
        bodies = [self.writer.contact(now - timedelta(minutes=5)) for _ in said]
        for (entry_id, scope), body in zip(said, bodies, strict=True):
            await self.device.save_draft(Draft(entry_id, "contact.recorded", scope, body))
        with Watch() as watch:
            for (entry_id, scope), body in zip(said, bodies, strict=True):
                await self.device.record("contact.recorded", scope, body, draft=entry_id)
        return watch.ms / saves

    def _batch(self) -> list[Authored]:
        return self.writer.entries(self.saves, self.people, self.tablet.hand)


def _row(authored: Authored) -> tuple[str, str, str, str]:
    entry, content = authored
    return entry.id, entry.scope, entry.recorded_at.isoformat(), content.decode()


def _draft(authored: Authored) -> str:
    return json.dumps(authored.entry.body)
