"""Escalating on a real device: the call first, nothing has to be filled in, kept as entered; then what came of it, by role."""

from datetime import timedelta
from pathlib import Path

import pytest

from models.fold import Escalation, fold
from screens.drafting.form import new_id
from screens.escalation.following import FollowingState
from screens.escalation.state import EscalatingState
from screens.escalation.taking import StepState, about
from screens.person.apart import apart, keeping
from screens.person.plans import plans
from screens.person.state import PersonScreenState
from tests.cases.short_form import SCOPE, background, directory, entry, moment, written
from tests.screens.field import NAME, Field, in_the_field, on_screen
from tests.screens.test_person_state import a_plan


async def nothing() -> None:
    return None


async def escalating(field: Field, id: str | None = None) -> EscalatingState:
    state = EscalatingState(field.worker, field.scope, id or new_id())
    await state.load()
    return state


async def following(field: Field, id: str) -> FollowingState:
    state = FollowingState(field.worker, field.now, field.scope, id)
    await state.load()
    return state


async def escalated(field: Field, priority: str = "very_urgent", **form: str) -> str:
    state = await escalating(field)
    state.put(priority=priority, **form)
    await state.save()
    assert state.saved
    return state.id


async def held(field: Field, id: str) -> Escalation:
    found = (await field.worker.person(field.scope)).state.escalation(id)
    assert found is not None
    return found


async def taking(field: Field, id: str, kind: str, at: str = "", **said: str) -> StepState:
    """One step of it, entered."""
    form = StepState(field.worker, field.scope, new_id(), about(kind, id))
    await form.load()
    for name, value in said.items():
        form.say(name, value)
    if at:
        form.put(at=at)
    return form


async def took(field: Field, id: str, kind: str, **said: str) -> FollowingState:
    form = await taking(field, id, kind, **said)
    await form.save()
    assert form.saved
    return await following(field, id)


