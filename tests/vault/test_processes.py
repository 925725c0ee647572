"""Real processes and real files: killed at any moment, two at once, no room left, a disk that cannot be written."""

import random
import resource
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.errors import StorageFailed, VaultBusy
from tests.support.disks import fill, make_read_only, mounted
from tests.vault.builders import make_entry, new_id, opened
from vault.keys import Keys, new_key
from vault.store import Vault

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).resolve().parents[2]
PERSON = "person:" + "5a" * 16


class Owner:
    """One device's keys, known to this process and to those it starts."""

    def __init__(self) -> None:
        self.device_key, self.org, self.device = new_key(), new_id(), new_id()
        self.keys = Keys.from_device_key(self.device_key, self.org, self.device)

    @contextmanager
    def saver(
        self, folder: Path, before: Callable[[], None] | None = None
    ) -> Generator["subprocess.Popen[str]"]:
        words = [str(folder), self.device_key.hex(), self.org, self.device, PERSON]
        command = [sys.executable, "-m", "tests.vault.saver", *words]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=before)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def lines(process: "subprocess.Popen[str]", count: int) -> list[str]:
    assert process.stdout
    return [line.strip() for line in (process.stdout.readline() for _ in range(count)) if line]


def rest(process: "subprocess.Popen[str]") -> list[str]:
    assert process.stdout
    return process.stdout.read().split("\n")


def ids_said(said: list[str], word: str) -> set[str]:
    return {line.split()[1] for line in said if line.startswith(word + " ") and len(line.split()[1]) == 32}


async def test_killed_at_any_moment_everything_saved_is_there(tmp_path: Path):
    owner, chance = Owner(), random.Random(7)
    saved: set[str] = set()
    drafted: set[str] = set()
    for _ in range(4):
        with owner.saver(tmp_path) as process:
            said = lines(process, chance.randint(2, 60))
            process.kill()
            said += rest(process)
        saved |= ids_said(said, "saved")
        drafted |= ids_said(said, "draft")
        async with opened(tmp_path) as vault:
            there = {held.entry.id for held in await vault.entries(owner.keys, PERSON)}
            drafts = {draft.id for draft in await vault.drafts(owner.keys)}
        assert saved <= there
        assert drafted <= there | drafts, "what is not an entry yet is still a draft"
        assert not there & drafts, "an entry and its draft go in one transaction"
    assert len(saved) > 10


async def test_two_processes_cannot_have_one_vault(tmp_path: Path):
    owner = Owner()
    with owner.saver(tmp_path) as process:
        assert lines(process, 1) == ["ready"]
        with pytest.raises(VaultBusy):
            await Vault.open(tmp_path)
    async with opened(tmp_path) as vault:
        assert (await vault.unsent()).refused == ()
        with owner.saver(tmp_path) as second:
            assert lines(second, 1) == ["failed VaultBusy"]


async def test_no_room_left_is_said_and_what_was_saved_stays(tmp_path: Path):
    owner = Owner()

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    with owner.saver(tmp_path, little_room) as process:
        said = rest(process)
    assert next(line for line in said if line.startswith("failed")).split()[1] == "StorageFailed"
    async with opened(tmp_path) as vault:
        there = {held.entry.id for held in await vault.entries(owner.keys, PERSON)}
        assert there == ids_said(said, "saved")
        await vault.save(owner.keys, [make_entry(owner.keys, PERSON)])


async def test_a_full_disk_is_called_full(tmp_path: Path):
    owner = Owner()
    with mounted(tmp_path, "size=600k"):
        async with opened(tmp_path) as vault:
            await vault.save(owner.keys, [make_entry(owner.keys, PERSON)])
            photos = fill(tmp_path)
            with pytest.raises(StorageFailed) as caught:
                await vault.save(owner.keys, [make_entry(owner.keys, PERSON, new_id() * 900)])
            assert caught.value.fields == ("full",)
            assert len(await vault.entries(owner.keys, PERSON)) == 1
            photos.unlink()
            await vault.save(owner.keys, [make_entry(owner.keys, PERSON, new_id() * 900)])
            assert len(await vault.entries(owner.keys, PERSON)) == 2


async def test_a_disk_that_turned_read_only_is_called_so(tmp_path: Path):
    owner = Owner()
    with mounted(tmp_path):
        async with opened(tmp_path) as vault:
            await vault.save(owner.keys, [make_entry(owner.keys, PERSON)])
        make_read_only(tmp_path)
        with pytest.raises(StorageFailed) as caught:
            await Vault.open(tmp_path)
        assert caught.value.fields == ("read_only",)
