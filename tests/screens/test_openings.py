"""Opening a record: asked why where it is outside the caseload, never delayed, and seen by whoever leads the team."""

from pathlib import Path

import pytest

from models.errors import StorageFailed
from models.opening import KIND
from screens.app_state import AppState
from screens.person.state import PersonScreenState
from screens.trail.state import FILTERS, OPENINGS, TrailState
from tests.screens.sessions import NAME, Team, on_screen, synced, with_team


def person(app: AppState, team: Team) -> PersonScreenState:
    return PersonScreenState(app.open_device, app.now, team.scope, app.refresh)


async def covering(team: Team) -> AppState:
    """Somebody who works with the person from December on: their tablet has the record already."""
    played = team.stage.played
    staff = played.staff("Cal Cover", "worker")
    body = {"staff": staff, "part": "cover", "from_on": "2026-12-01"}
    played.say("caseload.assigned", team.scope, body)
    return await team.session(staff, "cover")


def test_opening_a_record_says_nothing_of_waiting_and_reaches_the_manager(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        for _ in range(2):
            state = person(worker, team)
            await state.load()
            await state.load()
            assert state.opened
        await worker.refresh()
        assert worker.unsent.count == 0
        await synced(worker, manager)
        assert worker.unsent.count == 0
        there = TrailState(manager, team.scope)
        await there.load()
        assert [(line.who, line.what) for line in there.openings or ()] == [
            ("Wren Worker", "Opened this record")
        ]
        assert KIND not in {line.kind for line in there.lines}
        assert there.filters[OPENINGS] == "Who opened the record"
        there.show_only(OPENINGS)
        assert [step.by for step in there.steps] == ["Wren Worker"]
        here = TrailState(worker, team.scope)
        await here.load()
        assert (here.openings, here.filters) == (None, FILTERS)

    with_team(tmp_path, act)


def test_outside_the_caseload_nothing_is_read_before_the_reason_is_given(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await covering(team)
        for make in (lambda: person(app, team), lambda: TrailState(app, team.scope)):
            state = make()
            await state.load()
            assert state.opening.asking
            assert not state.opened
            await state.opening.open()
            assert state.opening.wrong == "Say why, in a few words."
            assert not state.opened
        state.opening.put("Wren is ill today")
        await state.opening.open()
        assert (state.opened, state.opening.asking) == (True, False)
        again = person(app, team)
        await again.load()
        assert again.opened
        assert not again.opening.asking

    with_team(tmp_path, act)


def test_what_goes_wrong_with_the_note_keeps_nobody_from_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async def act(team: Team) -> None:
        worker = await team.worker()

        async def full(draft: object) -> None:
            raise StorageFailed

        monkeypatch.setattr(worker.open_device, "save_draft", full)
        state = person(worker, team)
        await state.load()
        assert state.opened

    with_team(tmp_path, act)


def test_the_reason_is_asked_plainly_on_screen(tmp_path: Path):
    with on_screen(tmp_path, covering, "/person/{person}") as shown:
        page = shown.page
        page.text("This person is not in your caseload")
        assert not page.shows(NAME)
        page.click("Open the record")
        page.text("Say why, in a few words.")
        page.enter("Why you open this record", "Wren is ill today")
        page.click("Open the record")
        page.text("Who they are")
