"""A centre and two tablets as processes of their own, to be killed; and what must hold of their files after each kill."""

import asyncio
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Self

from central import enrol
from central.store.database import FILE_NAME
from models.entry import Held
from sync.attest import Attested, attest, chain_next, chain_start
from sync.clock import RealClock
from sync.device import Device
from sync.installation import Installation
from tests.central.played import DrivenClock, PlayedCentre
from tests.crash.driver import PASSPHRASE
from tests.support.app_process import ROOT, AppProcess, free_port
from tests.vault.builders import WEAK

_ONE_AT_A_TIME = Lock()  # Alembic keeps what it migrates in a global
PATIENCE = 90.0  # seconds for a process to come up on a busy machine


class Tablet:
    """One installation and the process that works on it. `said` is all it ever said, over every start."""

    def __init__(self, folder: Path, enrolment: tuple[str, str]) -> None:
        self.folder = folder
        self._enrolment: tuple[str, ...] = enrolment
        self._log = folder.with_suffix(".log")
        self._trouble = folder.with_suffix(".err")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, seed: int) -> None:
        before = self._log.stat().st_size if self._log.exists() else 0
        command = [sys.executable, "-m", "tests.crash.driver", str(self.folder), str(seed), *self._enrolment]
        with self._log.open("ab") as said, self._trouble.open("wb") as trouble:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=trouble)
        deadline = time.monotonic() + PATIENCE
        while b"ready\n" not in self._log.read_bytes()[before:]:
            assert self._process.poll() is None, self._trouble.read_text()
            assert time.monotonic() < deadline, "it does not come up"
            time.sleep(0.02)
        self._enrolment = ()

    def kill(self) -> None:
        if self._process:
            assert self._process.poll() is None, self._trouble.read_text()
            self._process.kill()
            self._process.wait()
            self._process = None

    def said(self, word: str) -> set[str]:
        """The ids said with that word; a line cut by the kill was not shown to anybody."""
        lines = self._log.read_bytes().split(b"\n")[:-1]
        return {line.split()[1].decode() for line in lines if line.startswith(word.encode() + b" ")}


@dataclass
class Tally:
    kills: Counter[str] = field(default_factory=Counter[str])
    saved: int = 0
    held: int = 0
    drafts: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.kills + other.kills,
            self.saved + other.saved,
            self.held + other.held,
            self.drafts + other.drafts,
        )


