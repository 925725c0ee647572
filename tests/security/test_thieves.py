"""What a thief has in hand, tried: the files of a locked tablet, an unlocked screen left alone, a key file, a backup, both."""

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from central.centre import open_centre
from central.errors import DatabaseUnusable, KeyFileMissing
from central.store.tables import entries
from models.errors import DamagedRow, KeyGone, WrongPassphrase
from screens.app_state import IDLE_LIMIT, AppState
from sync.frames import sync_channel
from sync.messages import Row, SyncRequest, SyncResponse
from sync.session import serve
from tests.central.played import DrivenClock, PlayedCentre, contact
from tests.screens.sessions import Team, with_team
from tests.sync.stage import PASSPHRASE, Stage, TabletClock, staged, worrying
from vault.keys import Keys
from vault.profiles import DEVICE_KEY, Profile
from vault.sealing import open_page, seal_entry

ROOT = Path(__file__).resolve().parents[2]
WORDS = ("Pat Example", "Awake all night")


def test_the_files_of_a_locked_tablet_open_no_record_and_take_no_other_tablet_with_them(tmp_path: Path):
    """The link key is in them: a thief can ask as this tablet. Pages stay shut, rows of theirs claim nothing."""

    async def act(stage: Stage) -> None:
        worker = stage.played.staff("Wren Worker", "worker")
        scope = stage.played.person("Pat Example")
        stage.played.assign(scope, worker)
        device = await stage.device(worker, "field")
        await device.record("contact.recorded", scope, worrying(device.now(), what_changed="Awake all night"))
        await device.lock()
        await stage.installations[0].close()
        stolen = Path(shutil.copytree(tmp_path / "field", tmp_path / "stolen"))
        [folder] = (stolen / "profiles").iterdir()
        content = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
        assert [word for word in WORDS if word.encode() in content] == []

        profile = Profile(folder)
        card, link_key = profile.card, profile.link_key()
        channel = sync_channel(bytes.fromhex(card.device), link_key)
        guessed = Keys.from_device_key(link_key, card.org, card.device)
        forged = seal_entry(guessed, "ab" * 16, b"{}")
        request = SyncRequest(rows=(Row(bytes.fromhex("ab" * 16), forged),), page_bytes=60_000)
        frame = channel.seal_request(request.pack(), bytes)
        answer = channel.open_response(serve(stage.port, frame).body, frame)
        response = SyncResponse.read(answer, [row.id for row in request.rows])
        assert response.page
        with pytest.raises(DamagedRow):
            open_page(guessed, b"", response.page)
        assert [refused.code for refused in response.refusals] == ["unopened"]
        assert response.receipts == ()
        with pytest.raises(WrongPassphrase):
            await profile.unlock("a guess of twelve", profile=stage.installations[0]._kdf)
        other = await stage.device(stage.played.staff("Cy Cover", "worker"), "other")
        as_other = sync_channel(bytes.fromhex(other.id), link_key).seal_request(request.pack(), bytes)
        assert serve(stage.port, as_other).status == 401

    staged(tmp_path, act)


def test_a_tablet_taken_out_of_use_opens_for_nobody_who_knows_the_passphrase(tmp_path: Path):
    """From the moment it hears so. A copy of its files made before still opens with the passphrase: that we do not claim."""

    async def act(stage: Stage) -> None:
        worker = stage.played.staff("Wren Worker", "worker")
        device = await stage.device(worker, "field")
        folder = device._shared.files.folder
        before = Path(shutil.copytree(folder, tmp_path / "copied before"))
        stage.played.say("device.revoked", "org", {"reason": "lost"}, device.id)
        stage.clock.passes(minutes=1)
        await device.lock()
        with pytest.raises(Exception, match="out of use"):
            await device.sync()
        assert not (folder / DEVICE_KEY).exists()
        if folder.exists():
            with pytest.raises(KeyGone):
                await Profile(folder).unlock(PASSPHRASE, profile=stage.installations[0]._kdf)
        assert await Profile(before).unlock(PASSPHRASE, profile=stage.installations[0]._kdf)

    staged(tmp_path, act)


