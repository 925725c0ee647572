"""A centre put back to an earlier copy: tablets heal it, in every order, and nothing that survives anywhere is lost."""

import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from central import erasure, restored
from central.reckoning import reckon
from central.store.tables import entries, scope_keys
from models.entry import ORGANISATION
from models.errors import CentreUnreachable, DeviceRevoked, DifferentCentre
from sync.device import Device
from sync.frames import Answer, Problem, sync_channel, with_ticket
from sync.messages import SyncRequest
from sync.session import serve
from tests.central.played import PlayedCentre
from tests.sync.put_back import assert_chained, assert_same, confirm, copy, held, put_back
from tests.sync.stage import PASSPHRASE, Stage, contact, staged, worrying


@dataclass
class Team:
    """Two workers and a manager, each on a tablet of their own, enrolled before the copy."""

    people: list[str]
    staff: dict[str, str]
    devices: dict[str, Device]


async def a_team(stage: Stage) -> Team:
    played = stage.played
    people = [played.person("Pat Example"), played.person("Sam Sample")]
    staff = {
        "wren": played.staff("Wren Worker", "worker"),
        "cole": played.staff("Cole Cover", "worker"),
        "mo": played.staff("Mo Manager", "manager"),
    }
    played.assign(people[0], staff["wren"])
    played.assign(people[1], staff["cole"])
    devices = {name: await stage.device(id, name) for name, id in staff.items()}
    return Team(people, staff, devices)


async def record(stage: Stage, device: Device, scope: str, **changes: object) -> str:
    stage.clock.passes(minutes=7)
    body = worrying(device.now(), **changes) if changes else contact(device.now())
    return (await device.record("contact.recorded", scope, body)).id


async def sync_all(team: Team) -> None:
    for device in team.devices.values():
        await device.sync()


async def much_happens(stage: Stage, team: Team) -> None:
    """After the copy: records, new staff, a new tablet, roles, caseloads, a tablet taken out of use."""
    played = stage.played
    await record(stage, team.devices["wren"], team.people[0], note="Three changes at once")
    await record(stage, team.devices["cole"], team.people[1])
    await sync_all(team)
    new = played.staff("Nia New", "worker")
    third = played.person("Toni Third")
    team.people.append(third)
    first = played.assign(third, new)
    team.devices["nia"] = await stage.device(new, "nia")
    team.staff["nia"] = new
    await record(stage, team.devices["nia"], third)
    await team.devices["nia"].sync()
    played.say("caseload.ended", third, {"reason": "Handed over"}, first)
    played.assign(third, team.staff["wren"])
    teams = {"role": "manager", "teams": [played.founded.team]}
    played.say("staff.role_set", ORGANISATION, teams, team.staff["cole"])
    await sync_all(team)
    await record(stage, team.devices["cole"], team.people[0])
    await sync_all(team)
    await sync_all(team)


ORDERS = list(itertools.permutations(("wren", "cole", "mo", "nia")))


@pytest.mark.parametrize("order", ORDERS[::4], ids=lambda order: "-".join(order))
def test_tablets_heal_the_base_in_every_order(tmp_path: Path, order: tuple[str, ...]):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        file = copy(stage)
        await much_happens(stage, team)
        before = held(stage)
        put_back(stage, file)
        lost = set(before) - set(held(stage))
        given = 0
        for name in order:
            report = await team.devices[name].sync()
            assert report.problem == "restored"
            given += report.given_back
        assert held(stage) == before
        assert given == len(lost)
        assert_chained(stage)
        for name in order:
            assert (await team.devices[name].sync()).given_back == 0
        confirm(stage)
        for name in (*order, *order):
            assert (await team.devices[name].sync()).problem is None
        assert held(stage) == before
        for device in team.devices.values():
            await assert_same(stage, device)
        names = {name: {row.scope for row in await each.people()} for name, each in team.devices.items()}
        assert names["wren"] == {team.people[0], team.people[2]}
        assert names["nia"] == set()
        assert names["mo"] == names["cole"] == set(team.people)

    staged(tmp_path, act)