class Place:
    """One centre, two tablets of two managers, some people. A context manager: everything is running inside."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._chance = random.Random(seed)
        with _ONE_AT_A_TIME:
            played = PlayedCentre.begun(folder, DrivenClock(datetime.now(UTC)))
        for number in range(4):
            played.person(f"Person {number}")
        self._database = folder / "data" / FILE_NAME
        port = free_port()
        places = ["--data", folder / "data", "--keys", folder / "keys" / "centre.keys"]
        self._serving = AppProcess(["main.py", "central", "serve", "--port", str(port), *places], port=port)
        self.tablets = [
            Tablet(folder / name, (f"http://127.0.0.1:{port}", self._code(played, name)))
            for name in ("one", "two")
        ]
        self._org, self._attest_key = bytes.fromhex(played.org), played.centre.keys.attest
        played.centre.close()
        self.tally = Tally()

    def _code(self, played: PlayedCentre, name: str) -> str:
        staff = played.staff(f"Manager {name}", "manager")
        return enrol.make_invitation(played.centre, staff, played.founded.administrator).code

    def __enter__(self) -> Self:
        self._serving.start()
        for tablet in self.tablets:
            tablet.start(self._chance.getrandbits(32))
        return self

    def __exit__(self, *_: object) -> None:
        for tablet in self.tablets:
            tablet.kill()
        self._serving.__exit__()

    def kill_one(self) -> None:
        """Kill one of the three at a random moment, see that its files hold all they must, and start it again on them."""
        time.sleep(self._chance.uniform(0.05, 0.9))
        victim = self._chance.choice([None, *self.tablets])
        if victim is None:
            self._serving.kill()
            self.tally.kills["centre"] += 1
            self._check_centre()
            self._serving.start()
        else:
            victim.kill()
            self.tally.kills["app"] += 1
            self._check_tablet(victim)
            victim.start(self._chance.getrandbits(32))

    def settle(self) -> None:
        """Let both tablets sync to the end: then everything saved is held, and both hold the same."""
        for tablet in self.tablets:
            tablet.kill()
        held = [asyncio.run(self._settled(tablet)) for tablet in [*self.tablets, *self.tablets]][2:]
        assert held[0] == held[1], "both hold the same"
        at_centre = self._check_centre()
        for tablet in self.tablets:
            self._check_tablet(tablet)
            assert tablet.said("saved") <= at_centre.keys()
            self.tally.saved += len(tablet.said("saved"))
            self.tally.held += len(tablet.said("held"))
            self.tally.drafts += len(tablet.said("draft"))

    async def _settled(self, tablet: Tablet) -> set[str]:
        async with Opened(tablet.folder) as device:
            await device.sync()
            assert (await device.unsent()).count == 0
            return {each.entry.id for each in await everything(device)}

    def _check_tablet(self, tablet: Tablet) -> None:
        """All it had shown as saved is there, once; a draft is there or has become its entry; receipts are the centre's own."""
        held, drafts = asyncio.run(opened_by_hand(tablet.folder))
        ids = [each.entry.id for each in held]
        assert len(ids) == len(set(ids)), "twice"
        assert tablet.said("saved") <= set(ids), "saved and not there"
        assert tablet.said("draft") <= set(ids) | drafts, "neither a draft nor an entry"
        assert not set(ids) & drafts, "an entry and still a draft"
        receipted = {each.entry.id: each for each in held if each.received_at is not None}
        assert tablet.said("held") <= receipted.keys(), "shown as held, and its receipt is gone"
        at_centre = self._check_centre()
        for id, each in receipted.items():
            assert at_centre.get(id) == (each.digest, each.seq), "a receipt for what the centre does not hold"

    def _check_centre(self) -> dict[str, tuple[bytes, int]]:
        """What the centre holds, id → digest and number: numbered without a gap, chained, each line attested; all said to be held."""
        held = [tablet.said("held") for tablet in self.tablets]  # first: they go on while the file is read
        found = _proved(self._database, self._org, self._attest_key)
        assert set().union(*held) <= found.keys(), "shown as held, and the centre does not hold it"
        return found


class Opened:
    """A tablet's device, unlocked in this process while its own is not running."""

    def __init__(self, folder: Path) -> None:
        self._installation = Installation(folder, RealClock(), profile=WEAK)

    async def __aenter__(self) -> Device:
        [profile] = await self._installation.profiles()
        device = await self._installation.device(profile.id)
        await device.unlock(PASSPHRASE)
        return device

    async def __aexit__(self, *_: object) -> None:
        await self._installation.close()


async def opened_by_hand(folder: Path) -> tuple[list[Held], set[str]]:
    async with Opened(folder) as device:
        assert await device.set_aside() == ()
        return await everything(device), {draft.id for draft in await device.drafts()}


async def everything(device: Device) -> list[Held]:
    views = [await device.person(row.scope) for row in await device.people()]
    return [held for view in views for held in view.held]


def _proved(database: Path, org: bytes, attest_key: bytes) -> dict[str, tuple[bytes, int]]:
    columns = "seq, id, digest, device, epoch, received_at, attestation, chain"
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(f"SELECT {columns} FROM entries ORDER BY seq").fetchall()
    chain, found = chain_start(org, rows[0][4]), dict[str, tuple[bytes, int]]()
    for number, (seq, id, digest, device, epoch, received_ms, attestation, linked) in enumerate(rows, 1):
        chain = chain_next(chain, seq, digest)
        line = Attested(org, bytes.fromhex(id), digest, bytes.fromhex(device), epoch, seq, received_ms)
        assert (seq, linked) == (number, chain)
        assert attestation == attest(attest_key, line)
        found[id] = digest, seq
    return found
