"""A forgotten passphrase, against a real centre: a code from base gives a new one, and nothing on the tablet is lost by it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from central import recovery
from central.devices import find
from models import errors
from models.entry import ORGANISATION
from sync.device import Device
from sync.frames import Answer
from sync.http import RECOVER_PATH
from sync.views import Draft
from tests.sync.stage import PASSPHRASE, Stage, TabletClock, no_line, staged, worrying

NEW = "teapot orchard velvet"
Work = Callable[[bytes], Answer]


def give(stage: Stage, device: Device) -> str:
    """A code, as base reads it out."""
    found = find(stage.played.centre, device.id)
    assert found is not None
    return recovery.issue(stage.played.centre, found, stage.played.founded.administrator).code


async def forgotten(stage: Stage) -> tuple[Device, str]:
    """A locked tablet with an unsent contact and a draft; whom they are about."""
    played = stage.played
    worker, scope = played.staff("Wren Worker", "worker"), played.person("Pat Example")
    played.assign(scope, worker)
    device = await stage.device(worker)
    await device.record("contact.recorded", scope, worrying(device.now()))
    await device.save_draft(Draft("d" * 32, "contact.recorded", scope, {"words": "half a sentence"}))
    await device.lock()
    return device, scope


async def all_there(device: Device, scope: str, unsent: int = 1) -> None:
    assert not device.locked
    assert (await device.unsent()).count == unsent
    assert [each.document for each in await device.drafts()] == [{"words": "half a sentence"}]
    kinds = [each.entry.kind for each in (await device.person(scope)).held]
    assert kinds.count("contact.recorded") == 1


async def opens_only_with(stage: Stage, device: Device, passphrase: str, *others: str) -> None:
    """After the app was closed and started again."""
    await stage.installations[0].close()
    again = await stage.installation("A").device(device.id)
    for other in others:
        with pytest.raises(errors.WrongPassphrase):
            await again.unlock(other)
    await again.unlock(passphrase)


def test_a_code_gives_a_new_passphrase_and_everything_is_still_there(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await forgotten(stage)
        recovered = await stage.installations[0].recover(device.id, give(stage, device).lower(), NEW)
        await all_there(recovered, scope)
        await recovered.sync()
        await all_there(recovered, scope, unsent=0)
        await opens_only_with(stage, device, NEW, PASSPHRASE)

    staged(tmp_path, act)


@pytest.mark.parametrize("lost", [1, 3])
def test_a_lost_answer_is_given_again(tmp_path: Path, lost: int):
    async def act(stage: Stage) -> None:
        device, scope = await forgotten(stage)
        code, asked = give(stage, device), 0

        async def loses(url: str, body: bytes, work: Work) -> Answer:
            nonlocal asked
            answer = work(body)
            if url.endswith(RECOVER_PATH) and (asked := asked + 1) <= lost:
                raise errors.CentreUnreachable
            return answer

        stage.play(loses)
        await device.recover(code, NEW)
        assert asked == lost + 1
        await all_there(device, scope)

    staged(tmp_path, act)


def test_killed_between_the_answer_and_the_wrap_the_same_code_still_serves(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await forgotten(stage)
        code, answered = give(stage, device), asyncio.Event()

        async def hangs(url: str, body: bytes, work: Work) -> Answer:
            work(body)
            answered.set()
            await asyncio.Event().wait()
            raise AssertionError

        stage.play(hangs)
        asking = asyncio.create_task(device.recover(code, NEW))
        await answered.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await stage.installations[0].close()
        again = stage.installation("A", stage.line())
        assert (await again.device(device.id)).locked
        recovered = await again.recover(device.id, code, NEW)
        await all_there(recovered, scope)

    staged(tmp_path, act)


def test_a_wrong_code_says_how_many_tries_are_left_and_changes_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await forgotten(stage)
        code = give(stage, device)
        for left in (4, 3, 2, 1):
            with pytest.raises(errors.RecoveryWrong) as raised:
                await device.recover("0" * 20, NEW)
            assert raised.value.left == left
        with pytest.raises(errors.RecoveryWrong) as raised:
            await device.recover("not a code", NEW)  # never sent, so no try
        assert raised.value.left is None
        await device.recover(code, NEW)
        await all_there(device, scope)

    staged(tmp_path, act)


def test_after_five_tries_even_the_right_code_is_over_and_another_serves(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await forgotten(stage)
        code = give(stage, device)
        for _ in range(5):
            with pytest.raises(errors.RecoveryWrong):
                await device.recover("0" * 20, NEW)
        with pytest.raises(errors.RecoveryExpired):
            await device.recover(code, NEW)
        await device.unlock(PASSPHRASE)  # nothing has changed
        await device.lock()
        await device.recover(give(stage, device), NEW)
        await all_there(device, scope)

    staged(tmp_path, act)


def test_past_its_time_used_or_replaced_a_code_is_over(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await forgotten(stage)
        with pytest.raises(errors.RecoveryExpired):
            await device.recover("0" * 20, NEW)  # none was ever given
        first = give(stage, device)
        second = give(stage, device)
        with pytest.raises(errors.RecoveryWrong):
            await device.recover(first, NEW)
        await device.recover(second, NEW)
        with pytest.raises(errors.RecoveryExpired):
            await device.recover(second, "velvet orchard teapot")
        third = give(stage, device)
        stage.clock.passes(minutes=15)
        with pytest.raises(errors.RecoveryExpired):
            await device.recover(third, PASSPHRASE)

    staged(tmp_path, act)


def test_a_tablet_out_of_use_is_given_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await forgotten(stage)
        code = give(stage, device)
        stage.played.say("device.revoked", ORGANISATION, {"reason": "lost"}, device.id)
        with pytest.raises(errors.DeviceRevoked):
            await device.recover(code, NEW)

    staged(tmp_path, act)


def test_another_tablet_gains_nothing_by_a_code(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await forgotten(stage)
        other = await stage.device(stage.played.staff("Win Worker", "worker"), "B")
        code = give(stage, device)
        with pytest.raises(errors.RecoveryExpired):
            await other.recover(code, NEW)
        give(stage, other)
        with pytest.raises(errors.RecoveryWrong):
            await other.recover(code, NEW)

    staged(tmp_path, act)


def test_without_signal_it_says_so_and_the_code_is_not_spent(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await forgotten(stage)
        code = give(stage, device)
        stage.play(no_line)
        with pytest.raises(errors.CentreUnreachable):
            await device.recover(code, NEW)
        stage.play(None)
        stage.installations[0].signal = False
        with pytest.raises(errors.CentreUnreachable, match="Signal is switched off"):
            await device.recover(code, NEW)
        stage.installations[0].signal = True
        await device.recover(code, NEW)
        await all_there(device, scope)

    staged(tmp_path, act)


def test_a_weak_new_passphrase_is_turned_down_before_anything_is_asked(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await forgotten(stage)
        asked = len(stage.lines[0].up)
        with pytest.raises(errors.BadInput) as raised:
            await device.recover(give(stage, device), "740382")
        assert raised.value.fields == ("passphrase",)
        assert len(stage.lines[0].up) == asked

    staged(tmp_path, act)


def test_wrong_tries_wait_through_every_session_and_a_code_ends_the_wait(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await forgotten(stage)
        other = await stage.installations[0].device(device.id)
        for session in (device, other, device, other, device):
            with pytest.raises(errors.WrongPassphrase):
                await session.unlock("not this one at all")
        for session in (device, other):
            with pytest.raises(errors.TooManyTries):
                await session.unlock(PASSPHRASE)
        assert (await device.profile()).wait.total_seconds() == 30
        await device.recover(give(stage, device), NEW)
        await other.unlock(NEW)
        await all_there(other, scope)

    staged(tmp_path, act)


def test_the_wall_clock_shortens_no_wait_and_neither_does_a_restart(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await forgotten(stage)
        for _ in range(5):
            with pytest.raises(errors.WrongPassphrase):
                await device.unlock("not this one at all")
        await stage.installations[0].close()
        clock = TabletClock(stage.clock)
        again = await stage.installation("A", clock=clock).device(device.id)
        clock.error = clock.error.__class__(days=2)
        with pytest.raises(errors.TooManyTries):
            await again.unlock(PASSPHRASE)
        clock.began = stage.clock.at  # the tablet was restarted
        with pytest.raises(errors.TooManyTries) as raised:
            await again.unlock(PASSPHRASE)
        assert raised.value.wait.total_seconds() == 30
        stage.clock.passes(seconds=30)
        await again.unlock(PASSPHRASE)
        assert (await again.profile()).wait.total_seconds() == 0

    staged(tmp_path, act)


def test_a_damaged_key_file_is_mended_by_a_code(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await forgotten(stage)
        (tmp_path / "A" / "profiles" / device.id / "device.key").write_bytes(b"{")
        with pytest.raises(errors.StorageFailed):
            await device.unlock(PASSPHRASE)
        assert (await device.profile()).wait.total_seconds() == 0
        await device.recover(give(stage, device), NEW)
        await all_there(device, scope)

    staged(tmp_path, act)
