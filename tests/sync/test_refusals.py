"""What a tablet must refuse, and what is left as it was: nonsense, strangers, damage, a centre that changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from central.centre import open_centre
from models import errors
from sync.device import Device
from sync.frames import Answer, Problem
from tests.central.played import DrivenClock, PlayedCentre
from tests.sync.hostile import HTML
from tests.sync.stage import PASSPHRASE, Stage, contact, no_line, staged

Work = Callable[[bytes], Answer]


async def visited(stage: Stage) -> tuple[Device, str]:
    """A worker's device with one person and one unsent contact."""
    worker_id = stage.played.staff("Wren Worker", "worker")
    scope = stage.played.person("Pat Example")
    stage.played.assign(scope, worker_id)
    device = await stage.device(worker_id, "field")
    stage.clock.passes(hours=1)
    await device.record("contact.recorded", scope, contact(device.now()))
    await device.people()
    return device, scope


async def run_sql(device: Device, *statements: str) -> list[tuple[object, ...]]:
    """Straight into the vault's database, which nobody else can open meanwhile."""

    def work(db: Database) -> list[tuple[object, ...]]:
        return [row for statement in statements for row in db.execute(statement).fetchall()]

    return await device._vault._write(work)  # pyright: ignore[reportPrivateUsage]


async def kept(device: Device) -> list[tuple[object, ...]]:
    """Everything a sync may change."""
    tables = ("SELECT id, seq, refused, sealed FROM entries", "SELECT * FROM inbox", "SELECT * FROM state")
    return await run_sql(device, *(f"{table} ORDER BY 1" for table in tables))


def nonsense(stage: Stage) -> list[tuple[Answer, type[errors.SyncError]]]:
    ours, other = stage.port.fingerprint, bytes(8)
    return [
        (Answer(200, HTML), errors.NotUnderstood),
        (Answer(200, b""), errors.NotUnderstood),
        (Answer(204, b""), errors.NotUnderstood),
        (Answer(301, HTML), errors.NotUnderstood),
        (Answer(403, HTML), errors.NotUnderstood),
        (Answer(500, HTML), errors.CentreFailed),
        (Answer(503, b""), errors.CentreFailed),
        (Problem("busy", ours).answer(), errors.CentreFailed),
        (Problem("unknown", ours).answer(), errors.CentreFailed),
        (Problem("unknown", other).answer(), errors.DifferentCentre),
        (Problem("version", ours).answer(), errors.VersionApart),
        (Problem("unopened", ours).answer(), errors.NotUnderstood),
        (Answer(200, b"HRS1" + bytes(500)), errors.NotUnderstood),
    ]


