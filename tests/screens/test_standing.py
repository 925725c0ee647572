"""What screens say when the tablet is not as it should be: others' records closed, out of use, its clock wrong or in doubt."""

from datetime import timedelta
from pathlib import Path

from models.closing import Closed
from screens.app_state import AppState
from screens.trail.state import TrailState
from screens.trail.words import clock_note
from screens.unlock.state import UnlockState
from tests.screens.sessions import Team, on_screen, synced, with_team
from tests.sync.stage import PASSPHRASE, TabletClock, contact, no_line, worrying
from tests.sync.test_taken_out import cut_after, revoke

CLOSED = (
    "This tablet has not reached the centre for 15 days. Others' records are closed until it syncs. "
    "You can still record."
)


async def left_alone(team: Team) -> AppState:
    """A worker whose tablet has not synced for 15 days, with a worrying visit of a manager's on it."""
    worker, manager = await team.worker(), await team.manager()
    await team.worrying_visit(manager)
    await synced(manager, worker)
    team.stage.play(no_line)
    team.stage.clock.passes(days=15)
    worker.touch()
    await worker.refresh()
    return worker


def test_a_person_says_that_others_records_are_closed_and_can_be_recorded_about(tmp_path: Path):
    with on_screen(tmp_path, left_alone, "/person/{person}") as screen:
        page = screen.page
        page.text(CLOSED)
        page.text("Born 5 April 1980, 46 years old.")
        assert page.shows("What others recorded asks for this")
        assert not page.shows("Nobody else has recorded anything.")
        assert not page.shows("Mo Manager")
        page.click("Record a contact")
        page.gone(CLOSED)


def test_today_and_people_say_so_too_and_still_find_somebody(tmp_path: Path):
    with on_screen(tmp_path, left_alone, "/people") as screen:
        page = screen.page
        page.text(CLOSED)
        page.text("Pat Example")
        assert not page.shows("Last contact")
        for place, there in (("Today", "Your people"), ("Prompts", "Needs you")):
            page.click(place)
            page.text(there)
            page.text(CLOSED)


