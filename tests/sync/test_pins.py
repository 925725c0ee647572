"""PINs, where the platform's key store holds half of the key: kept in this process here, as a platform keeps it elsewhere."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from models import errors
from sync.installation import Installation
from tests.sync.stage import ADDRESS, PASSPHRASE, WEAK, Stage, TabletClock, staged
from tests.sync.test_recovery import all_there, forgotten, give
from vault.attempts import FREE, MOST_PINS, WAITS

PIN, OTHER_PIN = "740382", "582916"


@dataclass
class KeptHere:
    """A key store. `answers` False: it is there and does not answer."""

    kept: dict[str, bytes] = field(default_factory=dict[str, bytes])
    answers: bool = True

    async def read(self, profile: str) -> bytes | None:
        self._asked()
        return self.kept.get(profile)

    async def write(self, profile: str, secret: bytes) -> None:
        self._asked()
        self.kept[profile] = secret

    def _asked(self) -> None:
        if not self.answers:
            raise errors.StorageFailed(fields=["keystore"])


def installed(stage: Stage, keystore: KeptHere | None, name: str = "A") -> Installation:
    made = Installation(stage.folder / name, TabletClock(stage.clock), stage.line(), WEAK, keystore=keystore)
    stage.installations.append(made)
    return made


async def wrong(stage: Stage, device, times: int, typed: str) -> None:
    """So many wrong tries, each after its wait."""
    for _ in range(times):
        stage.clock.passes(seconds=(await device.profile()).wait.total_seconds())
        with pytest.raises(errors.WrongPassphrase):
            await device.unlock(typed)


def test_a_pin_opens_with_the_key_stores_half_and_not_without(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker, keystore = stage.played.staff("Wren Worker", "worker"), KeptHere()
        device = await installed(stage, keystore).enrol(ADDRESS, stage.code(worker), PIN)
        assert (await device.profile()).pin
        await device.lock()
        await device.unlock(PIN)
        await stage.installations[0].close()
        for copied in (None, KeptHere(), KeptHere({device.id: bytes(32)})):
            copy = installed(stage, copied)
            with pytest.raises((errors.StorageFailed, errors.WrongPassphrase)):
                await (await copy.device(device.id)).unlock(PIN)
            await copy.close()

    staged(tmp_path, act)


@pytest.mark.parametrize("typed", ["123456", "000000", "050480", "74038", "too short"])
def test_a_weak_one_is_turned_down_before_anything_is_asked(tmp_path: Path, typed: str):
    async def act(stage: Stage) -> None:
        installation = installed(stage, KeptHere())
        with pytest.raises(errors.BadInput):
            await installation.enrol(ADDRESS, stage.code(stage.played.staff("Wren Worker", "worker")), typed)
        assert stage.lines[0].up == []

    staged(tmp_path, act)


def test_a_key_store_that_does_not_answer_takes_a_passphrase_and_no_pin(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker, keystore = stage.played.staff("Wren Worker", "worker"), KeptHere(answers=False)
        installation = installed(stage, keystore)
        with pytest.raises(errors.StorageFailed) as raised:
            await installation.enrol(ADDRESS, stage.code(worker), PIN)
        assert raised.value.fields == ("keystore",)
        device = await installation.enrol(ADDRESS, stage.code(worker), PASSPHRASE)
        await device.lock()
        keystore.answers = True
        await device.unlock(PASSPHRASE)  # joined from now on
        assert device.id in keystore.kept
        await device.lock()
        keystore.answers = False
        with pytest.raises(errors.StorageFailed):
            await device.unlock(PASSPHRASE)
        assert (await device.profile()).wait.total_seconds() == 0

    staged(tmp_path, act)


def test_ten_wrong_pins_destroy_the_wrap_and_a_code_brings_everything_back(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope = await forgotten(stage)
        await stage.installations[0].close()
        keystore = KeptHere()
        installation = installed(stage, keystore)
        device = await installation.recover(device.id, give(stage, device), PIN)
        await all_there(device, scope)
        await device.lock()
        await wrong(stage, device, MOST_PINS - 1, OTHER_PIN)
        stage.clock.passes(seconds=WAITS[-1].total_seconds())
        with pytest.raises(errors.KeyGone):
            await device.unlock(OTHER_PIN)
        key = tmp_path / "A" / "profiles" / device.id / "device.key"
        assert not key.exists()
        stage.clock.passes(hours=1)
        with pytest.raises(errors.KeyGone):
            await device.unlock(PIN)
        assert (await device.profile()).key_gone
        assert (await device.sync()).sent == 1  # locked for good, and still it sends
        recovered = await installation.recover(device.id, give(stage, device), OTHER_PIN)
        await all_there(recovered, scope, unsent=0)
        await recovered.lock()
        await recovered.unlock(OTHER_PIN)

    staged(tmp_path, act)


def test_a_passphrase_is_never_destroyed_key_store_or_not(tmp_path: Path):
    async def act(stage: Stage) -> None:
        for name, keystore in (("A", None), ("B", KeptHere())):
            worker = stage.played.staff(f"Worker {name}", "worker")
            device = await installed(stage, keystore, name).enrol(ADDRESS, stage.code(worker), PASSPHRASE)
            await device.lock()
            await wrong(stage, device, MOST_PINS + 3, OTHER_PIN)
            stage.clock.passes(seconds=WAITS[-1].total_seconds())
            await device.unlock(PASSPHRASE)

    staged(tmp_path, act)


def test_from_a_pin_to_a_passphrase_and_its_wrap_is_safe_again(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker, keystore = stage.played.staff("Wren Worker", "worker"), KeptHere()
        device = await installed(stage, keystore).enrol(ADDRESS, stage.code(worker), PIN)
        await device.recover(give(stage, device), PASSPHRASE)
        assert not (await device.profile()).pin
        await device.lock()
        await wrong(stage, device, MOST_PINS + FREE, PIN)

    staged(tmp_path, act)
