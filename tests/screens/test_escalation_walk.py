"""One escalation from the doorstep to its end, on three tablets and a centre: unanswered, climbing, declined, contested, resolved."""

from pathlib import Path

from models.prompt import Prompt
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.escalation.following import FollowingState
from screens.escalation.state import EscalatingState
from screens.escalation.taking import StepState, about
from tests.screens.sessions import Team, synced, with_team
from tests.screens.test_person_state import a_plan


async def stands(app: AppState, team: Team, rule: str) -> list[Prompt]:
    prompts = (await app.open_device.person(team.scope)).evaluation.prompts
    return [each for each in prompts if each.rule == rule]


async def following(app: AppState, team: Team, id: str) -> FollowingState:
    state = FollowingState(app.open_device, app.now, team.scope, id)
    await state.load()
    return state


async def says(app: AppState, team: Team, id: str, kind: str, **fields: str) -> FollowingState:
    state = await following(app, team, id)
    assert kind in [step.kind for step in state.offered], kind
    form = StepState(app.open_device, team.scope, new_id(), about(kind, id))
    await form.load()
    for name, value in fields.items():
        form.say(name, value)
    await form.save()
    assert form.saved
    return await following(app, team, id)


def test_unanswered_climbing_declined_contested_planned_missed_and_resolved(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        senior = await team.session(team.senior_id, "senior")
        passes = team.stage.clock.passes

        escalating = EscalatingState(worker.open_device, team.scope, new_id())
        await escalating.load()
        escalating.put(priority="very_urgent", to="Crisis team", number="01632 960111")
        escalating.no_answer()
        await escalating.save()
        passes(minutes=31)
        (offline,) = await stands(worker, team, "E1")
        assert offline.id.endswith(":r2")
        assert [each.role for each in offline.asked] == ["worker", "manager"]
        assert await worker.open_device.told(offline) == "On this tablet only. Nobody has been told."

        await synced(worker, manager, senior)
        (at_base,) = await stands(manager, team, "E1")
        assert at_base == offline  # the same on tablet and at base
        assert (await worker.open_device.told(offline)).startswith("Held centrally ")

        passes(minutes=30)
        (climbed,) = await stands(senior, team, "E1")
        assert climbed.asks_of(team.senior_id) is not None
        await says(
            worker, team, escalating.id, "escalation.responded", answer="declined", advice="Try the GP"
        )
        assert await stands(worker, team, "E1") == []
        (no,) = await stands(worker, team, "E2")
        assert "Make a temporary safety plan" in no.asks
        await says(worker, team, escalating.id, "escalation.contested", reason="The means are there")
        plan = a_plan(worker.open_device.clock_now())
        await worker.open_device.record("plan.made", team.scope, plan)
        (dispute,) = await stands(worker, team, "E2")
        assert [each.role for each in dispute.asked] == ["senior"]

        passes(hours=30)
        await synced(worker, manager, senior)
        assert await stands(senior, team, "P2")  # the contact the plan names was missed
        (late,) = await stands(senior, team, "E2")
        assert "the named director" in late.asks

        state = await following(worker, team, escalating.id)
        assert state.for_others == ["Agree with their answer: a manager: Mo Manager"]
        state = await says(senior, team, escalating.id, "escalation.resolved", outcome="other_support")
        assert state.standing is not None
        assert not state.standing.open
        assert state.offered == []
        await synced(senior, worker, manager)
        for app in (worker, manager, senior):
            assert await stands(app, team, "E1") == await stands(app, team, "E2") == []

    with_team(tmp_path, act)


def test_a_second_one_is_reviewed_by_a_manager_and_by_nobody_else(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        ids: list[str] = []
        for _ in range(2):
            state = EscalatingState(worker.open_device, team.scope, new_id())
            await state.load()
            await state.save()
            ids.append(state.id)
            team.stage.clock.passes(hours=26)
        await synced(worker, manager)
        mine = await following(worker, team, ids[1])
        assert "escalation.reviewed" not in [step.kind for step in mine.offered]
        assert "Review it: a manager: Mo Manager" in mine.for_others
        await says(
            manager, team, ids[1], "escalation.reviewed", delay="interface", learning="Ring the ward first"
        )
        assert await stands(manager, team, "E3") == []
        (unchanged,) = await stands(manager, team, "E4")
        assert unchanged.asks_of(team.manager_id) is not None
        again = await says(
            manager,
            team,
            ids[1],
            "escalation.reviewed",
            delay="interface",
            no_change_because="the plan was followed",
        )
        assert await stands(manager, team, "E4") == []
        assert not again.review_asked

    with_team(tmp_path, act)
