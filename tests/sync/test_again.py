"""Rows that no longer open: set aside, asked for again by the next sync, and mended by what the centre gives."""

import sqlite3
from pathlib import Path

import pytest

from sync.device import Device
from tests.sync.stage import PASSPHRASE, Stage, contact, staged

UNREADABLE = "sealed = zeroblob(length(sealed))"


async def with_records(stage: Stage) -> tuple[Device, Device, str, dict[str, str]]:
    """A worker's and a manager's device; the person; the worker's own and the manager's entry, both held and here."""
    worker_id = stage.played.staff("Wren Worker", "worker")
    scope = stage.played.person("Pat Example")
    stage.played.assign(scope, worker_id)
    worker = await stage.device(worker_id, "field")
    manager = await stage.device(stage.played.staff("Mo Manager", "manager"), "base")
    stage.clock.passes(hours=1)
    ids = {}
    for name, device in (("own", worker), ("other", manager)):
        ids[name] = (await device.record("contact.recorded", scope, contact(device.now()))).id
        await device.sync()
    await worker.sync()
    return worker, manager, scope, ids


async def damaged(stage: Stage, device: Device, statement: str, *values: object) -> Device:
    """The same profile after something happened to its file while the app was not running; locked."""
    for each in stage.installations:
        await each.close()
    db = sqlite3.connect(stage.folder / "field" / "profiles" / device.id / "vault.db")
    with db:
        assert db.execute(statement, values).rowcount > 0
    db.close()
    return await stage.installation("field").device(device.id)


async def held(device: Device, scope: str) -> dict[str, bool | None]:
    return {each.entry.id: each.accepted for each in (await device.person(scope)).held}


@pytest.mark.parametrize("which", ["own", "other"])
@pytest.mark.parametrize("damage", [UNREADABLE, "digest = zeroblob(32), sealed = substr(sealed, 2)"])
def test_found_while_reading_it_comes_back_with_the_next_sync(tmp_path: Path, which: str, damage: str):
    async def act(stage: Stage) -> None:
        device, _, scope, ids = await with_records(stage)
        device = await damaged(
            stage, device, f"UPDATE entries SET {damage} WHERE id = ?", bytes.fromhex(ids[which])
        )
        await device.unlock(PASSPHRASE)
        assert ids[which] not in await held(device, scope)
        assert [(each.id, each.held) for each in await device.set_aside()] == [(ids[which], True)]
        report = await device.sync()
        assert report.pages == 1, "asked for, whatever the cursor, though nothing is new"
        assert await device.set_aside() == ()
        assert (await held(device, scope))[ids[which]] is True
        assert (await device.sync()).requests == 1

    staged(tmp_path, act)


def test_asked_for_while_locked_it_is_there_at_unlock(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, manager, scope, ids = await with_records(stage)
        device = await damaged(stage, device, f"UPDATE entries SET {UNREADABLE}, set_aside = 'aead'")
        count = len(await device.set_aside())
        assert count > 5
        assert (await device.sync()).pages >= 1
        assert (await device.sync()).pages == 0, (
            "once is enough, however often it syncs before somebody unlocks"
        )
        await device.unlock(PASSPHRASE)
        assert await device.set_aside() == ()
        assert set(ids.values()) <= set(await held(device, scope))
        assert manager.id != device.id

    staged(tmp_path, act)


def test_nothing_new_is_skipped_when_rows_come_again_in_small_pages(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _, scope, ids = await with_records(stage)
        other = await stage.device(stage.played.staff("Mia Manager", "manager"), "office")
        new = [(await other.record("contact.recorded", scope, contact(other.now()))).id for _ in range(12)]
        await other.sync()
        device = await damaged(stage, device, f"UPDATE entries SET {UNREADABLE}, set_aside = 'aead'")
        device._shared.line.bytes_at_once = 1_000
        await device.sync()
        await device.unlock(PASSPHRASE)
        await device.sync()
        assert await device.set_aside() == ()
        assert {*new, *ids.values()} <= set(await held(device, scope))

    staged(tmp_path, act)


def test_what_the_centre_does_not_hold_is_asked_for_once_until_the_next_unlock(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _, scope, ids = await with_records(stage)
        device = await damaged(
            stage,
            device,
            f"UPDATE entries SET id = randomblob(16), {UNREADABLE} WHERE id = ?",
            bytes.fromhex(ids["own"]),
        )
        await device.unlock(PASSPHRASE)
        await held(device, scope)
        await device.sync()
        [kept] = await device.set_aside()
        assert (kept.held, kept.comes_back) == (True, False)
        assert (await device.sync()).requests == 1
        await device.lock()
        await device.unlock(PASSPHRASE)
        assert (await device.sync()).requests == 2

    staged(tmp_path, act)


def test_a_row_whose_columns_alone_are_damaged_is_put_right_from_its_sealed_bytes(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _, scope, ids = await with_records(stage)
        stage.clock.passes(hours=1)
        unsent = (await device.record("contact.recorded", scope, contact(device.now()))).id
        columns = "digest = zeroblob(32), mark = 0, record_ix = zeroblob(16), recorded_ms = 7"
        device = await damaged(
            stage, device, f"UPDATE entries SET {columns} WHERE id = ?", bytes.fromhex(unsent)
        )
        await device.unlock(PASSPHRASE)
        assert unsent not in await held(device, scope)
        assert [(each.id, each.held) for each in await device.set_aside()] == [(unsent, False)]
        await device.lock()
        await device.unlock(PASSPHRASE)
        assert (await held(device, scope))[unsent] is None
        await device.sync()
        assert (await held(device, scope))[unsent] is True
        assert ids["own"] in await held(device, scope)

    staged(tmp_path, act)


@pytest.mark.parametrize("kinds", [{13}, {2, 5, 10, 13}], ids=["rows", "rows and indexes"])
def test_a_vault_that_lost_nearly_all_gets_back_what_is_held_centrally_its_own_too(
    tmp_path: Path, kinds: set[int]
):
    async def act(stage: Stage) -> None:
        device, _, scope, ids = await with_records(stage)
        before = await held(device, scope)
        for each in stage.installations:
            await each.close()
        file = stage.folder / "field" / "profiles" / device.id / "vault.db"
        pages = file.read_bytes()
        ruined = [
            page if number == 0 or page[0] not in kinds or b"witness" in page else b"\xff" * 4096
            for number, page in enumerate(pages[at : at + 4096] for at in range(0, len(pages), 4096))
        ]
        file.write_bytes(b"".join(ruined))
        device = await stage.installation("field").device(device.id)
        await device.unlock(PASSPHRASE)
        salvaged = await device.salvaged()
        assert salvaged is not None
        assert (salvaged.missing > 5) == (kinds == {13})
        await device.sync()
        assert await held(device, scope) == before
        assert set(ids.values()) <= before.keys()
        assert await device.set_aside() == ()
        assert (file.parent / salvaged.folder / "vault.db").read_bytes() == b"".join(ruined)

    staged(tmp_path, act)
