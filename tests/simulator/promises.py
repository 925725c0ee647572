"""What must hold after every schedule, once the line is good: the promises of docs/sync.md, checked from the outside."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import select

from central import restored
from central.devices import find
from central.prompts import read_scope
from central.store.tables import entries as stream
from central.store.tables import quarantine
from central.stream import head
from models.entry import Held
from models.errors import DeviceRevoked
from models.rules import evaluate
from sync.attest import Attested, chain_next, chain_start, is_attested
from sync.device import Device
from tests.simulator.steps import assigned, say_revoked
from tests.simulator.world import LEADER, PROFILES, World

Rows = Mapping[str, Any]
Found = dict[str, tuple[Held, ...]]
HEALED_WITHIN = 3  # rounds until everyone has listed what they hold, and given what is lacking
SETTLED_WITHIN = 8  # rounds on a good line


class Broken(AssertionError):
    """A promise that did not hold. `kind`: lost, doubled, diverged, skipped, unproved, unsent, unsettled, trouble."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(f"{kind}: {words}")
        self.kind = kind


def need(holds: object, kind: str, words: str) -> None:
    if not holds:
        raise Broken(kind, words)


async def settle(world: World) -> dict[int, Device]:
    """A good line at last: everyone unlocks and syncs until a round adds nothing to the stream. The devices."""
    world.hand.set(())
    world.centre.fuses.clear()
    need(not world.centre.trouble, "trouble", f"at the centre: {world.centre.trouble!r}")
    await tablets_heal_the_base(world)
    await those_taken_out_go(world)
    devices = {
        number: await world.device(number) for number in range(len(PROFILES)) if number not in world.revoked
    }
    for device in devices.values():
        await device.lock()  # so that nothing is believed which was opened before
    for _ in range(SETTLED_WITHIN):
        world.clock.passes(seconds=1)
        before, damaged = _last(world), await _damaged(devices.values())
        for number, device in devices.items():
            with world.living(world.tablet_of(number)):
                await world.unlocked(number)
                await device.sync()
                if world.counts["row damaged"]:
                    await what_is_held(world, number, device)  # found when it is read
        while world.centre.evaluator.look():
            pass
        if (_last(world), await _damaged(devices.values())) == (before, damaged):
            return devices
    raise Broken("unsettled", f"something still moves after {SETTLED_WITHIN} rounds")


async def tablets_heal_the_base(world: World) -> None:
    """After a put-back: everyone lists and gives what they hold, then an administrator confirms, and says again who is out."""
    if not world.counts["centre put back"]:
        return
    centre = world.centre.centre
    for _ in range(HEALED_WITHIN):
        world.clock.passes(seconds=1)
        for number in range(len(PROFILES)):
            with world.living(world.tablet_of(number)), suppress(DeviceRevoked):
                await (await world.device(number)).sync()
    if restored.shut(centre):
        restored.confirm(centre, world.centre.place.founded.administrator)
    for number in world.revoked:
        device = find(centre, world.roles.devices[number])
        if device is None or device.revoked_at is None:
            say_revoked(world, number)


async def those_taken_out_go(world: World) -> None:
    """A tablet taken out of use hands over whatever it has, and only then is gone."""
    for number in world.revoked:
        tablet = world.tablet_of(number)
        with world.living(tablet):
            for _ in range(SETTLED_WITHIN):
                with suppress(DeviceRevoked):
                    await (await world.device(number)).sync()
        need(not tablet.has(world.roles.devices[number]), "unsent", f"device {number} does not go")


def what_was_handed_over(world: World) -> None:
    """Every draft of a tablet taken out of use is in the centre's quarantine."""
    with world.centre.centre.database.read() as connection:
        kept = set(connection.execute(select(quarantine.c.id).where(quarantine.c.what == "draft")).scalars())
    for id, (owner, _) in world.drafts.items():
        need(owner not in world.revoked or id in kept, "lost", f"a draft handed over by device {owner}")


