"""Where they are, visit notes, safeguarding and actions on a person's page: as they are read, and as they are entered."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from screens.around.action import ActionState, CompletedState
from screens.around.concern import ConcernState, DecisionState
from screens.around.note import NoteState
from screens.around.status import StatusState
from screens.drafting.form import new_id
from screens.drafting.page import PageDrafting
from screens.person import around_lines as lines
from screens.person.state import PersonScreenState
from tests.screens.field import Field, in_the_field, on_screen
from tests.screens.test_person_state import a_plan, person
from tests.sync.stage import contact

FORMS: dict[str, Callable[..., PageDrafting[Any]]] = {
    "status": StatusState,
    "note": NoteState,
    "note ended": NoteState,
    "concern": ConcernState,
    "decision": DecisionState,
    "action": ActionState,
    "completed": CompletedState,
}


async def enter(state: PersonScreenState, what: str, about: str = "", /, **said: str) -> PageDrafting[Any]:
    """Begin a form, say this in it, and save it; then the person is read again."""
    form = FORMS[what](state.device, state.scope, new_id(), *([about] if about else []))
    await form.load()
    form.put(**said)
    await form.save()
    assert form.saved != bool(form.wrong)
    await state.load()
    return form


def rules(state: PersonScreenState) -> set[str]:
    return {line.prompt.rule for line in state.prompts}


def test_nothing_recorded_reads_as_supported_and_every_dagger_as_never_recorded(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await person(field)
        assert lines.standing(state.view.state, state.directory, field.now()).title == ""
        assert lines.status_words(state.view.state) == "Supported by us"
        answers = dict(lines.last_answers(state.view.state, state.standard, field.now()))
        assert len(answers) == len(state.standard.daggers)
        assert set(answers.values()) == {"Never recorded"}

    in_the_field(tmp_path, act)


def test_the_last_dagger_answers_are_levels_or_why_there_is_none(tmp_path: Path):
    async def act(field: Field) -> None:
        for reading in ({"level": 1}, {"not_assessed": "not_safe_to_ask"}):
            field.stage.clock.passes(hours=1)
            seen = [{"code": "threat_to_others", "level": 0}, {"code": "suicidal", **reading}]
            await field.worker.record(
                "contact.recorded", field.scope, contact(field.worker.now(), indicators=seen)
            )
        state = await person(field)
        answers = dict(lines.last_answers(state.view.state, state.standard, field.now()))
        by_code = {
            code: answers[terms.words]
            for code, terms in state.standard.indicator_by_code.items()
            if terms.dagger
        }
        assert by_code["threat_to_others"].startswith("0, no concern (")
        assert by_code["suicidal"].startswith("Not assessed: not safe to ask (")
        assert by_code["abuse_or_neglect"].startswith("Not assessed: not recorded (")

    in_the_field(tmp_path, act)


def test_in_hospital_is_said_first_and_leaving_is_remembered(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await person(field)
        refused = await enter(state, "status")
        assert set(refused.wrong) == {"status"}
        await enter(state, "status", status="in_hospital", where="Ward 4")
        said = lines.standing(state.view.state, state.directory, field.now())
        assert (said.title, said.word) == ("In hospital", "In hospital")
        assert said.lines[0] == "Since 13:00, Ward 4"
        field.stage.clock.passes(hours=30)
        await enter(state, "status", status="supported")
        assert lines.standing(state.view.state, state.directory, field.now()).lines == (
            "In hospital until 19:00",
        )

    in_the_field(tmp_path, act)


def test_a_time_that_cannot_be_is_said_at_its_field_and_nothing_is_lost(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await person(field)
        form = await enter(state, "status", status="in_hospital", since_at="23:00", where="Ward 4")
        assert form.wrong == {"since_at": "This time is in the future."}
        assert form.form.where == "Ward 4"
        form.put(since_at="25")
        await form.save()
        assert "24-hour clock" in form.wrong["since_at"]
        assert state.view.state.standing.latest is None

    in_the_field(tmp_path, act)


def test_a_death_stops_outreach_on_the_tablet_at_once(tmp_path: Path):
    async def act(field: Field) -> None:
        field.stage.clock.passes(days=30)
        state = await person(field)
        assert "T4" in rules(state)
        await enter(state, "status", status="died")
        assert "T4" not in rules(state)
        assert "ST1" in rules(state)
        said = lines.standing(state.view.state, state.directory, field.now())
        assert said.title == "Died"
        assert "Do not try to see or ring them." in said.lines[-1]

    in_the_field(tmp_path, act)


def test_after_a_death_no_next_contact_is_in_any_list(tmp_path: Path):
    async def act(field: Field) -> None:
        planned = contact(field.worker.now(), next_contact_on="2026-11-28")
        await field.worker.record("contact.recorded", field.scope, planned)
        await field.worker.record("plan.made", field.scope, a_plan(field.worker.now()))
        (row,) = await field.worker.people()
        assert row.next_contact_on is not None
        assert row.next_contact_at is not None
        await enter(await person(field), "status", status="died")
        (row,) = await field.worker.people()
        assert (row.next_contact_on, row.next_contact_at) == (None, None)

    in_the_field(tmp_path, act)


def test_an_action_for_a_concern_needs_a_route(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await person(field)
        await enter(state, "concern", type="financial", concern="Money is missing", referred="later")
        (concern,) = lines.concerns(state.view.state, state.directory)
        said = {"what": "Ring the bank", "owner": state.me.staff_id, "safeguarding": concern.record}
        refused = await enter(state, "action", **said)
        assert set(refused.wrong) == {"route"}
        await enter(state, "action", **said, route="The safeguarding lead")
        field.stage.clock.passes(days=2)
        await state.load()
        assert "SG1" in rules(state)

    in_the_field(tmp_path, act)


def test_the_goals_that_stand_are_read(tmp_path: Path):
    async def act(field: Field) -> None:
        await field.worker.record("goal.set", field.scope, {"goal": "Walk to the shop"})
        await field.worker.record("goal.set", field.scope, {"goal": "Sleep", "reached": True})
        state = await person(field)
        assert lines.goals(state.view.state) == [("Goals", "Walk to the shop")]

    in_the_field(tmp_path, act)


def test_a_workers_discharge_waits_and_says_so(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await person(field)
        refused = await enter(state, "status", status="discharged")
        assert set(refused.wrong) == {"rationale"}
        await enter(state, "status", status="discharged", rationale="Moved away")
        (waiting,) = state.waiting
        assert waiting.meanwhile == "Until then nothing changes."
        assert lines.status_words(state.view.state) == "Supported by us"

    in_the_field(tmp_path, act)


def test_a_visit_note_is_added_looked_at_again_and_ended(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await person(field)
        await enter(state, "note", fact="A dog in the yard", source="Seen", review_on="1/12/2026")
        (note,) = lines.notes(state.view.state, field.now())
        assert (note.fact, note.overdue) == ("A dog in the yard", False)
        assert note.review.startswith("Look again by 1 December")
        assert lines.notes(state.view.state, field.now() + timedelta(days=12))[0].overdue
        refused = await enter(state, "note", fact="Ring first", source="Said", review_on="1/12/2027")
        assert refused.wrong == {"review_on": "A review is at most 90 days ahead."}
        await enter(state, "note ended", note.record, fact="The dog is gone", source="Seen")
        assert lines.notes(state.view.state, field.now()) == ()

    in_the_field(tmp_path, act)


def test_a_concern_without_a_decision_asks_a_manager_and_with_one_does_not(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await person(field)
        refused = await enter(state, "concern", type="financial", concern="Money is missing", referred="yes")
        assert set(refused.wrong) == {"reason", "wishes", "least_restrictive_check"}
        await enter(state, "concern", type="financial", concern="Money is missing", referred="later")
        assert "SG2" in rules(state)
        (concern,) = lines.concerns(state.view.state, state.directory)
        assert (concern.undecided, concern.decision) == (True, "No decision yet")
        said = {
            "reason": "At risk",
            "wishes": "Wants it to stop",
            "least_restrictive_check": "Nothing is taken",
        }
        await enter(state, "decision", concern.record, referred="yes", **said)
        assert "SG2" not in rules(state)
        (concern,) = lines.concerns(state.view.state, state.directory)
        assert (concern.undecided, concern.decision) == (False, "Referred: At risk")

    in_the_field(tmp_path, act)


def test_an_action_is_given_and_done(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await person(field)
        me = state.me.staff_id
        assert dict(lines.owners(state.view.state, state.directory, me, field.now())) == {
            me: "Me",
            field.manager_id: "Mo Manager",
        }
        await enter(state, "action", what="Ring the bank", owner=me)
        (action,) = lines.actions(state.view.state, state.directory, me, field.now())
        assert (action.whose, action.due, action.mine) == ("You", "By tomorrow 17:00", True)
        field.stage.clock.passes(days=2)
        await state.load()
        assert "G1" in rules(state)
        assert lines.actions(state.view.state, state.directory, me, field.now())[0].late
        await enter(state, "completed", action.record, extent="wholly", outcome="The card is stopped")
        assert lines.actions(state.view.state, state.directory, me, field.now()) == ()
        assert "G1" not in rules(state)

    in_the_field(tmp_path, act)


def the_person(field: Field) -> str:
    return f"/person/{field.scope}"


def test_what_a_visitor_must_know_is_read_and_added_on_the_page(tmp_path: Path):
    async def known(field: Field) -> None:
        note = {"fact": "A dog in the yard", "source": "Seen", "review_on": "2026-12-01"}
        await field.worker.record("visit.note", field.scope, note)
        gone = {"status": "in_hospital", "since_at": field.worker.now().isoformat(), "where": "Ward 4"}
        await field.worker.record("person.status", field.scope, gone)

    with on_screen(tmp_path, the_person, known) as screen:
        page = screen.page
        page.text("Before you go in")
        page.text("A dog in the yard")
        page.text("Since 13:00, Ward 4")
        page.click("note")
        page.enter("What must a visitor know to be safe?", "Ring before you come")
        page.enter("How do you know?", "Their sister")
        page.click("Save")
        page.text("Ring before you come")


def test_a_concern_is_raised_on_the_page(tmp_path: Path):
    with on_screen(tmp_path, the_person) as screen:
        page = screen.page
        page.click("concern")
        page.click("financial")
        page.enter("What is the concern?", "Money is missing")
        page.click("later")
        page.click("Save")
        page.text("No decision yet")
        page.text(
            "Decide today: refer or not, and why; what the person wishes; and whether it is the least restrictive way."
        )
