"""A rescue file from a tablet that is never unlocked again: handed in at base, as if the tablet had sent it."""

import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from central import rescue
from central.cabinet import open_sealed
from central.errors import CommandRefused
from central.store.tables import quarantine
from models.errors import NewerFormat, RescueUnreadable
from sync.device import Device
from sync.views import Draft
from tests.sync.put_back import copy, put_back
from tests.sync.stage import Stage, no_line, staged, worrying
from vault.copied import from_folder
from vault.rescue import HEAD, Bundle


async def stranded(stage: Stage) -> tuple[Device, str]:
    """A tablet with two records and a draft that the centre never heard of; whom they are about."""
    played = stage.played
    worker, scope = played.staff("Wren Worker", "worker"), played.person("Pat Example")
    played.assign(scope, worker)
    device = await stage.device(worker)
    await device.record("contact.recorded", scope, worrying(device.now()))
    await device.sync()
    stage.play(no_line)
    for _ in range(2):
        stage.clock.passes(hours=1)
        await device.record("contact.recorded", scope, worrying(device.now()))
    await device.save_draft(Draft("d" * 32, "contact.recorded", scope, {"words": "half a sentence"}))
    await device.lock()
    return device, scope


def hand_in(stage: Stage, bundle: Bundle, by: str = "") -> rescue.HandedIn:
    return rescue.hand_in(stage.played.centre, bundle, by or stage.played.founded.administrator)


def quarantined(stage: Stage) -> list[tuple[str, str, bytes]]:
    centre = stage.played.centre
    with centre.database.read() as connection:
        rows = connection.execute(select(quarantine)).all()
    return [
        (row.what, row.reason, open_sealed(centre.keys.wrap, row.sealed, "quarantine", row.org_id, row.id))
        for row in rows
    ]


def held_contacts(stage: Stage, scope: str) -> int:
    centre = stage.played.centre
    with centre.database.read() as connection:
        found = centre.records.of_scope(stage.played.org, scope, connection)
    return sum(each.entry.kind == "contact.recorded" for each in found)


