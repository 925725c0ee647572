"""The Team screen's states: whom somebody has to be found for first, who is at work, what each role is offered."""

from pathlib import Path

from models.standard import OFFLINE_DAYS
from screens.app_state import AppState
from screens.team.member import MemberState
from screens.team.workers import WorkersState
from tests.screens.sessions import NAME, Team, on_screen, with_team
from tests.screens.team import assigning, leaving, on_call, opened, saved, team

# The centre's clock begins on 20 November 2026 at noon, a Friday (`tests.central.played`).


async def covered_from_monday(each: Team) -> tuple[AppState, str]:
    """Mo Manager, and Cal Cover who covers for Wren Worker from Monday on."""
    cal = each.stage.played.staff("Cal Cover", "worker")
    manager = await each.manager()
    await saved(await assigning(manager, each.scope, staff=cal, part="cover", from_on="23/11/2026"))
    return manager, cal


def test_those_who_have_nobody_come_first_and_those_to_come_after(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        alone = each.stage.played.person("Ali Example")
        manager, _ = await covered_from_monday(each)
        state = await team(manager)
        assert [(line.scope, line.why) for line in state.needs] == [
            (alone, "No main worker. Nobody covers: a manager is asked.")
        ]
        assert state.coming == ()
        await manager.refresh()
        assert manager.nobody_for == 1
        await saved(await leaving(manager, each.worker_id, "24/11/2026", from_on="22/11/2026"))
        state = await team(manager)
        assert [(line.name, line.why) for line in state.coming] == [
            (NAME, "22 November: Wren Worker is away, and nobody covers: a manager is asked.")
        ]
        each.stage.clock.passes(days=2)
        await manager.refresh()
        assert manager.nobody_for == 2

    with_team(tmp_path, act)


def test_each_colleague_says_at_work_or_away_and_how_many_they_work_with(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        manager, cal = await covered_from_monday(each)
        await saved(await leaving(manager, each.worker_id, "24/11/2026", from_on="22/11/2026"))
        await saved(await on_call(manager, "manager", each.manager_id, "21/11/2026", "22/11/2026"))
        each.stage.clock.passes(days=3)
        there = {line.id: line for line in (await team(manager)).staff}
        assert list(there)[:2] == [cal, each.worker_id]  # workers first, by name
        assert there[cal].lines == ("At work", "Covers 1")
        wren = there[each.worker_id]
        assert (wren.lines, wren.away) == (("On leave until 24 November", "Main worker of 1"), True)
        assert wren.words == "Wren Worker. 23 to 24 November: away. 25 November to 6 December: at work."
        assert there[each.manager_id].words == (
            "Mo Manager. 23 November: on call. 24 November to 6 December: at work."
        )

    with_team(tmp_path, act)


def test_who_was_discharged_is_to_be_found_nobody(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        alone = each.stage.played.person("Ali Example")
        manager = await each.manager()
        status = {"status": "discharged", "since_at": manager.now().isoformat(), "rationale": "Well again"}
        await manager.open_device.record("person.status", alone, status)
        assert (await team(manager)).needs == ()

    with_team(tmp_path, act)


def test_a_worker_reads_who_is_there_and_who_can_set_it(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        state = await team(await each.worker())
        assert (state.may_set, state.whole) == (False, False)
        assert state.who_can == "Mo Manager, Sol Senior or Ada Administrator"
        assert next(line.lines for line in state.staff) == ("At work",)

    with_team(tmp_path, act)


def test_an_administrator_may_too_and_sees_every_team(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        other = each.stage.played.team("Quay Team")
        alone = each.stage.played.person("Ali Example", other)
        app = await each.administrator()
        state = await team(app)
        assert [name for _, name in state.own_teams] == ["Harbour Team", "Quay Team"]
        assert state.needs == ()
        state.choose(other)
        assert [line.scope for line in state.needs] == [alone]
        await saved(await assigning(app, alone, staff=each.worker_id, others=True))
        await app.refresh()
        state = await team(app)
        state.choose(other)
        assert state.needs == ()

    with_team(tmp_path, act)


def test_while_others_records_are_closed_nothing_is_said_of_people(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        each.stage.played.person("Ali Example")
        manager = await each.manager()
        each.stage.clock.passes(days=OFFLINE_DAYS + 1)
        await manager.refresh()
        assert manager.nobody_for == 0
        state = await team(manager)
        assert (state.whole, state.needs) == (False, ())
        workers = await opened(WorkersState(manager, each.scope))
        assert workers.person.closed

    with_team(tmp_path, act)


def test_a_members_page_and_nobody_sets_their_own_leave(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        manager = await each.manager()
        await saved(await leaving(manager, each.worker_id, "24/11/2026"))
        wren = await opened(MemberState(manager, each.worker_id))
        assert [line.words for line in wren.leaves] == ["On leave 20 to 24 November"]
        assert [(line.scope, line.words) for line in wren.people] == [(each.scope, "Main worker")]
        assert wren.may_set_leave
        own = await opened(MemberState(manager, each.manager_id))
        assert not own.may_set_leave
        assert own.who_can == "Sol Senior or Ada Administrator"
        assert own.tablets == (("Tablet A · 1", "In use"),)

    with_team(tmp_path, act)


def test_from_the_team_to_the_person_and_somebody_is_found(tmp_path: Path) -> None:
    found: dict[str, str] = {}

    async def begin(each: Team) -> AppState:
        found["scope"] = each.stage.played.person("Ali Example")
        return await each.manager()

    with on_screen(tmp_path, begin) as shown:
        page = shown.page
        page.click("Team")
        page.text("Somebody has to be found (1)")
        page.click(f"needs {found['scope']}")
        page.text("No main worker. Nobody covers: a manager is asked.")
        page.click("Assign somebody")
        page.text("Main worker of 1, covers 0")
        page.click("Save")
        page.text("Choose who it is.")
        page.click(f"Who?: {shown.team.worker_id}")
        page.text("On each of the next 14 days a main worker is at work, or somebody who covers.")
        page.click("Save")
        page.text("Assign somebody")
        page.text("Main worker")
        page.click("Team")
        page.text("Everybody has a main worker at work, or somebody who covers.")


def test_a_draft_of_leave_is_gone_on_with_from_today(tmp_path: Path) -> None:
    found: dict[str, str] = {}

    async def begin(each: Team) -> AppState:
        manager = await each.manager()
        state = await leaving(manager, each.worker_id, "24/11/2026")
        await state.kept()
        found["id"] = state.id
        return manager

    with on_screen(tmp_path, begin) as shown:
        page = shown.page
        page.text("Your team: leave of a colleague is not saved yet")
        page.click(f"draft {found['id']}")
        page.text("Wren Worker")
        page.text(f"{NAME}: Until 24 November: Wren Worker is away, and nobody covers: a manager is asked.")
        page.click("Save")
        page.text("On leave 20 to 24 November")


def test_a_worker_finds_the_way_there_and_no_way_to_set_it(tmp_path: Path) -> None:
    async def begin(each: Team) -> AppState:
        return await each.worker()

    with on_screen(tmp_path, begin) as shown:
        page = shown.page
        page.click("Who is at work and on call")
        page.text(
            "Who works with whom, leave and the rota are set by Mo Manager, Sol Senior or Ada Administrator."
        )
        assert "Set who is on call" not in page.texts
        page.click(f"staff {shown.team.manager_id}")
        page.text("No leave is set.")
        assert "Set leave" not in page.texts
