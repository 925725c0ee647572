"""Who opened a record, from the tablet to those who lead the team: once a day, never waiting, never in the way."""

from datetime import timedelta
from pathlib import Path

import pytest

from central.devices import SignsOfLife
from central.evaluator import Evaluator
from central.notify import Notifier
from central.port import Port
from models.entry import Entry
from models.errors import CentreUnreachable
from models.opening import KIND
from sync.device import Device
from tests.sync.stage import PASSPHRASE, Stage, no_line, staged, worrying


async def openings(device: Device, scope: str) -> list[Entry]:
    held = (await device.person(scope)).held
    return [each.entry for each in held if each.entry.kind == KIND]


def people(stage: Stage) -> tuple[str, str, str, str]:
    """A worker, somebody who covers from December on, a manager, and the person."""
    played = stage.played
    worker, cover = played.staff("Wyn Worker", "worker"), played.staff("Cal Cover", "worker")
    manager, scope = played.staff("Mo Manager", "manager"), played.person("Person One")
    played.assign(scope, worker)
    body = {"staff": cover, "part": "cover", "from_on": "2026-12-01"}
    played.say("caseload.assigned", scope, body)
    return worker, cover, manager, scope


def test_it_is_noted_once_a_day_and_never_waits_to_be_sent(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker, _, manager, scope = people(stage)
        field, base = await stage.device(worker, "field"), await stage.device(manager, "base")
        for _ in range(3):
            await field.opened(scope)
        assert (await field.unsent()).count == 0
        assert (await field.profile()).unsent == 0
        assert await field.drafts() == []  # it is none: there is nothing to go on with
        opened_at = stage.clock.at
        stage.clock.passes(hours=2)
        report = await field.sync()
        assert report.sent == 0
        assert (await field.unsent()).count == 0
        assert KIND not in {each.entry.kind for each in await field.recorded_here()}
        (mine,) = await openings(field, scope)
        assert (mine.occurred_at, mine.author) == (opened_at, worker)
        await field.opened(scope)
        await field.sync()
        await base.sync()
        assert [each.id for each in await openings(base, scope)] == [mine.id]
        stage.clock.passes(hours=12)
        await field.opened(scope)
        await field.sync()
        assert len(await openings(field, scope)) == 2

    staged(tmp_path, act)


def test_without_a_line_it_stays_a_note_and_through_a_lock(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker, _, _, scope = people(stage)
        field = await stage.device(worker, "field")
        stage.play(no_line)
        await field.opened(scope)
        for _ in range(2):
            with pytest.raises(CentreUnreachable):
                await field.sync()
        assert (await field.unsent()).count == 0
        await field.lock()
        stage.play(None)
        await field.sync()  # locked: what is sealed stays as it is
        await field.unlock(PASSPHRASE)
        assert await openings(field, scope) == []
        await field.sync()
        assert len(await openings(field, scope)) == 1

    staged(tmp_path, act)


def test_workers_are_given_nobodys_openings_and_nothing_is_evaluated_otherwise(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker, _, manager, scope = people(stage)
        centre = stage.played.centre
        signs = SignsOfLife(centre)
        evaluator = Evaluator(centre, Notifier(centre, ()), signs)
        field, base = await stage.device(worker, "field"), await stage.device(manager, "base")
        for line in stage.lines:
            line.port = Port(centre, evaluator.check, signs)
        stage.clock.passes(hours=1)
        await field.record("contact.recorded", scope, worrying(field.now()))
        await base.opened(scope)
        await field.opened(scope)
        before = {each.id for each in await field.prompts()}
        for device in (field, base, field, base):
            await device.sync()
            await device.prompts()
            stage.clock.passes(minutes=1)
        while evaluator.look():
            pass
        for device in (field, base):
            await device.sync()
        evaluator.look()
        assert len(await openings(base, scope)) == 2
        assert {each.author for each in await openings(field, scope)} == {worker}
        assert {each.id for each in await field.prompts()} == before
        counts = evaluator.counts()
        assert counts.compared >= 2
        assert counts.disagreements == 0

    staged(tmp_path, act)


def test_outside_the_caseload_the_reason_is_asked_once_a_day(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker, cover, manager, scope = people(stage)
        theirs = await stage.device(cover, "theirs")
        others = [await stage.device(id, name) for id, name in ((worker, "field"), (manager, "base"))]
        assert [await each.asks_why(scope) for each in (theirs, *others)] == [True, False, False]
        await theirs.opened(scope, "Wyn is ill today")
        assert not await theirs.asks_why(scope)
        await theirs.sync()
        assert not await theirs.asks_why(scope)
        (said,) = await openings(theirs, scope)
        assert said.body == {"outside_caseload": True, "why": "Wyn is ill today"}
        stage.clock.passes(days=1)
        assert await theirs.asks_why(scope)
        stage.clock.passes(days=12)  # from December on they cover
        assert not await theirs.asks_why(scope)

    staged(tmp_path, act)


def test_nothing_is_noted_of_what_is_closed_not_here_or_not_clinical(tmp_path: Path):
    async def act(stage: Stage) -> None:
        worker, cover, _, scope = people(stage)
        office = await stage.device(stage.played.founded.administrator, "office")
        await office.opened(scope)
        await office.sync()
        field, theirs = await stage.device(worker, "field"), await stage.device(cover, "theirs")
        elsewhere = f"person:{'ab' * 16}"
        await field.opened(elsewhere)
        await field.sync()
        assert await openings(field, elsewhere) == []
        stage.clock.at += timedelta(days=15)
        assert await theirs.closed()
        assert not await theirs.asks_why(scope)
        for device in (field, theirs):
            await device.opened(scope, "Wyn is ill today")
            await device.sync()
        assert [await openings(device, scope) for device in (office, field, theirs)] == [[], [], []]

    staged(tmp_path, act)
