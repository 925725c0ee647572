"""The offline lease: others' records close after days without base; recording, drafts, numbers, sync and prompts never do."""

from datetime import timedelta
from pathlib import Path

import pytest

from models.heads import heads
from models.rules import evaluate
from models.told import ON_THIS_TABLET
from sync.clock import Reading
from sync.device import Device
from sync.installation import Installation
from sync.lease import Lease
from tests.sync.stage import (
    ADDRESS,
    PASSPHRASE,
    WEAK,
    Stage,
    TabletClock,
    contact,
    no_line,
    staged,
    worrying,
)
from tests.sync.test_taken_out import a_draft

DAY = 86_400_000
AT = 1_793_000_000_000


def reading(elapsed: float) -> Reading:
    return Reading(AT, elapsed)


def test_nothing_is_closed_before_the_first_sync():
    lease = Lease(None, None)
    lease.move(AT + 900 * DAY, reading(0))
    assert lease.closed(14) is None


def test_it_closes_on_the_day_and_opens_at_one_answer():
    lease = Lease(AT, AT)
    lease.move(AT + 14 * DAY - 1, reading(0))
    assert lease.closed(14) is None
    lease.move(AT + 14 * DAY, reading(1))
    assert (closed := lease.closed(14))
    assert closed.days == 14
    assert "14 days" in closed.words
    lease.heard(AT + 14 * DAY, reading(2))
    assert lease.closed(14) is None


def test_a_clock_set_back_lengthens_nothing():
    lease = Lease(AT, AT)
    lease.move(AT + 10 * DAY, reading(0))
    lease.move(AT, reading(60))
    assert lease.high_ms == AT + 10 * DAY + 60_000, "it goes on with elapsed time"
    again = Lease(AT, lease.high_ms)  # after a restart, with the clock back at its beginning
    again.move(AT, reading(5))
    again.move(AT, reading(5 + 4 * 86_400))
    assert again.closed(14)


def test_a_clock_set_forward_costs_one_sync():
    lease = Lease(AT, AT)
    lease.move(AT + 4000 * DAY, reading(0))
    assert lease.closed(14)
    lease.heard(AT + DAY, reading(9))
    assert lease.closed(14) is None
    lease.move(AT + 2 * DAY, reading(9 + 86_400))
    assert lease.closed(14) is None


def test_it_is_kept_about_once_a_minute():
    lease = Lease(AT, AT)
    lease.move(AT + 59_000, reading(0))
    assert not lease.to_keep
    lease.move(AT + 61_000, reading(2))
    assert lease.to_keep
    lease.kept()
    assert not lease.to_keep


def long_ago(device: Device) -> None:
    """As if base had last been heard two weeks before it was."""
    lease = device._shared.lease  # pyright: ignore[reportPrivateUsage]
    assert lease.heard_ms
    lease.heard_ms -= 14 * DAY


async def left_alone(stage: Stage, days: float) -> tuple[Device, Device, str]:
    """A worker who recorded a visit, a manager who recorded a worrying one, and no line for so many days after."""
    worker_id = stage.played.staff("Wren Worker", "worker")
    scope = stage.played.person("Pat Example")
    stage.played.assign(scope, worker_id)
    worker = await stage.device(worker_id, "field")
    manager = await stage.device(stage.played.staff("Mo Manager", "manager"), "base")
    stage.clock.passes(hours=1)
    await worker.record("contact.recorded", scope, contact(worker.now(), what_changed="Mine"))
    stage.clock.passes(hours=1)
    await manager.record(
        "contact.recorded", scope, worrying(manager.now(), what_changed="In the manager's words")
    )
    for each in (worker, manager, worker):
        await each.sync()
    stage.play(no_line)
    stage.clock.passes(days=days)
    return worker, manager, scope