def test_one_sync_opens_everything_at_once(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await left_alone(team)
        assert isinstance(app.closed, Closed)
        listed = await app.open_device.prompts()
        assert app.closed_prompts + len(listed) == (await app.open_device.people())[0].prompts > 0
        assert all(each.asks_of(app.open_device.staff) for each in listed)
        team.stage.play(None)
        await synced(app)
        assert (app.closed, app.closed_prompts) == (None, 0)

    with_team(tmp_path, act)


async def being_handed_over(team: Team) -> AppState:
    app = await team.worker()
    await team.worrying_visit(app)
    for _ in range(2):
        saved = contact(app.open_device.clock_now())
        await app.open_device.record("contact.recorded", team.scope, saved)
    app.open_device._shared.line.bytes_at_once = 1  # pyright: ignore[reportPrivateUsage]
    revoke(team.stage, app.open_device)
    team.stage.play(cut_after(1))
    run = app.sync_run
    await run.of(app.open_device)
    await app.keep()
    return app


def test_the_locked_screen_says_that_it_is_out_of_use_and_what_is_left(tmp_path: Path):
    with on_screen(tmp_path, being_handed_over) as screen:
        page = screen.page
        page.text("This tablet has been taken out of use by base.")
        page.text("What was recorded on it is being handed over: 2 left.")
        assert page.shows("The crisis numbers stay below.")
        assert not page.shows("Passphrase")
        assert page.shows("999")
        page.run(_play_fair(screen.team))
        page.click("Sync now")
        page.text("Tablet A · 1: taken out of use by base.")
        page.text("Enrol this tablet")


async def _play_fair(team: Team) -> None:
    team.stage.play(None)


def test_an_open_screen_is_locked_when_base_takes_the_tablet_out_of_use(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await being_handed_over(team)
        assert not app.unlocked
        assert app.device is None
        assert app.me is None
        state = UnlockState(app)
        await state.load()
        assert [each.left for each in state.out_of_use] == [2]
        assert state.chosen is None
        assert state.unsent_words(state.profiles[0]).startswith("Taken out of use.")

    with_team(tmp_path, act)


def test_another_profile_beside_it_goes_on(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await team.worker()
        other = await app.installation.enrol(
            "http://centre.example", team.stage.code(team.manager_id), PASSPHRASE
        )
        await other.sync()
        revoke(team.stage, app.open_device)
        state = UnlockState(app)
        await state.load()
        await state.sync()
        await app.keep()
        await state.load()
        assert [each.id for each in state.profiles] == [other.id]
        assert app.installation.gone == ("Tablet A · 1",)
        state.put(PASSPHRASE)
        await state.unlock()
        assert app.open_device.id == other.id

    with_team(tmp_path, act)


async def with_a_fast_clock(team: Team) -> AppState:
    clock = TabletClock(team.stage.clock, error=timedelta(minutes=47))
    installation = team.stage.installation("field", clock=clock)
    device = await installation.enrol("http://centre.example", team.stage.code(team.worker_id), PASSPHRASE)
    await device.sync()
    app = AppState(installation, clock)
    await app.opened(device)
    return app


def test_a_wrong_clock_is_said_on_the_first_screen(tmp_path: Path):
    with on_screen(tmp_path, with_a_fast_clock, "/today") as screen:
        screen.page.text(
            "This tablet's clock is 47 min fast. Handrail allows for it. Set the clock right when you can."
        )


def test_an_entry_says_both_times_and_an_uncertain_one_is_marked(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await with_a_fast_clock(team)
        device, clock = app.open_device, app._clock  # pyright: ignore[reportPrivateUsage]
        assert isinstance(clock, TabletClock)
        team.stage.clock.passes(hours=1)
        await device.record("contact.recorded", team.scope, contact(device.clock_now()))
        clock.error = timedelta(hours=-2)  # set by hand since it was measured
        team.stage.clock.passes(hours=3)
        saved = await device.record("contact.recorded", team.scope, worrying(device.clock_now()))
        about = {"prompt": saved.raised[0].id, "evidence": list(saved.raised[0].evidence)}
        told = {"name": "Mo", "mode": "02", "told_at": device.clock_now().isoformat()}
        await device.record("prompt.told", team.scope, about | told)
        state = TrailState(app, team.scope)
        await state.load()
        contacts = [step for step in state.steps if step.what.startswith("Contact")]
        certain, doubtful = sorted(contacts, key=lambda step: "uncertain" in step.when)
        assert certain.when == "20 November, 12:55"
        assert "The tablet's own clock said 13:42: it was 47 min fast." in certain.notes
        assert doubtful.when.endswith("(time uncertain)")
        prompt = next(each for each in await device.prompts() if each.id == saved.raised[0].id)
        assert (await device.told(prompt)).endswith("(time uncertain)")

    with_team(tmp_path, act)


def test_a_call_is_dated_by_the_corrected_clock(tmp_path: Path):
    async def act(team: Team) -> None:
        app = await with_a_fast_clock(team)
        device = app.open_device
        team.stage.clock.passes(hours=1)
        saved = await device.record("contact.recorded", team.scope, worrying(device.clock_now()))
        about = {"prompt": saved.raised[0].id, "evidence": list(saved.raised[0].evidence)}
        told = {"name": "Mo", "mode": "02", "told_at": device.clock_now().isoformat()}
        await device.record("prompt.told", team.scope, about | told)
        prompt = next(each for each in await device.prompts() if each.id == saved.raised[0].id)
        assert prompt.told.told_at == team.stage.clock.at
        assert await device.told(prompt) == "You told Mo 13:00"
        state = TrailState(app, team.scope)
        await state.load()
        assert state.steps[-1].what.startswith("Told Mo at 13:00 ")

    with_team(tmp_path, act)


def test_a_clock_that_was_nearly_right_needs_no_words():
    assert clock_note(None, timedelta(seconds=59), True, None) == ()  # type: ignore[arg-type]
