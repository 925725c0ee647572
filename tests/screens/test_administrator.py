"""An administrator's tablet: details and caseloads, nothing clinical, nothing made up out of what is not there."""

from pathlib import Path

from screens.app_state import AppState
from screens.people.state import PeopleState
from screens.person.state import PersonScreenState
from screens.prompts.state import PromptsState
from screens.today.state import TodayState
from tests.screens.sessions import NAME, Team, on_screen, synced, with_team


async def long_after_a_visit(team: Team) -> AppState:
    """So long after that anybody clinical is asked for a contact."""
    worker = await team.worker()
    await team.worrying_visit(worker)
    await synced(worker)
    team.stage.clock.passes(days=60)
    return await team.administrator()


def test_nothing_stands_on_what_an_administrator_holds(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await long_after_a_visit(team)
        today = TodayState(app.open_device, app.now)
        prompts, people = PromptsState(app), PeopleState(app)
        person = PersonScreenState(app.open_device, app.now, team.scope, app.refresh)
        for state in (today, prompts, people, person):
            await state.load()
        held = {each.entry.kind for each in person.view.held}
        assert held == {"person.registered", "caseload.assigned"}
        assert (today.untold, today.needs_me, prompts.all, person.prompts) == ({}, {}, (), ())
        assert [each.lines for each in people.listed] == [("Born 5 April 1980",)]

    with_team(tmp_path, act)


def test_today_is_calm_and_says_where_the_work_is_done(tmp_path: Path):
    with on_screen(tmp_path, long_after_a_visit) as shown:
        page = shown.page
        page.text("You look after staff, devices and caseloads.")
        for words in ("Phone now", "Needs you", "Your people", "Prompts"):
            assert words not in page.texts
        page.click("People")
        page.click(shown.team.scope)
        page.text("Who they are")
        assert page.shows(NAME)
        for words in ("Record a contact", "Contact", "Over the latest contacts", "Since your last visit"):
            assert words not in page.texts
        page.click("Trail")
        page.text("Registered")