def test_with_new_entries_before_anybody_notices_the_report_names_exactly_what_is_missing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        wren, mo = team.devices["wren"], team.devices["mo"]
        file = copy(stage)
        await record(stage, wren, team.people[0])
        await sync_all(team)
        gone = stage.played.device(team.staff["cole"])  # a tablet that never comes back
        for _ in range(3):
            gone.push(gone.row(gone.entry("contact.recorded", team.people[1], contact(stage.clock()))))
            stage.clock.passes(minutes=5)
        only_there = {receipt.seq for receipt in gone.receipts.values()}
        assert only_there
        await wren.sync()
        before = held(stage)
        put_back(stage, file)
        fresh = stage.played.person("Nobody Noticed")
        stage.played.assign(fresh, team.staff["wren"])
        for name in ("mo", "wren", "cole"):
            await team.devices[name].sync()
        assert_chained(stage)
        found = reckon(stage.played.centre)
        assert found is not None
        missing = {n for first, last in found.missing for n in range(first, last + 1)}
        now_here = held(stage)
        lost = {id for id in before if id not in now_here}
        assert lost == {id.hex() for id in gone.receipts}
        assert missing >= only_there
        assert found.missing_count == len(lost)
        confirm(stage)
        for device in (wren, mo, wren):
            await device.sync()
        assert fresh in {row.scope for row in await wren.people()}
        for device in (wren, mo):
            await assert_same(stage, device)

    staged(tmp_path, act)


