"""Saying that a record should not be there: what goes, what waits for a manager, and what is asked then."""

from pathlib import Path

from models.fold import MAY_BE_AN_ERROR
from screens.around.candour import RULE as CANDOUR
from screens.correcting.void import VoidState
from screens.drafting.form import new_id
from tests.screens.sessions import Team, confirmed, synced, with_team
from tests.screens.test_correcting import SUICIDAL, person, rules, seen, trail, visit, voided


def test_on_the_wrong_person_it_goes_and_it_is_asked_whether_they_were_told(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        id = await visit(worker, team, indicators=seen(2), decision="step_up", rationale="Three at once")
        assert "T2" in await rules(worker, team)
        state = await voided(worker, team, id)
        assert not state.waits
        assert "It is then asked whether this person has been told." in state.what_happens
        await state.save()
        assert state.saved
        asked = await rules(worker, team)
        assert "T2" not in asked
        assert CANDOUR in asked
        step = next(each for each in (await trail(worker, team)).steps if each.id == id)
        assert step.notes == ("Voided: Wren Worker, 13:00. Recorded on the wrong person",)
        assert not step.correctable
        last = (await trail(worker, team)).steps[-1]
        assert last.what == "Void: Recorded on the wrong person. Two visits in one street"
        # a void recorded in error is itself taken back, and what it was about holds again
        await (await voided(worker, team, last.id, "recorded_in_error")).save()
        assert "T2" in await rules(worker, team)
        assert CANDOUR not in await rules(worker, team)

    with_team(tmp_path, act)


def test_a_void_of_a_concern_waits_and_only_then_is_it_asked_whether_they_were_told(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        thoughts = [{"code": SUICIDAL, "level": 3, "source": "person"}]
        id = await visit(worker, team, indicators=thoughts, rationale="Talked it through")
        state = await voided(worker, team, id)
        assert state.waits
        await state.save()
        assert "T1" in await rules(worker, team)
        assert CANDOUR not in await rules(worker, team)
        notes = (await person(worker, team)).view.state.annotations[id]
        assert [note.words for note in notes] == [MAY_BE_AN_ERROR]
        await synced(worker, manager)
        at_base = await person(manager, team)
        (waits,) = at_base.waiting
        await confirmed(manager, team, waits.entry, "Seen both records")
        asked = await rules(manager, team)
        assert "T1" not in asked
        assert CANDOUR in asked

    with_team(tmp_path, act)


def test_a_void_needs_its_reason_in_words(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = VoidState(worker.open_device, team.scope, new_id(), await visit(worker, team))
        await state.load()
        await state.save()
        assert set(state.wrong) == {"reason", "words"}
        assert not state.saved

    with_team(tmp_path, act)
