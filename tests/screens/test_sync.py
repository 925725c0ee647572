"""The sync screen: where each entry is, whether all I need is here, and a sync that can be stopped."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from screens.sync.ready import Here, ready, salvaged_words
from screens.sync.running import outcome_words, progress_words
from screens.sync.state import SyncState
from sync.frames import Answer
from sync.views import PersonRow, Progress, SyncReport
from tests.screens.sessions import NAME, Team, with_team
from tests.sync.stage import contact

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def opened(team: Team) -> SyncState:
    state = SyncState(await team.worker())
    await state.load()
    return state


def test_an_entry_is_saved_here_then_held_centrally(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await opened(team)
        await team.worrying_visit(state.app)
        team.stage.clock.passes(minutes=90)
        await state.load()
        line = state.listed[0]
        assert (line.what, line.about, line.where) == ("Contact", NAME, "Saved on this tablet")
        assert state.unsent_words == "1 record unsent, the oldest 1 h 30 min old"
        assert state.ready[0].words == "As at 12:00"
        await state.sync()
        assert state.listed[0].where == "Held centrally 14:30"
        assert state.unsent_words == "Everything is held centrally"
        assert (state.ready[0].words, state.app.unsent.count) == ("As at 14:30", 0)

    with_team(tmp_path, act)


def test_the_bar_above_says_what_the_screen_says(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await opened(team)
        (person,) = await state.app.open_device.people()
        await state.app.open_device.record("contact.recorded", person.scope, contact(state.app.now()))
        await state.load()
        assert "1 record unsent" in state.unsent_words
        assert state.app.unsent.count == 1

    with_team(tmp_path, act)


def test_a_sync_makes_every_screen_read_again(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await opened(team)
        before = state.app.synced
        await state.sync()
        assert state.app.synced == before + 1

    with_team(tmp_path, act)


def test_a_sync_can_be_stopped_without_harm(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await opened(team)
        await team.worrying_visit(state.app)
        waiting = asyncio.Event()

        async def never(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
            waiting.set()
            await asyncio.Event().wait()
            raise AssertionError("never gets here")

        line = team.stage.installations[0]._line
        line.hand = never  # type: ignore[attr-defined]
        running = asyncio.ensure_future(state.sync())
        await waiting.wait()
        assert state.run.running
        assert state.run.progress == Progress("sending", 0, 1)
        state.run.cancel()
        await running
        assert (state.run.stopped, state.run.running) == (True, False)
        assert state.unsent.count == 1
        line.hand = None  # type: ignore[attr-defined]
        await state.sync()
        assert state.unsent.count == 0
        assert not state.run.stopped

    with_team(tmp_path, act)


def test_what_is_not_accepted_comes_back_to_its_author_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async def act(team: Team) -> None:
        state = await opened(team)
        await team.worrying_visit(state.app)
        monkeypatch.setattr(
            "central.intake.reason_against", lambda *_: "time"
        )  # a centre stricter than this tablet
        await state.sync()
        (line,) = state.work.lines
        assert state.listed[0].where == "Held centrally 13:00, not accepted"
        assert line.title == f"Contact: {NAME}"
        assert line.why.startswith("A time in it cannot be right.")
        assert line.next.startswith("Next: put it right.")
        assert state.run.report is not None
        assert state.run.report.not_accepted == 1

    with_team(tmp_path, act)


def test_a_tablet_that_has_everything_says_so_and_for_whom(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await opened(team)
        assert [(line.good, line.words) for line in state.ready] == [
            (True, "As at 12:00"),
            (True, "1 person you work with, each record whole"),
            (True, "Operating standard 2026-12"),
            (True, "Every record on this tablet opens"),
            (True, "The clock is right"),
        ]
        assert state.all_ready
        team.stage.clock.passes(hours=25)
        await state.load()
        assert state.ready[0].words == "As at yesterday 12:00: more than a day old. Sync before you go out."
        assert not state.all_ready

    with_team(tmp_path, act)


def row(name: str, *, arriving: bool = False) -> PersonRow:
    return PersonRow(
        "person:" + "0" * 32, name, date(1980, 4, 5), "", "main", 0, 0, None, None, None, arriving
    )


def test_what_cannot_be_relied_on_is_named():
    people = [row("Pat Example"), row("Sam Sample", arriving=True)]
    lines = ready(Here(None, people, "", 2, 1, "", timedelta(minutes=-5)), NOW)
    assert [line.good for line in lines] == [False] * 5
    assert "Sam Sample" in lines[1].words
    assert "Pat Example" not in lines[1].words
    assert lines[3].words == (
        "2 records could not be opened. Set aside, not deleted. From the centre, with the next sync: 1. "
        "Tell base, so that nothing is missed."
    )
    assert lines[4].words.startswith("This tablet's clock is 5 min slow.")


def test_what_damage_cost_is_said_in_plain_words():
    assert salvaged_words(0, 0) == ""
    lines = ready(Here(NOW, [], "2026-11", 0, 0, salvaged_words(2, 1), None), NOW)
    assert [(line.good, line.words) for line in lines][3:4] == [
        (
            False,
            "2 records on this tablet could not be read after damage. 1 part of its file could not be read, so something "
            "recorded here and not sent may be gone. What was held centrally comes back with a sync. Check what you "
            "recorded here, and tell base.",
        )
    ]


def test_nobody_assigned_is_not_ready():
    assert (
        ready(Here(NOW, [], "2026-11", 0, 0, "", None), NOW)[1].words
        == "Nobody is assigned to you on this tablet."
    )


def test_words_for_how_far_it_is():
    assert progress_words(Progress("sending", 3, 10)) == ("Sending records", 3, 10)
    assert progress_words(Progress("receiving", received=40)) == ("Receiving records: 40 so far", 0, None)


def test_words_for_how_it_ended():
    words = outcome_words(
        SyncReport(sent=3, not_accepted=1, refused=2, received=12, finished_at=NOW, problem="restored"), NOW
    )
    assert words[:5] == (
        "Synced 12:00.",
        "3 records sent and held centrally.",
        "1 record held centrally, but not accepted.",
        "2 records could not be taken. Kept here, and offered again.",
        "12 records received.",
    )
    assert "earlier copy" in words[5]
    assert outcome_words(SyncReport(), NOW) == (
        "Synced.",
        "There was nothing to send.",
        "Nothing new has arrived.",
    )


def test_switches(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await opened(team)
        state.switch_signal(False)
        await state.sync()
        assert state.run.problem is not None
        assert not state.app.installation.signal
        state.switch_dark(True)
        assert state.app.dark is True

    with_team(tmp_path, act)


def test_leaving_the_screen_and_coming_back_finds_the_sync_as_it_is(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await opened(team)
        await state.sync()
        again = SyncState(state.app)
        await again.load()
        assert again.run.report is not None
        await state.app.lock()
        assert state.app.sync_run.report is None

    with_team(tmp_path, act)


def test_a_tablet_that_gave_back_says_so_calmly():
    said = outcome_words(SyncReport(given_back=37, problem="restored"), NOW)
    assert said[-1] == "The centre was put back to an earlier copy. This tablet has given it back 37 records."
    assert "1 record." in outcome_words(SyncReport(given_back=1), NOW)[-1]
    nothing = outcome_words(SyncReport(problem="restored"), NOW)[-1]
    assert nothing.startswith("The centre was put back to an earlier copy. Everything here is kept")