def test_two_restores_in_a_row_from_the_same_copy_and_from_a_later_one(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        first = copy(stage, "first.db")
        await much_happens(stage, team)
        put_back(stage, first)
        await sync_all(team)
        confirm(stage)
        await sync_all(team)
        await record(stage, team.devices["wren"], team.people[0])
        later = copy(stage, "later.db")
        await record(stage, team.devices["cole"], team.people[1])
        await sync_all(team)
        await sync_all(team)
        before = held(stage)
        for file in (later, first):
            put_back(stage, file)
            await sync_all(team)
            assert held(stage) == before
            assert_chained(stage)
            found = reckon(stage.played.centre)
            assert found is not None
            assert (found.missing, found.not_given, found.to_list) == ((), (), ())
            confirm(stage)
            await sync_all(team)
            await sync_all(team)
            for device in team.devices.values():
                await assert_same(stage, device)

    staged(tmp_path, act)


def test_a_locked_tablet_gives_back_pages_that_it_never_opened(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        wren, mo = team.devices["wren"], team.devices["mo"]
        file = copy(stage)
        await mo.lock()
        await record(stage, wren, team.people[0])
        await wren.sync()
        assert (await mo.sync()).pages == 1
        before = held(stage)
        put_back(stage, file)
        await mo.sync()
        assert held(stage) == before
        await wren.sync()
        confirm(stage)
        await mo.sync()
        await mo.unlock(PASSPHRASE)
        await assert_same(stage, mo)

    staged(tmp_path, act)


def test_cut_at_any_request_it_goes_on_where_it_was(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        wren = team.devices["wren"]
        file = copy(stage)
        for _ in range(30):
            await record(stage, wren, team.people[0])
        await wren.sync()
        before = held(stage)
        put_back(stage, file)
        cuts = iter(range(1, 1_000))

        async def cut(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
            answer = work(body)
            if next(cuts) % 2:  # every other answer is lost after the centre has acted on it
                raise CentreUnreachable
            return answer

        stage.play(cut)
        await wren.sync()
        stage.play(None)
        assert (await wren.sync()).problem == "restored"
        assert held(stage) == before
        assert_chained(stage)

    staged(tmp_path, act)


def test_nobody_can_fake_a_restore_or_take_its_place(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        wren, mo = (stage.played.device(team.staff[name]) for name in ("wren", "mo"))
        wren.pull()
        mo.pull()
        file = copy(stage)
        await record(stage, team.devices["wren"], team.people[0])
        await sync_all(team)
        mo.pull()
        put_back(stage, file)
        port = stage.played.port
        wren.port = mo.port = port
        for witness in (mo.witness, b"nonsense", (wren.witness or b"")[:-1] + b"x"):
            assert wren.ask(SyncRequest(witness=witness)).problem is None
        assert wren.ask(SyncRequest(witness=wren.witness)).problem is None, (
            "an earlier line that still stands"
        )
        assert mo.ask(SyncRequest(witness=mo.witness)).problem == "restored"
        epochs = set[bytes]()
        for _ in range(3):
            mo.ask(SyncRequest(witness=mo.witness))
            with stage.played.centre.database.read() as connection:
                epochs |= {each.epoch for each in restored.openings(connection, stage.played.org)}
        assert len(epochs) == 1, "the same sign asks for nothing new"

    staged(tmp_path, act)


def test_a_ticket_of_another_centre_or_device_lets_nobody_in_and_the_outbox_is_untouched(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        other = PlayedCentre.begun(tmp_path / "another", stage.clock)
        device = team.devices["wren"]
        await record(stage, device, team.people[0])
        own = stage.lines[0].port
        for line in stage.lines:
            line.port = other.port
        with pytest.raises(DifferentCentre):
            await device.sync()
        assert (await device.unsent()).count == 1
        theirs = other.device(other.staff("Una Unknown", "worker"))
        mine = stage.played.device(team.staff["wren"])
        request = sync_channel(mine.keys.device, mine.keys.link_key).seal_request(
            SyncRequest().pack(), secrets.token_bytes
        )
        for ticket in (theirs.enrolled.ticket, mine.enrolled.ticket, b"", secrets.token_bytes(200)):
            answer = serve(other.port, with_ticket(ticket, request))
            assert (answer.status, Problem.read(answer.body)) == (
                401,
                Problem("unknown", other.port.fingerprint),
            )
        forged = sync_channel(theirs.keys.device, bytes(32)).seal_request(
            SyncRequest().pack(), secrets.token_bytes
        )
        assert serve(other.port, with_ticket(theirs.enrolled.ticket, forged)).status == 401
        for line in stage.lines:
            line.port = own
        await device.sync()
        assert (await device.unsent()).count == 0
        other.centre.close()

    staged(tmp_path, act)


def test_who_was_erased_stays_erased_whatever_copy_is_put_back(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        wren = team.devices["wren"]
        file = copy(stage)
        await record(stage, wren, team.people[0])
        later = stage.played.person("Lee Later")
        stage.played.assign(later, team.staff["wren"])
        await sync_all(team)
        await wren.sync()
        await record(stage, wren, later)
        await sync_all(team)
        for scope in (team.people[0], later):
            assert erasure.erase(stage.played.centre, scope) > 0
        assert_chained(stage)
        stage.played.person("Somebody Else")
        await sync_all(team)
        assert {row.scope for row in await wren.people()} == set()
        put_back(stage, file)
        assert erasure.count_of(stage.played.centre, team.people[0]) > 0, "its lines stay"
        await sync_all(team)
        await sync_all(team)
        found = reckon(stage.played.centre)
        assert found is not None
        assert (found.missing, found.not_given) == ((), ())
        assert_chained(stage)
        with stage.played.centre.database.read() as connection:
            bodies = select(entries.c.sealed).where(entries.c.scope.in_([team.people[0], later]))
            assert {len(sealed) for sealed in connection.execute(bodies).scalars()} == {0}
            keys = select(scope_keys.c.scope)
            assert not {team.people[0], later} & set(connection.execute(keys).scalars())
        confirm(stage)
        stage.played.person("One More")
        await sync_all(team)
        assert {row.scope for row in await wren.people()} == set()

    staged(tmp_path, act)


def test_a_tablet_taken_out_of_use_in_between_gives_back_and_is_given_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        wren, mo = team.devices["wren"], team.devices["mo"]
        file = copy(stage)
        await record(stage, wren, team.people[0])
        await wren.sync()
        stage.played.say("device.revoked", ORGANISATION, {"reason": "Left on a bus"}, wren.id)
        await mo.sync()
        before = held(stage)
        put_back(stage, file)
        await mo.sync()
        with pytest.raises(DeviceRevoked):
            await wren.sync()
        assert held(stage) == before
        confirm(stage)
        await mo.sync()
        await assert_same(stage, mo)

    staged(tmp_path, act)


def test_what_a_tablet_lists_and_cannot_give_is_named_and_blocks_nothing(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        wren = team.devices["wren"]
        file = copy(stage)
        broken = await record(stage, wren, team.people[0])
        whole = await record(stage, wren, team.people[0])
        await wren.sync()
        await spoil(wren, broken)
        put_back(stage, file)
        assert (await wren.sync()).given_back == 1
        assert whole in held(stage)
        found = reckon(stage.played.centre)
        assert found is not None
        assert found.not_given == (broken,)
        assert found.missing_count == 1
        assert found.to_list == tuple(each for each in found.devices if each.id != wren.id)

    staged(tmp_path, act)


async def spoil(device: Device, id: str) -> None:
    """Flip one bit of a row at rest, behind the vault's back."""
    vault = device._vault  # pyright: ignore[reportPrivateUsage]
    db = vault._db  # pyright: ignore[reportPrivateUsage]

    def work() -> None:
        (sealed,) = db.execute("SELECT sealed FROM entries WHERE id = ?", (bytes.fromhex(id),)).fetchone()
        spoiled = sealed[:-1] + bytes([sealed[-1] ^ 1])
        db.execute("UPDATE entries SET sealed = ? WHERE id = ?", (spoiled, bytes.fromhex(id)))

    await vault._thread.ask(work)  # pyright: ignore[reportPrivateUsage]


def test_rows_kept_for_the_backup_window_heal_the_base_and_their_person_stays_gone(tmp_path: Path):
    """A caseload that began and ended after the copy: who had it gives back what they hold, and it is purged again."""

    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        cole, wren = team.devices["cole"], team.devices["wren"]
        file = copy(stage)
        assigned = stage.played.assign(team.people[0], team.staff["cole"])
        await record(stage, wren, team.people[0])
        await wren.sync()
        await cole.sync()
        stage.played.say("caseload.ended", team.people[0], {"reason": "Cover is over"}, assigned)
        await wren.sync()
        assert len(await cole.people()) == 2, "it has not heard of the end"
        before = held(stage)
        put_back(stage, file)
        await cole.sync()
        await wren.sync()
        assert held(stage) == before
        confirm(stage)
        await cole.sync()
        await wren.sync()
        assert {row.scope for row in await cole.people()} == {team.people[1]}
        await assert_same(stage, wren)

    staged(tmp_path, act)


def test_what_nobody_can_judge_yet_waits_until_its_authors_role_has_come_back(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        wren, mo = team.devices["wren"], team.devices["mo"]
        file = copy(stage)
        teams = {"role": "manager", "teams": [stage.played.founded.team]}
        stage.played.say("staff.role_set", ORGANISATION, teams, team.staff["wren"])
        await sync_all(team)
        body = {"staff": team.staff["cole"], "part": "cover", "from_on": "2026-11-20"}
        assigned = await wren.record("caseload.assigned", team.people[0], body)
        put_back(stage, file)
        assert restored.shut(stage.played.centre) is False
        await mo.sync()  # it shows the restore, and brings the role back, only once it is asked to
        await wren.sync()
        assert (await wren.unsent()).not_accepted == ()
        await wren.sync()
        assert (await wren.unsent()).count == 0
        assert (await wren.unsent()).not_accepted == ()
        assert assigned.id in held(stage)
        confirm(stage)
        await sync_all(team)
        assert team.people[0] in {row.scope for row in await team.devices["cole"].people()}

    staged(tmp_path, act)


def test_a_promoted_workers_decision_is_offered_again_rather_than_judged_without_it(tmp_path: Path):
    async def act(stage: Stage) -> None:
        team = await a_team(stage)
        wren = team.devices["wren"]
        file = copy(stage)
        teams = {"role": "manager", "teams": [stage.played.founded.team]}
        stage.played.say("staff.role_set", ORGANISATION, teams, team.staff["wren"])
        await wren.sync()
        body = {"staff": team.staff["cole"], "part": "cover", "from_on": "2026-11-20"}
        assigned = await wren.record("caseload.assigned", team.people[0], body)
        put_back(stage, file)
        report = await wren.sync()  # its first request carries the record before anything has come back
        assert (report.sent, report.refused) == (0, 1)
        assert (await wren.unsent()).refused == ((assigned.id, "not_yet"),)
        await wren.sync()
        unsent = await wren.unsent()
        assert (unsent.count, unsent.not_accepted, unsent.refused) == (0, (), ())
        assert assigned.id in held(stage)

    staged(tmp_path, act)
