"""The prompts screens: what asks me first, opening, answering, telling, stepping down."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.directory import Directory
from models.prompt import Asked, Prompt
from models.told import ON_THIS_TABLET
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.prompt.forms import SOMEONE_ELSE, AnswerState, TellingState
from screens.prompt.lines import describe
from screens.prompts.state import PromptsState, PromptState
from screens.prompts.stepping_down import StepDownState, may_step_down
from tests.screens.sessions import NAME, Team, saved, synced, with_team
from tests.screens.sessions import opened as entering
from tests.sync.stage import contact

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def listed(app: AppState) -> PromptsState:
    state = PromptsState(app)
    await state.load()
    return state


async def opened(app: AppState, rule: str = "T2") -> PromptState:
    found = next(prompt for prompt in await app.open_device.prompts() if prompt.rule == rule)
    state = PromptState(app, found.id)
    await state.load()
    return state


async def stepping_down(app: AppState, state: PromptState) -> StepDownState:
    episode = state.of_episode[0].episode
    return await entering(StepDownState(app.open_device, state.scope, new_id(), episode or ""))


async def reached_base(team: Team) -> tuple[AppState, AppState]:
    """The worker's visit meets T2, and both have synced."""
    worker, manager = await team.worker(), await team.manager()
    await team.worrying_visit(worker)
    await synced(worker, manager)
    return worker, manager


async def kinds(app: AppState, scope: str) -> list[str]:
    return [held.entry.kind for held in (await app.open_device.person(scope)).held]


def test_a_managers_list_has_what_asks_them_first_with_name_rule_and_why(tmp_path: Path):
    async def act(team: Team) -> None:
        _, manager = await reached_base(team)
        state = await listed(manager)
        due = [each.lines.due_at for each in state.mine]
        assert due == sorted(due)
        found = next(each for each in (*state.mine, *state.others) if each.lines.prompt.rule == "T2")
        assert found.name == NAME
        assert found.lines.rule == "Three or more indicators at 2 or above in one contact"
        assert "Sleep: 2" in found.lines.saw[0]
        assert found.lines.told == "Held centrally 13:00. Nobody has opened it."

    with_team(tmp_path, act)


def test_what_is_asked_days_ahead_is_no_call_to_make_now():
    def untold(by: datetime) -> bool:
        asked = (Asked("manager", ("m",), by),)
        prompt = Prompt("R1:p:e", "R1", 1, "p", (), ("e",), "Review it.", asked, by, "A review.", NOW)
        lines = describe(prompt, Directory(), {}, "w", None, NOW)
        assert lines.told == ON_THIS_TABLET, "who has it is said all the same"
        return lines.untold

    assert not untold(NOW + timedelta(days=1, seconds=1))
    assert untold(NOW + timedelta(days=1))
    assert untold(NOW - timedelta(days=3))


