"""A forgotten passphrase on the lock screen, too many tries, a rescue file, and the notice to managers."""

from datetime import timedelta
from pathlib import Path

import pytest

from central import recovery
from central.devices import find
from screens.app_state import AppState
from screens.prompts.state import PromptsState
from screens.unlock.forgotten import DIFFERENT
from screens.unlock.state import UnlockState
from sync.device import Device
from tests.screens.sessions import Team, on_screen, synced, with_team
from tests.sync.stage import PASSPHRASE, no_line
from tests.sync.test_pins import PIN, KeptHere
from vault.attempts import FREE
from vault.rescue import Bundle

NEW = "teapot orchard velvet"


def code_for(team: Team, device: Device, by: str = "") -> str:
    found = find(team.stage.played.centre, device.id)
    assert found is not None
    return recovery.issue(team.stage.played.centre, found, by or team.manager_id).code


async def locked(team: Team) -> AppState:
    app = await team.worker()
    await team.worrying_visit(app)
    await app.lock()
    return app


async def forgetting(team: Team) -> tuple[AppState, UnlockState, Device]:
    app = await team.worker()
    device = app.open_device
    await team.worrying_visit(app)
    await app.lock()
    state = UnlockState(app)
    await state.load()
    state.forget()
    return app, state, device


def fill(state: UnlockState, code: str, passphrase: str = NEW) -> None:
    assert state.forgotten
    for field, text in (("code", code), ("passphrase", passphrase), ("again", passphrase)):
        state.forgotten.put(field, text)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_asked(tmp_path: Path):
    async def act(team: Team) -> None:
        _, state, _ = await forgetting(team)
        assert state.forgotten
        asked = len(team.stage.lines[0].up)
        await state.forgotten.set()
        assert set(state.forgotten.wrong) == {"code", "passphrase"}
        fill(state, "x")
        state.forgotten.put("again", "teapot orchard")
        await state.forgotten.set()
        assert state.forgotten.wrong == {"again": DIFFERENT}
        fill(state, "x", "740382")
        await state.forgotten.set()
        assert "6 characters" in state.forgotten.wrong["passphrase"]
        assert len(team.stage.lines[0].up) == asked

    with_team(tmp_path, act)


def test_a_code_sets_a_new_passphrase_and_opens_with_the_unsent_visit_there(tmp_path: Path):
    async def act(team: Team) -> None:
        app, state, device = await forgetting(team)
        assert state.forgotten
        forgotten = state.forgotten
        fill(state, code_for(team, device))
        await forgotten.set()
        assert app.unlocked
        assert app.unsent.count == 1
        assert state.forgotten is None
        assert (forgotten.passphrase, forgotten.again, forgotten.code) == ("", "", "")
        await app.lock()
        state.put(PASSPHRASE)
        await state.unlock()
        assert not app.unlocked
        state.put(NEW)
        await state.unlock()
        assert app.unlocked

    with_team(tmp_path, act)


def test_a_wrong_code_says_how_many_tries_are_left_and_keeps_what_was_typed(tmp_path: Path):
    async def act(team: Team) -> None:
        _, state, device = await forgetting(team)
        assert state.forgotten
        code_for(team, device)
        fill(state, "0" * 20)
        await state.forgotten.set()
        assert state.forgotten.wrong["code"].endswith("4 tries are left.")
        assert state.forgotten.passphrase == NEW
        state.forgotten.put("code", "letters")
        await state.forgotten.set()
        assert "letter by letter" in state.forgotten.wrong["code"]

    with_team(tmp_path, act)


def test_without_signal_it_says_so_and_nothing_is_spent(tmp_path: Path):
    async def act(team: Team) -> None:
        app, state, device = await forgetting(team)
        assert state.forgotten
        fill(state, code_for(team, device))
        app.installation.signal = False
        await state.forgotten.set()
        assert state.forgotten.problem is not None
        assert state.forgotten.problem.happened == "Signal is switched off."
        state.forgotten.switch_signal_on()
        team.stage.play(no_line)
        await state.forgotten.set()
        assert state.forgotten.problem.happened == "The centre could not be reached."
        team.stage.play(None)
        await state.forgotten.set()
        assert app.unlocked

    with_team(tmp_path, act)


