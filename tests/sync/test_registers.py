"""What is about a team, on its tablets and at the centre: the same prompts, and only where all of it is held."""

from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from pathlib import Path

from sqlalchemy import delete, update

from central.cli import run
from central.devices import SignsOfLife
from central.evaluator import Evaluator
from central.notify import Notifier
from central.port import Port
from central.store.tables import organisation, watched
from models.entry import team_scope
from sync.device import Device
from tests.central.test_prompts import settle, standing
from tests.sync.stage import Stage, staged

DAYS = timedelta(days=1)


def issue(device: Device, owner: str | None = None, days: int = 3) -> dict[str, object]:
    return {
        "what": "Nobody rings back",
        "service": "The council",
        "owner": owner,
        "review_on": (device.now() + days * DAYS).date().isoformat(),
    }


def evaluator_of(stage: Stage) -> Evaluator:
    centre = stage.played.centre
    return Evaluator(centre, Notifier(centre, ()), SignsOfLife(centre))


def test_an_issue_of_a_worker_is_asked_about_at_base_and_at_the_centre_alike(tmp_path: Path):
    staged(tmp_path, an_issue)


async def an_issue(stage: Stage) -> None:
    played, evaluator = stage.played, evaluator_of(stage)
    worker_id, manager_id = played.staff("Wren Worker", "worker"), played.staff("Mo Manager", "manager")
    worker, manager = await stage.device(worker_id, "field"), await stage.device(manager_id, "base")
    for line in stage.lines:
        line.port = Port(played.centre, evaluator.check)
    scope = team_scope(played.founded.team)
    saved = await worker.record("issue.logged", scope, issue(worker))
    assert saved.prompts == ()
    await worker.sync()
    await manager.sync()
    assert [each.id for each in await manager.prompts()] == []

    stage.clock.passes(days=4)
    id = f"G1:{scope}:{saved.id}"
    assert [each.id for each in await manager.prompts()] == [id]
    assert await worker.prompts() == [], (
        "a worker holds only their own of it, and cannot know what became of it"
    )
    assert [each.id for each in (await manager.team(scope)).evaluation.prompts] == [id]
    assert (await worker.team(scope)).evaluation.prompts == ()
    assert (await manager.prompts())[0].asks_of(manager_id) is not None
    await manager.sync()
    settle(evaluator)
    assert standing(played, scope) == [id]
    assert (evaluator.counts().disagreements, evaluator.counts().compared > 0) == (0, True)

    await manager.sync()
    told = [each.entry for each in (await manager.team(scope)).held if each.entry.kind == "prompt.delivered"]
    assert [each.body["staff"] for each in told] == [manager_id]

    done = await manager.record("issue.resolved", scope, {"outcome": "They ring back now"}, record=saved.id)
    assert done.prompts == ()
    assert await manager.prompts() == []
    await manager.sync()
    settle(evaluator)
    assert standing(played, scope) == []

    places = ["--data", str(played.folder / "data"), "--keys", str(played.folder / "keys" / "centre.keys")]
    with redirect_stdout(StringIO()) as listed:
        assert run(["prompts", "--team", "Harbour Team", *places]) == 0
    steps = [line for line in listed.getvalue().splitlines() if line.startswith(f"G1 {saved.id[:12]}")]
    words = ("stands", "is on a tablet", "cleared")
    assert [any(each in line for line in steps) for each in words] == [True] * 3
    assert "rings back" not in listed.getvalue()


def test_a_prompt_of_the_team_is_seen_answered_and_brings_the_locked_screen_forward(tmp_path: Path):
    staged(tmp_path, answered)


async def answered(stage: Stage) -> None:
    played = stage.played
    manager = await stage.device(played.staff("Mo Manager", "manager"), "base")
    scope = team_scope(played.founded.team)
    saved = await manager.record("issue.logged", scope, issue(manager, owner=manager.staff))
    await manager.people()
    assert not (await manager.profile()).needs_you
    stage.clock.passes(days=4)
    assert (await manager.profile()).needs_you
    (prompt,) = await manager.prompts()
    about = {"prompt": prompt.id, "evidence": [saved.id]}
    after = await manager.record("prompt.answered", scope, about | {"done": "Rang them"})
    assert [each.quiet for each in after.prompts] == [True]


def test_what_an_earlier_version_took_in_about_a_team_is_evaluated_once_the_rules_are_newer(tmp_path: Path):
    staged(tmp_path, adopted)


async def adopted(stage: Stage) -> None:
    played = stage.played
    manager = await stage.device(played.staff("Mo Manager", "manager"), "base")
    scope = team_scope(played.founded.team)
    saved = await manager.record("issue.logged", scope, issue(manager))
    await manager.sync()
    with played.centre.database.write() as connection:
        connection.execute(delete(watched).where(watched.c.scope == scope))
        connection.execute(update(organisation).values(rules_version=3))
    stage.clock.passes(days=4)
    settle(evaluator_of(stage))
    assert standing(played, scope) == [f"G1:{scope}:{saved.id}"]


def test_closed_records_leave_of_a_team_only_what_was_recorded_here(tmp_path: Path):
    staged(tmp_path, closed)


async def closed(stage: Stage) -> None:
    played = stage.played
    worker = await stage.device(played.staff("Wren Worker", "worker"), "field")
    manager = await stage.device(played.staff("Mo Manager", "manager"), "base")
    scope = team_scope(played.founded.team)
    theirs = await worker.record("issue.logged", scope, issue(worker))
    await worker.sync()
    await manager.sync()
    mine = await manager.record("issue.logged", scope, issue(manager))
    stage.clock.passes(days=30)
    view = await manager.team(scope)
    assert view.closed
    assert [each.entry.id for each in view.held] == [mine.id]
    assert [each.record for each in view.state.registers.issues] == [mine.id]
    of_theirs = [each for each in await manager.prompts() if theirs.id in each.id]
    assert [each.evidence for each in of_theirs] == [()], "asked, without why"
