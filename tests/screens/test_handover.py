"""The handover of a person: the sheet, giving it, what the receiving side says, and the discharge that rests on it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from models.kinds.papers import HandoverGiven
from screens.around.status import NO_HANDOVER
from screens.drafting.form import new_id
from screens.drafting.page import PageDrafting
from screens.handover.forms import AnsweringState, GivingState
from screens.handover.sheet import NOT_KNOWN, Part
from screens.handover.state import HandoverState
from tests.screens.field import NAME, Field, in_the_field, on_screen
from tests.screens.test_person_around import enter
from tests.screens.test_person_state import a_plan, person
from tests.sync.stage import contact, worrying

F = TypeVar("F", bound=PageDrafting[Any])


def terms(now: datetime) -> dict[str, Any]:
    """A restriction that stands whole, from today on."""
    today = now.date()
    return {
        "what": "Kitchen knives locked away",
        "rationale": "Cut himself twice this month",
        "alternatives": [{"what": "Staff in the kitchen", "rejected_because": "Not at night"}],
        "legal_basis": "consent",
        "capacity": "has",
        "persons_view": "Agrees for now",
        "starts_on": today.isoformat(),
        "review_on": (today + timedelta(days=28)).isoformat(),
        "limit_on": (today + timedelta(days=80)).isoformat(),
    }


async def handing_over(field: Field) -> HandoverState:
    state = HandoverState(field.worker, field.now, field.scope)
    await state.load()
    return state


def part(state: HandoverState, title: str) -> Part:
    return next(each for each in state.parts if each.title == title)


async def give(state: HandoverState, **said: str) -> GivingState:
    return await saved(state, GivingState(state.device, state.scope, new_id()), **said)


async def answer(state: HandoverState, **said: str) -> AnsweringState:
    form = AnsweringState(state.device, state.scope, new_id(), state.handovers[0].id)
    return await saved(state, form, **said)


async def saved(state: HandoverState, form: F, **said: str) -> F:
    """Entered and saved, as far as it can stand; then the screen is read again."""
    await form.load()
    form.put(**said)
    await form.save()
    assert form.saved != bool(form.wrong)
    await state.load()
    return form


def test_with_nothing_recorded_every_part_is_there_and_what_is_missing_reads_not_known(
    tmp_path: Path,
) -> None:
    async def act(field: Field) -> None:
        state = await handing_over(field)
        assert len(state.parts) == 14
        assert dict(part(state, "Who they are").pairs)["Name"] == NAME
        assert dict(part(state, "Who they are").pairs)["Telephone"] == NOT_KNOWN
        assert part(state, "Goals").pairs == (("Goals", NOT_KNOWN),)
        assert part(state, "Restrictions").pairs == (("In force", "None is recorded."),)
        assert dict(part(state, "Contact").pairs) == {
            "Agreed": "Every 7 days",
            "Last contact": NOT_KNOWN,
            "Next due": NOT_KNOWN,
        }
        assert {words for _, words in part(state, "Last answers to the hardest questions").pairs} == {
            NOT_KNOWN
        }
        assert set(state.not_known) >= {"Goals", "Contact", "Why we support them", "What a visitor must know"}
        assert not {"Restrictions", "Open escalations", "Where they are"} & set(state.not_known)
        assert all(each.as_at for each in state.parts)

    in_the_field(tmp_path, act)


def test_the_sheet_says_what_holds_with_who_when_and_until_when(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        now, worker, scope = field.worker.now(), field.worker, field.scope
        seen = [{"code": "suicidal", "level": 1}, {"code": "sleep", "level": 2}]
        await worker.record(
            "contact.recorded",
            scope,
            contact(now - timedelta(hours=1), indicators=seen, next_contact_on="2026-11-23"),
        )
        await worker.record("contact.recorded", scope, worrying(now))
        await worker.record("plan.made", scope, a_plan(now))
        await worker.record("restriction.applied", scope, terms(now))
        await worker.record("goal.set", scope, {"goal": "Walk to the shop alone"})
        escalation = {"priority": "urgent", "to": "Fictional crisis team"}
        await worker.record("escalation.opened", scope, escalation)
        action = {
            "what": "Ring the bank",
            "owner": worker.staff,
            "deadline_at": (now + timedelta(hours=30)).isoformat(),
        }
        await worker.record("action.assigned", scope, action)
        state = await handing_over(field)
        restriction = part(state, "Restrictions").pairs[0]
        assert restriction[0] == "Kitchen knives locked away"
        assert all(
            word in restriction[1]
            for word in ("Awaiting authority", "Review: ", "Authority ends: ", "days left")
        )
        assert "Authorised by: Nobody yet" in restriction[1]
        plan = part(state, "Plans").pairs
        assert ("Temporary safety plan", "Until 23 November 11:00") in plan
        assert ("In an emergency", "999") in plan
        assert any(
            name == "Contact" and words.startswith("Wren Worker, telephone, tomorrow 09:00")
            for name, words in plan
        )
        opened = dict(part(state, "Open episodes and prompts").pairs)
        assert opened["Step-up episode"].startswith("Open since ")
        escalated = part(state, "Open escalations").pairs[0]
        assert escalated[0] == "Urgent escalation to Fictional crisis team"
        assert "Who of us has it: Wren Worker" in escalated[1]
        assert "Their answer: Due by" in escalated[1]
        assert (
            "Ring the bank. Wren Worker, by tomorrow 19:00"
            in dict(part(state, "Safeguarding and actions").pairs)["Action"]
        )
        answers = dict(part(state, "Last answers to the hardest questions").pairs)
        assert any("\nBefore that: 1, noticeable" in words for words in answers.values())
        assert part(state, "Goals").pairs == (("Goals", "Walk to the shop alone"),)
        lately = part(state, "What changed lately").pairs
        assert any("Action for Wren Worker" in words for _, words in lately)
        assert part(state, "Goals").as_at == "Last recorded 13:00"

    in_the_field(tmp_path, act)


def test_giving_it_keeps_what_was_not_known_and_how_fresh_the_tablet_was(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        state = await handing_over(field)
        lacking = state.not_known
        refused = await give(state)
        assert set(refused.wrong) == {"to"}  # there is no other team of ours to choose
        await give(state, to="Fictional ward", given_to="Nurse Reed", supported_because="Hears voices")
        (line,) = state.handovers
        assert (line.title, line.given) == (
            "To Fictional ward",
            "Wren Worker gave it to Nurse Reed, telephone, 13:00.",
        )
        assert line.answer == "Nobody there has accepted it yet."
        body = state.view.state.handovers[0].given.body
        assert isinstance(body, HandoverGiven)
        assert body.not_known == lacking
        assert body.as_at == state.view.as_at
        assert ("Because", "Hears voices") in part(state, "Why we support them").pairs

    in_the_field(tmp_path, act)


def test_what_they_said_is_recorded_with_who_and_when(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        state = await handing_over(field)
        await give(state, to="Fictional ward")
        field.stage.clock.passes(hours=1)
        refused = await answer(state)
        assert set(refused.wrong) == {"answer", "name"}
        refused = await answer(state, answer="not_yet", name="Nurse Reed")
        assert refused.wrong == {"words": "Say what they ask for first."}
        await answer(state, answer="not_yet", name="Nurse Reed", words="The plan")
        assert state.handovers[0].answer == "Not accepted yet: Nurse Reed asks first: The plan."
        refused = await answer(state, answer="accepted", name="Nurse Reed", answered_at="18:00")
        assert set(refused.wrong) == {"answered_at"}  # that is still to come
        refused.put(answered_at="13:30")
        await refused.save()
        await state.load()
        assert state.handovers[0].answer == "Accepted by Nurse Reed, 13:30."
        assert state.handovers[0].accepted

    in_the_field(tmp_path, act)


def test_whoever_is_of_the_receiving_team_accepts_it_themselves(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        field.stage.installations[0].signal = True
        other = field.stage.played.team("Southfield")
        bo = field.stage.played.staff("Bo Both", "manager", [field.stage.played.founded.team, other])
        await field.worker.sync()
        giving = GivingState(field.worker, field.scope, new_id())
        await giving.load()
        assert giving.teams == [(other, "Southfield")]
        giving.choose_team(other)
        await giving.save()
        assert giving.saved
        await field.worker.sync()
        theirs = await field.stage.device(bo, "base")
        taking = HandoverState(theirs, field.now, field.scope)
        await taking.load()
        assert taking.handovers[0].mine
        await answer(taking)
        (taken,) = taking.view.state.handovers
        assert taken.accepted is not None
        assert (taken.accepted.body.name, taken.accepted.body.staff) == ("Bo Both", bo)

    in_the_field(tmp_path, act)


def test_a_discharge_rests_on_the_handover_that_was_given(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        giving = await handing_over(field)
        await give(giving, to="Fictional ward")
        state = await person(field)
        await enter(state, "status", status="discharged", rationale="Moved", handover=giving.handovers[0].id)
        entry = next(each for each in state.view.state.entries.values() if each.kind == "person.status")
        assert entry.body["handover"] == giving.handovers[0].id
        field.stage.clock.passes(hours=1)
        await enter(state, "status", status="discharged", rationale="Moved", handover=NO_HANDOVER)
        latest = [each for each in state.view.state.entries.values() if each.kind == "person.status"][-1]
        assert "handover" not in latest.body

    in_the_field(tmp_path, act)


def test_the_screen_gives_it_and_takes_the_answer(tmp_path: Path) -> None:
    with on_screen(tmp_path, lambda field: f"/person/{field.scope}") as screen:
        page = screen.page
        page.text("None has been given")
        page.click("Handover")
        page.text("Some of it reads “not known”")
        page.gone("Sync before you hand it over.")
        page.click("Record giving it")
        page.enter("Which team or service?", "Fictional ward")
        page.enter("Who there was given it?", "Nurse Reed")
        page.click("Save")
        page.text("To Fictional ward")
        page.text("Nobody there has accepted it yet.")
        page.click("Record what they said")
        page.click("accepted")
        page.enter("Who there said it?", "Nurse Reed")
        page.click("Save")
        page.text("Accepted by Nurse Reed, 13:00.")


def test_a_sheet_more_than_a_day_old_says_so(tmp_path: Path) -> None:
    async def later(field: Field) -> None:
        field.stage.clock.passes(hours=25)

    with on_screen(tmp_path, lambda field: f"/person/{field.scope}/handover", later) as screen:
        screen.page.text("This is more than a day old. Sync before you hand it over.")
