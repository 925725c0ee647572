"""A tablet taken out of use: it opens nothing more, hands over everything, and goes; whenever the app ends on the way."""

import asyncio
import json
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from central.cabinet import open_sealed
from central.centre import Centre, open_centre
from central.port import Port
from central.store import tables
from models import errors
from sync.device import Device
from sync.frames import Answer
from sync.installation import Installation
from sync.views import Draft
from tests.sync.stage import PASSPHRASE, WEAK, Line, Stage, TabletClock, contact, no_line, staged
from tests.sync.test_pins import KeptHere, installed
from tests.sync.test_refusals import run_sql
from vault import profiles
from vault.drafts import TABLE
from vault.profiles import Profile
from vault.sealing import seal_local
from vault.store import Vault

Work = Callable[[bytes], Answer]


async def begun(stage: Stage) -> tuple[Device, str, str, str]:
    """A device with one record the centre accepted, one that is unsent and a draft: itself, its person, both ids."""
    worker_id = stage.played.staff("Wren Worker", "worker")
    scope = stage.played.person("Pat Example")
    stage.played.assign(scope, worker_id)
    device = await stage.device(worker_id, "field")
    stage.clock.passes(hours=1)
    await device.record("contact.recorded", scope, contact(device.now()))
    await device.sync()
    stage.clock.passes(hours=1)
    saved = await device.record(
        "contact.recorded", scope, contact(device.now(), what_changed="In the kitchen")
    )
    draft = a_draft(scope, "Begun on the landing")
    await device.save_draft(draft)
    return device, scope, saved.id, draft.id


def a_draft(scope: str, words: str) -> Draft:
    return Draft(secrets.token_hex(16), "contact.recorded", scope, {"body": {"what_changed": words}})


def revoke(stage: Stage, device: Device) -> str:
    stage.clock.passes(minutes=5)
    return stage.played.say("device.revoked", "org", {"reason": "Left on a bus"}, device.id)


def folder(stage: Stage, device: Device) -> Path:
    return stage.folder / "field" / "profiles" / device.id


def reasons(centre: Centre) -> dict[str, str | None]:
    """Why each entry is held and not accepted, by id."""
    with centre.database.read() as connection:
        return {
            row.id: row.reason
            for row in connection.execute(select(tables.entries.c.id, tables.entries.c.reason))
        }


def handed_over(centre: Centre) -> dict[str, tuple[str, bytes]]:
    """What and the bytes of everything in quarantine, by id."""
    with centre.database.read() as connection:
        rows = connection.execute(select(tables.quarantine)).all()
    wrap = centre.keys.wrap
    return {
        row.id: (row.what, open_sealed(wrap, row.sealed, "quarantine", row.org_id, row.id)) for row in rows
    }


async def taken_out(device: Device) -> errors.DeviceRevoked:
    with pytest.raises(errors.DeviceRevoked) as raised:
        await device.sync()
    return raised.value


