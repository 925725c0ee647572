"""Has the person been told of what went wrong: asked on their page, answered by told or why not yet."""

from datetime import timedelta
from pathlib import Path

from screens.person.candour import RULE, start_explaining, start_telling
from screens.person.state import PersonScreenState
from screens.prompt.lines import PromptLines
from tests.screens.field import Field, in_the_field, on_screen
from tests.screens.test_person_state import person


async def unanswered(field: Field) -> None:
    """An escalation that nobody answered in its four hours."""
    escalation = {"priority": "very_urgent", "to": "Fictional crisis team"}
    await field.worker.record("escalation.opened", field.scope, escalation)
    field.stage.clock.passes(hours=5)


def asked(state: PersonScreenState) -> list[PromptLines]:
    return [line for line in state.prompts if line.prompt.rule == RULE]


def test_it_asks_until_they_were_told_and_keeps_what_was_said(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        await unanswered(field)
        state = await person(field)
        (line,) = asked(state)
        assert "no answer by 20 November 2026 17:00" in line.saw[0]
        start_telling(state.entering, line.prompt, state.me)
        await state.save_entered()
        assert state.entering.form is not None
        assert set(state.entering.form.wrong) == {"said"}
        state.entering.setter("said")("They did not ring back. Sorry. We try again now.")
        await state.save_entered()
        assert not asked(state)
        (told,) = state.view.state.candour
        assert (told.body.name, told.body.staff) == ("Wren Worker", field.worker.staff)
        assert told.body.said.startswith("They did not ring back")

    in_the_field(tmp_path, act)


def test_a_time_still_to_come_is_said_at_its_field(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        await unanswered(field)
        state = await person(field)
        start_telling(state.entering, asked(state)[0].prompt, state.me)
        state.entering.setter("said")("All of it")
        state.entering.setter("told_at")("23:00")
        await state.save_entered()
        assert state.entering.form is not None
        assert state.entering.form.wrong == {"told_at": "This time is in the future."}

    in_the_field(tmp_path, act)


def test_why_not_yet_quiets_it_and_does_not_clear_it(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        await unanswered(field)
        state = await person(field)
        start_explaining(state.entering, asked(state)[0].prompt)
        await state.save_entered()
        assert state.entering.form is not None
        assert set(state.entering.form.wrong) == {"why_not"}
        state.entering.setter("why_not")("Asleep; tomorrow with his sister there")
        await state.save_entered()
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
        page.click("Save that they were told")
        page.gone("Has the person been told?")
