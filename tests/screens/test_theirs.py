"""What is set for one person: early signs, agreed contact, goals, thresholds. What asks for less waits for a manager."""

import asyncio
from pathlib import Path

from central.founding import shipped_standard
from models.entry import ORGANISATION
from models.standard import load
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.theirs import lines
from screens.theirs.agreed import AgreedState
from screens.theirs.goal import GoalState
from screens.theirs.signature import SignatureState
from screens.theirs.threshold import ThresholdState
from tests.screens.field import Field
from tests.screens.field import on_screen as in_field
from tests.screens.sessions import Team, confirmed, on_screen, opened, person_screen, saved, synced, with_team

# The centre's clock begins on 20 November 2026 at noon (`tests.central.played`).


async def signature(app: AppState, team: Team, id: str = "") -> SignatureState:
    return await opened(SignatureState(app.open_device, team.scope, id or new_id()))


async def threshold(app: AppState, team: Team, record: str = "") -> ThresholdState:
    return await opened(ThresholdState(app.open_device, team.scope, new_id(), record))


async def with_signs(app: AppState, team: Team, usual: str = "1") -> SignatureState:
    state = await signature(app, team)
    state.own_are(["sleep", "mood"])
    state.put_usual("sleep", usual)
    state.put(with_them="yes")
    return await saved(state)