def test_it_hands_over_everything_and_goes(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope, unsent, draft = await begun(stage)
        assert (folder(stage, device) / "device.key").exists()
        revoke(stage, device)
        error = await taken_out(device)
        assert "handed over" in error.safe
        assert "new invitation" in error.do
        assert not folder(stage, device).exists()
        assert list((stage.folder / "field" / "profiles").iterdir()) == []
        assert await stage.installations[0].profiles() == []
        held = reasons(stage.played.centre)
        assert held[unsent] == "revoked"
        assert list(held.values()).count("revoked") == 1, "what was accepted before stays so"
        what, content = handed_over(stage.played.centre)[draft]
        assert what == "draft"
        assert json.loads(content)["document"]["body"]["what_changed"] == "Begun on the landing"
        with pytest.raises(errors.DeviceRevoked):
            await device.person(scope)
        with pytest.raises(errors.UnknownThing):
            await stage.installations[0].device(device.id)
        again = await stage.installations[0].enrol(
            "http://centre.example", stage.code(device.staff), PASSPHRASE
        )
        await again.sync()
        view = await again.person(scope)
        assert len(view.state.visits) == 1

    staged(tmp_path, act)


def test_two_syncs_at_once_both_say_that_it_is_gone(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, *_ = await begun(stage)
        revoke(stage, device)
        first, second = await asyncio.gather(taken_out(device), taken_out(device))
        assert "handed over" in first.safe
        assert second.safe == first.safe
        assert not folder(stage, device).exists()

    staged(tmp_path, act)


def test_stopped_between_closing_and_removing_the_next_sync_removes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async def act(stage: Stage) -> None:
        device, *_ = await begun(stage)
        revoke(stage, device)
        with monkeypatch.context() as patched:
            patched.setattr(Profile, "remove", stopped)
            with pytest.raises(errors.StorageFailed):
                await device.sync()
        assert folder(stage, device).exists()
        assert "handed over" in (await taken_out(device)).safe
        assert not folder(stage, device).exists()

    staged(tmp_path, act)


def stopped(_: object) -> None:
    raise errors.StorageFailed


def test_every_session_is_locked_at_once_and_can_do_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope, _, _ = await begun(stage)
        beside = await stage.installations[0].device(device.id)
        await beside.unlock(PASSPHRASE)
        await beside.people()
        revoke(stage, device)
        stage.play(cut_after(1))
        with pytest.raises(errors.CentreUnreachable):
            await device.sync()
        for session in (device, beside):
            assert session.locked
            for attempt in (
                lambda s=session: s.people(),
                lambda s=session: s.record("contact.recorded", scope, contact(s.now())),
                lambda s=session: s.save_draft(a_draft(scope, "Later")),
                lambda s=session: s.unlock(PASSPHRASE),
                lambda s=session: s.drafts(),
                lambda s=session: s.me(),
            ):
                with pytest.raises(errors.DeviceRevoked):
                    await attempt()
        assert not list(folder(stage, device).glob("device.key*"))
        [profile] = await stage.installations[0].profiles()
        assert (profile.out_of_use, profile.left, profile.needs_you) == (True, 1, False)
        assert profile.numbers, "the crisis numbers stay"

    staged(tmp_path, act)


def cut_after(answers: int) -> Callable[[str, bytes, Work], Any]:
    """A line that brings so many answers and then is gone."""
    brought = [0]

    async def hand(url: str, body: bytes, work: Work) -> Answer:
        if brought[0] == answers:
            raise errors.CentreUnreachable
        brought[0] += 1
        return work(body)

    return hand


def test_a_locked_tablet_is_taken_out_of_use_too(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _, unsent, draft = await begun(stage)
        await device.lock()
        revoke(stage, device)
        await taken_out(device)
        assert reasons(stage.played.centre)[unsent] == "revoked"
        assert draft in handed_over(stage.played.centre)
        assert not folder(stage, device).exists()

    staged(tmp_path, act)


def test_many_drafts_go_in_as_many_requests_as_it_takes(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope, _, _ = await begun(stage)
        drafts = [a_draft(scope, secrets.token_hex(2_000)) for _ in range(60)]
        for draft in drafts:
            await device.save_draft(draft)
        device._shared.line.cut()  # pyright: ignore[reportPrivateUsage]
        stage.lines[0].up.clear()
        revoke(stage, device)
        await taken_out(device)
        assert len(stage.lines[0].up) > 4
        assert {draft.id for draft in drafts} < set(handed_over(stage.played.centre))
        assert not folder(stage, device).exists()

    staged(tmp_path, act)


def test_a_row_that_no_longer_opens_is_handed_over_as_it_is(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _, unsent, _ = await begun(stage)
        await run_sql(
            device,
            "UPDATE entries SET sealed = CAST(substr(sealed, 1, 60) || x'00' || substr(sealed, 62) AS BLOB) "
            f"WHERE id = x'{unsent}'",
        )
        revoke(stage, device)
        await taken_out(device)
        what, content = handed_over(stage.played.centre)[unsent]
        assert what == "row"
        assert content[:1] == b"\x01", "the sealed bytes as they rested"
        assert unsent not in reasons(stage.played.centre)
        assert not folder(stage, device).exists()

    staged(tmp_path, act)


def test_what_is_saved_while_it_hands_over_is_never_deleted(tmp_path: Path):
    """A form that was open still kept what was typed: it goes too before anything is removed."""

    async def act(stage: Stage) -> None:
        device, scope, _, draft = await begun(stage)
        keys, vault = device._need_keys(), device._vault  # pyright: ignore[reportPrivateUsage]
        late = a_draft(scope, "Typed meanwhile")
        changed = json.dumps({"kind": "", "scope": scope, "document": {"later": 1}}).encode()
        requests = [0]

        async def hand(url: str, body: bytes, work: Work) -> Answer:
            requests[0] += 1
            answer = work(body)
            if requests[0] == 2:  # the draft is on its way, and is changed before the answer comes
                await vault.put_draft(keys, draft, changed, 7)
            if requests[0] == 3:
                await vault.put_draft(keys, late.id, b'{"kind":"","scope":"","document":{}}', 8)
            return answer

        stage.play(hand)
        revoke(stage, device)
        await taken_out(device)
        kept = handed_over(stage.played.centre)
        assert late.id in kept
        with stage.played.centre.database.read() as connection:
            query = select(tables.quarantine.c.digest).where(tables.quarantine.c.id == draft)
            assert len(connection.execute(query).all()) == 2, "as it was, and as it was changed to"
        assert not folder(stage, device).exists()

    staged(tmp_path, act)


def test_a_save_that_comes_too_late_is_not_called_saved(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _, _, draft = await begun(stage)
        keys, vault = device._need_keys(), device._vault  # pyright: ignore[reportPrivateUsage]
        revoke(stage, device)
        await taken_out(device)
        with pytest.raises(errors.StorageFailed):
            await vault.put_draft(keys, draft, b"{}", 9)

    staged(tmp_path, act)


def test_a_centre_that_says_no_more_than_that_destroys_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope, unsent, _ = await begun(stage)
        stage.lines[0].port = Silent(stage.played.centre, lambda device, checks: None)
        revoke(stage, device)
        await taken_out(device)
        assert reasons(stage.played.centre)[unsent] == "revoked"
        assert (await device.unsent()).count == 0
        assert len((await device.person(scope)).held) > 1
        assert (folder(stage, device) / "device.key").exists()

    staged(tmp_path, act)


class Silent(Port):
    """A centre from before `revoke` was spoken."""

    def commands(self, device: bytes, request: Any) -> list[dict[str, object]]:
        return []


class Hasty(Port):
    """A centre that tells everybody to delete everything."""

    def commands(self, device: bytes, request: Any) -> list[dict[str, object]]:
        return [{"k": "wipe"}]


def test_wipe_alone_does_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope, _, _ = await begun(stage)
        stage.lines[0].port = Hasty(stage.played.centre, lambda device, checks: None)
        await device.sync()
        assert len(await device.drafts()) == 1
        assert (await device.person(scope)).held
        revoke(stage, device)
        await taken_out(device)
        assert (folder(stage, device) / "device.key").exists()

    staged(tmp_path, act)


def test_a_command_that_was_kept_back_acts_on_no_later_request_and_on_no_other_device(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope, _, _ = await begun(stage)
        other = await stage.device(stage.played.staff("Mo Manager", "manager"), "base")
        revocation = revoke(stage, device)
        kept: list[Answer] = []

        async def keep_back(url: str, body: bytes, work: Work) -> Answer:
            kept.append(work(body))
            raise errors.CentreUnreachable

        stage.play(keep_back)
        with pytest.raises(errors.CentreUnreachable):
            await device.sync()
        body = {"target": revocation, "reason": "recorded_in_error"}
        stage.played.say("entry.voided", "org", body, device.id)

        async def replay(url: str, body: bytes, work: Work) -> Answer:
            return kept[0]

        stage.play(replay)
        for each in (device, other):
            with pytest.raises(errors.NotUnderstood):
                await each.sync()
            assert not each.locked
        assert (folder(stage, device) / "device.key").exists()
        stage.play(None)
        await device.sync()
        assert (await device.person(scope)).held

    staged(tmp_path, act)


def test_a_mistake_put_right_after_it_acted_still_brings_everything_in(tmp_path: Path):
    """Its key is gone. What it hands over is then accepted as ever; its owner goes on by a new invitation."""

    async def act(stage: Stage) -> None:
        device, _, unsent, draft = await begun(stage)
        stage.play(cut_after(0))
        revocation = revoke(stage, device)
        with pytest.raises(errors.CentreUnreachable):
            await device.sync()

        async def told_and_cut(url: str, body: bytes, work: Work) -> Answer:
            """The command arrives, but none of the rows: they are answered as refused."""
            if len(stage.lines[0].down) > first:
                raise errors.CentreUnreachable
            return work(body)

        first = len(stage.lines[0].down)
        stage.play(told_and_cut)
        with pytest.raises(errors.CentreUnreachable):
            await device.sync()
        body = {"target": revocation, "reason": "recorded_in_error"}
        stage.played.say("entry.voided", "org", body, device.id)
        stage.play(None)
        error = await taken_out(device)
        assert "handed over" in error.safe
        assert unsent in reasons(stage.played.centre)
        assert draft in handed_over(stage.played.centre)
        assert folder(stage, device).exists(), "nobody said that it may go"

    staged(tmp_path, act)


def test_a_disk_too_full_for_the_note_does_not_save_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async def act(stage: Stage) -> None:
        device, _, unsent, draft = await begun(stage)
        revoke(stage, device)
        put_state = Vault.put_state

        async def full(self: Vault, values: Any) -> None:
            if "revoked" in values:
                raise errors.StorageFailed(fields=["full"])
            await put_state(self, values)

        monkeypatch.setattr(Vault, "put_state", full)
        with pytest.raises(errors.StorageFailed):
            await device.sync()
        assert device.locked
        assert not (folder(stage, device) / "device.key").exists()
        monkeypatch.setattr(Vault, "put_state", put_state)
        await taken_out(device)
        assert not folder(stage, device).exists()
        assert reasons(stage.played.centre)[unsent] == "revoked"
        assert draft in handed_over(stage.played.centre)

    staged(tmp_path, act)


def test_an_unlock_under_way_comes_too_late(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _, _, _ = await begun(stage)
        files = Profile(folder(stage, device))
        content = (files.folder / "device.key").read_bytes()
        keys = await files.unlock(PASSPHRASE, profile=WEAK)
        revoke(stage, device)
        stage.play(cut_after(1))
        with pytest.raises(errors.CentreUnreachable):
            await device.sync()
        (files.folder / "device.key").write_bytes(
            content
        )  # wrapped again by the unlocking that was under way
        with pytest.raises(errors.DeviceRevoked):
            await device.hold(keys)
        assert device.locked
        assert not (files.folder / "device.key").exists()

    staged(tmp_path, act)


# An end anywhere on the way


class Copies:
    """Copies of tablet and centre, as a power cut would leave them, at every step that changes either."""

    def __init__(self, stage: Stage, patch: pytest.MonkeyPatch) -> None:
        self.stage = stage
        self.made: list[Path] = []
        for owner, name in ((Vault, "_write"), (Vault, "close_if_handed_over")):
            patch.setattr(owner, name, self._around(getattr(owner, name)))
        for owner, name in ((profiles, "destroy"), (profiles, "sync_folder")):
            patch.setattr(owner, name, self._before(getattr(owner, name)))
        patch.setattr(profiles.shutil, "rmtree", self._before(shutil.rmtree))
        stage.play(self._hand)

    def copy(self) -> None:
        to = self.stage.folder / f"copy {len(self.made)}"
        shutil.copytree(self.stage.folder / "field", to / "field")
        shutil.copytree(self.stage.played.folder, to / "centre")
        self.made.append(to)

    def _around(self, work: Any) -> Any:
        async def stepped(*args: Any, **kwargs: Any) -> Any:
            self.copy()
            try:
                return await work(*args, **kwargs)
            finally:
                self.copy()

        return stepped

    def _before(self, work: Any) -> Any:
        def stepped(*args: Any, **kwargs: Any) -> Any:
            self.copy()
            return work(*args, **kwargs)

        return stepped

    async def _hand(self, url: str, body: bytes, work: Work) -> Answer:
        self.copy()
        answer = work(body)
        self.copy()
        return answer


def test_an_app_that_ends_anywhere_goes_on_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async def act(stage: Stage) -> None:
        device, _, unsent, draft = await begun(stage)
        stage.lines[0].hand = no_line
        keys = device._need_keys()  # pyright: ignore[reportPrivateUsage]
        damaged = secrets.token_bytes(16)
        await run_sql(
            device,
            "INSERT INTO entries(id, digest, mark, scope_ix, record_ix, own, recorded_ms, sealed) "
            f"VALUES (x'{damaged.hex()}', zeroblob(32), 1, zeroblob(16), zeroblob(16), 1, 5, zeroblob(70))",
        )
        assert seal_local(keys, TABLE, damaged, b"")
        revoke(stage, device)
        with monkeypatch.context() as patch:
            copies = Copies(stage, patch)
            await taken_out(device)
            copies.copy()
        assert len(copies.made) > 20
        noted = 0
        for at in copies.made:
            noted += await goes_on(at, stage, {unsent: "revoked"}, {draft, damaged.hex()})
        assert 5 < noted < len(copies.made), "before the note, and after it"

    staged(tmp_path, act)


async def goes_on(at: Path, stage: Stage, held: dict[str, str], aside: set[str]) -> bool:
    """From a copy: sync until the profile is gone; everything is at the copied centre. Whether it was noted already."""
    centre = open_centre(at / "centre" / "data", at / "centre" / "keys" / "centre.keys", stage.clock).centre
    line = Line(Port(centre, lambda device, checks: None))
    tablet = Installation(at / "field", TabletClock(stage.clock), line, WEAK)
    found = await tablet.profiles()
    for profile in found:
        device = await tablet.device(profile.id)
        assert not profile.trouble
        if profile.out_of_use:
            assert not list((at / "field" / "profiles" / profile.id).glob("device.key*"))
            with pytest.raises(errors.DeviceRevoked):
                await device.unlock(PASSPHRASE)
        await taken_out(device)
    assert await tablet.profiles() == []
    assert list((at / "field" / "profiles").iterdir()) == []
    assert held.items() <= reasons(centre).items()
    assert aside <= set(handed_over(centre))
    await tablet.close()
    centre.close()
    return not found or found[0].out_of_use


def test_cancelled_anywhere_it_goes_on_from_there(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _, unsent, draft = await begun(stage)
        revoke(stage, device)
        steps = 0
        while folder(stage, device).exists():
            task = asyncio.create_task((await stage.installations[0].device(device.id)).sync())
            for _ in range(steps):
                await asyncio.sleep(0.001)
            task.cancel()
            await asyncio.wait([task])
            steps += 1
        assert reasons(stage.played.centre)[unsent] == "revoked"
        assert draft in handed_over(stage.played.centre)

    staged(tmp_path, act)


def test_the_key_stores_half_goes_too(tmp_path: Path):
    async def act(stage: Stage) -> None:
        keystore = KeptHere()
        worker = stage.played.staff("Wren Worker", "worker")
        tablet = installed(stage, keystore, "field")
        device = await tablet.enrol("http://centre.example", stage.code(worker), PASSPHRASE)
        await device.sync()
        half = await keystore.read(device.id)
        assert half
        revoke(stage, device)
        await taken_out(device)
        assert await keystore.read(device.id) != half

    staged(tmp_path, act)
