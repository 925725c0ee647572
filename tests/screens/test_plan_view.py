"""A plan's form and cards as they are read and pressed, without a browser."""

from pathlib import Path

from tests.screens.field import Field, on_screen
from tests.screens.test_person_state import a_plan
from tests.screens.test_plan import STANDING


def the_person(field: Field) -> str:
    return f"/person/{field.scope}"


def test_a_plan_is_made_from_the_person_s_page(tmp_path: Path):
    with on_screen(tmp_path, the_person) as screen:
        page = screen.page
        page.text("No plan is in force.")
        page.click("Make a plan")
        page.click("Save")
        page.text("Choose what kind of plan it is.")
        page.click("What kind of plan?: standing")
        page.enter("Warning signs", "Phone off")
        page.click("Yes, agreed with them")
        page.click("Was a copy given?: declined")
        page.click("Save")
        page.text("Standing safety plan")
        page.text("Phone off")
        page.gone("No plan is in force.")


def test_each_contact_a_plan_names_is_a_line_until_it_is_opened(tmp_path: Path):
    with on_screen(tmp_path, lambda field: f"/person/{field.scope}/plan/{'d' * 32}") as screen:
        page = screen.page
        page.click("What kind of plan?: temporary")
        page.text("Someone at least every 24 hours until the plan ends.")
        page.click("named 1")
        page.enter("Contact 2, who", "Her sister")
        page.click("Done with contact 2")
        page.text("Her sister, telephone")
        page.click("named 2")
        page.click("Remove contact 3")
        page.click("named 1")
        page.click("Remove contact 2")
        page.click("Save")
        page.text("Say what set off this plan.")
        page.text("There are 2 days without a named contact.")


def test_a_plan_is_reviewed_from_its_card(tmp_path: Path):
    async def planned(field: Field) -> None:
        await field.worker.record("plan.made", field.scope, a_plan(field.worker.now()))
        await field.worker.record("plan.made", field.scope, STANDING)
        field.stage.clock.passes(hours=60)

    with on_screen(tmp_path, the_person, planned) as screen:
        page = screen.page
        page.text("Review the plan before it runs out.")
        page.click("review plan_temporary")
        page.click("What do you decide?: continue")
        page.text("Wren Worker, telephone, tomorrow 20:00")
        page.enter("Why this decision?", "Still not sleeping")
        page.click("Save")
        page.gone("Review the plan before it runs out.")
        page.text("Until 26 November 01:00")


def test_a_worker_reads_what_waits_before_it_is_saved(tmp_path: Path):
    async def planned(field: Field) -> None:
        await field.worker.record("plan.made", field.scope, STANDING)
        field.stage.clock.passes(hours=1)

    with on_screen(
        tmp_path, lambda field: f"/person/{field.scope}/plan/plan_standing/review", planned
    ) as screen:
        page = screen.page
        page.click("What do you decide?: end")
        page.enter("Why this decision?", "Out of date")
        page.text("It asks for less than what holds now.")
        page.click("Save")
        page.text("Proposed")
        page.text("Standing safety plan")
