"""A tablet's own prompts follow an assignment, leave and the rota as soon as they are saved, without a line."""

from datetime import timedelta
from pathlib import Path

from screens.app_state import AppState
from screens.team.leave import BACK
from tests.screens.sessions import Team, with_team
from tests.screens.team import assigning, ending, leaving, on_call, saved


async def asked(app: AppState, rule: str) -> list[tuple[str, tuple[str, ...]]]:
    """By role, whom the prompt of that rule asks."""
    (found,) = [each for each in await app.open_device.prompts() if each.rule == rule]
    return [(each.role, each.staff_ids) for each in found.asked]


async def out_of_reach(each: Team) -> AppState:
    manager = await each.manager()
    for installation in each.stage.installations:
        installation.signal = False
    return manager


def test_t4_asks_whoever_is_at_work_of_those_who_work_with_them(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        cal = each.stage.played.staff("Cal Cover", "worker")
        manager = await out_of_reach(each)
        each.stage.clock.passes(days=10)
        agreed = manager.now() - timedelta(days=9)
        await manager.open_device.record(
            "contact.agreed", each.scope, {"interval_days": 2}, occurred_at=agreed
        )
        assert await asked(manager, "T4") == [("worker", (each.worker_id,))]
        leave = await saved(await leaving(manager, each.worker_id))
        assert await asked(manager, "T4") == [("manager", (each.manager_id,))]
        await saved(await assigning(manager, each.scope, staff=cal, part="cover"))
        assert await asked(manager, "T4") == [("worker", (cal,))]
        await saved(await leaving(manager, "", record=leave.id, stands=BACK))
        assert await asked(manager, "T4") == [("worker", (each.worker_id,))]
        await saved(await ending(manager, each.scope, each.worker_id, "Moves to another team"))
        assert await asked(manager, "T4") == [("worker", (cal,))]
        assert (await manager.open_device.unsent()).count == 5

    with_team(tmp_path, act)


def test_e1_asks_whoever_the_rota_has_on_call_and_the_team_where_nobody_is(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        nan = each.stage.played.staff("Nan Manager", "manager")
        manager = await out_of_reach(each)
        each.stage.clock.passes(hours=6)  # a Friday at 18:00
        said = {"priority": "urgent", "to": "Fictional crisis team"}
        await manager.open_device.record("escalation.opened", each.scope, said)
        each.stage.clock.passes(hours=2, minutes=1)
        both = tuple(sorted((nan, each.manager_id)))
        assert dict(await asked(manager, "E1"))["manager"] == both
        await saved(await on_call(manager, "manager", nan, "20/11/2026", "22/11/2026"))
        assert dict(await asked(manager, "E1"))["manager"] == (nan,)
        await saved(await leaving(manager, nan))
        assert dict(await asked(manager, "E1"))["manager"] == (each.manager_id,)

    with_team(tmp_path, act)