async def _damaged(devices: Iterable[Device]) -> set[str]:
    """Rows that are set aside on some device now."""
    return {each.id for device in devices for each in await device.set_aside()}


def _last(world: World) -> int:
    centre = world.centre.centre
    with centre.database.read() as connection:
        return head(connection, centre.organisation.id).seq


async def hold(world: World) -> None:
    """Every promise. Broken, with the first that does not hold."""
    devices = await settle(world)
    rows, caseloads = in_the_stream(world), assigned(world)
    for number, device in devices.items():
        await nothing_waits(world, number, device)
        held = await what_is_held(world, number, device)
        await receipts_verify(world, number, device, held, rows)
        everything_it_may_have(world, number, held, rows, caseloads.values())
        await the_same_is_made_of_it(world, number, device)
    everything_saved_is_held(world, rows)
    what_was_handed_over(world)
    the_stream_is_whole(world, rows)
    counts = world.centre.evaluator.counts()
    need(not counts.disagreements, "diverged", "a tablet's own digests differ from the centre's")
    need(not counts.failed or world.centre.full, "trouble", "the evaluator failed")
    need(not world.centre.trouble, "trouble", f"at the centre: {world.centre.trouble!r}")


def in_the_stream(world: World) -> Rows:
    """Its lines by id, in order."""
    with world.centre.centre.database.read() as connection:
        rows = connection.execute(select(stream).order_by(stream.c.seq)).all()
    need(len({row.id for row in rows}) == len(rows), "doubled", "an id stands twice in the stream")
    return {row.id: row for row in rows}


def the_stream_is_whole(world: World, rows: Rows) -> None:
    """Gapless, every link of the chain and every attestation right."""
    epoch, chain = b"", b""
    for number, row in enumerate(rows.values(), 1):
        need(row.seq == number, "unproved", f"number {number} is left out")
        if row.epoch != epoch:
            epoch, chain = row.epoch, chain_start(bytes.fromhex(row.org_id), row.epoch)
        chain = chain_next(chain, row.seq, row.digest)
        need(row.chain == chain, "unproved", f"the chain breaks at {row.seq}")
        need(_attested(world, row, row.attestation), "unproved", f"the attestation of {row.seq}")


def everything_saved_is_held(world: World, rows: Rows) -> None:
    """Nothing waits any more, so each entry that was shown as saved is in the stream, as it was authored."""
    for id, holders in world.at_risk.items():
        need(id in rows or not holders - world.revoked, "lost", f"an entry that devices {holders} still held")
    for kept in world.kept:
        row = rows.get(kept.id)
        if row is None and kept.id in world.at_risk:
            continue
        need(row is not None, "lost", f"an entry saved on device {kept.device} is nowhere")
        need(row.digest == kept.digest, "lost", f"an entry saved on device {kept.device} was altered")


async def nothing_waits(world: World, number: int, device: Device) -> None:
    unsent = await device.unsent()
    need(unsent.count == 0 and not unsent.refused, "unsent", f"device {number} has {unsent.count} unsent")
    drafts = {each.id: each.document for each in await device.drafts()}
    for id, (owner, document) in world.drafts.items():
        need(owner != number or drafts.get(id) == document, "lost", f"a draft kept on device {number}")
    off = abs((device.now() - world.clock()).total_seconds())
    need(off <= 2, "diverged", f"device {number} thinks it is {off} s off the true time")


async def what_is_held(world: World, number: int, device: Device) -> Found:
    """Everything the device shows, by scope; the organisation's entries too. Each once."""
    found = {
        scope: (await device.person(scope)).held for scope in (row.scope for row in await device.people())
    }
    found[world.roles.team] = (await device.team(world.roles.team)).held
    found["org"] = await device._vault.entries(device._need_keys(), "org")
    times = Counter(held.entry.id for held in _all(found))
    need(
        not [id for id, count in times.items() if count > 1],
        "doubled",
        f"device {number} shows an entry twice",
    )
    return found


