"""Not accepted is work: its author puts it right or says why not, a manager reads it and decides, and both see what became of it."""

from pathlib import Path
from typing import Any

import pytest

from central.held import Teller
from models.errors import NotAllowed
from screens.app_state import AppState
from screens.contact.state import ContactState
from screens.drafting.form import new_id
from screens.prompts.held import AcceptState, LeaveState
from screens.prompts.state import PromptsState
from screens.sync.state import SyncState
from screens.sync.worklist import DropState
from screens.today.state import TodayState
from tests.screens.sessions import NAME, Team, opened, saved, synced, with_team
from tests.sync.stage import contact


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A centre stricter than this tablet, until it is let go: it accepts no contact of the worker's."""
    from central import intake

    judged = intake.reason_against

    def refusing(reason: str = "role_may_not") -> None:
        def judge(entry: Any, *rest: Any) -> str | None:
            return reason if entry.kind == "contact.recorded" else judged(entry, *rest)

        monkeypatch.setattr(intake, "reason_against", judge)

    refusing.off = lambda: monkeypatch.setattr(intake, "reason_against", judged)  # type: ignore[attr-defined]
    return refusing


async def turned_back(team: Team, strict: Any, reason: str = "role_may_not", **changes: Any) -> AppState:
    """The worker's quiet visit, held and not accepted; the centre is as ever again."""
    worker = await team.worker()
    strict(reason)
    team.stage.clock.passes(hours=1)
    device = worker.open_device
    body = contact(device.now(), what_changed="Curtains drawn at midday", **changes)
    await device.record("contact.recorded", team.scope, body)
    await synced(worker)
    strict.off()
    return worker


async def told(team: Team, *apps: AppState) -> None:
    Teller(team.stage.played.centre).tell()
    await synced(*apps)


async def work(app: AppState) -> SyncState:
    state = SyncState(app)
    await state.load()
    return state


async def prompts(app: AppState) -> PromptsState:
    state = PromptsState(app)
    await state.load()
    return state


def test_the_author_sees_what_about_whom_when_why_and_what_next(tmp_path: Path, strict: Any):
    async def act(team: Team) -> None:
        worker = await turned_back(team, strict)
        (line,) = (await work(worker)).work.lines
        assert line.title == f"Contact: {NAME}"
        assert line.when == "Recorded 13:00"
        assert line.why == "Your role may not decide this. A manager in your team can accept it."
        assert line.next.startswith("Next: put it right.")
        today = TodayState(worker.open_device, worker.now)
        await today.load()
        assert len(today.unsent.not_accepted) == 1

    with_team(tmp_path, act)


def test_put_right_it_is_a_new_record_that_names_the_old_one(tmp_path: Path, strict: Any):
    async def act(team: Team) -> None:
        worker = await turned_back(team, strict)
        state = await work(worker)
        await state.work.put_right(worker.open_device, state.work.lines[0])
        await state.work.put_right(worker.open_device, state.work.lines[0])  # pressed twice: the same draft
        (draft,) = await worker.open_device.drafts()
        assert worker.route == f"/person/{team.scope}/contact/{draft.id}"

        form = ContactState(worker.open_device, team.scope, draft.id)
        await form.load()
        assert form.form.what_changed == "Curtains drawn at midday"
        form.put(form.form, name_confirmed=True, birth_confirmed=True, what_changed="Curtains drawn at 12:00")
        await form.save()
        assert form.saved, form.read().problems

        assert (await work(worker)).work.lines == ()
        await synced(worker)
        assert (await work(worker)).work.lines == ()
        view = await worker.open_device.person(team.scope)
        assert [each.body.what_changed for each in view.state.contacts] == ["Curtains drawn at 12:00"]
        old = next(each for each in view.held if each.accepted is False)
        notes = view.state.annotations[old.entry.id]
        assert [note.words for note in notes] == ["put right"]

        manager = await team.manager()
        await told(team, manager)
        assert (await prompts(manager)).held.lines == ()

    with_team(tmp_path, act)


def test_not_to_be_sent_again_needs_a_reason_and_lasts(tmp_path: Path, strict: Any):
    async def act(team: Team) -> None:
        worker = await turned_back(team, strict)
        state = await work(worker)
        [line] = state.work.lines
        form = await opened(DropState(worker.open_device, line.scope, new_id(), line.id))
        assert form.line is not None
        await form.save()
        assert form.wrong == {"words": "Say why, in a few words."}
        form.put(words="Somebody else recorded it")
        await saved(form)
        assert (await work(worker)).work.lines == ()
        assert await worker.open_device.drafts() == []
        await synced(worker)
        assert (await work(worker)).work.lines == ()

    with_team(tmp_path, act)


