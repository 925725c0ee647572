"""The main job through the facade, on real vaults and a real centre: a visit without signal becomes an answered prompt at base."""

from pathlib import Path

import pytest

from models.errors import CentreUnreachable
from models.told import ON_THIS_TABLET
from tests.sync.stage import PASSPHRASE, Stage, contact, staged, worrying


def test_a_visit_without_signal_becomes_an_answered_prompt(tmp_path: Path):
    staged(tmp_path, journey)


async def journey(stage: Stage) -> None:
    worker_id = stage.played.staff("Wren Worker", "worker")
    manager_id = stage.played.staff("Mo Manager", "manager")
    scope = stage.played.person("Pat Example")
    stage.played.assign(scope, worker_id)
    worker = await stage.device(worker_id, "field")
    manager = await stage.device(manager_id, "base")
    assert [row.name for row in await worker.people()] == ["Pat Example"]
    assert (await worker.me()).role == "worker"

    installation = stage.installations[0]
    installation.signal = False
    stage.clock.passes(hours=1)
    saved = await worker.record("contact.recorded", scope, worrying(worker.now()))
    assert [prompt.rule for prompt in saved.raised if prompt.rule == "T2"] == ["T2"]
    prompt = next(prompt for prompt in await worker.prompts() if prompt.rule == "T2")
    assert await worker.told(prompt) == ON_THIS_TABLET
    assert (await worker.unsent()).count == 1
    with pytest.raises(CentreUnreachable, match="switched off"):
        await worker.sync()

    await worker.lock()
    installation.signal = True
    stage.clock.passes(minutes=10)
    report = await worker.sync()
    assert (report.sent, report.requests) == (1, 1)
    assert (await worker.unsent()).count == 0

    await manager.sync()
    theirs = next(each for each in await manager.prompts() if each.rule == "T2")
    assert (theirs.id, theirs.seen, theirs.asks) == (prompt.id, prompt.seen, prompt.asks)
    assert "Held centrally" in await manager.told(theirs)
    about = {"prompt": theirs.id, "evidence": list(theirs.evidence)}
    await manager.record("prompt.seen", scope, about)
    await manager.record("prompt.answered", scope, {**about, "done": "Rang the worker and agreed two visits"})
    await manager.sync()

    await worker.sync()
    await worker.unlock(PASSPHRASE)
    answered = next(each for each in await worker.prompts() if each.id == prompt.id)
    assert "Seen by Mo Manager" in await worker.told(answered)
    assert answered.answers[0].author == manager_id
    view = await worker.person(scope)
    assert [held.accepted for held in view.held] == [True] * len(view.held)
    assert {entry.kind for entry in view.changed_since_my_last_visit} >= {"prompt.seen", "prompt.answered"}


def test_two_sessions_share_one_vault_and_see_each_others_saves(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker_id = stage.played.staff("Wren Worker", "worker")
        scope = stage.played.person("Pat Example")
        stage.played.assign(scope, worker_id)
        one = await stage.device(worker_id, "field")
        other = await stage.installations[0].device(one.id)
        assert other.locked
        await other.unlock(PASSPHRASE)
        before = await other.person(scope)
        stage.clock.passes(hours=1)
        saved = await one.record("contact.recorded", scope, contact(one.now()))
        after = await other.person(scope)
        assert len(after.held) == len(before.held) + 1
        await one.lock()
        await one.sync()
        assert {each.entry.id: each.accepted for each in (await other.person(scope)).held}[saved.id] is True
        assert not other.locked

    staged(tmp_path, act)
