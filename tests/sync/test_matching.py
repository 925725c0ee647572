"""Somebody "not on my list", matched at base: one person on both tablets and at the centre, and parted again."""

from pathlib import Path
from typing import Any

import pytest

from central.devices import SignsOfLife
from central.evaluator import Evaluator
from central.notify import Notifier
from models.entry import person_scope
from models.errors import NotAllowed
from sync.device import Device
from tests.central.played import contact
from tests.central.test_prompts import settle, standing
from tests.sync.stage import PASSPHRASE, Stage, staged

STRANGER = person_scope("5" * 32)
NOTE = {"fact": "A dog", "source": "Seen", "review_on": "2026-12-20"}


def test_a_contact_not_on_the_list_is_matched_at_base_and_is_one_person_everywhere(tmp_path: Path):
    staged(tmp_path, journey)


async def journey(stage: Stage) -> None:
    played = stage.played
    evaluator = Evaluator(played.centre, Notifier(played.centre, ()), SignsOfLife(played.centre))
    worker_id, manager_id = played.staff("Wren Worker", "worker"), played.staff("Mo Manager", "manager")
    known = played.person("Sam Sample")
    worker, manager = await stage.device(worker_id, "field"), await stage.device(manager_id, "base")

    met = await worker.record("contact.recorded", STRANGER, unlisted(worker, played.founded.team))
    assert [each.rule for each in met.raised if each.rule == "T1"] == ["T1"]
    assert [(row.name, row.to_be_matched) for row in await worker.people()] == [("Sam Sampel", True)]
    with pytest.raises(NotAllowed):
        await worker.record("person.matched", known, matches(STRANGER))
    await worker.sync()

    await manager.sync()
    assert sorted((row.scope, row.to_be_matched) for row in await manager.people()) == sorted(
        [(known, False), (STRANGER, True)]
    )
    saved = await manager.record("person.matched", known, matches(STRANGER))
    await one_person(manager, known, met.id)

    await manager.sync()
    await manager.sync()  # what it made of them goes along with the next
    settle(evaluator)
    assert standing(played, STRANGER) == []
    assert any(each.startswith(f"T1:{known}:{met.id}") for each in standing(played, known))
    assert evaluator.counts().disagreements == 0

    await worker.sync()
    assert [row.scope for row in await worker.people()] == []  # not theirs, now that they are known
    played.assign(known, worker_id)
    await worker.sync()
    await one_person(worker, known, met.id)
    noted = await worker.record("visit.note", STRANGER, NOTE)
    goes_on = await worker.record("contact.agreed", known, {"interval_days": 7})
    assert {noted.held.entry.scope, goes_on.held.entry.scope} == {known, STRANGER}
    await worker.lock()
    await worker.unlock(PASSPHRASE)
    await one_person(worker, known, met.id)

    await manager.record("entry.voided", known, {"target": saved.id, "reason": "wrong_person"})
    assert sorted(row.scope for row in await manager.people()) == sorted([known, STRANGER])
    assert (await manager.person(known)).state.visits == ()
    assert [each.id for each in (await manager.person(STRANGER)).state.contacts] == [met.id]
    await manager.sync()
    settle(evaluator)
    await worker.sync()
    apart = {row.scope: row.to_be_matched for row in await worker.people()}
    assert apart == {known: False, STRANGER: True}  # on no list again, so with whoever wrote of them
    assert not any(each.startswith("T1") for each in standing(played, known))


def test_an_entry_goes_into_the_record_it_belongs_to_whichever_it_is_opened_by(tmp_path: Path):
    staged(tmp_path, routed)


async def routed(stage: Stage) -> None:
    played = stage.played
    manager = await stage.device(played.staff("Mo Manager", "manager"), "base")
    known = played.person("Sam Sample")
    await manager.sync()
    noted = await manager.record("visit.note", STRANGER, NOTE)
    await manager.record("contact.recorded", STRANGER, unlisted(manager, played.founded.team))
    await manager.record("person.matched", STRANGER, matches(known))
    again = await manager.record("visit.note", known, NOTE | {"holds": False}, record=noted.id)
    assert (again.held.entry.scope, again.held.entry.follows) == (STRANGER, (noted.id,))
    amended = await manager.record(
        "entry.amended",
        known,
        {"target": noted.id, "reason": "A slip", "body": NOTE | {"fact": "A cat"}},
    )
    assert amended.held.entry.scope == STRANGER
    details = (await manager.person(STRANGER)).state.details.heads[0].body.model_dump(mode="json")
    moved = await manager.record("person.updated", STRANGER, details | {"name": "Sam Sample-Sampel"})
    assert moved.held.entry.scope == known
    await manager.sync()
    assert (await manager.unsent()).not_accepted == ()
    assert [row.name for row in await manager.people()] == ["Sam Sample-Sampel"]


async def one_person(device: Device, known: str, met: str) -> None:
    rows = await device.people()
    assert [(row.scope, row.name, set(row.scopes)) for row in rows] == [
        (known, "Sam Sample", {known, STRANGER})
    ]
    one, other = await device.person(known), await device.person(STRANGER)
    assert one.state == other.state
    assert met in {each.id for each in one.state.contacts}
    assert {each.scope for each in await device.prompts()} == {known}
    assert any(each.id.startswith(f"T1:{known}:{met}") for each in await device.prompts())


def unlisted(device: Device, team: str) -> dict[str, Any]:
    named = {"name": "Sam Sampel", "born_on": "1980-04-05", "team": team}
    return contact(device.now(), not_on_list=named, indicators=[{"code": "suicidal", "level": 2}])


def matches(scope: str) -> dict[str, Any]:
    return {"other": scope.removeprefix("person:"), "reason": "The same name and date of birth"}
