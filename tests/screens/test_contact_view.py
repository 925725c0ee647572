"""The contact screen as it is read and touched, without a browser."""

from pathlib import Path

import flet as ft

from tests.screens.field import Field, Screened, on_screen

ID = "c" * 32


def a_contact(field: Field) -> str:
    return f"/person/{field.scope}/contact/{ID}"


def answer(screen: Screened, level: str) -> None:
    """The only level question on screen."""
    group = next(item.control for item in screen.page._stage() if isinstance(item.control, ft.RadioGroup))
    screen.page.fire(group, "change", level, value=level)


def to_the_decision(screen: Screened) -> None:
    """Everything asked, nothing found."""
    page = screen.page
    page.text("Step 1 of 6: The contact")
    page.click("Next")
    page.click("None of these seen")
    for number in (2, 3, 4):
        page.click("Next")
        page.text(f"Step 2 of 6: What was seen ({number} of 5)")
        answer(screen, "0")
    page.click("Next")
    page.click("None of these seen")
    for step in ("What changed", "Actions", "Decision"):
        page.click("Next")
        page.text(step)


def test_a_quiet_contact_from_first_to_last(tmp_path: Path):
    with on_screen(tmp_path, a_contact) as screen:
        page = screen.page
        to_the_decision(screen)
        page.click("No step-up")
        page.click("Next")
        page.text("Is this the right person?")
        page.click("Save")
        page.text("Confirm the name before you save.")
        page.click("Pat Example")
        page.click("Born 5 April 1980")
        page.click("Save")
        page.text("Saved on this tablet")
        page.text("This raises no prompt.")
        assert screen.keeps() == []


def someone_is_worried(screen: Screened) -> None:
    page = screen.page
    to_the_decision(screen)
    page.click("Previous")
    page.click("Previous")
    page.click("A carer or family member")
    page.enter("A carer or family member: in their words", "Not himself, אני מודאגת 🙂")
    page.text("This meets a threshold")


def test_a_worry_prompts_at_once_and_whoever_was_told_is_recorded(tmp_path: Path):
    with on_screen(tmp_path, a_contact) as screen:
        page = screen.page
        someone_is_worried(screen)
        page.click("Next")
        page.click("Next")
        page.click("No step-up")
        page.click("Next")
        page.text("Say why, in a few words.")
        page.enter("Why?", "Spoke with both of them")
        page.click("Next")
        page.click("Pat Example")
        page.click("Born 5 April 1980")
        page.click("Save")
        page.text("On this tablet only. Nobody has been told.")
        page.text("Duty line: 01632\u00a0960\u00a0001")
        page.click("I have told someone")
        page.enter("Their name", "Mo Manager")
        page.click("Save")
        page.text("You told Mo Manager 13:00")
        assert not page.shows("Phone now")


def test_a_worry_cannot_be_thrown_away(tmp_path: Path):
    with on_screen(tmp_path, a_contact) as screen:
        page = screen.page
        someone_is_worried(screen)
        page.click("Step 3 of 6: What changed")
        page.click("6. Check and save")
        page.click("Discard this draft")
        page.click("Discard it")
        page.text("This draft holds a concern that must be kept.")
        assert [draft.id for draft in screen.keeps()] == [ID]


def test_a_draft_is_gone_on_with_at_its_question(tmp_path: Path):
    async def begun(field: Field) -> None:
        state = await field.opened(ID)
        state.put(state.form, page="changed", what_changed="Half a sentence, then the app was ki")
        await state.kept()

    with on_screen(tmp_path, prepare=begun) as screen:
        page = screen.page
        page.click("Go on with it")
        page.text("Step 3 of 6: What changed")
        assert page.control("What has changed since last time?", ft.TextField).value.endswith("was ki")


def test_nobody_reached_is_saved_in_three_pages(tmp_path: Path):
    with on_screen(tmp_path, a_contact) as screen:
        page = screen.page
        page.click("No contact made")
        page.text("Step 2 of 3: What happened")
        page.enter("What happened?", "Rang twice, left a card")
        page.click("Next")
        page.click("Pat Example")
        page.click("Born 5 April 1980")
        page.click("Save")
        page.text("Saved on this tablet")


def test_who_decides_to_escalate_is_led_on_to_it(tmp_path: Path):
    with on_screen(tmp_path, a_contact) as screen:
        page = screen.page
        to_the_decision(screen)
        page.click("Escalate")
        page.enter("Why?", "More than we can do")
        page.click("Make a temporary safety plan now")
        page.click("Next")
        page.click("Pat Example")
        page.click("Born 5 April 1980")
        page.click("Save")
        page.text("You decided to escalate. Nobody is asked yet.")
        assert not page.shows("To today")
        page.click("Escalate now")
        page.text("Call first")
        page.text("It rests on")
        page.enter("Which service is asked", "Crisis team")
        page.click("Save the escalation")
        page.text("Very urgent escalation to Crisis team")
        page.click("Back")
        page.text("Saved on this tablet")
        page.text("To today")
        assert not page.shows("You decided to escalate. Nobody is asked yet.")