def test_nothing_has_to_be_filled_in(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        state = await escalating(field)
        await state.save()
        assert state.saved
        found = await held(field, state.id)
        assert found.priority == "very_urgent"
        assert set(found.opened.body.parts.values()) == {"not known"}
        assert await field.worker.drafts() == []

    in_the_field(tmp_path, act)


def test_the_summary_is_filled_from_the_record_and_names_what_it_rests_on(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        at = field.worker.clock_now()
        body = {
            "started_at": (at - timedelta(minutes=40)).isoformat(),
            "ended_at": (at - timedelta(minutes=10)).isoformat(),
            "mode": "01",
            "attendance": "5",
            "with_whom": ["person"],
            "indicators": [{"code": "sleep", "level": 2}, {"code": "suicidal", "level": 2, "means": True}],
            "what_changed": "Her sister has left",
            "worried": [{"who": "carer", "words": "She is not safe"}],
            "actions": [{"code": "safety_plan_made"}, {"code": "discussed", "extent": "not_done"}],
            "decision": "escalate",
            "rationale": "As seen",
            "identity_confirmed": True,
        }
        contact = await field.worker.record("contact.recorded", field.scope, body)
        state = await escalating(field)
        parts = dict(state.parts)
        assert "Sleep: 2" in parts["How they are now"]
        assert "suicidal" not in parts["How they are now"]
        assert "Hopelessness, suicidal or self-harm thoughts: 2" in parts["Key risks"]
        assert "the means" in parts["Key risks"]
        assert (
            parts["What has changed"]
            == "Her sister has left\nA carer or family member is worried: She is not safe"
        )
        assert "Safety plan made" in parts["Already tried"]
        assert "Discussed" not in parts["Already tried"]
        assert parts["What is asked"] == parts["How soon, and why"] == "not known"
        assert [id for id, _ in state.evidence] == [contact.id]
        state.unlink(contact.id)
        assert state.evidence == ()

    in_the_field(tmp_path, act)


def test_the_script_opens_with_who_this_is_about(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        state = await escalating(field)
        state.put(where="At the bus station", who_is_there="Her sister")
        opening = dict(state.opening)
        assert list(opening) == [
            "Name",
            "Born",
            "NHS number",
            "Where they are",
            "Who is there",
            "Ring back on",
        ]
        assert opening["Name"] == NAME
        assert opening["Where they are"] == "At the bus station"
        assert opening["Ring back on"] == "not known"
        await state.save()
        said = (await held(field, state.id)).opened.body
        assert (said.where, said.who_is_there) == ("At the bus station", "Her sister")

    in_the_field(tmp_path, act)


def test_no_answer_goes_on_to_the_next_number_and_the_clock_runs_from_the_first_call(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        state = await escalating(field)
        state.put(to="Crisis team", number="01632 960111")
        first = field.worker.clock_now()
        assert (state.numbers[0].name, state.numbers[0].number) == ("Crisis team", "01632 960111")
        state.no_answer()
        assert state.ringing == state.numbers[1]
        field.stage.clock.passes(minutes=7)
        state.put(ringing=0, answered_by="Nurse Reed")
        state.answered()
        await state.save()
        found = await held(field, state.id)
        assert found.at == first
        after = await following(field, state.id)
        assert after.standing is not None
        assert [said for _, said in after.standing.steps] == [
            "Very urgent escalation to Crisis team",
            "Rung again to Crisis team (telephone). No answer",
            "Nurse Reed there has it (telephone). Crisis team",
        ]
        assert found.acknowledged is not None
        assert found.acknowledged.body.name == "Nurse Reed"
        assert found.acknowledged.at == first + timedelta(minutes=7)

    in_the_field(tmp_path, act)


def test_our_own_line_answering_is_not_the_service_asked(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        state = await escalating(field)
        state.put(to="Crisis team", answered_by="Dee Duty")
        state.answered()
        await state.save()
        found = await held(field, state.id)
        assert found.acknowledged is None
        assert not found.climb_stopped

    in_the_field(tmp_path, act)


@pytest.mark.parametrize(("priority", "first"), [("emergency", "999"), ("urgent", "111")])
def test_in_an_emergency_999_comes_first(tmp_path: Path, priority: str, first: str) -> None:
    async def act(field: Field) -> None:
        state = await escalating(field)
        state.choose(priority)
        crisis = [each.number for each in state.numbers if each.number in ("999", "111")]
        assert crisis[0] == first
        assert len({each.number for each in state.numbers}) == len(state.numbers)
        if priority == "emergency":
            assert state.ringing.number == "999"

    in_the_field(tmp_path, act)


def test_a_killed_app_comes_back_to_the_same_words(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        state = await escalating(field)
        state.put(requested="Someone tonight", knows="no", not_told_because="It would not be safe")
        state.no_answer()
        await state.kept()
        again = await escalating(field, state.id)
        assert again.form == state.form
        person = PersonScreenState(field.worker, field.now, field.scope, nothing)
        await person.load()
        (draft,) = person.drafts
        assert (draft.what, draft.route) == ("an escalation", person.escalation(state.id))
        await again.discard()
        assert await field.worker.drafts() == []

    in_the_field(tmp_path, act)


def test_the_clock_runs_from_the_press_on_999_and_it_is_an_emergency(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        state = await escalating(field)
        state.ring_999()
        called_at = field.worker.clock_now()
        field.stage.clock.passes(minutes=4)
        state.ring_999()
        await state.save()
        found = await held(field, state.id)
        assert (found.priority, found.at) == ("emergency", called_at)

    in_the_field(tmp_path, act)


def test_a_name_typed_and_not_pressed_is_not_lost(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        state = await escalating(field)
        state.put(to="Crisis team", number="01632 960111", answered_by="Nurse Reed")
        await state.save()
        found = await held(field, state.id)
        assert found.acknowledged is not None
        assert found.acknowledged.body.name == "Nurse Reed"

    in_the_field(tmp_path, act)


def test_saving_twice_makes_one(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        state = await escalating(field)
        state.no_answer()
        await state.save()
        await state.save()
        view = await field.worker.person(field.scope)
        assert len(view.state.escalations) == 1
        assert len(view.state.escalations[0].facts) == 2

    in_the_field(tmp_path, act)


def test_the_live_line_says_who_owns_it_until_when_and_when_their_answer_is_due(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        id = await escalated(field, to="Crisis team")
        person = PersonScreenState(field.worker, field.now, field.scope, nothing)
        await person.load()
        (standing,) = person.escalations
        assert standing.title == "Very urgent escalation to Crisis team"
        assert standing.owner.startswith("You, to ring again by ")
        assert standing.owner.endswith("(in 15 min) unless somebody there has it.")
        assert "(in 4 h)" in standing.answer
        field.stage.clock.passes(minutes=31)
        await person.load()
        assert person.escalations[0].owner.startswith("The manager (Mo Manager) until ")
        field.stage.clock.passes(minutes=30)
        await person.load()
        assert person.escalations[0].owner == "The manager (Mo Manager), until a named person there has it."
        state = await took(field, id, "escalation.acknowledged", name="Nurse Reed")
        assert state.standing is not None
        assert state.standing.owner.endswith("Nurse Reed there has it.")
        assert "(in 2 h" in state.standing.answer
        field.stage.clock.passes(hours=4)
        await state.load()
        assert state.standing.answer.endswith("That counts as “they said no”.")
        assert state.standing.declined

    in_the_field(tmp_path, act)


def test_what_is_entered_as_of_one_minute_stands_in_the_order_in_which_it_was_recorded(
    tmp_path: Path,
) -> None:
    async def act(field: Field) -> None:
        id = await escalated(field)
        rung = ["Nobody", "Engaged", "Voicemail full", "Wrong number", "Nobody again"]
        for words in rung:
            field.stage.clock.passes(seconds=5)
            state = await took(field, id, "escalation.stepped", to="Crisis team", words=words)
        field.stage.clock.passes(seconds=5)
        state = await took(field, id, "escalation.responded", answer="declined", reason="Not ours")
        assert state.standing is not None
        said = [said.rpartition(". ")[2] for _, said in state.standing.steps[1:]]
        assert said == [*rung, "Not ours"]
        assert state.standing.owner == "You. They have answered."

    in_the_field(tmp_path, act)


def test_a_worker_is_offered_what_they_may_and_reads_who_can_do_the_rest(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        id = await escalated(field)
        state = await following(field, id)
        offered = [step.kind for step in state.offered]
        assert "escalation.acknowledged" in offered
        assert "escalation.contested" not in offered
        assert state.for_others == []
        state = await took(field, id, "escalation.responded", answer="declined", advice="Try the GP")
        offered = [step.kind for step in state.offered]
        assert {"escalation.contested", "escalation.disputed"} <= set(offered)
        assert "escalation.agreed" not in offered
        assert state.for_others == ["Agree with their answer: a manager: Mo Manager"]
        assert [line.prompt.rule for line in state.prompts] == ["E2"]
        await took(field, id, "escalation.contested", reason="The means are there")
        assert (await held(field, id)).dispute is not None

    in_the_field(tmp_path, act)


def test_a_workers_resolution_says_that_it_waits_and_leaves_it_open(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        id = await escalated(field)
        form = await taking(field, id, "escalation.resolved", outcome="person_safe")
        assert form.stays_open == "It stays open until it is confirmed by a manager: Mo Manager."
        await form.save()
        assert (await held(field, id)).open
        person = PersonScreenState(field.worker, field.now, field.scope, nothing)
        await person.load()
        assert [each.what for each in person.waiting] == ["Escalation resolved: the person is safe"]

    in_the_field(tmp_path, act)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_recorded(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        id = await escalated(field)
        form = await taking(field, id, "escalation.acknowledged", name=" ")
        await form.save()
        assert form.wrong == {"name": "Say who there has it: their name."}
        form.say("name", "Nurse Reed")
        form.put(at="25:00")
        await form.save()
        assert list(form.wrong) == ["at"]
        assert (await held(field, id)).acknowledged is None
        again = StepState(field.worker, field.scope, form.id)
        await again.load()
        assert again.form == form.form
        assert again.kind == "escalation.acknowledged"
        await again.discard()

    in_the_field(tmp_path, act)


def test_a_step_says_when_it_was_and_one_of_us_takes_it(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        id = await escalated(field)
        field.stage.clock.passes(minutes=20)
        at = f"{(field.worker.clock_now() - timedelta(minutes=5)):%H:%M}"
        form = await taking(field, id, "escalation.owned", at)
        await form.save()
        (owned,) = (await held(field, id)).owners
        assert owned.body.staff == form.me.staff_id
        assert timedelta(minutes=4) < field.now() - owned.at < timedelta(minutes=7)

    in_the_field(tmp_path, act)


def test_ending_the_plan_in_a_dispute_is_recorded_and_said_to_wait(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        id = await escalated(field)
        await took(field, id, "escalation.disputed", reason="The means are there")
        await field.worker.record("plan.made", field.scope, a_plan(field.worker.clock_now()))
        end = {"decision": "end", "rationale": "They took over"}
        ended = await field.worker.record("plan.reviewed", field.scope, end, record="plan_temporary")
        person = PersonScreenState(field.worker, field.now, field.scope, nothing)
        await person.load()
        assert [each.entry for each in person.waiting] == [
            ended.id
        ]  # a worker's: first a manager confirms it
        assert person.plans[0].ending == ""

    in_the_field(tmp_path, act)


def test_a_managers_ending_waits_for_the_dispute_only() -> None:
    def at(text: str) -> str:
        return f"2026-11-02 {text}"

    lines = [
        {"is": "esc", "at": at("14:00"), "escalation": "urgent"},
        {"at": at("14:30"), "disputed": "esc"},
        {
            "at": at("15:00"),
            "plan": "temporary",
            "expires": "2026-11-04 15:00",
            "contacts": ["02 at 2026-11-03 09:00"],
        },
        {"at": at("16:00"), "by": "manager", "plan_reviewed": "end"},
    ]
    now = moment(at("17:00"))
    state = fold(written(lines, background()), directory())
    (plan,) = plans(state, directory().standard_at(now), now)
    assert plan.ending == "Ended 16:00; it holds until the dispute is over."
    state = fold(written([*lines[:2], lines[2]], background()), directory())
    assert plans(state, directory().standard_at(now), now)[0].ending == ""


def test_a_manager_keeps_one_of_what_two_made_of_it_apart() -> None:
    lines = [
        {"is": "esc", "at": "2026-11-02 14:00", "escalation": "urgent"},
        {"is": "hers", "at": "2026-11-02 14:05", "owned": "esc", "follows": ["esc"]},
        {"at": "2026-11-02 14:10", "by": "manager", "resolved": "esc person_safe", "follows": ["esc"]},
    ]
    entries = written(lines, background())
    now = moment("2026-11-02 15:00")
    (conflict,) = apart(fold(entries, directory()), directory(), now)
    assert conflict.title == "Urgent escalation to Fictional crisis team"
    assert [each.says for each in conflict.versions] == [
        "Wendy Fictional takes it",
        "Escalation resolved: the person is safe",
    ]
    said = keeping(SCOPE, conflict, conflict.versions[1], "")
    kept = entry("kept", said.kind, said.body, now, record=said.record, follows=said.follows or ())
    state = fold([*entries, kept], directory())
    assert state.conflicts == ()
    assert state.open_escalations == ()


def test_on_screen_from_the_person_to_what_came_of_it(tmp_path: Path) -> None:
    with on_screen(tmp_path, lambda field: f"/person/{field.scope}") as screen:
        page = screen.page
        page.click("Escalate")
        page.text("Call first")
        page.text("Say this")
        page.text(NAME)
        page.click("urgent")
        page.click("Discard")
        page.text("Nothing of it has been recorded.")
        page.click("Keep it")
        page.enter("Which service is asked", "Crisis team")
        page.enter("What is asked", "Someone tonight")
        page.click("Save the escalation")
        page.text("Urgent escalation to Crisis team")
        page.text("You, to ring again by ")
        page.click("Somebody there has it")
        page.enter("Their name", "Nurse Reed")
        page.click("Save")
        page.text("Nurse Reed there has it")
        page.click("To the person")
        page.text("Open escalations")
