"""Enrolment against a real centre: by the right invitation once, and refused in every other way with nothing changed here."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from models import errors
from models.passphrase import SHORTEST_PASSPHRASE
from sync.frames import Answer, enrolment_channel
from sync.installation import Installation
from sync.invitation import invite, make_code
from sync.packing import pack
from sync.views import Me
from tests.central.played import DrivenClock, PlayedCentre
from tests.sync.hostile import HTML
from tests.sync.stage import ADDRESS, PASSPHRASE, Line, Stage, no_line, staged

Work = Callable[[bytes], Answer]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def refused(
    installation: Installation,
    folder: Path,
    code: str,
    error: type[errors.HandrailError],
    address: str = ADDRESS,
) -> errors.HandrailError:
    """The error, once it is sure that no profile was made."""
    with pytest.raises(error) as raised:
        await installation.enrol(address, code, PASSPHRASE)
    assert await installation.profiles() == []
    assert set(files(folder)) <= {"installation.json", "installation.json.copy"}
    return raised.value


def test_the_right_invitation_makes_a_profile_that_syncs(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker_id = stage.played.staff("Wren Worker", "worker")
        installation = stage.installation()
        device = await installation.enrol(f" {ADDRESS}/ ", stage.code(worker_id).lower(), PASSPHRASE)
        assert not device.locked
        assert await device.me() == Me(worker_id)
        await device.sync()
        me = await device.me()
        assert (me.name, me.role, me.teams) == ("Wren Worker", "worker", (stage.played.founded.team,))
        [profile] = await installation.profiles()
        assert (profile.id, profile.staff, profile.label, profile.unsent) == (
            device.id,
            worker_id,
            "Tablet A · 1",
            0,
        )
        assert "01632 960 001" in {each.number for each in profile.numbers}
        assert profile.trouble == ""

    staged(tmp_path, act)


def test_a_wrong_code_learns_nothing_and_changes_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        installation = stage.installation()
        await refused(installation, tmp_path / "A", make_code(os.urandom), errors.InvitationWrong)
        await refused(installation, tmp_path / "A", "not a code", errors.InvitationWrong)

    staged(tmp_path, act)


def test_used_by_another_and_expired_are_told_to_who_proves_the_secret(tmp_path: Path):
    async def act(stage: Stage) -> None:
        code = stage.code(stage.played.staff("Wren Worker", "worker"))
        await stage.installation("A").enrol(ADDRESS, code, PASSPHRASE)
        await refused(stage.installation("B"), tmp_path / "B", code, errors.InvitationUsed)
        late = stage.code(stage.played.staff("Mo Manager", "manager"))
        stage.clock.passes(hours=1000)
        await refused(stage.installation("C"), tmp_path / "C", late, errors.InvitationExpired)

    staged(tmp_path, act)


def test_an_impostor_with_the_same_address_is_not_believed(tmp_path: Path):
    """Another centre, in full working order, that never made this invitation."""

    async def act(stage: Stage) -> None:
        code = stage.code(stage.played.staff("Wren Worker", "worker"))
        other = PlayedCentre.begun(tmp_path / "other", DrivenClock())
        found = invite(code)

        class Impostor(type(other.port)):
            def invite_key(self, lookup: bytes) -> bytes | None:
                return bytes(32)

        claims = Impostor(other.centre, lambda device, checks: None)
        await refused(stage.installation("A", Line(claims)), tmp_path / "A", code, errors.InvitationWrong)

        async def answers_anyway(url: str, body: bytes, work: Work) -> Answer:
            channel = enrolment_channel(found.lookup, bytes(32))
            welcome = {"v": 1, "t": 1, "s": "open", "o": bytes(16), "a": "Yours, honest", "k": bytes(32)}
            return Answer(200, channel.seal_response(pack(welcome), body, os.urandom))

        line = Line(other.port, answers_anyway)
        await refused(stage.installation("B", line), tmp_path / "B", code, errors.NotUnderstood)
        other.centre.close()

    staged(tmp_path, act)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(200, HTML), errors.NotUnderstood),
        (Answer(302, HTML), errors.NotUnderstood),
        (Answer(502, b"Bad Gateway"), errors.CentreFailed),
        (Answer(200, b""), errors.NotUnderstood),
    ],
)
def test_nonsense_at_any_step_changes_nothing(tmp_path: Path, answer: Answer, error: type[errors.SyncError]):
    async def act(stage: Stage) -> None:
        code = stage.code(stage.played.staff("Wren Worker", "worker"))

        async def nonsense(url: str, body: bytes, work: Work) -> Answer:
            return answer

        await refused(stage.installation("A", stage.line(nonsense)), tmp_path / "A", code, error)

    staged(tmp_path, act)


def test_nobody_there_and_no_signal(tmp_path: Path):
    async def act(stage: Stage) -> None:
        code = stage.code(stage.played.staff("Wren Worker", "worker"))
        installation = stage.installation("A", stage.line(no_line))
        await refused(installation, tmp_path / "A", code, errors.CentreUnreachable)
        installation.signal = False
        error = await refused(installation, tmp_path / "A", code, errors.CentreUnreachable)
        assert "switched off" in error.sentence
        await refused(installation, tmp_path / "A", code, errors.InvitationWrong, address="two words")

    staged(tmp_path, act)


@pytest.mark.parametrize("lost", [1, 2])
def test_a_lost_answer_is_asked_for_again_with_the_same_keys(tmp_path: Path, lost: int):
    """The centre enrolled the device, and its answer never came: trying again ends in one device, not two."""

    async def act(stage: Stage) -> None:
        worker_id = stage.played.staff("Wren Worker", "worker")
        code = stage.code(worker_id)
        asked = 0

        async def loses_everything_after(url: str, body: bytes, work: Work) -> Answer:
            nonlocal asked
            asked += 1
            answer = work(body)
            if asked >= lost:
                raise errors.CentreUnreachable
            return answer

        line = stage.line(loses_everything_after)
        installation = stage.installation("A", line)
        await refused(installation, tmp_path / "A", code, errors.CentreUnreachable)
        line.hand = None
        device = await installation.enrol(ADDRESS, code, PASSPHRASE)
        await device.sync()
        enrolled = [each for each in (await device.directory()).devices.values() if each.staff == worker_id]
        assert [each.id for each in enrolled] == [device.id]

    staged(tmp_path, act)


def test_two_profiles_on_one_tablet_are_two_devices(tmp_path: Path):
    async def act(stage: Stage) -> None:
        installation = stage.installation()
        for name in ("Wren Worker", "Win Worker"):
            await installation.enrol(ADDRESS, stage.code(stage.played.staff(name, "worker")), PASSPHRASE)
        profiles = await installation.profiles()
        assert [profile.label for profile in profiles] == ["Tablet A · 1", "Tablet A · 2"]
        assert len({profile.id for profile in profiles}) == 2

    staged(tmp_path, act)


def test_a_short_passphrase_is_refused_before_anything_is_asked(tmp_path: Path):
    async def act(stage: Stage) -> None:
        line = stage.line()
        code = stage.code(stage.played.staff("Wren Worker", "worker"))
        with pytest.raises(errors.BadInput) as raised:
            await stage.installation("A", line).enrol(ADDRESS, code, "a" * (SHORTEST_PASSPHRASE - 1))
        assert raised.value.fields == ("passphrase",)
        assert line.up == []

    staged(tmp_path, act)


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device = await stage.device(stage.played.staff("Wren Worker", "worker"))
        await device.lock()
        with pytest.raises(errors.WrongPassphrase):
            await device.unlock("quiet harbour lanterns")
        assert device.locked
        with pytest.raises(errors.Locked):
            await device.people()
        await device.unlock(PASSPHRASE)
        assert await device.people() == []

    staged(tmp_path, act)