def test_others_records_close_and_one_sync_opens_them(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker, manager, scope = await left_alone(stage, 13.9)
        whole = await worker.person(scope)
        assert whole.closed is None
        assert manager.staff in {each.entry.author for each in whole.held}
        assert (await worker.people())[0].last_contact_at
        stage.clock.passes(hours=12)
        view = await worker.person(scope)
        assert view.closed
        assert view.closed.days == 14
        assert {each.entry.author for each in view.held if each.entry.kind == "contact.recorded"} == {
            worker.staff
        }
        assert [visit.authors for visit in view.state.visits] == [frozenset({worker.staff})]
        assert view.state.name == "Pat Example"
        assert view.changed_since_my_last_visit == ()
        assert "manager's words" not in repr(view.state.entries) + repr(view.evaluation)
        [row] = await worker.people()
        assert (row.name, row.closed, row.last_contact_at) == ("Pat Example", True, None)
        listed = await worker.prompts()
        assert view.closed_prompts + len(listed) == row.prompts
        assert {each.rule for each in listed} == {
            each.rule for each in whole.evaluation.prompts if each.asks_of(worker.staff)
        }
        for each in listed:
            assert (each.evidence, each.answers) == ((), ())
            assert each.asks_of(worker.staff)
            assert "closed" in each.seen[0].words
        assert "manager's words" not in repr(listed)
        stage.play(None)
        await worker.sync()
        assert await worker.closed() is None
        assert (await worker.person(scope)).held == whole.held

    staged(tmp_path, act)


def test_recording_drafts_numbers_and_the_outbox_never_close(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker, _, scope = await left_alone(stage, 30)
        await worker.save_draft(a_draft(scope, "Begun"))
        assert len(await worker.drafts()) == 1
        saved = await worker.record("contact.recorded", scope, worrying(worker.now(), what_changed="Today"))
        assert {prompt.rule for prompt in saved.raised} >= {"T2"}
        assert (await worker.unsent()).count == 1
        assert (await worker.profile()).numbers
        assert [each.entry.author for each in await worker.recorded_here()] == [worker.staff] * 2
        assert (await worker.told(saved.raised[0])) == ON_THIS_TABLET
        stage.play(None)
        report = await worker.sync()
        assert (report.sent, report.not_accepted) == (1, 0)

    staged(tmp_path, act)


def test_the_rules_read_the_whole_record_and_show_of_it_what_i_recorded(tmp_path: Path):
    """A lasting rise that others saw too: it prompts as it would have, and tells my part of why."""

    async def act(stage: Stage) -> None:
        worker, manager, scope = await left_alone(stage, 0)
        stage.play(None)
        rise = [{"code": code, "level": 3} for code in ("sleep", "mood")]
        step = {"decision": "step_up", "rationale": "Rising"}
        stage.clock.passes(days=1)
        theirs = contact(manager.now(), indicators=rise, **step, what_changed="Theirs")
        await manager.record("contact.recorded", scope, theirs)
        for each in (manager, worker):
            await each.sync()
        stage.play(no_line)
        stage.clock.passes(days=1)
        long_ago(worker)
        assert await worker.closed()
        body = contact(worker.now(), indicators=rise, **step, what_changed="Mine today")
        mine = await worker.record("contact.recorded", scope, body)
        prompt = next(each for each in mine.raised if each.rule == "T3")
        assert prompt.evidence == (mine.id,)
        assert {each.entry_id for each in prompt.seen} == {mine.id}
        view = await worker.person(scope)
        alone = evaluate(view.state, await worker.directory(), worker.now()).prompts
        assert "T3" not in {each.rule for each in alone}, "what I may read would not have prompted"
        assert prompt.id in {each.id for each in view.evaluation.prompts}
        about = {"prompt": prompt.id, "evidence": list(prompt.evidence)}
        told = {"name": "Mo", "mode": "02", "told_at": worker.now().isoformat()}
        await worker.record("prompt.told", scope, about | told)
        after = next(each for each in await worker.prompts() if each.id == prompt.id)
        assert after.told.told_name == "Mo", "what was shown has been told"

    staged(tmp_path, act)


def test_what_was_closed_to_me_is_not_followed(tmp_path: Path):
    """So a plan that somebody else made meanwhile is not taken away unseen: both hold until a manager decides."""

    async def act(stage: Stage) -> None:
        worker, manager, scope = await left_alone(stage, 0)
        stage.play(None)
        signs = {"indicators": ["sleep"], "baselines": {}}
        for each in (manager, worker):
            saved = await each.record("signature.set", scope, signs | {"words": each.staff})
            await each.sync()
        first = saved
        stage.clock.passes(hours=1)
        second = await manager.record("signature.set", scope, signs | {"words": "again"})
        for each in (manager, worker):
            await each.sync()
        stage.play(no_line)
        stage.clock.passes(days=15)
        assert await worker.closed()
        mine = await worker.record("signature.set", scope, signs | {"words": "on my own"})
        assert mine.held.entry.follows == (first.id,)
        stage.play(None)
        await worker.sync()
        view = await worker.person(scope)
        of = {
            each.entry.id: each.entry
            for each in view.held
            if each.entry.record == mine.held.entry.record and each.accepted
        }
        assert {each.id for each in heads(tuple(of.values()), of)} >= {mine.id, second.id} - {first.id}

    staged(tmp_path, act)


@pytest.mark.parametrize("how", ["lock", "restart"])
def test_a_clock_set_back_and_a_restart_keep_it_closed(tmp_path: Path, how: str):
    async def act(stage: Stage) -> None:
        worker, _, scope = await left_alone(stage, 20)
        assert (await worker.person(scope)).closed
        await worker.lock()
        behind = TabletClock(stage.clock, error=timedelta(days=-20))
        if how == "restart":
            behind.began = stage.clock.at  # elapsed time begins anew
            await stage.installations[0].close()
            tablet = Installation(stage.folder / "field", behind, stage.line(no_line), WEAK)
            stage.installations.append(tablet)
            worker = await tablet.device(worker.id)
        await worker.unlock(PASSPHRASE)
        assert (await worker.person(scope)).closed
        assert await worker.closed()

    staged(tmp_path, act)


def test_a_new_enrolment_is_not_closed(tmp_path: Path):
    async def act(stage: Stage) -> None:
        code = stage.code(stage.played.staff("Wren Worker", "worker"))
        device = await stage.installation("field").enrol(ADDRESS, code, PASSPHRASE)
        stage.play(no_line)
        stage.clock.passes(days=40)
        assert await device.closed() is None

    staged(tmp_path, act)
