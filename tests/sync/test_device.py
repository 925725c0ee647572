"""What a tablet does around the main job: locked, cancelled, restarted, with a wrong clock, at the end of an assignment."""

import asyncio
import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from central.port import Port
from models import errors
from models.entry import Clock, Entry, author, decode
from models.rules import RULES_VERSION
from models.standard import SHIPPED_VERSION
from models.times import corrected
from sync.attest import checked_digest, entries_digest, prompts_digest
from sync.device import Device
from sync.messages import Check
from sync.views import Draft, Progress
from tests.sync.stage import PASSPHRASE, Stage, TabletClock, contact, no_line, staged, worrying
from vault.store import Authored


async def worker_with(stage: Stage, people: int = 1, **how: object) -> tuple[Device, list[str]]:
    worker_id = stage.played.staff("Wren Worker", "worker")
    scopes = [stage.played.person(f"Pat Example {n}") for n in range(people)]
    for scope in scopes:
        stage.played.assign(scope, worker_id)
    device = await stage.device(worker_id, "field", **how)
    stage.clock.passes(hours=1)
    return device, scopes


def test_nothing_new_is_one_small_request(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scopes = await worker_with(stage, people=5)
        for scope in scopes:
            await device.record("contact.recorded", scope, contact(device.now()))
        await device.sync()
        await device.sync()
        for _ in range(2):
            stage.lines[0].up.clear()
            stage.lines[0].down.clear()
            report = await device.sync()
            assert (report.requests, report.sent, report.pages) == (1, 0, 0)
            assert len(stage.lines[0].up[0]) < 400
            assert len(stage.lines[0].down[0]) < 400
            await device.lock()

    staged(tmp_path, act)


def test_whoever_else_is_on_the_tablet_opening_a_person_opens_and_reads_their_entries_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    opened: list[Entry] = []

    def seen(authored: bytes) -> Entry:
        opened.append(decode(authored))
        return opened[-1]

    async def act(stage: Stage) -> None:
        device, scopes = await worker_with(stage, people=6)
        for number, scope in enumerate(scopes):
            for _ in range(1 + 3 * number):
                await device.record("contact.recorded", scope, contact(device.now()))
        await device.sync()
        await device.people()
        await device.lock()
        await device.unlock(PASSPHRASE)
        monkeypatch.setattr("vault.rows.decode", seen)
        assert len(await device.people()) == len(scopes)
        assert not {each.scope for each in opened} & {*scopes}
        for scope in (scopes[0], scopes[-1]):
            opened.clear()
            held = (await device.person(scope)).held
            assert sorted(each.id for each in opened) == sorted(each.entry.id for each in held)
            assert {each.scope for each in opened} == {scope}
            opened.clear()
            await device.person(scope)
            await device.record("contact.recorded", scope, contact(device.now()))
            await device.person(scope)
            await device.people()
            assert opened == []

    staged(tmp_path, act)


def test_a_locked_tablet_sends_fetches_and_shows_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, [scope] = await worker_with(stage)
        saved = await device.record("contact.recorded", scope, contact(device.now()))
        await device.lock()
        stage.played.person("Somebody Else")
        manager = await stage.device(stage.played.staff("Mo Manager", "manager"), "base")
        await manager.record("contact.recorded", scope, contact(manager.now()))
        await manager.sync()
        said: list[Progress] = []
        report = await device.sync(said.append)
        assert (report.sent, report.received) == (1, 0)
        assert report.pages >= 1
        assert [each.phase for each in said][:2] == ["connecting", "sending"]
        assert said[-1].phase == "done"
        assert (said[-1].sent, said[-1].to_send) == (1, 1)
        with pytest.raises(errors.Locked):
            await device.person(scope)
        with pytest.raises(errors.Locked):
            await device.record("contact.recorded", scope, contact(device.now()))
        await device.unlock(PASSPHRASE)
        held = {each.entry.id: each for each in (await device.person(scope)).held}
        assert held[saved.id].accepted is True
        assert {each.entry.author for each in held.values()} >= {manager.staff}

    staged(tmp_path, act)


@pytest.mark.parametrize("steps", range(0, 60, 4))
def test_a_sync_cancelled_anywhere_does_no_harm(tmp_path: Path, steps: int):
    async def act(stage: Stage) -> None:
        device, [scope] = await worker_with(stage)
        saved = [(await device.record("contact.recorded", scope, contact(device.now()))).id for _ in range(3)]
        stage.played.person("Somebody Else")
        task = asyncio.create_task(device.sync())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        await device.sync()
        assert (await device.unsent()).count == 0
        view = await device.person(scope)
        assert sorted(each.entry.id for each in view.held if each.entry.id in saved) == sorted(saved)
        assert {each.accepted for each in view.held} == {True}, [each.reason for each in view.held]

    staged(tmp_path, act)


def test_an_assignment_that_ends_takes_the_person_away_but_not_what_is_unsent(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, [scope, other] = await worker_with(stage, people=2)
        assignment = next(iter((await device.person(scope)).state.caseload)).id
        await device.record("contact.recorded", scope, contact(device.now()))
        await device.sync()
        stage.played.say("caseload.ended", scope, {"reason": "moved on"}, assignment)
        stage.play(no_line)
        stage.clock.passes(hours=1)
        unsent = await device.record("contact.recorded", scope, contact(device.now()))
        stage.play(None)
        report = await device.sync()
        assert report.sent == 1
        assert other in {row.scope for row in await device.people()}
        assert unsent.id not in {
            each.entry.id for each in (await device.person(scope)).held if not each.accepted
        }
        stage.clock.passes(days=20)
        await device.sync()
        await device.lock()
        await device.unlock(PASSPHRASE)
        assert [row.scope for row in await device.people()] == [other]
        assert (await device.person(scope)).held == ()

    staged(tmp_path, act)


def test_drafts_outlive_a_restart_and_end_with_their_entry(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, [scope] = await worker_with(stage)
        draft = Draft(
            secrets.token_hex(16), "contact.recorded", scope, {"step": 3, "body": {"what_changed": "🙂 שלום"}}
        )
        await device.save_draft(draft)
        await stage.installations[0].close()
        again = stage.installation("field")
        device = await again.device(device.id)
        with pytest.raises(errors.Locked):
            await device.drafts()
        await device.unlock(PASSPHRASE)
        [found] = await device.drafts()
        assert (found.id, found.document) == (draft.id, draft.document)
        with pytest.raises(errors.BadInput):
            await device.record("contact.recorded", scope, {"mode": "01"}, draft=draft.id)
        assert (await device.draft(draft.id)).document == draft.document
        saved = await device.record("contact.recorded", scope, contact(device.now()), draft=draft.id)
        assert saved.id == draft.id
        assert await device.drafts() == []
        with pytest.raises(errors.BadInput):
            await device.record("contact.recorded", scope, contact(device.now()), entry_id=draft.id)

    staged(tmp_path, act)


def test_a_draft_that_tells_of_danger_is_not_thrown_away(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, [scope] = await worker_with(stage)
        grave = {"indicators": [{"code": "suicidal", "level": 2}]}
        draft = Draft(secrets.token_hex(16), "contact.recorded", scope, {"body": grave})
        await device.save_draft(draft)
        assert {prompt.rule for prompt in await device.evaluate_draft(scope, grave, draft.id)} >= {"T1"}
        with pytest.raises(errors.NotAllowed):
            await device.discard_draft(draft.id)
        quiet = Draft(secrets.token_hex(16), "contact.recorded", scope, {"body": {"indicators": []}})
        await device.save_draft(quiet)
        await device.discard_draft(quiet.id)
        assert [each.id for each in await device.drafts()] == [draft.id]

    staged(tmp_path, act)


def test_a_wrong_clock_is_measured_warned_of_and_never_misdates(tmp_path: Path):
    async def act(stage: Stage) -> None:
        clock = TabletClock(stage.clock, error=timedelta(minutes=47))
        device, [scope] = await worker_with(stage, clock=clock)
        assert device.clock_warning == timedelta(minutes=47)
        assert device.now() == stage.clock.at
        saved = await device.record("contact.recorded", scope, contact(clock.now()))
        entry = saved.held.entry
        assert (entry.clock.error_ms, entry.clock.holds) == (47 * 60_000, True)
        assert corrected(entry).at == stage.clock.at - timedelta(minutes=5)
        clock.error = timedelta()
        again = (await device.record("contact.recorded", scope, contact(clock.now()))).held.entry
        assert again.clock.holds is False
        assert device.now() == stage.clock.at
        assert device.clock_warning is None

    staged(tmp_path, act)


def test_the_locked_screen_knows_when_something_needs_somebody(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, [scope] = await worker_with(stage)
        await device.record("contact.recorded", scope, worrying(device.now()))
        await device.lock()
        [profile] = await stage.installations[0].profiles()
        assert profile.needs_you is False
        assert profile.unsent == 1
        stage.clock.passes(hours=5)
        [profile] = await stage.installations[0].profiles()
        assert profile.needs_you is True

    staged(tmp_path, act)


def test_crisis_numbers_are_replaced_by_an_authenticated_command(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, _ = await worker_with(stage)
        await device.lock()
        body = {"name": "Harbour Team", "duty_phone": "01632 960 777"}
        stage.played.say("team.renamed", "org", body, stage.played.founded.team)
        await device.sync()
        assert "01632 960 777" in {each.number for each in (await device.profile()).numbers}

    staged(tmp_path, act)


def test_checks_say_what_the_tablet_made_of_each_person_once(tmp_path: Path):
    async def act(stage: Stage) -> None:
        given: list[Check] = []
        port = Port(stage.played.centre, lambda device, checks: given.extend(checks))
        device, [scope] = await worker_with(stage)
        stage.lines[0].port = port
        await device.record("contact.recorded", scope, worrying(device.now()))
        await device.sync()
        [check] = [each for each in given if each.scope == scope][-1:]
        view = await device.person(scope)
        assert check.entries == checked_digest(
            entries_digest((bytes.fromhex(each.entry.id), each.digest) for each in view.held),
            entries_digest(records(stage, "org")),
        )
        assert check.prompts == prompts_digest(prompt.id for prompt in view.evaluation.prompts)
        assert (check.standard, check.rules) == (SHIPPED_VERSION, str(RULES_VERSION))
        given.clear()
        await device.sync()
        assert given == []

    staged(tmp_path, act)


def records(stage: Stage, scope: str) -> list[tuple[bytes, bytes]]:
    centre = stage.played.centre
    with centre.database.read() as connection:
        found = centre.records.of_scope(stage.played.org, scope, connection)
    return [(bytes.fromhex(record.entry.id), record.digest) for record in found]


def test_a_thousand_entries_go_and_come_in_few_requests(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scopes = await worker_with(stage, people=10)
        manager = await stage.device(stage.played.staff("Mo Manager", "manager"), "base")
        await save_many(device, scopes, 1000)
        report = await device.sync()
        assert report.sent == 1000
        assert report.requests <= 4
        report = await manager.sync()
        assert report.received >= 1000
        assert report.requests <= 6

    staged(tmp_path, act)


async def save_many(device: Device, scopes: list[str], many: int) -> None:
    """Contacts of about a kilobyte and a half, saved as `record` saves them but all at once."""
    chance = secrets.SystemRandom()
    words = [
        "visit",
        "kitchen",
        "slept",
        "sister",
        "worried",
        "calm",
        "phone",
        "garden",
        "bus",
        "evening",
        "tea",
    ]
    made: list[Authored] = []
    for number in range(many):
        text = " ".join(chance.choice(words) + secrets.token_hex(1) for _ in range(80))
        entry_id = secrets.token_hex(16)
        entry = Entry(
            id=entry_id,
            salt=secrets.token_hex(16),
            org=(await device.profile()).org,
            kind="contact.recorded",
            scope=scopes[number % len(scopes)],
            record=entry_id,
            author=device.staff,
            device=device.id,
            role_seen=(await device.directory()).staff[device.staff].role_entry,
            occurred_at=device.now(),
            recorded_at=device.now(),
            clock=Clock(error_ms=0, holds=True),
            standard="2026-11",
            body=contact(device.now(), what_changed=text),
        )
        made.append(Authored(entry, author(entry)))
    await device._vault.save(device._need_keys(), made)  # pyright: ignore[reportPrivateUsage]
    device._shared.changed(scopes)  # pyright: ignore[reportPrivateUsage]
