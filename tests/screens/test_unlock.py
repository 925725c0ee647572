"""The locked tablet: neutral, counting, syncing without a passphrase, and unlocking."""

from pathlib import Path

from screens.app_state import AppState
from screens.sync.running import outcome_words
from screens.unlock.state import UnlockState
from tests.screens.sessions import NAME, Team, with_team
from tests.sync.stage import PASSPHRASE, no_line


async def locked(team: Team) -> tuple[AppState, UnlockState]:
    app = await team.worker()
    await team.worrying_visit(app)
    await app.lock()
    state = UnlockState(app)
    await state.load()
    return app, state


def test_one_profile_is_chosen_and_tells_only_counts(tmp_path: Path):
    async def act(team: Team) -> None:
        app, state = await locked(team)
        team.stage.clock.passes(hours=3)
        (profile,) = state.profiles
        assert state.chosen == profile.id
        assert profile.label == "Tablet A · 1"
        assert state.unsent_words(profile) == "1 record unsent, the oldest 3 h old"
        shown = f"{state.profiles}"
        assert "Wren" not in shown
        assert NAME not in shown
        assert app.me is None

    with_team(tmp_path, act)


def test_something_needs_you_once_the_time_to_look_again_has_passed(tmp_path: Path):
    async def act(team: Team) -> None:
        _, state = await locked(team)
        assert not state.needs_you
        team.stage.clock.passes(days=3)
        await state.load()
        assert state.needs_you

    with_team(tmp_path, act)


def test_a_wrong_passphrase_is_one_sentence_at_the_field_and_stays_as_typed(tmp_path: Path):
    async def act(team: Team) -> None:
        app, state = await locked(team)
        await state.unlock()
        assert state.wrong == "Enter your passphrase."
        state.put("quiet harbour lamp")
        await state.unlock()
        assert state.wrong == "That passphrase is not right. Check it and try again."
        assert (state.passphrase, state.unlocking, app.unlocked) == ("quiet harbour lamp", False, False)
        state.put(PASSPHRASE)
        assert state.wrong == ""
        await state.unlock()
        assert app.unlocked
        assert state.passphrase == ""

    with_team(tmp_path, act)


def test_syncing_while_locked_sends_and_says_so(tmp_path: Path):
    async def act(team: Team) -> None:
        app, state = await locked(team)
        await state.sync()
        (run,) = state.runs.values()
        assert run.report is not None
        assert outcome_words(run.report, app.now())[1] == "1 record sent and held centrally."
        assert state.unsent_words(state.profiles[0]) == "Everything is held centrally"
        assert not app.unlocked
        manager = await team.manager()
        await manager.open_device.record("contact.agreed", team.scope, {"interval_days": 7})
        await manager.open_device.sync()
        await state.sync()
        (run,) = state.runs.values()
        assert run.report is not None
        assert outcome_words(run.report, app.now())[2] == "New records have arrived. Unlock to read them."

    with_team(tmp_path, act)


def test_without_signal_the_sync_says_what_is_safe_and_the_record_waits(tmp_path: Path):
    async def act(team: Team) -> None:
        _, state = await locked(team)
        state.switch_signal(False)
        await state.sync()
        (run,) = state.runs.values()
        assert run.problem is not None
        assert run.problem.happened == "Signal is switched off."
        assert state.profiles[0].unsent == 1
        state.switch_signal(True)
        await state.sync()
        assert state.profiles[0].unsent == 0

    with_team(tmp_path, act)


def test_a_centre_that_is_down_is_the_same(tmp_path: Path):
    async def act(team: Team) -> None:
        _, state = await locked(team)
        line = team.stage.installations[0]._line
        line.hand = no_line  # type: ignore[attr-defined]
        await state.sync()
        (run,) = state.runs.values()
        assert run.problem is not None
        assert run.problem.sentence.startswith("The centre could not be reached.")

    with_team(tmp_path, act)


def test_several_profiles_wait_to_be_chosen(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await team.worker()
        second = await app.installation.enrol(
            "http://centre.example", team.stage.code(team.manager_id), PASSPHRASE
        )
        await second.sync()
        await app.lock()
        state = UnlockState(app)
        await state.load()
        assert [profile.label for profile in state.profiles] == ["Tablet A · 1", "Tablet A · 2"]
        assert state.chosen is None
        state.choose(second.id)
        state.put(PASSPHRASE)
        await state.unlock()
        assert app.open_device.id == second.id
        assert app.me is not None
        assert app.me.name == "Mo Manager"

    with_team(tmp_path, act)


def test_a_tablet_without_profiles_goes_on_to_enrolment(tmp_path: Path):
    async def act(team: Team) -> None:
        state = UnlockState(team.app(team.stage.installation("new")))
        await state.load()
        assert state.app.enrolling

    with_team(tmp_path, act)


def test_a_profile_that_cannot_be_opened_says_so_and_blocks_no_other(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await team.worker()
        second = await app.installation.enrol(
            "http://centre.example", team.stage.code(team.manager_id), PASSPHRASE
        )
        await app.lock()
        await app.installation.close()
        for card in (tmp_path / "field" / "profiles" / second.id).glob("profile.json*"):
            card.write_bytes(b"{")
        state = UnlockState(team.app(team.stage.installation("field")))
        await state.load()
        damaged = next(profile for profile in state.profiles if profile.id == second.id)
        assert "damaged" in state.unsent_words(damaged)
        assert state.chosen not in (None, second.id)

    with_team(tmp_path, act)


def test_a_window_that_is_back_has_every_screen_read_again(tmp_path: Path):
    """What was to be drawn while it was away has been dropped by then."""

    async def act(team: Team) -> None:
        app, _ = await locked(team)
        drawn: list[int] = []
        app.watch(lambda: drawn.append(app.synced))
        before = app.synced
        app.shown_again()
        assert drawn == [before + 1]

    with_team(tmp_path, act)