@pytest.mark.parametrize("wall", [0, -3600, 100])
def test_a_screen_left_alone_locks_and_keeps_nothing(tmp_path: Path, wall: int):
    """After five minutes of elapsed time, whatever is done to the wall clock."""

    async def act(team: Team) -> None:
        app = await team.worker()
        clock = app._clock
        assert isinstance(clock, TabletClock)
        device, began = app.open_device, clock.elapsed()
        clock.elapsed = lambda: began + IDLE_LIMIT.total_seconds() - 1  # type: ignore[method-assign]
        await app.keep()
        assert app.unlocked
        team.stage.clock.passes(seconds=wall)
        clock.elapsed = lambda: began + IDLE_LIMIT.total_seconds()  # type: ignore[method-assign]
        await app.keep()
        assert not app.unlocked
        assert device.locked
        assert (device._keys, device._memory) == (None, None)
        assert (app.me, app.profile, app._directory, app.asking_me) == (None, None, None, 0)

    with_team(tmp_path, act)


def test_somebody_at_the_screen_keeps_it_open(tmp_path: Path):
    async def act(team: Team) -> None:
        app: AppState = await team.worker()
        for _ in range(4):
            team.stage.clock.passes(seconds=IDLE_LIMIT.total_seconds() - 1)
            app.touch()
            await app.keep()
            assert app.unlocked

    with_team(tmp_path, act)


def a_used_centre(played: PlayedCentre) -> None:
    scope, worker = played.person("Pat Example"), played.staff("Wren Worker", "worker")
    played.assign(scope, worker)
    device = played.device(worker)
    device.push(
        device.row(
            device.entry("contact.recorded", scope, contact(played.clock(), what_changed="Awake all night"))
        )
    )


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """The folder of a used centre's database, copied whole, and its key file."""
    played = PlayedCentre.begun(tmp_path / "centre", DrivenClock())
    a_used_centre(played)
    played.centre.close()
    return tmp_path / "centre" / "data", tmp_path / "centre" / "keys" / "centre.keys"


def test_a_stolen_backup_says_nothing_without_its_key_file(places: tuple[Path, Path], tmp_path: Path):
    data, _ = places
    content = b"".join(path.read_bytes() for path in data.iterdir())
    assert [word for word in (*WORDS, "Wren Worker") if word.encode() in content] == []
    with pytest.raises(KeyFileMissing):
        open_centre(data, tmp_path / "none.keys")
    open_centre(tmp_path / "other", tmp_path / "another.keys").centre.close()
    with pytest.raises(DatabaseUnusable):
        open_centre(data, tmp_path / "another.keys")


def test_a_stolen_key_file_holds_no_record_and_no_tablets_key(places: tuple[Path, Path]):
    _, keys = places
    document = json.loads(keys.read_bytes())
    assert set(document["keys"]) == {"wrap", "attest", "cursor", "witness", "identity", "tickets"}
    assert {len(value) for value in document["keys"].values()} == {44}


def test_whoever_has_both_reads_everything(places: tuple[Path, Path]):
    """So they are kept apart. It is said here so that nobody claims otherwise."""
    centre = open_centre(*places).centre
    with centre.database.read() as connection:
        ids = connection.execute(select(entries.c.id)).scalars().all()
        records = [centre.records.one(centre.organisation.id, id, connection) for id in ids]
    assert "Awake all night" in {record.entry.body.get("what_changed") for record in records if record}
    centre.close()


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.7"])
def test_the_app_in_a_browser_serves_this_machine_only(address: str, tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "main.py", "--no-browser", "--data", str(tmp_path)],
        cwd=ROOT,
        env={"PATH": "", "FLET_SERVER_IP": address},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "this machine only" in done.stderr


def test_logs_of_both_ends_name_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    """A day with trouble in it: refused rows, a damaged page, a wrong passphrase, a lost line."""
    caplog.set_level("DEBUG")

    async def act(stage: Stage) -> None:
        worker = stage.played.staff("Wren Worker", "worker")
        scope = stage.played.person("Pat Example")
        stage.played.assign(scope, worker)
        device = await stage.device(worker, "field")
        await device.record("contact.recorded", scope, worrying(device.now(), what_changed="Awake all night"))
        await device._vault._read(
            lambda db: db.execute(
                "UPDATE entries SET sealed = zeroblob(70) WHERE seq IS NULL"
            ).connection.commit()
        )
        await device.sync()
        await device.lock()
        with pytest.raises(WrongPassphrase):
            await device.unlock("not that passphrase")
        await asyncio.sleep(0)
        await device.unlock(PASSPHRASE)
        await device.people()

    staged(tmp_path, act)
    assert caplog.records, "something was logged"
    said = "\n".join(record.getMessage() + str(record.exc_text or "") for record in caplog.records)
    assert [word for word in (*WORDS, "Wren", PASSPHRASE, "not that pass") if word in said] == []
