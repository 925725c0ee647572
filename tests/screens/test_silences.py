"""Whom the centre has not heard from, on the screens of whoever leads their team: said, reached, and gone by itself."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from central.devices import SignsOfLife
from central.evaluator import Evaluator
from central.notify import Notifier
from central.port import Port
from models.entry import ORGANISATION
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.prompt.forms import REACHED, AnswerState
from screens.prompts.silences import SilenceLine
from screens.prompts.state import PromptsState
from tests.screens.sessions import Team, on_screen, opened, saved, synced, with_team


class Listening:
    """The centre's evaluator, to which every tablet's sign of life comes. Enrolments begin on Friday 20 November at noon."""

    def __init__(self, team: Team) -> None:
        self.team, centre = team, team.stage.played.centre
        signs = SignsOfLife(centre)
        self.evaluator = Evaluator(centre, Notifier(centre, ()), signs)
        for line in team.stage.lines:
            line.port = Port(centre, lambda device, checks: None, signs)

    def to(self, day: int, hour: int, minute: int = 0) -> None:
        """The last half hour before is listened to."""
        clock = self.team.stage.clock
        until = clock.at.replace(day=day, hour=hour, minute=minute)
        clock.at = max(clock.at, until - timedelta(minutes=30))
        self.evaluator.look()
        while clock.at < until:
            clock.at = min(until, clock.at + timedelta(minutes=10))
            self.evaluator.look()


async def prompts(app: AppState) -> PromptsState:
    state = PromptsState(app)
    await state.load()
    return state


async def plan(app: AppState, scope: str) -> None:
    now = app.now()
    due = [(now + timedelta(hours=20 * n)).isoformat() for n in (1, 2, 3)]
    body: dict[str, Any] = {
        "type": "temporary",
        "expires_at": (now + timedelta(hours=71)).isoformat(),
        "trigger": "Worse this week",
        "emergency_instructions": "Ring 999, or the duty number",
        "no_safeguarding_because": "Nobody else is at risk",
        "named_contacts": [{"who": "Wren", "mode": "02", "due_at": at} for at in due],
    }
    await app.open_device.record("plan.made", scope, body)


def test_whose_tablet_since_when_why_it_matters_and_whom_to_ring(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        await plan(manager, team.scope)
        await synced(manager)
        listening = Listening(team)
        listening.to(20, 15, 59)
        await synced(manager)
        assert (manager.silent, (await prompts(manager)).silences) == (0, ())
        listening.to(20, 16)
        await synced(manager)
        assert (manager.silent, manager.asking_me) == (1, 1)
        (line,) = (await prompts(manager)).silences
        assert (line.name, line.tablet, line.heard) == ("Wren Worker", "Tablet A · 1", "12:00")
        assert line.why == "On duty, with nothing heard up to 16:00."
        assert line.matters == (
            "A temporary plan was open for one person they work with.",
            "What they recorded since then may be on that tablet only.",
        )
        assert line.asks.startswith("Reach them now: are they safe")
        assert [(each.name, each.number) for each in line.ring] == [("Duty line", "01632 960 001")]
        await synced(worker)
        assert (worker.silent, (await prompts(worker)).silences) == (0, ())

    with_team(tmp_path, act)


def test_heard_again_it_goes_by_itself(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        listening = Listening(team)
        listening.to(23, 17)
        await synced(manager)
        state = await prompts(manager)
        (line,) = state.silences  # their own silence is nobody's to tell them of
        assert line.why == "Nothing was heard in all their time on duty, which ended 17:00."
        form = await answering(manager, line)
        form.put(done="No answer yet")
        await form.kept()
        await synced(worker)
        listening.to(23, 17, 10)
        await synced(manager)
        await state.load()
        assert (state.silences, manager.silent) == ((), 0)
        again = await answering(manager, line)
        assert (again.silence, again.form.done) == (None, "No answer yet")

    with_team(tmp_path, act)


def test_reaching_them_is_recorded_and_needs_a_word(tmp_path: Path):
    async def act(team: Team) -> None:
        _, manager = await team.worker(), await team.manager()
        Listening(team).to(23, 17)
        await synced(manager)
        state = await prompts(manager)
        (line,) = state.silences
        form = await answering(manager, line)
        await form.save()
        assert form.wrong == {
            "reached": "Choose whether they were reached.",
            "done": "Say it in a few words.",
        }
        form.put(reached=REACHED, done="Safe at home; the tablet's battery was flat")
        await saved(form)
        await manager.refresh()
        assert ((await prompts(manager)).silences, manager.silent) == ((), 0)
        latest = (await manager.open_device.recorded_here())[0].entry
        assert (latest.kind, latest.scope) == ("prompt.answered", f"team:{team.stage.played.founded.team}")
        assert latest.body["done"] == "Reached them. Safe at home; the tablet's battery was flat"
        assert latest.body["evidence"] == [line.id]
        await synced(manager)
        senior = await team.session(team.senior_id, "senior")
        assert senior.silent == 1, "the manager's own, and not the one that was answered"

    with_team(tmp_path, act)


def test_their_number_is_rung_first_and_leave_ends_it(tmp_path: Path):
    async def act(team: Team) -> None:
        played = team.stage.played
        body = {
            "name": "Ray Ringable",
            "role": "worker",
            "teams": [played.founded.team],
            "phone": "01632 960 077",
        }
        staff = "ab" * 16
        played.say("staff.joined", ORGANISATION, body, staff)
        await team.session(staff, "theirs")
        manager = await team.manager()
        Listening(team).to(23, 17)
        await synced(manager)
        (line,) = (await prompts(manager)).silences
        assert [(each.name, each.number) for each in line.ring] == [("Ray Ringable", "01632 960 077")]
        played.say("staff.leave_set", ORGANISATION, {"staff": staff, "from_on": "2026-11-23"})
        await synced(manager)
        assert manager.silent == 0

    with_team(tmp_path, act)


async def answering(app: AppState, line: SilenceLine) -> AnswerState:
    return await opened(AnswerState(app.open_device, *form_about(line)))


def form_about(line: SilenceLine) -> tuple[str, str, str]:
    """The scope, a new draft, and the prompt that its button leads to."""
    scope, prompt = line.answer.split("/")[2], line.answer.split("/")[4]
    return scope, new_id(), prompt


async def one_silent(team: Team) -> AppState:
    await team.worker()
    manager = await team.manager()
    await plan(manager, team.scope)
    await synced(manager)
    Listening(team).to(20, 16)
    await synced(manager)
    return manager


def test_it_is_on_screen_with_a_number_and_where_to_say_what_was_done(tmp_path: Path):
    with on_screen(tmp_path, one_silent, "/prompts") as shown:
        page = shown.page
        for words in (
            "Nothing heard from Wren Worker",
            "A temporary plan was open for one person they work with.\n"
            "What they recorded since then may be on that tablet only.",
            "No prompt needs you now.",
        ):
            page.text(words)
        page.click("Say what was done")
        page.text("Nothing heard from Wren Worker")
        page.click("Not reached: something else was done")
        page.text("What was done to reach them")
        page.click("I reached them")
        page.enter("What they said, and what was agreed", "Safe; no signal in the valley")
        page.click("Save")
        page.text("Nothing needs you now.")


def test_today_says_that_somebody_is_to_be_reached(tmp_path: Path):
    with on_screen(tmp_path, one_silent) as shown:
        shown.page.text("Nothing was heard from one of your team: needs you")
        shown.page.click("Read and reach them")
        shown.page.text("Nothing heard from Wren Worker")
