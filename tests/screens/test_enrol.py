"""Enrolling: what is pasted, what is missing, what can go wrong with an invitation, and the first sync."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from central.enrol import make_invitation
from models.errors import (
    CentreUnreachable,
    HandrailError,
    InvitationExpired,
    InvitationUsed,
    InvitationWrong,
    NotUnderstood,
)
from models.passphrase import SHORTEST_PASSPHRASE
from screens.enrol.invitation import read_invitation
from screens.enrol.state import EnrolState
from sync.frames import Answer
from sync.invitation import qr_text
from tests.screens.sessions import NAME, Team, with_team
from tests.sync.stage import ADDRESS, PASSPHRASE, Hand, no_line

CODE = "K7Q2M-9XA4D-PW3TZ-0RB8E"


@pytest.mark.parametrize(
    "text",
    [
        qr_text("https://centre.example:8700/h", CODE),
        f"Scan this: {qr_text('https://centre.example:8700/h', CODE)}\nIt may be used until Monday.",
        f"Invitation for W., for one tablet:\n\n  Address  https://centre.example:8700/h\n  Code     {CODE}\n",
        f"Address  https://centre.example:8700/h  Code     {CODE}",
        f"{CODE} at https://centre.example:8700/h",
    ],
)
def test_a_whole_invitation_is_read_from_any_text_around_it(text: str):
    assert read_invitation(text) == ("https://centre.example:8700/h", CODE)


@pytest.mark.parametrize(
    "text", ["", CODE, "https://centre.example", "handrail://enrol?u=x&c=y", "K7Q2M-9XA4D"]
)
def test_half_an_invitation_is_only_what_was_typed(text: str):
    assert read_invitation(text) is None


async def opened(team: Team, hand: Hand | None = None) -> EnrolState:
    state = EnrolState(team.app(team.stage.installation("new", team.stage.line(hand))))
    await state.load()
    return state


def fill(state: EnrolState, code: str, address: str = ADDRESS) -> None:
    for field, text in (
        ("address", address),
        ("code", code),
        ("passphrase", PASSPHRASE),
        ("again", PASSPHRASE),
    ):
        state.put(field, text)


def test_pasting_fills_both_fields_and_typing_fills_one(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await opened(team)
        state.put("code", f"Address  {ADDRESS}\n  Code     {CODE}")
        assert (state.address, state.code) == (ADDRESS, CODE)
        state.put("address", "https://other.example")
        assert (state.address, state.code) == ("https://other.example", CODE)

    with_team(tmp_path, act)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_asked(tmp_path: Path):
    async def act(team: Team) -> None:
        line = team.stage.line()
        state = EnrolState(team.app(team.stage.installation("new", line)))
        await state.enrol()
        assert set(state.wrong) == {"address", "code", "passphrase"}
        fill(state, CODE)
        state.put("passphrase", "short")
        await state.enrol()
        assert state.wrong == {
            "passphrase": f"This has 5 characters. Use {SHORTEST_PASSPHRASE} or more.",
            "again": "These two are not the same. Type it again.",
        }
        assert (state.address, state.again, line.up) == (ADDRESS, PASSPHRASE, [])

    with_team(tmp_path, act)


def test_enrolling_fetches_the_people_and_opens_today(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await opened(team)
        state.app.enrolling = True
        fill(state, team.stage.code(team.worker_id))
        await state.enrol()
        assert state.app.unlocked
        assert not state.app.enrolling
        assert state.app.route == "/today"
        assert [row.name for row in await state.app.open_device.people()] == [NAME]
        assert (state.passphrase, state.again) == ("", "")

    with_team(tmp_path, act)


async def nonsense(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
    return Answer(200, b"<html>Welcome to the hotel</html>")


def used(team: Team) -> str:
    return team.stage.code(team.worker_id)


@pytest.mark.parametrize(
    ("hand", "code", "problem"),
    [
        (None, "K7Q2M", InvitationWrong),
        (None, CODE, InvitationWrong),
        (no_line, CODE, CentreUnreachable),
        (nonsense, CODE, NotUnderstood),
    ],
)
def test_what_was_typed_is_kept_whatever_goes_wrong(
    tmp_path: Path, hand: Hand | None, code: str, problem: type[HandrailError]
):
    async def act(team: Team) -> None:
        state = await opened(team, hand)
        fill(state, code)
        with pytest.raises(problem):
            await state.enrol()
        assert (state.address, state.code, state.passphrase, state.again) == (
            ADDRESS,
            code,
            PASSPHRASE,
            PASSPHRASE,
        )
        assert not state.working
        assert await state.app.installation.profiles() == []

    with_team(tmp_path, act)


def test_an_invitation_is_used_once_and_expires(tmp_path: Path):
    async def act(team: Team) -> None:
        first = await opened(team)
        code = team.stage.code(team.worker_id)
        fill(first, code)
        await first.enrol()
        second = EnrolState(team.app(team.stage.installation("another")))
        fill(second, code)
        with pytest.raises(InvitationUsed):
            await second.enrol()
        made = make_invitation(
            team.stage.played.centre,
            team.worker_id,
            team.stage.played.founded.administrator,
            timedelta(hours=1),
        )
        team.stage.clock.passes(hours=2)
        second.put("code", made.code)
        with pytest.raises(InvitationExpired):
            await second.enrol()

    with_team(tmp_path, act)


def test_when_the_line_goes_after_enrolling_the_profile_stays_and_fetching_goes_on(tmp_path: Path):
    async def act(team: Team) -> None:
        line = team.stage.line()

        async def only_enrol(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
            return work(body) if url.endswith("/enrol") else await no_line(url, body, work)

        line.hand = only_enrol
        state = EnrolState(team.app(team.stage.installation("new", line)))
        fill(state, team.stage.code(team.worker_id))
        await state.enrol()
        assert isinstance(state.run.problem, CentreUnreachable)
        assert state.device is not None
        assert not state.app.unlocked
        line.hand = None
        await state.fetch()
        assert state.app.unlocked
        assert state.app.me is not None
        assert state.app.me.name == "Wren Worker"

    with_team(tmp_path, act)


def test_without_fetching_one_can_go_on_and_leave_again(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await opened(team)
        fill(state, team.stage.code(team.worker_id))
        state.device = await state.app.installation.enrol(ADDRESS, state.code, PASSPHRASE)
        await state.go_on()
        assert state.app.unlocked
        other = EnrolState(state.app)
        await other.load()
        assert other.others
        state.app.enrolling = True
        other.leave()
        assert not state.app.enrolling

    with_team(tmp_path, act)
