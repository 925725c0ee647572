"""How an action goes on: said by anybody, a later deadline only a proposal until a manager confirms it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from screens.action.state import ActionState
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.person import around_lines
from tests.screens.sessions import Team, confirmed, on_screen, opened, person_screen, saved, synced, with_team

# The centre's clock begins on 20 November 2026 at noon (`tests.central.played`).


async def line(app: AppState, team: Team) -> around_lines.ActionLine:
    state = await person_screen(app, team)
    (found,) = around_lines.actions(state.view.state, state.directory, state.me.staff_id, app.now())
    return found


async def assigned(app: AppState, team: Team, **more: Any) -> str:
    deadline = (app.now() + timedelta(days=1)).isoformat()
    body = {"what": "Ask about the lock", "owner": team.worker_id, "deadline_at": deadline, **more}
    saved = await app.open_device.record("action.assigned", team.scope, body)
    team.stage.clock.passes(minutes=5)
    return saved.id


async def updating(app: AppState, team: Team, record: str = "", id: str = "") -> ActionState:
    return await opened(ActionState(app.open_device, team.scope, id or new_id(), record))


def test_how_it_goes_on_is_said_and_shown_beside_it(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        record = await assigned(worker, team)
        assert (await line(worker, team)).latest == ""
        state = await updating(worker, team, record)
        assert (state.what, state.form.owner) == ("Ask about the lock", team.worker_id)
        assert (state.form.deadline_on, state.form.deadline_at) == ("21/11/2026", "12:00")
        await state.save()
        assert state.wrong == {"words": "Say how it goes on, in a few words."}
        state.put(words="The landlord rings back at four.")
        await state.kept()
        assert not state.waits
        await saved(state)
        shown = await line(worker, team)
        assert shown.latest == "The landlord rings back at four. Wren Worker, 12:05"
        assert (shown.due, shown.whose) == ("By tomorrow 12:00", "You")
        entry = (await worker.open_device.person(team.scope)).state.entries[state.id]
        assert set(entry.body) == {"words", "partner_response"}  # what nobody moved is not said again

    with_team(tmp_path, act)


def test_a_later_deadline_by_a_worker_waits_and_an_earlier_one_does_not(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        record = await assigned(worker, team)
        state = await updating(worker, team, record)
        assert state.later_waits == "A later one waits until it is confirmed by a manager: Mo Manager"
        state.put(words="They answer on Monday", deadline_on="23/11/2026")
        await state.kept()
        assert state.waits
        state.put(deadline_on="20/11/2026", deadline_at="17:00")
        await state.kept()
        assert not state.waits
        state.put(deadline_on="23/11/2026")
        await saved(state)
        assert (await line(worker, team)).due == "By tomorrow 12:00"
        await synced(worker, manager)
        at_base = await person_screen(manager, team)
        (waits,) = at_base.waiting
        await confirmed(manager, team, waits.entry, "Talked through")
        assert (await line(manager, team)).due == "By 23 November 17:00"
        by_manager = await updating(manager, team, record)
        assert by_manager.later_waits == ""
        by_manager.put(words="The housing officer is ill", deadline_on="25/11/2026")
        await saved(by_manager)
        assert (await line(manager, team)).due == "By 25 November 17:00"

    with_team(tmp_path, act)


def test_somebody_else_takes_it(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        record = await assigned(worker, team)
        state = await updating(worker, team, record)
        assert dict(state.owners) == {
            team.worker_id: "Me",
            team.manager_id: "Mo Manager",
            team.senior_id: "Sol Senior",
        }
        state.put(words="She knows the landlord", owner=team.manager_id)
        await saved(state)
        assert (await line(worker, team)).whose == "Mo Manager"
        await synced(worker, manager)
        assert (await line(manager, team)).mine

    with_team(tmp_path, act)


def test_what_the_other_service_said_is_recorded_with_when_it_was_asked(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        due = (worker.now() + timedelta(hours=3)).isoformat()
        record = await assigned(worker, team, partner="Housing", answer_due_at=due)
        state = await updating(worker, team, record)
        assert (state.partner, state.form.answer_on, state.form.answer_at) == (
            "Housing",
            "20/11/2026",
            "15:00",
        )
        state.put(words="Rang twice", contacted_on="21/11/2026", contacted_at="09:00", answer_at="at noon")
        await state.save()
        assert state.wrong == {"answer_at": "Enter the time on the 24-hour clock, for example 14:30."}
        state.put(answer_at="15:00")
        assert state.wrong == {"contacted_at": "This time is in the future."}
        state.put(contacted_on="20/11/2026", partner_response="They send somebody")
        await saved(state)
        (tracked,) = (await worker.open_device.person(team.scope)).state.actions
        assert tracked.answer_due is None  # they answered

    with_team(tmp_path, act)


def test_what_is_entered_is_kept_and_said_to_be_over_once_it_is_done(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        record = await assigned(worker, team)
        begun = await updating(worker, team, record)
        begun.put(words="The landlord rings back")
        await begun.kept()
        (draft,) = (await person_screen(worker, team)).drafts
        assert draft.route == f"/person/{team.scope}/update/{begun.id}"
        again = await updating(worker, team, id=begun.id)
        assert again.form == begun.form
        done = {"outcome": "The lock is changed"}
        await worker.open_device.record("action.completed", team.scope, done, record=record)
        await again.load()
        await again.save()
        assert again.wrong == {"words": "It is done meanwhile, or is not on this tablet."}
        assert not again.saved

    with_team(tmp_path, act)


def test_it_is_said_from_the_person_s_page(tmp_path: Path):
    record = ""

    async def begin(team: Team) -> AppState:
        nonlocal record
        worker = await team.worker()
        record = await assigned(worker, team)
        return worker

    with on_screen(tmp_path, begin, "/person/{person}") as screen:
        page = screen.page
        page.click(f"goes on {record}")
        page.text("Ask about the lock")
        page.enter("How does it go on?", "The landlord rings back")
        page.click("Save")
        page.text("The landlord rings back. Wren Worker, ")
