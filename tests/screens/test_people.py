"""The people screen: everyone here, by name, found by what somebody remembers."""

from pathlib import Path

from screens.people.state import STEP, PeopleState
from tests.screens.sessions import Team, synced, with_team


def test_everyone_is_listed_by_name_and_found(tmp_path: Path):
    async def act(team: Team) -> None:
        team.stage.played.person("Ada Sample")
        manager, worker = await team.manager(), await team.worker()
        state = PeopleState(manager)
        await state.load()
        assert [each.name for each in state.listed] == ["Ada Sample", "Pat Example"]
        assert state.count_words == "2 people"
        for sought in ("exam", "pat ex", "EXAMPLE"):
            state.seek(sought)
            assert [each.name for each in state.listed] == ["Pat Example"], sought
        assert state.count_words == "1 of 2 people"
        state.seek("nobody")
        assert state.listed == ()
        theirs = PeopleState(worker)
        await theirs.load()
        assert [(each.name, each.part) for each in theirs.listed] == [("Pat Example", "Main worker")]

    with_team(tmp_path, act)


def test_a_prompt_that_asks_me_is_counted_beside_the_name(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        await team.worrying_visit(worker)
        state = PeopleState(worker)
        await state.load()
        assert state.listed[0].prompts_for_me >= 1
        assert worker.asking_me == state.listed[0].prompts_for_me

    with_team(tmp_path, act)


def test_a_long_list_comes_in_steps(tmp_path: Path):
    async def act(team: Team) -> None:
        for number in range(STEP + 5):
            team.stage.played.person(f"Sample {number:03}")
        manager = await team.manager()
        await synced(manager)
        state = PeopleState(manager)
        await state.load()
        assert len(state.listed) == STEP
        state.more()
        assert len(state.listed) == STEP + 6

    with_team(tmp_path, act)
