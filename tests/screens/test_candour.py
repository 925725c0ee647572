"""Has the person been told of what went wrong: asked on their page, answered by told or why not yet."""

from datetime import timedelta
from pathlib import Path

from screens.around.candour import RULE, ToldState
from screens.drafting.form import new_id
from screens.person.state import PersonScreenState
from screens.prompt.forms import AnswerState
from screens.prompt.lines import PromptLines
from tests.screens.field import Field, in_the_field, on_screen
from tests.screens.test_person_state import person


async def unanswered(field: Field) -> None:
    """An escalation that nobody answered in its four hours."""
    escalation = {"priority": "very_urgent", "to": "Fictional crisis team"}
    await field.worker.record("escalation.opened", field.scope, escalation)
    field.stage.clock.passes(hours=5)


async def telling(field: Field, line: PromptLines) -> ToldState:
    state = ToldState(field.worker, field.scope, new_id(), line.prompt.id)
    await state.load()
    return state


def asked(state: PersonScreenState) -> list[PromptLines]:
    return [line for line in state.prompts if line.prompt.rule == RULE]


def test_it_asks_until_they_were_told_and_keeps_what_was_said(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        await unanswered(field)
        state = await person(field)
        (line,) = asked(state)
        assert "no answer by 20 November 2026 17:00" in line.saw[0]
        form = await telling(field, line)
        await form.save()
        assert set(form.wrong) == {"said"}
        form.put(said="They did not ring back. Sorry. We try again now.")
        await form.save()
        await state.load()
        assert not asked(state)
        (told,) = state.view.state.candour
        assert (told.body.name, told.body.staff) == ("Wren Worker", field.worker.staff)
        assert told.body.said.startswith("They did not ring back")

    in_the_field(tmp_path, act)


def test_a_time_still_to_come_is_said_at_its_field(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        await unanswered(field)
        state = await person(field)
        form = await telling(field, asked(state)[0])
        form.put(said="All of it", told_at="23:00")
        await form.save()
        assert form.wrong == {"told_at": "This time is in the future."}

    in_the_field(tmp_path, act)


def test_why_not_yet_quiets_it_and_does_not_clear_it(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        await unanswered(field)
        state = await person(field)
        form = AnswerState(field.worker, field.scope, new_id(), asked(state)[0].prompt.id)
        await form.load()
        await form.save()
        assert set(form.wrong) == {"why_not"}
        form.put(why_not="Asleep; tomorrow with his sister there")
        await form.save()
        await state.load()
        (line,) = asked(state)
        assert line.quiet
        assert "tomorrow with his sister" in line.answers[0]
        field.stage.clock.passes(hours=24 * 8)
        state = await person(field)
        assert not asked(state)[0].quiet
        assert asked(state)[0].prompt.by < field.now() - timedelta(hours=1)

    in_the_field(tmp_path, act)


def test_the_card_asks_and_is_answered(tmp_path: Path) -> None:
    with on_screen(tmp_path, lambda field: f"/person/{field.scope}", unanswered) as screen:
        page = screen.page
        page.text("Has the person been told?")
        page.text("no answer by 20 November 2026 17:00")
        page.click("They have been told")
        page.enter("What was said?", "What happened, and sorry")
        page.click("Save")
        page.gone("Has the person been told?")