def test_too_many_tries_are_said_with_the_time_left_and_the_way_out(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await locked(team)
        state = UnlockState(app)
        await state.load()
        for _ in range(FREE):
            state.put("not this one at all")
            await state.unlock()
            assert state.wrong == "That passphrase is not right. Check it and try again."
        assert state.waiting == "in 30 seconds"
        team.stage.clock.passes(seconds=29.4)
        await state.load()
        assert state.waiting == "in 1 second"
        team.stage.clock.passes(seconds=1)
        await state.load()
        assert state.waiting == ""
        for _ in range(3):
            state.put("not this one at all")
            await state.unlock()
            team.stage.clock.passes(seconds=state.profile.wait.total_seconds() if state.profile else 0)
            await state.load()
        state.put("not this one at all")
        await state.unlock()
        assert state.waiting == "in 10 minutes"
        state.put(PASSPHRASE)
        await state.unlock()
        assert not app.unlocked

    with_team(tmp_path, act)


def test_with_a_key_store_it_asks_for_a_pin_and_says_when_it_is_gone(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await locked(team)
        await app.installation.close()
        team.stage.installations[0].keystore = KeptHere()
        state = UnlockState(app)
        await state.load()
        assert state.profile
        state.forget()
        assert state.forgotten
        assert state.forgotten.pins
        device = await app.installation.device(state.profile.id)
        fill(state, code_for(team, device), PIN)
        await state.forgotten.set()
        await app.lock()
        await state.load()
        assert state.secret_name == "PIN"
        for _ in range(10):
            team.stage.clock.passes(minutes=15)
            state.put("582916")
            await state.unlock()
            assert "passphrase" not in state.wrong
        assert state.profile
        assert state.profile.key_gone

    with_team(tmp_path, act)


def test_a_rescue_file_is_offered_after_a_day_and_holds_what_is_unsent(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await locked(team)
        state = UnlockState(app)
        await state.load()
        assert not state.stranded
        team.stage.clock.passes(hours=25)
        assert state.stranded
        made = await state.make_rescue()
        assert made is not None
        assert made.name == "Tablet A 1.handrail-rescue"
        assert [piece.what for piece in Bundle.read(made.content).pieces] == ["row"]
        await state.sync()
        assert not state.stranded

    with_team(tmp_path, act)


def test_managers_and_seniors_of_that_team_see_who_gave_a_code_for_a_week(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        senior = await team.session(team.senior_id, "senior")
        other_team = team.stage.played.team("Other Team")
        stranger = await team.session(team.stage.played.staff("Ott Other", "manager", [other_team]), "other")
        code_for(team, worker.open_device)
        await synced(worker, manager, senior, stranger)
        sentence = (
            "A code to reset the passphrase of Tablet A · 1 (Wren Worker) was given at 12:00 by Mo Manager. "
            "If that was not expected, ring your IT lead."
        )
        for app, sees in ((manager, True), (senior, True), (worker, False), (stranger, False)):
            state = PromptsState(app)
            await state.load()
            assert state.codes_given == ((sentence,) if sees else ())
        team.stage.clock.passes(days=1)
        state = PromptsState(manager)
        await state.load()
        assert "was given yesterday 12:00 by" in state.codes_given[0]
        team.stage.clock.passes(days=6)
        await state.load()
        assert state.codes_given == ()

    with_team(tmp_path, act)


def test_on_screen_from_forgotten_to_today(tmp_path: Path):
    with on_screen(tmp_path, locked) as shown:
        page = shown.page
        page.click("Forgotten it?")
        page.text("First ring base")
        for words in ("Ring 999", "Ring 111", "Ring 01632 960 001", "Signal is switched off."):
            assert page.shows(words) == (words != "Signal is switched off.")
        page.click("Back")
        page.text("Sends what is saved here")
        page.click("Forgotten it?")
        page.enter("Code from base", code_for(shown.team, page.run(_device(shown.app))))
        page.enter("New passphrase", NEW)
        page.enter("New passphrase again", NEW)
        page.click("Set it and unlock")
        page.text("Your people")
        assert shown.app.route == "/today"


async def _device(app: AppState) -> Device:
    [profile] = await app.installation.profiles()
    return await app.installation.device(profile.id)


def test_on_screen_the_wait_counts_down_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("screens.unlock.view.COUNT_EVERY", 0.05)
    with on_screen(tmp_path, locked) as shown:
        page = shown.page
        for _ in range(FREE):
            page.enter("Passphrase", "not this one at all")
            page.click("Unlock")
            page.text("You can try again in 30 seconds." if _ == FREE - 1 else "is not right")
        assert page.shows("Forgotten it?")
        assert page.shows("Ring 999")
        shown.team.stage.clock.passes(seconds=20)
        page.text("You can try again in 10 seconds.")
        shown.team.stage.clock.passes(seconds=timedelta(seconds=11).total_seconds())
        page.text("Passphrase")
        page.enter("Passphrase", PASSPHRASE)
        page.click("Unlock")
        page.text("Your people")


def test_on_screen_a_rescue_file_is_saved(tmp_path: Path):
    with on_screen(tmp_path, locked, answers={"save_file": "Tablet A 1.handrail-rescue"}) as shown:
        page = shown.page
        page.click("This tablet cannot reach the centre")
        page.click("Save a rescue file")
        page.text("Made: Tablet A 1.handrail-rescue")
        [(_, asked)] = [call for call in page.calls if call[0] == "save_file"]
        assert Bundle.read(asked["src_bytes"]).pieces