def test_nonsense_changes_nothing_and_says_so(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await visited(stage)
        before = await kept(device)
        for answer, error in nonsense(stage):

            async def hand(url: str, body: bytes, work: Work, answer: Answer = answer) -> Answer:
                return answer

            stage.play(hand)
            with pytest.raises(error) as raised:
                await device.sync()
            assert raised.value.safe
            assert await kept(device) == before
        stage.play(no_line)
        with pytest.raises(errors.CentreUnreachable):
            await device.sync()
        assert await kept(device) == before
        stage.play(None)
        assert (await device.sync()).sent == 1

    staged(tmp_path, act)


def test_another_centre_at_the_same_address(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await visited(stage)
        other = PlayedCentre.begun(tmp_path / "other", DrivenClock())
        stage.lines[0].port = other.port
        before = await kept(device)
        with pytest.raises(errors.DifferentCentre):
            await device.sync()
        assert await kept(device) == before
        other.centre.close()

    staged(tmp_path, act)


def test_a_stranger_who_reads_everything_learns_only_ids_sizes_and_times(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await visited(stage)
        await device.record(
            "contact.recorded",
            scope,
            contact(device.now(), what_changed="Sleeps in the kitchen since Sunday"),
        )
        await device.sync()
        stage.played.person("Sam Sample")
        await device.sync()
        line = b"\n".join(stage.lines[0].up + stage.lines[0].down)
        for word in (
            "Pat Example",
            "Wren Worker",
            "kitchen",
            "Sunday",
            "Example Care",
            "Harbour",
            "Tablet A",
        ):
            assert word.encode() not in line
        for word in ("01632", "contact.recorded", "person:", PASSPHRASE, scope[7:]):
            assert word.encode() not in line
        assert bytes.fromhex(device.id) in line

    staged(tmp_path, act)


def test_after_a_used_day_the_folder_holds_no_word_that_was_typed(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await visited(stage)
        words = "Sleeps in the kitchen since Sunday"
        await device.record("contact.recorded", scope, contact(device.now(), what_changed=words))
        await device.people()
        await device.sync()
        folder = stage.folder / "field"
        found = b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
        for word in (
            "Pat Example",
            "Pat",
            "Wren",
            "kitchen",
            "Sunday",
            "Example Care",
            PASSPHRASE,
            scope[7:],
        ):
            assert word.encode() not in found

    staged(tmp_path, act)


def test_a_page_that_does_not_open_is_asked_for_again(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await visited(stage)
        await device.lock()
        manager = await stage.device(stage.played.staff("Mo Manager", "manager"), "base")
        for _ in range(3):
            stage.clock.passes(hours=1)
            await manager.record("contact.recorded", scope, contact(manager.now()))
            await manager.sync()
            await device.sync()
        assert await run_sql(device, "SELECT count(*) FROM inbox") == [(3,)]
        await run_sql(
            device, "UPDATE inbox SET sealed = zeroblob(60) WHERE n = (SELECT min(n) + 1 FROM inbox)"
        )
        await device.unlock(PASSPHRASE)
        assert len((await device.person(scope)).held) == 4
        report = await device.sync()
        assert report.received == 2
        view = await device.person(scope)
        assert len(view.held) == 6
        assert len({each.entry.id for each in view.held}) == 6

    staged(tmp_path, act)


def test_a_row_the_centre_cannot_open_blocks_no_other(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await visited(stage)
        await run_sql(device, "UPDATE entries SET sealed = zeroblob(200) WHERE own = 1 AND seq IS NULL")
        for _ in range(3):
            stage.clock.passes(hours=1)
            await device.record("contact.recorded", scope, contact(device.now()))
        report = await device.sync()
        assert (report.sent, report.refused) == (3, 1)
        unsent = await device.unsent()
        assert (unsent.count, [code for _, code in unsent.refused]) == (1, ["unopened"])
        report = await device.sync()
        assert (report.sent, report.refused, report.requests) == (0, 1, 1)

    staged(tmp_path, act)


def test_a_centre_put_back_to_an_earlier_copy_is_noticed(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await visited(stage)
        data = stage.played.folder / "data"
        shutil.copytree(data, tmp_path / "backup")
        await device.sync()
        stage.played.centre.close()
        shutil.rmtree(data)
        shutil.copytree(tmp_path / "backup", data)
        stage.played.centre = open_centre(
            data, stage.played.folder / "keys" / "centre.keys", stage.clock
        ).centre
        stage.lines[0].port = stage.port
        stage.clock.passes(hours=1)
        await device.record("contact.recorded", scope, contact(device.now()))
        cursor = await run_sql(device, "SELECT value FROM state WHERE name = 'cursor'")
        report = await device.sync()
        assert (report.problem, report.sent) == ("restored", 1)
        assert await run_sql(device, "SELECT value FROM state WHERE name = 'cursor'") == cursor

    staged(tmp_path, act)


def test_a_cursor_that_was_damaged_is_forgotten_and_nothing_comes_twice(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await visited(stage)
        await device.sync()
        before = await device.person(scope)
        await run_sql(device, "UPDATE state SET value = zeroblob(60) WHERE name = 'cursor'")
        await device.sync()
        after = await device.person(scope)
        assert {each.entry.id for each in after.held} == {each.entry.id for each in before.held}
        assert (await device.sync()).problem is None

    staged(tmp_path, act)
