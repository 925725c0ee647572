"""A plan on its own: begun from what asks for it, kept as entered, saved whole, reviewed and changed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from models.kinds.plan import PlanTerms
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.person.state import PersonScreenState
from screens.plan.state import PlanState
from screens.prompt.onward import Onward, onward
from tests.screens.sessions import Team, opened, person_screen, saved, synced, with_team
from tests.screens.test_person_state import a_plan

NONE_AGREED = {
    "safeguarding": "none",
    "no_safeguarding_because": "Nobody else at risk",
    "agreed": "yes",
    "copy_given": "given",
}
STANDING = {
    "type": "standing",
    "warning_signs": "Phone off",
    "what_helps": "A walk to the harbour",
    "emergency_instructions": "Ring his sister, then 999",
    "agreed_with_person": True,
}


async def plan(app: AppState, team: Team, record: str = "", id: str = "") -> PlanState:
    return await opened(PlanState(app.open_device, team.scope, id or new_id(), record))


async def they_said_no(app: AppState, team: Team) -> None:
    device = app.open_device
    opened = await device.record(
        "escalation.opened", team.scope, {"to": "Harbour crisis team", "priority": "urgent", "how": "02"}
    )
    team.stage.clock.passes(minutes=30)
    body = {"answer": "declined", "reason": "Not our threshold", "advice": "Try the GP"}
    await device.record("escalation.responded", team.scope, body, record=opened.id)
    team.stage.clock.passes(minutes=5)


def steps(state: PersonScreenState) -> list[Onward]:
    found = (onward(each.prompt, state.view.state, state.me, state.now()) for each in state.prompts)
    return [each for each in found if each]


def test_a_plan_that_is_asked_for_starts_from_what_asks_for_it(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        await worker.open_device.record("plan.made", team.scope, STANDING)
        await they_said_no(worker, team)
        await synced(worker, manager)
        (step,) = steps(await person_screen(manager, team))
        assert (step.label, step.kind) == ("Make a temporary plan", "plan.made")
        assert step.route.startswith(f"/person/{team.scope}/plan/")
        state = await plan(manager, team)
        said = (
            "Urgent escalation to Harbour crisis team: They said no. Not our threshold. Advice: Try the GP",
        )
        assert state.asked_for == said
        entered = state.form.plan
        assert (entered.type, entered.trigger) == ("temporary", said[0])
        assert (entered.warning_signs, entered.what_helps) == ("Phone off", "A walk to the harbour")
        assert entered.emergency_instructions == "Ring his sister, then 999"
        assert {each.who for each in entered.contacts} == {"Wren Worker"}
        assert (entered.agreed, entered.copy_given, entered.safeguarding) == ("", "", "")
        await state.save()
        assert set(state.wrong) == {"agreed", "copy_given", "safeguarding"}
        state.put(entered, **NONE_AGREED)
        await saved(state)
        there = await person_screen(manager, team)
        assert [each.plan.record for each in there.plans] == ["plan_temporary", "plan_standing"]
        assert steps(there) == []
        await synced(manager, worker)
        (held, _) = (await person_screen(worker, team)).plans
        assert (held.plan.terms.trigger, len(held.named)) == (said[0], 3)

    with_team(tmp_path, act)


def test_an_older_plan_is_reviewed_when_one_is_asked_for(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        await worker.open_device.record("plan.made", team.scope, a_plan(worker.now()))
        team.stage.clock.passes(hours=1)
        await they_said_no(worker, team)
        (step,) = steps(await person_screen(worker, team))
        assert (step.label, step.kind) == ("Review the temporary plan", "plan.reviewed")
        assert step.route == f"/person/{team.scope}/plan/plan_temporary/review"
        state = await plan(worker, team, "plan_temporary")
        state.put(decision="continue", rationale="They said no; it holds until that is settled")
        await saved(state)
        assert steps(await person_screen(worker, team)) == []

    with_team(tmp_path, act)


def test_without_a_demand_its_kind_is_asked_first(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await plan(await team.worker(), team)
        assert state.form.plan.type == ""
        assert state.asked_for == ()
        await state.save()
        assert state.wrong == {"type": "Choose what kind of plan it is."}
        state.choose_type("temporary")
        assert len(state.form.plan.contacts) == 3
        assert "999" in state.form.plan.emergency_instructions
        assert state.wrong == {}  # nobody has tried to save this one
        state.put(state.form.plan, what_helps="Tea with his sister")
        state.choose_type("step_down")
        entered = state.form.plan
        assert (entered.contacts, entered.expires_on, entered.emergency_instructions) == ([], "", "")
        assert entered.what_helps == "Tea with his sister"

    with_team(tmp_path, act)


def test_what_is_entered_is_kept_and_gone_on_with(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        begun = await plan(worker, team)
        begun.choose_type("temporary")
        begun.put(begun.form.plan, trigger="His flatmate moved out")
        begun.planning.add_contact()
        await begun.kept()
        (line,) = (await person_screen(worker, team)).drafts
        assert (line.what, line.route) == ("a plan", f"/person/{team.scope}/plan/{begun.id}")
        again = await plan(worker, team, id=begun.id)
        assert again.form.plan == begun.form.plan
        assert len(again.form.plan.contacts) == 4
        again.choose_type("standing")  # also gives back only what was filled in
        assert again.form.plan.trigger == "His flatmate moved out"
        await again.discard()
        assert (await person_screen(worker, team)).drafts == []

    with_team(tmp_path, act)


def test_a_review_that_was_begun_is_gone_on_with_as_a_review(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        await worker.open_device.record("plan.made", team.scope, STANDING)
        begun = await plan(worker, team, "plan_standing")
        begun.put(decision="modify")
        begun.put(begun.form.plan, what_helps="A walk to the harbour, and the choir")
        await begun.kept()
        (line,) = (await person_screen(worker, team)).drafts
        assert line.what == "a review of a plan"
        again = await plan(worker, team, id=begun.id)
        assert (again.kind, again.title) == ("plan.reviewed", "Review: Standing safety plan")
        again.put(rationale="The choir has begun again")
        again.put(again.form.plan, agreed="yes", copy_given="given")
        await saved(again)
        (held,) = (await person_screen(worker, team)).plans
        assert held.plan.terms.what_helps.endswith("and the choir")
        assert held.plan.terms.warning_signs == "Phone off"

    with_team(tmp_path, act)


def test_a_positive_risk_plan_stands_beside_the_others(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        for goal in ("Sees his brother alone", "Cooks by himself"):
            state = await plan(manager, team)
            state.choose_type("positive_risk")
            state.put(
                state.form.plan, trigger=goal, what_helps="Rings us after", agreed="yes", copy_given="given"
            )
            await saved(state)
        theirs = await person_screen(manager, team)
        assert sorted(each.plan.terms.trigger for each in theirs.plans) == [
            "Cooks by himself",
            "Sees his brother alone",
        ]
        assert not any(each.plan.conflicting for each in theirs.plans)
        state = await plan(manager, team, theirs.plans[0].plan.record)
        state.put(decision="continue", rationale="It goes well")
        state.put(state.form.plan, expires_on="20/12/2026", expires_at="12:00")
        await saved(state)
        assert theirs.plans[0].until == ""
        (until,) = [each.until for each in (await person_screen(manager, team)).plans if each.until]
        assert until == "20 December 12:00"

    with_team(tmp_path, act)


def test_a_temporary_plan_is_continued_as_long_as_the_standard_allows(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        await worker.open_device.record("plan.made", team.scope, a_plan(worker.now()))
        team.stage.clock.passes(hours=60)
        theirs = await person_screen(worker, team)
        (step,) = steps(theirs)
        assert step.route == f"/person/{team.scope}/plan/plan_temporary/review"
        state = await plan(worker, team, "plan_temporary")
        await state.save()
        assert set(state.wrong) == {"decision", "rationale"}
        state.put(decision="continue", rationale="Still not sleeping")
        assert dict(state.going_on())["Until"] == "26 November 00:00"
        await saved(state)
        (after,) = (await person_screen(worker, team)).plans
        before = theirs.plans[0].plan
        assert after.plan.expires_at is not None
        assert before.expires_at is not None
        assert after.plan.expires_at - before.expires_at > timedelta(hours=48)
        assert after.plan.terms.warning_signs == "Phone off"
        assert after.plan.heads[0].continued == 1
        assert steps(await person_screen(worker, team)) == []

    with_team(tmp_path, act)


def test_the_third_continuation_says_that_it_is_a_senior_s(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        await worker.open_device.record("plan.made", team.scope, a_plan(worker.now()))
        said: list[str] = []
        for _ in range(3):
            team.stage.clock.passes(hours=60)
            state = await plan(worker, team, "plan_temporary")
            said.append(state.senior_decides)
            state.put(decision="continue", rationale="Still not sleeping")
            await saved(state)
        assert said[:2] == ["", ""]
        assert said[2].startswith("It was continued 2 times already")

    with_team(tmp_path, act)


def test_what_a_worker_ends_or_takes_out_waits_and_is_said_before_it_is_saved(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        await worker.open_device.record("plan.made", team.scope, a_plan(worker.now()))
        team.stage.clock.passes(hours=1)
        state = await plan(worker, team, "plan_temporary")
        state.put(decision="end", rationale="Well again")
        await state.kept()
        assert state.waits
        state.put(decision="modify")
        state.put(state.form.plan, agreed="yes", copy_given="declined")
        await state.kept()
        assert not state.waits
        state.put(state.form.plan, warning_signs="")
        await state.kept()
        assert state.waits
        await saved(state)
        theirs = await person_screen(worker, team)
        assert theirs.plans[0].plan.terms.warning_signs == "Phone off"
        assert "manager" in theirs.waiting[0].by_whom
        await synced(worker, manager)
        by_manager = await plan(manager, team, "plan_temporary")
        by_manager.put(decision="end", rationale="Well again")
        await by_manager.kept()
        assert not by_manager.waits
        await saved(by_manager)
        assert (await person_screen(manager, team)).plans == ()

    with_team(tmp_path, act)


def test_a_changed_temporary_plan_keeps_what_is_still_to_come(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        await worker.open_device.record("plan.made", team.scope, a_plan(worker.now()))
        team.stage.clock.passes(hours=30)
        state = await plan(worker, team, "plan_temporary")
        entered = state.form.plan
        assert [(each.on, each.at) for each in entered.contacts] == [
            ("22/11/2026", "04:00"),
            ("23/11/2026", "00:00"),
        ]
        assert (entered.expires_on, entered.expires_at) == ("23/11/2026", "10:00")
        assert (entered.agreed, entered.copy_given) == ("", "")
        team.stage.clock.passes(hours=60)
        over = await plan(worker, team, "plan_temporary")
        entered = over.form.plan
        assert len(entered.contacts) == 3  # past its end, its times are set anew
        over.put(decision="modify", rationale="He asked for visits instead of calls")
        for each in entered.contacts:
            over.put(each, mode="01")
        over.put(entered, agreed="yes", copy_given="given")
        await saved(over)
        (held,) = (await person_screen(worker, team)).plans
        assert {str(each.contact.mode) for each in held.plan.named} == {"01"}
        assert not held.expired

    with_team(tmp_path, act)


def test_a_standing_plan_with_an_end_and_nobody_named_is_continued(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        ends = (worker.now() + timedelta(hours=10)).isoformat()
        await worker.open_device.record("plan.made", team.scope, STANDING | {"expires_at": ends})
        (step,) = steps(await person_screen(worker, team))
        assert step.route.endswith("/plan/plan_standing/review")
        state = await plan(worker, team, "plan_standing")
        state.put(decision="continue", rationale="It still holds")
        assert state.going_on() == []
        state.put(state.form.plan, expires_on="1/11/2026")
        await state.save()
        assert state.wrong == {"expires_at": "The plan runs out before it begins."}
        state.put(state.form.plan, expires_on="//", expires_at="")
        await saved(state)
        (held,) = (await person_screen(worker, team)).plans
        assert held.until == ""

    with_team(tmp_path, act)


def test_what_the_record_does_not_allow_is_said_at_its_field(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = await plan(worker, team)
        state.choose_type("temporary")
        entered = state.form.plan
        state.put(entered, trigger="Three nights without sleep", **NONE_AGREED)
        state.put(entered.contacts[1], staff="f" * 32)
        await state.save()
        assert state.wrong == {"contacts.1.who": "There is no member of staff with this id."}
        state.planning.named_by_hand(entered.contacts[1], "Nobody we know")
        await saved(state)

    with_team(tmp_path, act)


def test_a_plan_that_was_ended_meanwhile_is_said_to_be(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        await manager.open_device.record("plan.made", team.scope, a_plan(manager.now()))
        team.stage.clock.passes(minutes=5)
        begun = await plan(manager, team, "plan_temporary")
        begun.put(decision="continue", rationale="Still needed")
        end: dict[str, Any] = {"decision": "end", "rationale": "Well again"}
        await manager.open_device.record("plan.reviewed", team.scope, end, record="plan_temporary")
        await begun.load()
        assert begun.beside.startswith("It was ended")
        await begun.save()
        assert begun.wrong == {"decision": "It was ended meanwhile, or is not on this tablet."}
        assert begun.going_on() == []

    with_team(tmp_path, act)


def test_terms_read_back_as_they_were(tmp_path: Path):
    """What a plan says survives being opened for a change and saved, but for what the person decides anew."""

    async def act(team: Team) -> None:
        worker = await team.worker()
        said = a_plan(
            worker.now(),
            safeguarding_actions="Key safe changed",
            what_helps="Tea",
            safer_surroundings="No gas",
        )
        await worker.open_device.record("plan.made", team.scope, said)
        state = await plan(worker, team, "plan_temporary")
        state.put(decision="modify", rationale="The same, agreed with him")
        state.put(state.form.plan, agreed="yes", copy_given="given")
        await saved(state)
        (held,) = (await person_screen(worker, team)).plans
        anew = {"agreed_with_person", "copy_given", "no_safeguarding_because"}
        before = PlanTerms.model_validate(said).model_dump(exclude=anew)
        assert held.plan.terms.model_dump(exclude=anew) == before

    with_team(tmp_path, act)
