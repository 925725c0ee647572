"""The screens around the record as somebody sees and presses them, without a browser: names, words, what a press does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.rules import rule_words
from screens.app_state import AppState
from screens.unlock.state import NEEDS_YOU
from sync.frames import Answer
from tests.screens.sessions import NAME, Team, on_screen, synced
from tests.sync.stage import ADDRESS, PASSPHRASE, no_line

CRISIS = ("Emergency", "Ring 999", "NHS 111, then option 2", "Ring 111")


async def new_tablet(team: Team) -> AppState:
    return team.app(team.stage.installation("new"))


async def locked(team: Team) -> AppState:
    app = await team.worker()
    await team.worrying_visit(app)
    await app.lock()
    return app


async def with_a_prompt(team: Team) -> AppState:
    worker, manager = await team.worker(), await team.manager()
    await team.worrying_visit(worker, worried=[{"who": "carer", "words": "She is not herself"}])
    await synced(worker, manager)
    return manager


def test_a_new_tablet_enrols_by_a_pasted_invitation(tmp_path: Path):
    with on_screen(tmp_path, new_tablet) as shown:
        page, team = shown.page, shown.team
        page.text("Your invitation")
        for words in CRISIS:
            assert page.shows(words)
        code = team.stage.code(team.worker_id)
        page.enter("Code", f"Address  {ADDRESS}  Code     {code}")
        page.click("Enrol")
        page.text("Choose a passphrase.")
        page.enter("Passphrase", PASSPHRASE)
        page.enter("Passphrase again", PASSPHRASE)
        page.click("Enrol")
        page.text(NAME)
        assert shown.app.route == "/today"


def test_a_wrong_invitation_says_so_and_keeps_what_was_typed(tmp_path: Path):
    with on_screen(tmp_path, new_tablet) as shown:
        page = shown.page
        page.enter("Address", ADDRESS)
        page.enter("Code", "K7Q2M-9XA4D-PW3TZ-0RB8E")
        page.enter("Passphrase", PASSPHRASE)
        page.enter("Passphrase again", PASSPHRASE)
        page.click("Enrol")
        page.text("That invitation is not right.")
        page.text("Check the address and the code, letter by letter.")
        assert page.shows("K7Q2M-9XA4D-PW3TZ-0RB8E")
        assert page.shows(ADDRESS)
        page.click("Close")
        page.gone("That invitation is not right.")


def test_a_tablet_enrolled_but_not_fetched_can_go_on_and_fetch_later(tmp_path: Path):
    async def begin(team: Team) -> AppState:
        async def only_enrol(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
            return work(body) if url.endswith("/enrol") else await no_line(url, body, work)

        return team.app(team.stage.installation("new", team.stage.line(only_enrol)))

    with on_screen(tmp_path, begin) as shown:
        page, team = shown.page, shown.team
        page.enter("Address", ADDRESS)
        page.enter("Code", team.stage.code(team.worker_id))
        page.enter("Passphrase", PASSPHRASE)
        page.enter("Passphrase again", PASSPHRASE)
        page.submit("Passphrase again")
        page.text("This tablet is enrolled.")
        page.text("The centre could not be reached.")
        page.click("Go on without them")
        page.text("Not yet synced")
        for place, words in (
            ("Prompts", "Nothing needs you now."),
            ("People", "Nobody is on this tablet yet."),
            ("Sync", "No operating standard has come yet."),
        ):
            page.click(place)
            page.text(words)
        team.stage.installations[0]._line.hand = None  # type: ignore[attr-defined]
        page.click("Sync now")
        page.text("Everything you need is on this tablet")


def test_the_locked_screen_names_nobody_syncs_and_unlocks(tmp_path: Path):
    with on_screen(tmp_path, locked) as shown:
        page = shown.page
        page.text("1 record unsent")
        for words in CRISIS:
            assert page.shows(words)
        for name in (NAME, "Pat", "Wren", "Worker"):
            assert not page.shows(name)
        page.click("Sync now")
        page.text("1 record sent and held centrally.")
        page.text("Everything is held centrally")
        page.enter("Passphrase", "not the right one")
        page.click("Unlock")
        page.text("That passphrase is not right. Check it and try again.")
        page.enter("Passphrase", PASSPHRASE)
        page.submit("Passphrase")
        page.text(NAME)


def test_the_signal_switch_on_the_locked_screen(tmp_path: Path):
    with on_screen(tmp_path, locked) as shown:
        page = shown.page
        page.check("Signal On: this tablet may send and receive", False)
        page.click("Sync now")
        page.text("Signal is switched off.")
        page.text("Everything you saved is still on this tablet and will be sent again.")
        page.text("1 record unsent")
        page.check("Signal Off: nothing is sent, as in a place without any", True)
        page.click("Sync now")
        page.text("1 record sent and held centrally.")


def test_a_tablet_left_locked_says_by_itself_that_something_needs_somebody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("screens.unlock.view.LOOK_EVERY", 0.05)
    with on_screen(tmp_path, locked) as shown:
        shown.page.text("Passphrase")
        assert not shown.page.shows(NEEDS_YOU)
        shown.team.stage.clock.passes(days=3)
        shown.page.text(NEEDS_YOU)


def test_another_profile_can_be_enrolled_and_left_again(tmp_path: Path):
    with on_screen(tmp_path, locked) as shown:
        page = shown.page
        page.click("Enrol another profile")
        page.text("Your invitation")
        page.click("Back to the profiles")
        page.text("Tablet A · 1")


def test_the_sync_screen_sends_shows_where_each_entry_is_and_locks(tmp_path: Path):
    async def begin(team: Team) -> AppState:
        app = await team.worker()
        await team.worrying_visit(app)
        return app

    with on_screen(tmp_path, begin, "/sync") as shown:
        page = shown.page
        page.text(f"Contact: {NAME}")
        page.text("Saved on this tablet")
        page.text("Everything you need is on this tablet")
        page.click("Sync now")
        page.text("Held centrally 13:00")
        page.text("Synced 13:00.")
        page.gone("Saved on this tablet")
        page.click("Lock")
        page.text("Passphrase")
        assert not page.shows(NAME)


def test_a_manager_reads_a_prompt_answers_it_and_opens_the_trail(tmp_path: Path):
    with on_screen(tmp_path, with_a_prompt, "/prompts") as shown:
        page = shown.page
        page.text("Needs you")
        asked = page.run(shown.app.open_device.prompts())
        first = next(each for each in asked if each.asks_of(shown.team.manager_id))
        page.click(first.id)
        page.text("Why")
        page.text("Cleared by")
        page.text("Seen by Mo Manager 13:00")
        page.click("Answer")
        page.click("Save")
        page.text("Say what was done, or why not.")
        page.enter("What was done", "Rang her and her sister")
        page.click("Save")
        page.text("Rang her and her sister")
        page.text("Answered; quiet until")
        page.click("Trail")
        page.text(f"Answered “{rule_words(first.rule)}”: Rang her and her sister")
        page.text("Saved on this tablet")


def test_a_manager_steps_an_episode_down(tmp_path: Path):
    with on_screen(tmp_path, with_a_prompt, "/prompts") as shown:
        page = shown.page
        asked = page.run(shown.app.open_device.prompts())
        worry = next(each for each in asked if each.rule == "T5")
        page.click(worry.id)
        page.click("Step down this episode")
        page.click("Save")
        page.text("Choose at least one thing that is settled.")
        page.text("Say why it is safe to step down.")
        for evidence in worry.evidence:
            page.click(f"What is settled?: {evidence}")
        page.text("Say what you replied to whoever was worried.")
        page.enter("Why it is safe to step down", "Settled; seen twice")
        page.enter("Reply given to whoever was worried", "Rang her sister")
        page.click("Save")
        page.text("This prompt no longer stands.")


def test_the_trail_is_filtered(tmp_path: Path):
    with on_screen(tmp_path, with_a_prompt, "/person/{person}/trail") as shown:
        page = shown.page
        page.text("Registered")
        page.text("Contact: Seen, on time")
        page.click("Showing: Everything")
        page.click("Show: contact.recorded")
        page.gone("Registered")
        page.text("Contact: Seen, on time")


def test_people_are_sought_and_opened(tmp_path: Path):
    with on_screen(tmp_path, with_a_prompt, "/people") as shown:
        page = shown.page
        page.text("1 person")
        page.enter("Find somebody", "nobody at all")
        page.text("Nobody here fits that.")
        page.enter("Find somebody", "pat")
        page.click(shown.team.scope)
        page.text("Since your last visit")
