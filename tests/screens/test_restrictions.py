"""Restrictions on the person's page and the form that applies or reviews one, without a browser: the state, and what is read."""

from pathlib import Path
from typing import Any

from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.person.restrictions import RestrictionLines
from screens.person.state import PersonScreenState
from screens.restriction.state import RestrictionState
from sync.views import Draft
from tests.screens.sessions import Team, confirmed, kept, on_screen, synced, with_team

# The centre's clock begins on 20 November 2026 at noon (`tests.central.played`).
WHOLE = {
    "what": "Kitchen knives locked away",
    "rationale": "Cut himself twice this month",
    "legal_basis": "consent",
    "capacity": "has",
    "view": "Agrees for now",
    "objects": "no",
    "review_on": "10/12/2026",
    "limit_on": "20/1/2027",
}


async def form(app: AppState, team: Team, record: str = "", id: str = "") -> RestrictionState:
    state = RestrictionState(app.open_device, team.scope, id or new_id(), record)
    await state.load()
    return state


async def apply(app: AppState, team: Team, **fields: Any) -> str:
    """The record of a restriction applied through the form."""
    state = await form(app, team)
    state.put(state.form, **WHOLE | fields)
    state.put(state.form.others[0], what="Staff in the kitchen", because="Not at night")
    await state.save()
    assert state.wrong == {}
    assert state.saved
    return state.id


async def person(app: AppState, team: Team) -> PersonScreenState:
    state = PersonScreenState(app.open_device, app.now, team.scope, app.refresh)
    await state.load()
    return state


async def card(app: AppState, team: Team) -> RestrictionLines:
    (shown,) = (await person(app, team)).restrictions
    return shown


async def rules(app: AppState, team: Team) -> set[str]:
    return {each.prompt.rule for each in (await person(app, team)).prompts}