def test_it_starts_from_what_holds_and_asks_anew_whether_it_is_set_with_them(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        await with_signs(worker, team)
        again = await signature(worker, team)
        assert again.form.own == ["sleep", "mood"]
        assert (again.usual("sleep"), again.usual("mood")) == ("1", "0")
        await again.save()
        assert not again.saved
        assert again.wrong == {"with_them": "Say whether it is set with them."}
        again.put(with_them="no")
        await again.save()
        assert again.wrong == {"not_with_them_because": "Say why it was not set with them."}
        again.put(not_with_them_because="Asleep; to be gone through on Friday")
        await saved(again)
        shown = lines.signs((await person_screen(worker, team)).view.state, again.directory, worker.now())
        assert [line.what for line in shown] == [
            "Signature set: Sleep; Mood. Usual levels: Sleep 1."
            " Not set with them: Asleep; to be gone through on Friday"
        ]

    with_team(tmp_path, act)


def test_a_raised_usual_level_waits_for_a_manager_and_then_holds(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        await with_signs(worker, team)
        raised = await signature(worker, team)
        raised.put(with_them="yes")
        raised.put_usual("sleep", "2")
        await raised.kept()
        assert raised.waits
        assert raised.who_confirms == "a manager: Mo Manager"
        raised.put_usual("sleep", "0")
        await raised.kept()
        assert not raised.waits
        raised.put_usual("sleep", "2")
        await saved(raised)
        theirs = await person_screen(worker, team)
        (waits,) = theirs.waiting
        assert "Sleep 2" in waits.what
        assert theirs.view.state.signature.baseline("sleep") == 1
        await synced(worker, manager)
        at_base = await person_screen(manager, team)
        (waits,) = at_base.waiting
        assert waits.confirmable
        await confirmed(manager, team, waits.entry, "Talked through with both of them")
        assert (await person_screen(manager, team)).view.state.signature.baseline("sleep") == 2
        assert (await signature(manager, team)).usual("sleep") == "2"

    with_team(tmp_path, act)


def test_a_manager_raises_it_at_once(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        await with_signs(manager, team)
        state = await with_signs(manager, team, "3")
        assert not state.waits
        assert (await person_screen(manager, team)).view.state.signature.baseline("sleep") == 3

    with_team(tmp_path, act)


def test_a_sign_taken_out_keeps_its_usual_level_and_waits(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        await with_signs(worker, team)
        state = await signature(worker, team)
        state.own_are(["mood"])
        state.put(with_them="yes")
        await state.kept()
        assert state.asked == ["mood", "sleep"]
        assert state.waits
        await saved(state)
        held = (await person_screen(worker, team)).view.state.signature
        assert held.indicators == ("sleep", "mood")

    with_team(tmp_path, act)


def test_the_picture_shows_the_usual_level_as_it_was_then(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        await team.worrying_visit(worker)
        await with_signs(worker, team)
        team.stage.clock.passes(days=3)
        await with_signs(worker, team, "0")
        state = await signature(worker, team)
        drawn = state.trend("sleep")
        assert [level for _, level in drawn.usual_then] == [1, 0]
        assert drawn.usual == 0
        assert drawn.points[-1].level == 2

    with_team(tmp_path, act)


def test_a_sign_the_standard_no_longer_has_is_shown_and_can_be_taken_out(tmp_path: Path):
    async def act(team: Team) -> None:
        document = load(shipped_standard()).model_dump(mode="json")
        plain = next(each for each in document["indicators"] if not each["dagger"])
        played, scope = team.stage.played, team.scope
        played.say("signature.set", scope, {"indicators": [plain["code"], "mood"]}, "signature")
        document |= {"version": "2027-01", "indicators": [e for e in document["indicators"] if e != plain]}
        team.stage.clock.passes(hours=1)
        at = team.stage.clock.at.isoformat()
        body = {"version": "2027-01", "effective_at": at, "document": document}
        played.say("standard.published", ORGANISATION, body, "standard")
        manager = await team.manager()
        state = await signature(manager, team)
        assert plain["code"] in state.signs
        state.put(with_them="yes")
        await state.save()
        assert state.wrong == {"own": "The operating standard has no such indicator."}
        state.own_are(["mood"])
        await saved(state)

    with_team(tmp_path, act)


def test_what_is_entered_is_kept_and_gone_on_with(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        begun = await signature(worker, team)
        begun.own_are(["sleep"])
        begun.put_usual("sleep", "1")
        await begun.kept()
        again = await signature(worker, team, begun.id)
        assert (again.form.own, again.usual("sleep")) == (["sleep"], "1")
        (line,) = (await person_screen(worker, team)).drafts
        assert line.route == f"/person/{team.scope}/signature/{begun.id}"
        await again.discard()
        assert (await person_screen(worker, team)).drafts == []
        untouched = await signature(worker, team)
        await untouched.discard()
        assert untouched.discarded

    with_team(tmp_path, act)


def test_asking_for_more_holds_at_once_and_says_so(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = await threshold(worker, team)
        assert {rule for rule, _ in state.rules} == {"T2", "T3", "T4", "Q1"}
        state.choose_rule("T2")
        state.choose_term("count")
        state.put(value="2", until_on="20/12/2026")
        assert state.effect == (
            "How many indicators it takes in one contact: 3 indicators → 2 indicators for Pat Example until the end of "
            "20 December. It asks for more, and stays past that day until somebody reviews it."
        )
        state.put(reason="Two were enough the last time")
        await state.kept()
        assert not state.waits
        await saved(state)
        theirs = await person_screen(worker, team)
        (line,) = lines.thresholds(theirs.view.state, theirs.standard, theirs.directory, worker.now())
        assert line.what == (
            "T2, how many indicators it takes in one contact: 2 indicators for this person, until the end of "
            "20 December 2026. Two were enough the last time"
        )
        assert "Wren Worker" in line.by
        assert not line.overdue
        team.stage.clock.passes(days=40)
        (line,) = lines.thresholds(theirs.view.state, theirs.standard, theirs.directory, worker.now())
        assert line.overdue

    with_team(tmp_path, act)


def test_asking_for_less_waits_for_a_manager(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        state = await threshold(worker, team)
        state.choose_rule("T4")
        state.choose_term("multiple")
        state.put(value="2,5", until_on="20/12/2026", reason="Away with family until then")
        await state.kept()
        assert "It asks for less, and ends by itself that day." in state.effect
        assert state.waits
        await saved(state)
        theirs = await person_screen(worker, team)
        assert len(theirs.waiting) == 1
        assert lines.thresholds(theirs.view.state, theirs.standard, theirs.directory, worker.now()) == []
        by_manager = await threshold(manager, team)
        by_manager.choose_rule("baseline")
        by_manager.choose_term("sleep")
        by_manager.put(value="2", until_on="20/12/2026", reason="New medicines, as the prescriber expected")
        assert by_manager.effect.startswith("Usual level of Sleep: 0 → 2 for Pat Example")
        await saved(by_manager)
        theirs = await person_screen(manager, team)
        (line,) = lines.thresholds(theirs.view.state, theirs.standard, theirs.directory, manager.now())
        again = await threshold(manager, team, line.record)
        assert (again.form.indicator, again.form.value, again.is_set) == ("sleep", "2", True)
        again.put(how="back", reason="Settled")
        assert again.effect == "Usual level of Sleep: 0 again, as if nothing had been set."
        await saved(again)
        theirs = await person_screen(manager, team)
        assert lines.thresholds(theirs.view.state, theirs.standard, theirs.directory, manager.now()) == []

    with_team(tmp_path, act)


def test_what_cannot_stand_is_said_at_its_field(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await threshold(await team.manager(), team)
        await state.save()
        assert set(state.wrong) == {"rule", "reason", "until_on", "value"}
        state.choose_rule("T2")
        state.put(reason="Because")
        assert state.wrong["term"] == "Choose which number."
        state.choose_term("count")
        state.put(value="many", until_on="30/11/2026")
        assert state.wrong == {"value": "Enter a number, in figures."}
        state.put(value="2.5")
        assert state.wrong == {"value": "This must be between 1 and 20."}
        state.put(value="4", until_on="1/11/2026")
        assert state.wrong == {"until_on": "This runs out before it begins."}
        assert not state.saved

    with_team(tmp_path, act)


def test_a_goal_is_set_changed_and_reached(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = await opened(GoalState(worker.open_device, team.scope, new_id()))
        await state.save()
        assert state.wrong == {"goal": "Say what they want to get to."}
        state.put(goal="Back to the choir", review_on="1/11/2026")
        await state.save()
        assert state.wrong == {"review_on": "This review date is in the past."}
        state.put(review_on="1/12/2026")
        await saved(state)
        theirs = await person_screen(worker, team)
        (line,) = lines.goals(theirs.view.state, theirs.directory, worker.now())
        assert line.what == "Back to the choir"
        again = await opened(GoalState(worker.open_device, team.scope, new_id(), line.record))
        assert (again.form.goal, again.form.review_on) == ("Back to the choir", "1/12/2026")
        again.put(stands="dropped")
        await again.save()
        assert again.wrong == {"dropped_because": "Say why it is dropped."}
        again.put(stands="reached")
        await saved(again)
        theirs = await person_screen(worker, team)
        assert lines.goals(theirs.view.state, theirs.directory, worker.now()) == []

    with_team(tmp_path, act)


def test_a_longer_agreed_interval_waits_and_a_shorter_one_does_not(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = await opened(AgreedState(worker.open_device, team.scope, new_id()))
        await state.save()
        assert state.wrong == {"interval_days": "Enter the number of days, in figures."}
        state.put(interval_days="10")
        await saved(state)
        longer = await opened(AgreedState(worker.open_device, team.scope, new_id()))
        assert longer.form.interval_days == "10"
        longer.put(interval_days="14")
        await longer.kept()
        assert longer.waits
        longer.put(interval_days="7", face_to_face_days="0")
        await longer.kept()
        assert not longer.waits
        await longer.save()
        assert longer.wrong == {"face_to_face_days": "This must be at least 1."}
        longer.put(face_to_face_days="28")
        await saved(longer)
        agreed = (await person_screen(worker, team)).view.state.agreed
        assert agreed is not None
        assert (agreed.interval_days, agreed.face_to_face_days) == (7, 28)

    with_team(tmp_path, act)


def test_saving_twice_at_once_saves_once_and_a_saved_one_opens_as_saved(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = await opened(GoalState(worker.open_device, team.scope, new_id()))
        state.put(goal="Back to the choir")
        await asyncio.gather(state.save(), state.save())
        assert state.saved
        again = await opened(GoalState(worker.open_device, team.scope, state.id))
        assert again.saved
        assert len((await person_screen(worker, team)).view.state.goals) == 1
        assert await worker.open_device.drafts() == []

    with_team(tmp_path, act)


def test_early_signs_are_set_from_the_person_s_page(tmp_path: Path):
    with on_screen(tmp_path, lambda team: team.worker(), "/person/{person}") as screen:
        page = screen.page
        page.text("Nothing else yet: the standard holds as it is.")
        page.click("Set their early signs")
        page.click("Save")
        page.text("Say whether it is set with them.")
        page.click("Yes, with them")
        page.click("Sleep")
        page.text("Usual level: Sleep")
        page.click("Usual level: Sleep: 1")
        page.click("Save")
        page.text("Signature set: Sleep. Usual levels: Sleep 1")


def test_a_worker_is_told_what_waits_before_it_is_saved(tmp_path: Path):
    def signs(field: Field) -> str:
        return f"/person/{field.scope}/signature/{'d' * 32}"

    with in_field(tmp_path, signs) as screen:
        page = screen.page
        page.click("Usual level: Sleep: 3")
        page.click("Yes, with them")
        page.text("It asks for less than what holds now.")
        page.text(
            "All of it waits until it is confirmed by a manager: Mo Manager. Until then nothing changes."
        )
        page.text("It is 1 now.")
        page.click("Save")
        page.text("Proposed")


def test_a_threshold_is_set_for_them_and_said_in_a_sentence(tmp_path: Path):
    with on_screen(tmp_path, lambda team: team.worker(), "/person/{person}") as screen:
        page = screen.page
        page.click("Set a threshold for them")
        page.click("Three or more indicators at 2 or above in one contact")
        page.click("How many indicators it takes in one contact (in the standard 3 indicators)")
        page.enter("For them", "2")
        page.enter("Until the end of, day", "20")
        page.enter("Until the end of, month", "12")
        page.enter("Until the end of, year", "2026")
        page.text("What it changes")
        page.enter("Why?", "Two were enough the last time")
        page.click("Save")
        page.text("In place of the standard")
        page.click("change In place of the standard 1")
        page.text("As in the standard again")
