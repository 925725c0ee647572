"""Opening a record: asked why where it is outside the caseload, never delayed, and seen by whoever leads the team."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import StorageFailed
from models.opening import KIND
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.handover.state import HandoverState
from screens.matching.state import MatchingState
from screens.own_copy.state import CopyState, OwnCopies
from screens.person.opening import RecordScreen
from screens.person.state import PersonScreenState
from screens.prompts.state import PromptState
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


Page = Callable[[AppState, Team, str], RecordScreen]
PAGES: dict[str, Page] = {
    "handover": lambda app, team, _: HandoverState(app.open_device, app.now, team.scope),
    "copies": lambda app, team, _: OwnCopies(app.open_device, app.now, team.scope),
    "a copy": lambda app, team, id: CopyState(app.open_device, team.scope, new_id(), id),
    "who": lambda app, team, _: MatchingState(app.open_device, app.now, team.scope, app.refresh),
    "prompt": lambda app, team, id: PromptState(app, f"T2:{team.scope}:{id}"),
}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_record_notes_who_opened_it_and_asks_why_first(tmp_path: Path, page: str):
    async def act(team: Team) -> None:
        worker, app = await team.worker(), await covering(team)
        visit = await team.worrying_visit(worker)
        await synced(worker, app)
        state = PAGES[page](app, team, visit.id)
        await state.load()
        assert (state.opened, state.opening.asking) == (False, True)
        state.opening.put("Wren is ill today")
        await state.opening.open()
        assert (state.opened, state.opening.asking) == (True, False)
        manager = await team.manager()
        await synced(app, manager)
        trail = TrailState(manager, team.scope)
        await trail.load()
        assert [line.who for line in trail.openings or ()] == ["Cal Cover"]

    with_team(tmp_path, act)


def test_a_prompt_that_no_longer_stands_opens_no_record(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await covering(team)
        state = PAGES["prompt"](app, team, "0" * 32)
        await state.load()
        assert (state.opened, state.opening.asking) == (True, False)

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
