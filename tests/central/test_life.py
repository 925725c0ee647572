"""The life of a prompt at the centre: every step with its time, on whose tablet, and nothing ever taken away."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from central import life
from central.cli import run
from central.devices import SignsOfLife
from central.evaluator import Evaluator
from central.notify import Notifier
from central.port import Port
from central.store.tables import prompts as table
from models.entry import decode
from models.prompt import without_round
from tests.central.played import PlayedCentre, PlayedDevice, contact
from tests.central.test_prompts import T2_MET, check_of, settle


@pytest.fixture
def evaluator(played: PlayedCentre) -> Evaluator:
    return Evaluator(played.centre, Notifier(played.centre, ()), SignsOfLife(played.centre))


@pytest.fixture
def scope(played: PlayedCentre) -> str:
    return played.person("Person One")


@pytest.fixture
def worker(played: PlayedCentre, evaluator: Evaluator, scope: str) -> PlayedDevice:
    staff_id = played.staff("Wynn Worker", "worker")
    played.assign(scope, staff_id)
    return played.device(staff_id, Port(played.centre, evaluator.check))


@pytest.fixture
def manager(played: PlayedCentre, evaluator: Evaluator) -> PlayedDevice:
    return played.device(played.staff("Mo Manager", "manager"), Port(played.centre, evaluator.check))


def lived(played: PlayedCentre, scope: str, rule: str) -> list[tuple[str, str]]:
    """The steps of one rule's prompts, each with whose record or tablet it is, in order."""
    with played.centre.database.read() as connection:
        steps = life.read(connection, played.org, [scope])
    return [(each.step, each.device) for each in steps if each.prompt.startswith(f"{rule}:")]


def record(played: PlayedCentre, device: PlayedDevice, scope: str, **changes: Any) -> str:
    entry = device.entry("contact.recorded", scope, contact(played.clock(), **changes))
    device.push(device.row(entry))
    return entry.id


def say(device: PlayedDevice, kind: str, scope: str, body: dict[str, Any], **envelope: Any) -> str:
    entry = device.entry(kind, scope, body, **envelope)
    device.push(device.row(entry))
    return entry.id


def test_from_raised_to_cleared_every_step_has_its_time(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, manager: PlayedDevice, scope: str
):
    id = record(played, worker, scope, indicators=T2_MET)
    settle(evaluator)
    played.clock.passes(minutes=1)
    manager.push(checks=[check_of(played, scope)])
    settle(evaluator)
    played.clock.passes(minutes=1)
    about = {"prompt": f"T2:{scope}:{id}", "evidence": [id]}
    say(manager, "prompt.seen", scope, about)
    say(manager, "prompt.answered", scope, about | {"done": "Rang them."})
    settle(evaluator)
    played.clock.passes(minutes=1)
    say(manager, "entry.voided", scope, {"target": id, "reason": "wrong_person"}, record=id)
    settle(evaluator)
    began = played.clock() - timedelta(minutes=3)
    with played.centre.database.read() as connection:
        steps = [each for each in life.read(connection, played.org, [scope]) if each.prompt.startswith("T2")]
    assert [(each.step, each.at - began) for each in steps] == [
        ("stood", timedelta()),
        ("delivered", timedelta(minutes=1)),
        ("seen", timedelta(minutes=2)),
        ("answered", timedelta(minutes=2)),
        ("cleared", timedelta(minutes=3)),
    ]
    assert [each.device for each in steps if each.step == "delivered"] == [manager.id]


def test_it_is_on_a_tablet_once_the_tablet_made_the_same_of_the_same(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, manager: PlayedDevice, scope: str
):
    record(played, worker, scope, indicators=T2_MET)
    manager.push(checks=[check_of(played, scope, prompts=bytes(32))])
    settle(evaluator)
    assert ("delivered", manager.id) not in lived(played, scope, "T2")
    for _ in range(2):
        manager.push(checks=[check_of(played, scope)])
        settle(evaluator)
    assert lived(played, scope, "T2").count(("delivered", manager.id)) == 1
    told = [decode(each.authored) for each in manager.pull()]
    (delivered,) = [each for each in told if each.kind == "prompt.delivered" and "T2:" in each.body["prompt"]]
    assert (delivered.body["device"], delivered.body["staff"]) == (manager.id, manager.staff)