def test_the_words_are_the_same_at_both_ends(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await reached_base(team)

        def said(state: PromptsState) -> list[tuple[object, ...]]:
            every = (*state.mine, *state.others, *state.quiet)
            return sorted(
                (e.lines.prompt.id, e.lines.rule, e.lines.saw, e.lines.asks, e.lines.clears) for e in every
            )

        assert said(await listed(worker)) == said(await listed(manager))

    with_team(tmp_path, act)


def test_opening_is_recorded_once_by_whoever_is_asked_and_never_by_the_author(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await reached_base(team)
        await opened(worker)
        assert "prompt.seen" not in await kinds(worker, team.scope)
        asked = [each for each in await manager.open_device.prompts() if each.asks_of(team.manager_id)]
        for _ in range(2):
            state = PromptState(manager, asked[0].id)
            await state.load()
        assert (await kinds(manager, team.scope)).count("prompt.seen") == 1
        assert manager.unsent.count == 1
        assert state.lines is not None
        assert state.lines.told == "Seen by Mo Manager 13:00"
        await synced(manager, worker)
        theirs = PromptState(worker, asked[0].id)
        await theirs.load()
        assert theirs.lines is not None
        assert theirs.lines.told == "Seen by Mo Manager 13:00"

    with_team(tmp_path, act)


def test_answering_quiets_it_and_never_clears_it(tmp_path: Path):
    async def act(team: Team) -> None:
        _, manager = await reached_base(team)
        asked = next(each for each in await manager.open_device.prompts() if each.asks_of(team.manager_id))
        state = PromptState(manager, asked.id)
        await state.load()
        form = await entering(AnswerState(manager.open_device, team.scope, new_id(), asked.id))
        await form.save()
        assert form.wrong == {"done": "Say what was done, or why not."}
        form.put(done="Agreed two visits with the worker")
        await saved(form)
        await state.load()
        assert state.lines is not None
        assert state.lines.quiet
        assert state.lines.answers == ("Mo Manager, 13:00: Agreed two visits with the worker",)
        again = await listed(manager)
        assert asked.id in [each.lines.prompt.id for each in again.quiet]
        assert asked.id not in [each.lines.prompt.id for each in again.mine]

    with_team(tmp_path, act)


def test_the_worker_who_rings_somebody_says_so_without_signal(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        worker.installation.signal = False
        await team.worrying_visit(worker, worried=[{"who": "carer", "words": "She is not herself"}])
        state = await opened(worker, "T5")
        assert state.lines is not None
        assert state.lines.told == ON_THIS_TABLET
        assert state.lines.untold
        form = await entering(TellingState(worker.open_device, team.scope, new_id(), state.id))
        form.put(who=SOMEONE_ELSE, name="Mo Manager", at="13:00")
        await saved(form)
        await state.load()
        assert state.lines.told == "You told Mo Manager 13:00"
        assert not state.lines.untold

    with_team(tmp_path, act)


def test_a_step_down_names_its_evidence_and_why(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        visit = await team.worrying_visit(worker)
        team.stage.clock.passes(hours=24)
        await worker.open_device.record("contact.recorded", team.scope, contact(worker.now()))
        state = await opened(worker)
        assert state.may_step_down
        form = await stepping_down(worker, state)
        assert [each.entry_id for each in form.evidence] == [visit.id]
        assert form.form.named == []
        await form.save()
        assert set(form.wrong) == {"named", "rationale"}
        form.put(named=[visit.id], rationale="Slept and ate; her sister stays until Sunday")
        assert not form.waits
        await saved(form)
        await state.load()
        assert state.lines is None
        again = await listed(worker)
        assert "T2" not in [each.lines.prompt.rule for each in (*again.mine, *again.others, *again.quiet)]

    with_team(tmp_path, act)


def test_a_worry_is_closed_with_the_reply_given(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        await team.worrying_visit(worker, worried=[{"who": "carer", "words": "She is not herself"}])
        await synced(worker, manager)
        theirs = await opened(worker, "T5")
        assert not theirs.may_step_down
        state = await opened(manager, "T5")
        assert state.may_step_down
        form = await stepping_down(manager, state)
        form.put(rationale="Settled after two visits", named=[each.entry_id for each in form.evidence])
        await form.save()
        assert form.wrong == {"reply": "Say what you replied to whoever was worried."}
        form.put(reply="Rang her sister, who agrees")
        await saved(form)
        await state.load()
        assert state.lines is None

    with_team(tmp_path, act)


def test_who_may_step_down(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        saved = await team.worrying_visit(worker)
        of_episode = [prompt for prompt in saved.prompts if prompt.episode == "step_up"]
        assert may_step_down("manager", of_episode)
        assert may_step_down("senior", of_episode)
        assert may_step_down("worker", of_episode)
        assert not may_step_down("administrator", of_episode)
        assert not may_step_down(None, of_episode)
        assert not may_step_down("manager", [])

    with_team(tmp_path, act)


def test_a_prompt_that_no_longer_stands_says_so(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = PromptState(worker, f"T2:{team.scope}:{'0' * 32}")
        await state.load()
        assert state.opened
        assert state.lines is None
        assert not state.may_step_down

    with_team(tmp_path, act)