def test_a_manager_applies_one_and_the_card_says_how_long_and_by_whom(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        assert (await form(manager, team)).who_decides == ""
        await apply(manager, team)
        shown = await card(manager, team)
        assert (shown.words, shown.warning) == (("Active",), "")
        facts = dict(shown.versions[0].facts)
        days = 10 + 30 - manager.now().day
        assert facts["Review"] == f"10 December 2026, {days} days left"
        assert facts["Authorised by"].startswith("Mo Manager, ")
        assert (
            dict(shown.versions[0].terms)["Less restrictive, considered"]
            == "Staff in the kitchen: Not at night"
        )

    with_team(tmp_path, act)


def test_nothing_is_saved_before_it_is_whole_and_what_is_missing_is_said_at_its_field(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await form(await team.manager(), team)
        assert state.wrong == {}
        await state.save()
        assert not state.saved
        assert {"what", "rationale", "legal_basis", "capacity", "view", "objects", "others"} <= set(
            state.wrong
        )
        assert {"review_on", "limit_on"} <= set(state.wrong)
        state.put(state.form, **WHOLE)
        state.put(state.form.others[0], what="Staff in the kitchen")
        assert state.wrong == {"others.0.because": "Say why it is not enough."}

    with_team(tmp_path, act)


def test_dates_that_cannot_stand_are_said_where_they_are_entered(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await form(await team.manager(), team)
        state.put(state.form, **WHOLE, tried=True)
        state.put(state.form.others[0], what="Staff in the kitchen", because="Not at night")
        for change, field in (
            ({"review_on": "1/11/2026"}, "review_on"),
            ({"review_on": "21/1/2027"}, "review_on"),
            ({"review_on": "10/1/2027"}, "review_on"),
            ({"limit_on": "20/5/2027"}, "limit_on"),
            ({"limit_on": "30/2/2027"}, "limit_on"),
            ({"review_on": "10/12/2026", "review_at": "25:00"}, "review_at"),
        ):
            state.put(state.form, **WHOLE | {"review_at": ""} | change)
            assert list(state.wrong) == [field], change
        state.put(state.form, **WHOLE | {"review_at": ""})
        assert state.wrong == {}

    with_team(tmp_path, act)


def test_a_worker_s_own_holds_at_once_and_a_manager_gives_it_authority(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        state = await form(worker, team)
        assert state.who_decides.startswith(
            "It holds at once, for 24 hours. It then needs the authority of a manager: Mo"
        )
        await apply(worker, team)
        shown = await card(worker, team)
        assert shown.words == ("Awaiting authority",)
        assert dict(shown.versions[0].facts)["Authorised by"].startswith(
            "Nobody yet. Recorded by Wren Worker"
        )
        await synced(worker, manager)
        theirs = await person(manager, team)
        (waits,) = theirs.waiting
        assert waits.confirmable
        assert waits.meanwhile == "It holds for now, as a worker recorded it."
        await confirmed(manager, team, waits.entry, "Agreed by phone")
        assert (await person(manager, team)).waiting == ()
        await synced(manager, worker)
        shown = await card(worker, team)
        assert shown.words == ("Active",)
        assert dict(shown.versions[0].facts)["Authorised by"].startswith("Mo Manager")

    with_team(tmp_path, act)


def test_after_a_day_without_authority_nobody_is_to_rely_on_it(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        await apply(worker, team)
        team.stage.clock.passes(hours=24)
        shown = await card(worker, team)
        assert shown.words == ("Authority ended", "Awaiting authority")
        assert "Do not rely on it. Ring your manager." in shown.warning
        assert "R2" in await rules(worker, team)

    with_team(tmp_path, act)


def test_a_manager_continues_it_with_their_view_now_and_new_dates(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        record = await apply(manager, team)
        team.stage.clock.passes(hours=24 * 18)
        assert "R1" in await rules(manager, team)
        review = await form(manager, team, record)
        review.decide("continue")
        review.put(review.form, why="Still needed")
        await review.save()
        assert {"view", "objects", "review_on", "limit_on"} == set(review.wrong)
        review.put(
            review.form, view="Would rather not", objects="no", review_on="30/12/2026", limit_on="1/2/2027"
        )
        await review.save()
        assert review.saved
        assert "R1" not in await rules(manager, team)
        facts = dict((await card(manager, team)).versions[0].facts)
        assert facts["Review"].startswith("30 December 2026")
        assert facts["Their view"] == "Would rather not"

    with_team(tmp_path, act)


def test_with_an_objection_consent_cannot_be_continued_and_that_is_said(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        review = await form(manager, team, await apply(manager, team))
        review.decide("continue")
        dates = {"review_on": "15/12/2026", "limit_on": "1/2/2027"}
        review.put(review.form, why="Still needed", view="Wants them back", objects="yes", **dates)
        await review.save()
        assert not review.saved
        assert list(review.wrong) == ["legal_basis"]
        assert "it cannot be continued" in review.wrong["legal_basis"]
        review.decide("modify")
        assert review.form.review_on == "15/12/2026"
        review.put(review.form, legal_basis="mca", capacity="lacks")
        await review.save()
        assert review.saved

    with_team(tmp_path, act)


def test_a_change_starts_from_what_holds(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        review = await form(manager, team, await apply(manager, team))
        review.decide("modify")
        assert (review.form.review_on, review.form.limit_on) == ("10/12/2026", "20/1/2027")
        assert review.form.view == "Agrees for now"
        review.put(review.form, why="Less is enough", what="Kitchen knives locked away at night")
        await review.save()
        assert (await card(manager, team)).what == "Kitchen knives locked away at night"

    with_team(tmp_path, act)


def test_a_worker_s_step_down_waits_and_the_restriction_stays_on_the_card(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        record = await apply(manager, team)
        await synced(manager, worker)
        review = await form(worker, team, record)
        assert "waits until it is confirmed by a manager: Mo Manager" in review.who_decides
        review.decide("step_down")
        review.put(review.form, why="He cooks every day now")
        await review.save()
        assert review.saved
        assert (await card(worker, team)).words == ("Active",)
        await synced(worker, manager)
        theirs = await person(manager, team)
        (waits,) = theirs.waiting
        assert waits.what == "Restriction reviewed: step down"
        await confirmed(manager, team, waits.entry, "Seen with him")
        assert (await person(manager, team)).restrictions == ()

    with_team(tmp_path, act)


def test_two_who_decided_apart_are_both_shown_and_a_manager_keeps_one(tmp_path: Path):
    async def act(team: Team) -> None:
        manager, senior = await team.manager(), await team.session(team.senior_id, "above")
        record = await apply(manager, team)
        await synced(manager, senior)
        for app, what in (
            (manager, "Kitchen knives locked away at night"),
            (senior, "Two knives locked away"),
        ):
            review = await form(app, team, record)
            review.decide("modify")
            review.put(review.form, why="Less is enough", what=what)
            await review.save()
            assert review.saved
        await synced(manager, senior, manager)
        assert (await form(manager, team, record)).beside.startswith("Two versions hold.")
        shown = await card(manager, team)
        assert shown.words[0] == "Disputed"
        assert len(shown.versions) == 2
        state = await person(manager, team)
        (apart,) = state.apart
        assert apart.title == "Restriction"
        version = next(each for each in apart.versions if "Two knives" in each.says)
        await kept(manager, team.scope, version.id, "It is enough")
        assert (await person(manager, team)).apart == ()
        assert (await card(manager, team)).what == "Two knives locked away"

    with_team(tmp_path, act)


def test_a_worker_s_continuing_stands_on_the_authority_there_was(tmp_path: Path):
    async def act(team: Team) -> None:
        manager, worker = await team.manager(), await team.worker()
        record = await apply(manager, team)
        await synced(manager, worker)
        team.stage.clock.passes(hours=1)
        review = await form(worker, team, record)
        review.decide("continue")
        review.put(review.form, why="Nights are hard", view="Agrees", objects="no")
        review.put(review.form, review_on="5/12/2026", limit_on="10/1/2027")
        await review.save()
        assert review.saved
        (version,) = (await card(worker, team)).versions
        assert dict(version.facts)["Review"].startswith("5 December 2026")
        assert dict(version.facts)["Authorised by"] == "Mo Manager, 12:00"
        assert version.by == "Wren Worker, 13:00"

    with_team(tmp_path, act)


def test_what_was_begun_is_there_again_as_it_was_entered(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        begun = await form(worker, team)
        begun.put(begun.form, what="Door", review_on="3//")
        await begun.kept()
        (draft,) = (await person(worker, team)).drafts
        assert draft.what == "a restriction"
        again = await form(worker, team, id=draft.id)
        assert (again.form.what, again.form.review_on) == ("Door", "3//")
        await again.discard()
        assert (await person(worker, team)).drafts == []

    with_team(tmp_path, act)


def test_a_review_that_was_begun_knows_again_what_it_reviews(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        record = await apply(manager, team)
        begun = await form(manager, team, record)
        begun.decide("step_down")
        await begun.kept()
        kept: list[Draft] = await manager.open_device.drafts()
        again = await form(manager, team, id=kept[0].id)
        assert (again.record, again.form.decision) == (record, "step_down")
        assert again.beside == ""
        again.put(again.form, why="No longer needed")
        await again.save()
        assert (await form(manager, team, record)).beside.startswith("It was stepped down")
        assert (await person(manager, team)).restrictions == ()
        assert await manager.open_device.drafts() == []

    with_team(tmp_path, act)


def test_a_restriction_is_checked_before_the_visit_and_reviewed_on_the_screen(tmp_path: Path):
    async def begin(team: Team) -> AppState:
        manager = await team.manager()
        await apply(manager, team)
        return manager

    with on_screen(tmp_path, begin, "/person/{person}") as shown:
        page = shown.page
        page.text("Restrictions")
        page.text("Kitchen knives locked away")
        page.text("Active")
        page.click(next(key for key in keys(shown.app, shown.team, shown) if key.startswith("review ")))
        page.text("What do you decide?")
        page.click("step_down")
        page.enter("Why this decision?", "He cooks every day now")
        page.click("Save")
        page.text("No restriction is recorded.")


def keys(app: AppState, team: Team, shown: Any) -> list[str]:
    lines = shown.page.run(card(app, team))
    return [f"review {lines.record}"]


def test_one_is_applied_on_the_screen(tmp_path: Path):
    async def begin(team: Team) -> AppState:
        return await team.worker()

    with on_screen(tmp_path, begin, "/person/{person}") as shown:
        page = shown.page
        page.text("No restriction is recorded.")
        page.click("apply restriction")
        page.text("Apply a restriction")
        page.click("Save")
        page.text("Something is missing. It is marked below.")
        page.text("Say what is restricted.")
        page.enter("What is restricted?", "Door alarm on")
        page.gone("Say what is restricted.")


def test_a_prompt_about_one_says_why_and_leads_to_its_review(tmp_path: Path):
    async def begin(team: Team) -> AppState:
        worker, manager = await team.worker(), await team.manager()
        await apply(worker, team)
        team.stage.clock.passes(hours=24)
        await synced(worker, manager)
        return manager

    with on_screen(tmp_path, begin, "/prompts") as shown:
        page = shown.page
        asked = page.run(shown.app.open_device.prompts())
        page.click(next(each.id for each in asked if each.rule == "R2"))
        page.text("A restriction without authority: ended, or not given yet")
        page.text("authority ended 21 November 2026")
        page.text("Do not rely on it. Ring your manager. Immediate danger: keep people safe, record it.")
        page.text("Awaiting a manager")
        page.text("Read and confirm it")
        page.click("Review the restriction")
        page.text("What do you decide?")