def test_it_is_said_of_nobody_who_is_not_asked(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, scope: str
):
    other = played.device(played.staff("Sol Senior", "senior"), Port(played.centre, evaluator.check))
    record(played, worker, scope, indicators=T2_MET)
    other.push(checks=[check_of(played, scope)])
    settle(evaluator)
    assert {device for step, device in lived(played, scope, "T2") if step == "delivered"} == set()


def test_that_it_is_on_a_tablet_changes_no_check(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, manager: PlayedDevice, scope: str
):
    record(played, worker, scope, indicators=T2_MET)
    check = check_of(played, scope)
    manager.push(checks=[check])
    settle(evaluator)
    worker.push(checks=[check])
    settle(evaluator)
    assert evaluator.counts().compared == 2
    assert evaluator.counts().disagreements == 0


def test_what_prompts_again_supersedes_and_what_stands_again_stands_twice(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, manager: PlayedDevice, scope: str
):
    id = record(played, worker, scope, indicators=T2_MET)
    settle(evaluator)
    say(manager, "prompt.answered", scope, {"prompt": f"T2:{scope}:{id}", "evidence": [id], "done": "Rang."})
    settle(evaluator)
    played.clock.passes(days=15)
    settle(evaluator)
    assert [step for step, _ in lived(played, scope, "T2")] == ["stood", "answered", "stood", "superseded"]
    void = say(manager, "entry.voided", scope, {"target": id, "reason": "wrong_person"}, record=id)
    settle(evaluator)
    played.clock.passes(minutes=1)
    say(manager, "entry.voided", scope, {"target": void, "reason": "recorded_in_error"}, record=id)
    settle(evaluator)
    steps = [step for step, _ in lived(played, scope, "T2")]
    assert sorted(steps) == ["answered", "cleared", "stood", "stood", "stood", "superseded"]


def test_a_centre_of_before_begins_with_what_it_knew(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, scope: str
):
    id = record(played, worker, scope, indicators=T2_MET)
    settle(evaluator)
    database = played.centre.database
    with database.write() as connection:
        connection.execute(text("drop table prompt_life"))
        connection.execute(text("update alembic_version set version_num = '0003'"))
    database.migrate()
    assert lived(played, scope, "T2") == [("stood", "")]
    with database.read() as connection:
        rows = dict(connection.execute(select(table.c.prompt_id, table.c.first_stood_at)).all())
        steps = life.read(connection, played.org, [scope])
    assert {each.prompt: each.at for each in steps} == rows
    assert f"T2:{scope}:{id}" in rows


@pytest.mark.parametrize(
    ("id", "wanted"),
    [
        ("T2:person:1:ab", "T2:person:1:ab"),
        ("T2:person:1:ab:r2", "T2:person:1:ab"),
        ("T2:person:1:ab:r12", "T2:person:1:ab"),
        ("T2:person:1:r", "T2:person:1:r"),
    ],
)
def test_a_round_is_no_part_of_what_it_is_about(id: str, wanted: str):
    assert without_round(id) == wanted


def test_a_command_lists_it_and_says_nothing_of_anybody(
    played: PlayedCentre,
    evaluator: Evaluator,
    worker: PlayedDevice,
    manager: PlayedDevice,
    scope: str,
    capsys: pytest.CaptureFixture[str],
):
    id = record(played, worker, scope, indicators=T2_MET)
    settle(evaluator)
    manager.push(checks=[check_of(played, scope)])
    settle(evaluator)
    played.clock.passes(minutes=1)
    say(manager, "prompt.seen", scope, {"prompt": f"T2:{scope}:{id}", "evidence": [id]})
    settle(evaluator)
    places = ["--data", str(played.folder / "data"), "--keys", str(played.folder / "keys" / "centre.keys")]
    assert run(["prompts", scope, *places]) == 0
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.split() == ["PROMPT", "WHAT", "WHEN", "WHO", "OR", "WHERE", "RECORD"]
    of_t2 = [re.split(r" {2,}", line)[:2] for line in lines if line.startswith("T2 ")]
    assert of_t2 == [[f"T2 {id[:12]}", words] for words in ("stands", "is on a tablet", "seen")]
    assert any("seen" in line and "Mo Manager" in line for line in lines)
    assert "Sleep" not in "".join(lines)
    assert "Person One" not in "".join(lines)