def test_a_contact_that_holds_a_concern_is_never_dropped(tmp_path: Path, strict: Any):
    thoughts = {"code": "suicidal_self_harm_thoughts", "level": 3, "plan": True, "source": "person"}

    async def held(team: Team) -> None:
        worker = await team.worker()
        standard = (await worker.open_device.directory()).standards[-1].standard
        indicator = thoughts | {"code": next(iter(sorted(standard.suicidal)))}
        strict()
        team.stage.clock.passes(hours=1)
        device = worker.open_device
        body = contact(
            device.now(), indicators=[indicator], decision="no_step_up", rationale="Talked it over"
        )
        saved = await device.record("contact.recorded", team.scope, body)
        await synced(worker)
        strict.off()
        (line,) = (await work(worker)).work.lines
        assert line.must_stay
        with pytest.raises(NotAllowed):
            await device.not_again(saved.id, "A mistake")
        assert len((await work(worker)).work.lines) == 1

    with_team(tmp_path, held)


def test_the_manager_reads_it_and_accepts_and_its_authors_tablet_has_it_count(tmp_path: Path, strict: Any):
    async def act(team: Team) -> None:
        worker, manager = await turned_back(team, strict), await team.manager()
        await told(team, manager)
        assert manager.held_back == 1
        assert manager.asking_me >= 1
        state = await prompts(manager)
        (line,) = state.held.lines
        assert line.title == f"Contact: {NAME}"
        assert line.who == "Wren Worker, 13:00"
        assert line.why == "Its author's role may not decide this by itself."
        assert "What changed: Curtains drawn at midday" in line.said
        assert line.acceptable

        form = await opened(AcceptState(manager.open_device, line.scope, new_id(), line.id))
        assert form.line is not None
        await form.save()
        assert form.wrong == {"words": "Say why, in a few words."}
        form.put(words="Agreed by phone")
        await form.kept()
        form = await opened(AcceptState(manager.open_device, line.scope, new_id(), line.id))
        assert form.form.words == "Agreed by phone", "begun before, gone on with"
        await saved(form)
        assert (await prompts(manager)).held.lines == ()
        await synced(manager, worker)

        assert (await work(worker)).work.lines == ()
        assert manager.held_back == 0
        for app in (worker, manager):
            view = await app.open_device.person(team.scope)
            assert [each.body.what_changed for each in view.state.contacts] == ["Curtains drawn at midday"]
        assert (await work(worker)).listed[0].where == "Held centrally 13:00"

    with_team(tmp_path, act)


def test_left_as_it_is_the_author_sees_the_words_and_it_stays_on_their_list(tmp_path: Path, strict: Any):
    async def act(team: Team) -> None:
        worker, manager = await turned_back(team, strict, reason="invalid"), await team.manager()
        await told(team, manager)
        state = await prompts(manager)
        (line,) = state.held.lines
        assert not line.acceptable
        assert line.instead.startswith("It cannot be accepted as it is")
        form = await opened(LeaveState(manager.open_device, line.scope, new_id(), line.id))
        form.put(words="Please say when it was")
        await saved(form)
        assert (await prompts(manager)).held.lines == ()
        await synced(manager, worker)
        (mine,) = (await work(worker)).work.lines
        assert mine.left == "Left as it is by Mo Manager, 13:00: Please say when it was"

    with_team(tmp_path, act)


def test_a_worker_is_asked_to_decide_nothing(tmp_path: Path, strict: Any):
    async def act(team: Team) -> None:
        worker = await turned_back(team, strict)
        await told(team, worker)
        assert (worker.held_back, (await prompts(worker)).held.lines) == (0, ())

    with_team(tmp_path, act)


def test_many_are_shown_ten_at_a_time(tmp_path: Path, strict: Any):
    async def act(team: Team) -> None:
        worker = await team.worker()
        strict()
        device = worker.open_device
        for _ in range(13):
            team.stage.clock.passes(minutes=30)
            await device.record("contact.recorded", team.scope, contact(device.now()))
        await synced(worker)
        state = await work(worker)
        assert (len(state.work.listed), len(state.work.lines)) == (10, 13)
        state.work.more()
        assert len(state.work.listed) == 13

    with_team(tmp_path, act)
