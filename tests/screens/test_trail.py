"""The trail screen: every entry in order, in words, the same at both ends."""

from pathlib import Path

from screens.app_state import AppState
from screens.trail.state import STEP, TrailState
from screens.trail.words import KINDS, SAVED, held_words, kind_words, reason_words
from tests.screens.sessions import NAME, Team, synced, with_team
from tests.sync.stage import contact


async def opened(app: AppState, team: Team) -> TrailState:
    state = TrailState(app, team.scope)
    await state.load()
    return state


def test_a_chain_is_told_in_order_and_the_same_at_both_ends(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        saved = await team.worrying_visit(worker)
        mine = await opened(worker, team)
        assert mine.name == NAME
        last = mine.steps[-1]
        assert last.when == "20 November, 12:55"
        assert last.by == "Wren Worker. Face to face"
        assert last.held == f"Recorded 13:00. {SAVED}"
        assert last.on_this_tablet_only
        await synced(worker, manager)
        team.stage.clock.passes(minutes=20)
        about = {"prompt": saved.raised[0].id, "evidence": list(saved.raised[0].evidence)}
        await manager.open_device.record("prompt.seen", team.scope, about)
        team.stage.clock.passes(minutes=1)
        await manager.open_device.record("prompt.answered", team.scope, {**about, "done": "Rang her"})
        await synced(manager, worker)
        here, there = await opened(worker, team), await opened(manager, team)
        assert here.steps == there.steps
        assert [line.kind for line in here.lines][-3:] == [
            "contact.recorded",
            "prompt.seen",
            "prompt.answered",
        ]
        visit = next(step for step in here.steps if step.id == saved.id)
        assert visit.held == "Recorded 13:00. Held centrally 13:00"
        assert visit.seen == "Seen by Mo Manager 13:20"
        assert not visit.on_this_tablet_only

    with_team(tmp_path, act)


def test_a_correction_is_shown_on_what_it_corrects(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        device = worker.open_device
        team.stage.clock.passes(hours=1)
        saved = await device.record("contact.recorded", team.scope, contact(device.now()))
        about = {"target": saved.id, "reason": "wrong_person"}
        await device.record("entry.voided", team.scope, about)
        state = await opened(worker, team)
        step = next(step for step in state.steps if step.id == saved.id)
        assert step.notes == ("Voided: Wren Worker, 13:00. Recorded on the wrong person",)
        state.show_only("entry.")
        assert [step.what for step in state.steps] == ["Void: Recorded on the wrong person"]

    with_team(tmp_path, act)


def test_a_long_trail_shows_its_end_first(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        device = worker.open_device
        for _ in range(STEP + 3):
            team.stage.clock.passes(hours=1)
            await device.record("contact.recorded", team.scope, contact(device.now()))
        state = await opened(worker, team)
        assert len(state.steps) == STEP
        assert state.steps[-1].id == state.lines[-1].id
        assert state.earlier_count == len(state.lines) - STEP
        state.earlier()
        assert [step.id for step in state.steps] == [line.id for line in state.lines]
        state.show_only("contact.recorded")
        assert state.earlier_count == 3
        state.show_only("plan.")
        assert state.steps == ()

    with_team(tmp_path, act)


def test_every_reason_and_kind_has_words():
    assert kind_words("contact.recorded") == "Contact"
    assert kind_words("moon.seen") == "“moon.seen” (needs a newer app)"
    assert reason_words("from a newer centre") == "The centre does not accept it. Ask your manager."
    assert held_words(None, None, None) == SAVED  # type: ignore[arg-type]


def test_no_kind_of_a_person_is_without_words():
    from models.kinds import BODIES

    of_organisation = ("staff.", "team.", "device.", "rota.", "standard.")
    assert {kind for kind in BODIES if not kind.startswith(of_organisation)} == set(KINDS)


def test_the_centres_reasons_all_have_words():
    from central.judging import Reason
    from screens.trail.words import REASONS

    assert set(Reason.KNOWN) == set(REASONS)
