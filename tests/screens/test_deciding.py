"""What a manager decides on a person's page: proposals that wait, and what people recorded apart from each other."""

from pathlib import Path
from typing import Any

import pytest

from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.person.deciding import ConfirmState, KeepState
from screens.person.state import PersonScreenState
from screens.prompts.state import PromptState
from screens.today.state import TodayState
from tests.screens.sessions import Team, confirmed, kept, on_screen, opened, saved, synced, with_team
from tests.screens.test_person_state import a_plan
from tests.sync.stage import worrying


async def person(app: AppState, team: Team) -> PersonScreenState:
    state = PersonScreenState(app.open_device, app.now, team.scope, app.refresh)
    await state.load()
    return state


async def confirmable(app: AppState) -> list[tuple[str, int]]:
    today = TodayState(app.open_device, app.now)
    await today.load()
    return [(each.scope, count) for each, count in today.to_confirm]


async def agree(app: AppState, team: Team, days: int) -> None:
    await app.open_device.record("contact.agreed", team.scope, {"interval_days": days})


async def proposed(team: Team) -> tuple[AppState, AppState]:
    """A worker would see them half as often as agreed; both have synced."""
    worker, manager = await team.worker(), await team.manager()
    await agree(manager, team, 7)
    await synced(manager, worker)
    team.stage.clock.passes(hours=1)
    await agree(worker, team, 14)
    await synced(worker, manager)
    return worker, manager


