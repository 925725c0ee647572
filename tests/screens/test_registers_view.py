"""The registers on screen: how much is open, what each role is offered, and a form that says what is missing."""

from pathlib import Path

import pytest

from screens.app_state import AppState
from tests.screens.sessions import Team, on_screen
from tests.screens.test_registers import ISSUE, recorded, registers, scope_of

RISK = "7" * 32


@pytest.mark.parametrize("who", ["worker", "manager"])
def test_the_registers_say_how_much_is_open(tmp_path: Path, who: str) -> None:
    async def begin(team: Team) -> AppState:
        app: AppState = await getattr(team, who)()
        await recorded(app, "issue.logged", scope_of(team), **ISSUE)
        return app

    with on_screen(tmp_path, begin, "/registers") as shown:
        shown.page.text("Interface issues")
        shown.page.text("1 open")
        assert shown.page.shows("You see what you recorded yourself.") is (who == "worker")


@pytest.mark.parametrize("who", ["worker", "manager"])
def test_a_register_offers_what_may_be_recorded_in_it(tmp_path: Path, who: str) -> None:
    async def begin(team: Team) -> AppState:
        return await getattr(team, who)()

    with on_screen(tmp_path, begin, "/registers/risks") as shown:
        shown.page.text("Nothing is in it yet.")
        assert shown.page.shows("Register a risk") is (who == "manager")


def test_an_issue_is_logged_on_screen_and_is_in_the_register(tmp_path: Path) -> None:
    async def begin(team: Team) -> AppState:
        return await team.worker()

    with on_screen(tmp_path, begin, "/registers/issues") as shown:
        page = shown.page
        page.click("Log an issue")
        page.enter("What happened?", "Nobody rings back")
        page.click("Save")
        page.text("Say which service it is about.")
        page.enter("Which service?", "The council")
        page.click("Save")
        page.text("1 open")
        page.text("Nobody rings back")


def test_a_person_has_what_is_open_about_them_and_a_way_to_log_an_issue(tmp_path: Path) -> None:
    async def begin(team: Team) -> AppState:
        app = await team.worker()
        await recorded(app, "issue.logged", team.scope, **ISSUE, owner=team.worker_id)
        return app

    with on_screen(tmp_path, begin, "/person/{person}") as shown:
        shown.page.text("In the registers")
        shown.page.text("Nobody rings back")
        shown.page.text("With you")
        shown.page.click("Log an issue about their care")
        shown.page.text("No blame: what happened between the services, so that it can be put right.")


def test_a_risk_on_screen_has_its_next_step_and_its_trail(tmp_path: Path) -> None:
    async def begin(team: Team) -> AppState:
        app = await team.manager()
        body = {"risk": "Two services, no lead", "mitigations": "A call", "owner": team.manager_id}
        body |= {"review_on": app.now().date().isoformat()}
        await app.open_device.record("risk.registered", team.scope, body, entry_id=RISK)
        return app

    with on_screen(tmp_path, begin, f"/line/{{person}}/{RISK}") as shown:
        shown.page.text("What was recorded")
        shown.page.click("Review it")
        shown.page.text("About: Two services, no lead")
        shown.page.click("Close: it is no longer there")
        shown.page.enter("Why?", "It is gone")
        shown.page.click("Save")
        shown.page.text("Closed")


def test_a_slip_in_a_line_of_the_team_is_corrected_where_it_is_read(tmp_path: Path) -> None:
    async def begin(team: Team) -> AppState:
        app = await team.manager()
        await recorded(app, "issue.logged", scope_of(team), **ISSUE)
        return app

    with on_screen(tmp_path, begin, "/registers/issues") as shown:
        page = shown.page
        (line,) = page.run(registers(shown.app, "issues")).shown
        page.click(line.record)
        page.text("What was recorded")
        page.click(f"correct {line.record}")
        page.text("Correct this")
        page.click("amend")
        page.text("You are correcting what Mo Manager recorded, 12:00.")
        page.enter("Which service?", "The council's night team")
        page.enter("Why is it corrected?", "It was theirs, not the day team's")
        page.click("Save")
        page.text("What was recorded")
        page.text("The council's night team")
        page.click(f"correct {line.record}")
        page.click("void")
        page.click("recorded_in_error")
        page.enter("What happened?", "It was logged twice")
        page.click("Save")
        page.text("What could go wrong between services")
        assert page.run(registers(shown.app, "issues")).shown == ()