async def receipts_verify(world: World, number: int, device: Device, found: Found, rows: Rows) -> None:
    """Every receipt on the device, its own and those that came in pages, is the line of the stream and proves it."""
    query = "SELECT id, digest, epoch, seq, received_ms, attestation, reason FROM entries"
    shown = {held.entry.id for held in _all(found)}
    for id, digest, epoch, seq, ms, attestation, reason in device._vault._db.execute(query).fetchall():
        row = rows.get(id.hex())
        if world.at_risk and id.hex() not in shown:
            continue  # of a scope that has ended: it may have another number by now, or be gone
        need(
            row is not None and seq is not None,
            "unproved",
            f"device {number} holds an entry without its receipt",
        )
        there = (row.digest, row.epoch, row.seq, _ms(row.received_at), row.reason)
        need(
            (digest, epoch, seq, ms, reason) == there,
            "unproved",
            f"a receipt on device {number} is not what the stream says",
        )
        need(_attested(world, row, attestation), "unproved", f"a receipt on device {number} proves nothing")


def everything_it_may_have(
    world: World, number: int, found: Found, rows: Rows, caseloads: Iterable[tuple[str, str]]
) -> None:
    """No cursor skipped anything, and nothing is shown that may not be."""
    who = PROFILES[number][0]
    me, team = world.roles.staff[who], world.roles.team
    theirs = {id for id, (owner, _) in zip(world.roles.devices, PROFILES, strict=True) if owner == who}
    scopes = {"org", *(scope for staff, scope in caseloads if staff == me)}
    if who == LEADER:
        scopes |= {team, *world.roles.scopes}
    may = {
        id
        for id, row in rows.items()
        if row.reason is None and (row.scope in scopes or (row.scope == team and row.device in theirs))
    }
    here = {held.entry.id for held in _all(found) if held.accepted is not False}
    need(may <= here, "skipped", f"device {number} lacks {len(may - here)} entries that it may have")
    need(here <= may, "diverged", f"device {number} shows {len(here - may)} entries that are not its to show")


async def the_same_is_made_of_it(world: World, number: int, device: Device) -> None:
    """Fold and prompts: by one now, and as the screen lists them by the device's own."""
    shown = Counter(prompt.id for prompt in await device.prompts())
    directory = await device.directory()
    expected: Counter[str] = Counter()
    for row in await device.people():
        view, there = await device.person(row.scope), read_scope(world.centre.centre, row.scope)
        need(view.state == there.person, "diverged", f"device {number} and the centre fold {row.scope} apart")
        ours = evaluate(view.state, directory, world.clock())
        theirs = there.evaluated(world.clock())
        need(
            [each.id for each in ours.prompts] == [each.id for each in theirs.prompts],
            "diverged",
            f"prompts on device {number}",
        )
        need(
            not view.arriving and not row.arriving, "skipped", f"device {number} still waits for {row.scope}"
        )
        expected.update(prompt.id for prompt in there.evaluated(device.now()).prompts)
    team, there = await device.team(world.roles.team), read_scope(world.centre.centre, world.roles.team)
    if PROFILES[number][0] == LEADER:
        need(team.state == there.state, "diverged", f"device {number} and the centre fold the team apart")
        expected.update(prompt.id for prompt in there.evaluated(device.now()).prompts)
    need(not team.arriving, "skipped", f"device {number} still waits for the team")
    need(shown == expected, "diverged", f"the prompts that device {number} lists")


def _attested(world: World, row: Any, attestation: bytes) -> bool:
    centre = world.centre.centre
    org, id, device = (bytes.fromhex(each) for each in (centre.organisation.id, row.id, row.device))
    line = Attested(org, id, row.digest, device, row.epoch, row.seq, _ms(row.received_at))
    return is_attested(centre.keys.attest, line, attestation, accepted=row.reason is None)


def _all(found: Found) -> Iterable[Held]:
    return (held for scope in found.values() for held in scope)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
