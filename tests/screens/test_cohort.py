"""The high-risk cohort: decided by a manager with a reason and a review, shown with why and until when, also where it is automatic."""

from pathlib import Path

from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.theirs.cohort import CohortState
from screens.theirs.cohort_lines import cohort
from screens.theirs.lines import SetLine
from tests.screens.sessions import Team, on_screen, opened, person_screen, saved, synced, with_team
from tests.screens.test_person_state import a_plan
from tests.sync.stage import contact

# The centre's clock begins on 20 November 2026 at noon (`tests.central.played`).


async def deciding(app: AppState, team: Team, id: str = "") -> CohortState:
    return await opened(CohortState(app.open_device, team.scope, id or new_id()))


async def said(app: AppState, team: Team) -> list[SetLine]:
    state = await person_screen(app, team)
    return cohort(state.view.state, state.view.evaluation.episodes, state.directory, app.now())


def test_a_manager_puts_them_in_and_takes_them_out(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        assert [line.what for line in await said(manager, team)] == ["Not in it."]
        state = await deciding(manager, team)
        assert state.form.review_on == "18/2/2027"  # as late as it may be
        await state.save()
        assert set(state.wrong) == {"stands", "reason"}
        state.put(stands="in", reason="Two admissions since the summer", review_on="19/2/2027")
        assert state.wrong == {"review_on": "A review is at most 90 days ahead."}
        state.put(review_on="12/1/2027")
        await saved(state)
        (line,) = await said(manager, team)
        assert line.what == "Put in it: Two admissions since the summer"
        assert line.by == "Mo Manager, 12:00. To be looked at again by 12 January 2027"
        await synced(manager, worker)
        assert [each.what for each in await said(worker, team)] == [line.what]
        team.stage.clock.passes(days=60)
        (line,) = await said(manager, team)
        assert line.overdue
        again = await deciding(manager, team)
        assert (again.form.stands, again.form.reason, again.form.review_on) == ("", "", "12/1/2027")
        again.put(stands="out", reason="Well for two months")
        await saved(again)
        (line,) = await said(manager, team)
        assert (line.what, line.overdue) == ("Taken out of it: Well for two months", False)

    with_team(tmp_path, act)


def test_what_puts_them_in_by_itself_is_said_and_is_not_decided_away(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        device = manager.open_device
        await device.record("plan.made", team.scope, a_plan(manager.now()))
        opened = {"to": "Harbour crisis team", "priority": "urgent", "how": "02"}
        escalated = await device.record("escalation.opened", team.scope, opened)
        dagger = [{"code": "suicidal", "level": 2}]
        team.stage.clock.passes(hours=1)
        seen = contact(manager.now(), indicators=dagger)
        await device.record("contact.recorded", team.scope, seen)
        by_itself = (
            "In it by itself while the safety episode stands; while a temporary plan is in force; "
            "while an escalation is open."
        )
        assert [line.what for line in await said(manager, team)] == [by_itself]
        state = await deciding(manager, team)
        assert len(state.by_itself) == 3
        state.put(stands="out", reason="Nothing of its own")
        await saved(state)
        assert [line.what for line in await said(manager, team)] == [
            "Taken out of it: Nothing of its own",
            by_itself,
        ]
        resolved = {"outcome": "person_safe", "words": "Settled"}
        await device.record("escalation.resolved", team.scope, resolved, record=escalated.id)
        assert (await said(manager, team))[-1].what == (
            "In it by itself while the safety episode stands; while a temporary plan is in force."
        )

    with_team(tmp_path, act)


def test_what_is_entered_is_kept_and_gone_on_with(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        begun = await deciding(manager, team)
        begun.put(stands="in", reason="Two admissions")
        await begun.kept()
        state = await person_screen(manager, team)
        (line,) = state.drafts
        assert line.route == f"/person/{team.scope}/cohort/{begun.id}"
        again = await deciding(manager, team, begun.id)
        assert again.form == begun.form

    with_team(tmp_path, act)


def test_a_manager_decides_it_from_the_person_s_page(tmp_path: Path):
    with on_screen(tmp_path, lambda team: team.manager(), "/person/{person}") as screen:
        page = screen.page
        page.text("Nobody has put them in it")
        page.click("decide cohort")
        page.click("Are they in the high-risk cohort?: in")
        page.enter("Why?", "Two admissions since the summer")
        page.click("Save")
        page.text("Put in it: Two admissions since the summer")


def test_a_worker_reads_who_decides_it(tmp_path: Path):
    with on_screen(tmp_path, lambda team: team.worker(), "/person/{person}") as screen:
        page = screen.page
        page.text("Decided by a manager: Mo Manager.")
        assert not page.shows("Decide on the cohort")