def test_handed_in_it_is_as_if_the_tablet_had_sent_it(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await stranded(stage)
        bundle = Bundle.read(await device.rescue())
        assert [piece.what for piece in bundle.pieces] == ["row", "row", "draft"]
        done = hand_in(stage, bundle)
        assert (done.accepted, done.not_accepted, done.rows_kept, done.drafts_kept) == (2, 0, 0, 1)
        assert held_contacts(stage, scope) == 3
        [(what, reason, content)] = quarantined(stage)
        assert (what, reason) == ("draft", "rescued")
        assert b"half a sentence" in content

    staged(tmp_path, act)


def test_twice_and_then_from_the_tablet_itself_changes_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await stranded(stage)
        bundle = Bundle.read(await device.rescue())
        assert hand_in(stage, bundle) == hand_in(stage, bundle)
        stage.play(None)
        report = await device.sync()
        assert (report.sent, report.not_accepted, report.refused) == (2, 0, 0)
        assert (await device.unsent()).count == 0
        assert held_contacts(stage, scope) == 3
        assert len(quarantined(stage)) == 1
        assert Bundle.read(await device.rescue()).pieces[0].what == "draft"  # what has a receipt is in none

    staged(tmp_path, act)


def test_it_holds_nothing_that_anybody_could_read(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await stranded(stage)
        content = await device.rescue()
        for words in ("Wren", "Pat", "half a sentence", "Three changes", scope.removeprefix("person:")):
            assert words.encode() not in content

    staged(tmp_path, act)


def test_a_damaged_row_goes_along_and_is_kept_for_a_person(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await stranded(stage)
        await stage.installations[0].close()
        folder = tmp_path / "A" / "profiles" / device.id
        with sqlite3.connect(folder / "vault.db") as db:
            db.execute("UPDATE entries SET sealed = zeroblob(90) WHERE n = (SELECT max(n) FROM entries)")
        db.close()
        done = hand_in(stage, from_folder(folder, 1)[0])
        assert (done.accepted, done.rows_kept, done.drafts_kept) == (1, 1, 1)
        assert ("row", "unopened", bytes(90)) in quarantined(stage)
        assert held_contacts(stage, scope) == 2

    staged(tmp_path, act)


def test_a_folder_copied_off_the_tablet_serves_as_well_and_is_not_changed(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await stranded(stage)
        copy = tmp_path / "stick"
        shutil.copytree(
            tmp_path / "A", copy
        )  # as it runs: what was saved last is in the log beside the database
        before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
        made = Bundle.read(await device.rescue())
        [found] = from_folder(copy, made.made_ms)
        assert found == made
        assert from_folder(copy / "profiles" / device.id, made.made_ms) == [made]
        assert {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()} == before

    staged(tmp_path, act)


def test_of_another_organisation_or_an_unknown_tablet_or_by_somebody_who_may_not(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await stranded(stage)
        bundle = Bundle.read(await device.rescue())
        others = {
            "another organisation": Bundle("0" * 32, bundle.device, 1, bundle.pieces),
            "does not know the tablet": Bundle(bundle.org, "0" * 32, 1, bundle.pieces),
        }
        for words, other in others.items():
            with pytest.raises(CommandRefused, match=words):
                hand_in(stage, other)
        with pytest.raises(CommandRefused, match="handed in by"):
            hand_in(stage, bundle, device.staff)
        stage.played.staff("Win Worker", "worker")
        win = await stage.device(stage.played.staff("Wyn Worker", "worker"), "B", line=stage.line())
        forged = hand_in(stage, Bundle(bundle.org, win.id, 1, bundle.pieces))
        assert (forged.accepted, forged.rows_kept) == (0, 2)

    staged(tmp_path, act)


def test_a_tablet_that_an_earlier_copy_does_not_know_comes_back_by_its_ticket(tmp_path: Path):
    async def act(stage: Stage) -> None:
        copied = copy(stage)
        device, scope = await stranded(stage)
        bundle = Bundle.read(await device.rescue())
        put_back(stage, copied)
        with pytest.raises(CommandRefused, match="does not know the tablet"):
            hand_in(stage, replace(bundle, ticket=b""))
        with pytest.raises(CommandRefused, match="handed in by"):
            hand_in(stage, bundle, device.staff)
        done = hand_in(stage, bundle)
        assert done.accepted + done.not_accepted == 2
        assert (done.rows_kept, done.drafts_kept) == (0, 1)
        assert held_contacts(stage, scope) == 2

    staged(tmp_path, act)


def test_what_a_mended_vault_keeps_of_the_damaged_one_is_no_second_profile(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await stranded(stage)
        await stage.installations[0].close()
        folder = tmp_path / "A" / "profiles" / device.id
        (folder / "damaged-2026-11-20").mkdir()
        shutil.copy(folder / "vault.db", folder / "damaged-2026-11-20")
        assert len(from_folder(tmp_path / "A", 1)) == 1

    staged(tmp_path, act)


def test_a_tablet_out_of_use_is_rescued_too_and_its_rows_wait_for_a_manager(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await stranded(stage)
        stage.played.say("device.revoked", "org", {"reason": "lost"}, device.id)
        done = hand_in(stage, Bundle.read(await device.rescue()))
        assert (done.accepted, done.not_accepted, done.drafts_kept) == (0, 2, 1)

    staged(tmp_path, act)


def some_bundle() -> bytes:
    from vault.rescue import Piece

    pieces = (Piece("row", os.urandom(16), 5, b"sealed" * 20), Piece("draft", os.urandom(16), 6, b"draft"))
    return Bundle("a" * 32, "b" * 32, 7, pieces, b"ticket", 2).pack()


def test_cut_anywhere_or_altered_anywhere_it_is_refused_whole():
    content = some_bundle()
    read = Bundle.read(content)
    assert read.pack() == content
    assert (read.ticket, read.not_read, len(read.pieces)) == (b"ticket", 2, 2)
    for at in range(len(content)):
        with pytest.raises((RescueUnreadable, NewerFormat)):
            Bundle.read(content[:at])
        with pytest.raises((RescueUnreadable, NewerFormat)):
            Bundle.read(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    with pytest.raises(RescueUnreadable):
        Bundle.read(content + b"more")


def test_a_length_that_claims_gigabytes_is_refused_before_anything_is_made():
    import hashlib

    head = HEAD.pack(b"HRF1", bytes(16), bytes(16), 1, 0, 0)
    whole = head + b"\x01" + bytes(16) + bytes(8) + b"\xff\xff\xff\xff" + b"\0"
    with pytest.raises(RescueUnreadable):
        Bundle.read(whole + hashlib.sha256(whole).digest())