def test_what_waits_is_one_press_from_a_managers_today_and_nobody_elses(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await proposed(team)
        assert await confirmable(manager) == [(team.scope, 1)]
        assert await confirmable(worker) == []
        await agree(manager, team, 10)
        assert await confirmable(manager) == []

    with_team(tmp_path, act)


def test_today_leads_a_manager_to_what_waits(tmp_path: Path):
    async def begin(team: Team) -> AppState:
        return (await proposed(team))[1]

    with on_screen(tmp_path, begin) as shown:
        shown.page.text("1 record waits for a manager. Read and decide.")
        shown.page.click(f"confirm {shown.team.scope}")
        shown.page.text("Contact agreed every 14 days")


async def planned_apart(team: Team) -> tuple[AppState, AppState]:
    """A worker and a manager each make a temporary plan, neither knowing of the other's; then both sync."""
    worker, manager = await team.worker(), await team.manager()
    for app, signs in ((worker, "Phone off"), (manager, "Curtains closed")):
        team.stage.clock.passes(minutes=10)
        plan = a_plan(app.now(), warning_signs=signs)
        await app.open_device.record("plan.made", team.scope, plan)
    await synced(worker, manager, worker)
    return worker, manager


def test_a_worker_reads_what_waits_what_holds_meanwhile_and_who_decides(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, _ = await proposed(team)
        (line,) = (await person(worker, team)).waiting
        assert line.what == "Contact agreed every 14 days"
        assert line.meanwhile == "Contact agreed every 7 days"
        assert line.by == "Wren Worker, 13:00"
        assert line.by_whom == "a manager: Mo Manager"
        assert (line.mine, line.confirmable) == (True, False)

    with_team(tmp_path, act)


def test_a_manager_confirms_with_a_reason_and_it_holds_at_both_ends(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await proposed(team)
        state = await person(manager, team)
        (line,) = state.waiting
        assert line.confirmable
        form = await opened(ConfirmState(manager.open_device, team.scope, new_id(), line.entry))
        assert form.line == line
        await form.save()
        assert form.wrong == {"rationale": "Say why this can take effect."}
        form.put(rationale="Settled for six months")
        await saved(form)
        assert (await person(manager, team)).waiting == ()
        await synced(manager, worker)
        theirs = await person(worker, team)
        assert theirs.waiting == ()
        assert theirs.view.state.agreed is not None
        assert theirs.view.state.agreed.interval_days == 14

    with_team(tmp_path, act)


def test_what_a_manager_records_in_knowledge_of_it_settles_it(tmp_path: Path):
    async def act(team: Team) -> None:
        _, manager = await proposed(team)
        await agree(manager, team, 5)
        assert (await person(manager, team)).waiting == ()

    with_team(tmp_path, act)


def test_an_amendment_that_says_less_shows_both_sentences(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        saved = await team.worrying_visit(worker, worried=[{"who": "carer", "words": "Not herself"}])
        less = worrying(worker.now())
        about = {"target": saved.id, "reason": "Ticked by mistake", "body": less}
        await worker.open_device.record("entry.amended", team.scope, about)
        await synced(worker, manager)
        (line,) = (await person(manager, team)).waiting
        assert line.what == "Amendment: Ticked by mistake"
        assert "A carer or family member is worried" in line.meanwhile
        assert "is worried" not in line.instead
        assert "Sleep 2" in line.instead

    with_team(tmp_path, act)


async def stepping_down(team: Team) -> tuple[AppState, AppState, str]:
    """A worker steps down while the latest contact still meets T2: that waits for a manager."""
    worker, manager = await team.worker(), await team.manager()
    saved = await team.worrying_visit(worker)
    raised = next(each.id for each in saved.raised if each.rule == "T2")
    body = {"episode": "step_up", "evidence": [saved.id], "rationale": "Slept and ate"}
    await worker.open_device.record("episode.stepped_down", team.scope, body)
    await synced(worker, manager)
    return worker, manager, raised


def test_a_step_down_that_waits_says_so_at_its_prompt_and_closes_once_confirmed(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager, raised = await stepping_down(team)
        prompt = PromptState(worker, raised)
        await prompt.load()
        assert prompt.lines is not None
        (line,) = prompt.waiting
        assert (line.mine, line.by_whom) == (True, "a manager: Mo Manager")
        state = await person(manager, team)
        await confirmed(manager, team, state.waiting[0].entry, "Agreed on the telephone")
        state = await person(manager, team)
        assert state.waiting == ()
        assert raised not in [each.prompt.id for each in state.prompts]

    with_team(tmp_path, act)


def test_a_worker_who_steps_down_too_early_is_told_whom_it_waits_for(tmp_path: Path):
    async def begin(team: Team) -> AppState:
        app = await team.worker()
        await team.worrying_visit(app)
        return app

    with on_screen(tmp_path, begin, "/prompts") as shown:
        page = shown.page
        asked = page.run(shown.app.open_device.prompts())
        t2 = next(each for each in asked if each.rule == "T2")
        page.click(t2.id)
        page.click("Step down this episode")
        page.click(f"What is settled?: {t2.evidence[0]}")
        page.enter("Why it is safe to step down", "Slept and ate")
        page.text(
            "All of it waits until it is confirmed by a manager: Mo Manager. Until then nothing changes."
        )
        page.click("Save")
        page.text("Saved. It waits for a manager: Mo Manager.")
        page.text("The episode stays open, and its prompts still ask.")
        assert not page.shows("Step down this episode")


def test_two_plans_made_apart_are_shown_by_whom_with_only_what_differs(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, _ = await planned_apart(team)
        state = await person(worker, team)
        (found,) = state.apart
        assert found.title == "Temporary safety plan"
        assert [each.by for each in found.versions] == ["Wren Worker, 12:10", "Mo Manager, 12:20"]
        assert [dict(each.pairs)["Warning signs"] for each in found.versions] == [
            "Phone off",
            "Curtains closed",
        ]
        assert "In an emergency" not in dict(found.versions[0].pairs)
        assert not state.may_decide

    with_team(tmp_path, act)


def test_the_version_a_manager_keeps_holds_alone_even_with_a_contact_already_past(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await planned_apart(team)
        team.stage.clock.passes(hours=21)
        state = await person(manager, team)
        assert "C1" in {each.prompt.rule for each in state.prompts}
        (found,) = state.apart
        theirs = found.versions[0]
        form = await opened(KeepState(manager.open_device, team.scope, new_id(), theirs.id))
        await form.save()
        assert form.wrong == {"rationale": "Say why this one is kept."}
        form.put(rationale="It names whom she rings")
        await saved(form)
        state = await person(manager, team)
        assert state.apart == ()
        assert "C1" not in {each.prompt.rule for each in state.prompts}
        await synced(manager, worker)
        (plan,) = (await person(worker, team)).plans
        assert not plan.conflicting
        assert ("Warning signs", "Phone off") in plan.versions[0]
        assert len(plan.named) == 3

    with_team(tmp_path, act)


CHANGES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "agreed": ("contact.agreed", [{"interval_days": 3}, {"interval_days": 5}]),
    "signature": ("signature.set", [{"indicators": ["sleep"], "baselines": {"sleep": n}} for n in (1, 2)]),
}


@pytest.mark.parametrize("what", [*CHANGES, "details"])
def test_of_every_record_one_version_can_be_kept(tmp_path: Path, what: str):
    async def act(team: Team) -> None:
        details = {"name": "Pat Example", "born_on": "1980-04-05", "team": team.stage.played.founded.team}
        both = [details | {"nhs_number": "9990000018", "phone": f"07700 90000{n}"} for n in (1, 2)]
        kind, bodies = CHANGES.get(what, ("person.updated", both))
        worker, manager = await team.worker(), await team.manager()
        for app, body in zip((worker, manager), bodies, strict=True):
            await app.open_device.record(kind, team.scope, body)
        await synced(worker, manager)
        state = await person(manager, team)
        (found,) = state.apart
        theirs = next(each for each in found.versions if each.by.startswith("Wren"))
        assert len({(each.says, each.pairs) for each in found.versions}) == 2, "what differs is in sight"
        await kept(manager, team.scope, theirs.id)
        state = await person(manager, team)
        assert state.apart == ()
        latest = state.view.held[-1].entry
        assert (latest.kind, latest.author) == (kind, team.manager_id)
        assert set(latest.follows) == {each.fact.id for each in found.versions}
        assert latest.said.model_dump() == theirs.body.model_dump()

    with_team(tmp_path, act)


def test_a_version_past_its_end_cannot_be_kept_and_nothing_is_lost(tmp_path: Path):
    async def act(team: Team) -> None:
        _, manager = await planned_apart(team)
        team.stage.clock.passes(hours=71)
        state = await person(manager, team)
        (found,) = state.apart
        assert all(each.ended for each in found.versions)
        form = await opened(KeepState(manager.open_device, team.scope, new_id(), found.versions[0].id))
        form.put(rationale="Still right")
        await form.save()
        assert form.wrong.keys() == {"rationale"}
        assert not form.saved
        assert len((await person(manager, team)).apart) == 1

    with_team(tmp_path, act)


def test_a_manager_confirms_and_keeps_on_the_page(tmp_path: Path):
    async def begin(team: Team) -> AppState:
        await planned_apart(team)
        worker = await team.session(team.worker_id, "another")
        await agree(worker, team, 7)
        await agree(worker, team, 14)
        manager = await team.session(team.manager_id, "desk")
        await synced(worker, manager)
        return manager

    with on_screen(tmp_path, begin, "/person/{person}") as shown:
        page = shown.page
        page.text("Awaiting a manager")
        page.text("Contact agreed every 14 days")
        (waits,) = page.run(person(shown.app, shown.team)).waiting
        page.click(f"confirm {waits.entry}")
        page.click("Save")
        page.text("Say why this can take effect.")
        page.enter("Why this can take effect", "Settled for six months")
        page.click("Save")
        page.gone("Awaiting a manager")
        page.text("Temporary safety plan: recorded apart")
        (found,) = page.run(person(shown.app, shown.team)).apart
        page.click(f"keep {found.versions[1].id}")
        page.enter("Why this one is kept", "The later one")
        page.click("Save")
        page.gone("Temporary safety plan: recorded apart")
