"""What can happen, one a row of `STEPS`. A step is a plain tuple: its name, then numbers, words and further steps.

To add one: write `async def name(world, …)`, and a row with how often it comes and how its arguments are made from chance.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy import select

from central.authoring import Statement, say
from central.store.tables import entries
from models.errors import BadInput, Locked, StorageFailed, SyncError, VaultBusy
from models.times import day_of
from sync.views import Draft
from tests.simulator import centre as at_centre
from tests.simulator import seams, steady
from tests.simulator.sayings import SAYINGS, said
from tests.simulator.seams import Fuse, Killed
from tests.simulator.world import PEOPLE, PROFILES, SLOW, TABLETS, Kept, Tablet, World
from tests.sync.hostile import TRICKS
from vault import database

Step = tuple[Any, ...]
Act = Callable[..., Awaitable[None]]
LINE = tuple(sorted({trick.__name__ for trick in TRICKS} | set(SLOW)))
SAID = (*SAYINGS, "answer", "amend")


# What people do


async def record(world: World, number: int, person: int, saying: str, size: int) -> None:
    """About one of the people on the tablet, or after the last of them about the team."""
    with world.living(world.tablet_of(number)):
        device = await world.unlocked(number)
        try:
            people = sorted(row.scope for row in await device.people())
            scope = [*people, world.roles.team][person % (len(people) + 1)]
            kind, body = await said(device, scope, saying, size)
            saved = await device.record(kind, scope, body)
        except BadInput:
            world.note("not recorded")
            return
        world.kept.append(Kept(saved.id, number, scope, saved.held.digest))
        world.counts["entries"] += 1


async def draft(world: World, number: int, person: int, size: int) -> None:
    with world.living(world.tablet_of(number)):
        device = await world.unlocked(number)
        document = {"body": {"what_changed": f"half of it {size}"}}
        kept = Draft(
            world.chance.randbytes(16).hex(), "contact.recorded", world.roles.scopes[person], document
        )
        await device.save_draft(kept)
        world.drafts[kept.id] = number, document


async def sync(world: World, number: int, tricks: tuple[tuple[int, str, int], ...] = ()) -> None:
    with world.living(world.tablet_of(number)):
        world.hand.set(tricks)
        device = await world.device(number)
        await device.sync()
        world.counts["syncs"] += 1


async def unlock(world: World, number: int) -> None:
    with world.living(world.tablet_of(number)):
        await world.unlocked(number)


async def lock(world: World, number: int) -> None:
    await (await world.device(number)).lock()


async def assign(world: World, who: str, person: int, days: int) -> None:
    """A caseload changes at base; `days` until its last day, 0 for no end."""
    today = day_of(world.clock())
    until_on = (today + timedelta(days=days)).isoformat() if days else None
    body = {"staff": world.roles.staff[who], "part": "cover", "from_on": "2026-11-01", "until_on": until_on}
    _say(world, "caseload.assigned", world.roles.scopes[person], body, None)


async def end(world: World, which: int) -> None:
    """One of the caseloads that stand ends."""
    standing = assigned(world)
    if standing:
        id, (_, scope) = sorted(standing.items())[which % len(standing)]
        _say(world, "caseload.ended", scope, {"reason": "Moved away"}, id)


async def revoke(world: World, number: int) -> None:
    """A tablet is lost: its profile is taken out of use. Others go on."""
    if number not in world.revoked:
        world.note("tablet taken out of use")
        world.revoked.add(number)
        say_revoked(world, number)


def say_revoked(world: World, number: int) -> None:
    _say(world, "device.revoked", "org", {"reason": "Left on a bus"}, world.roles.devices[number])


def _say(world: World, kind: str, scope: str, body: dict[str, Any], record: str | None) -> None:
    administrator = world.centre.place.founded.administrator
    world.centre.do(lambda: say(world.centre.centre, administrator, Statement(kind, scope, body, record)))


def assigned(world: World) -> dict[str, tuple[str, str]]:
    """Every caseload that stands, by the id of its entry: staff and scope. From the entries alone."""
    found: dict[str, tuple[str, str]] = {}
    ended: set[str] = set()
    centre = world.centre.centre
    with centre.database.read() as connection:
        for scope in world.roles.scopes:
            for entry in centre.records.folded_from(centre.organisation.id, scope, connection):
                if entry.kind == "caseload.assigned":
                    found[entry.id] = entry.body["staff"], scope
                elif entry.kind == "caseload.ended":
                    ended.add(entry.record)
    return {id: each for id, each in found.items() if id not in ended}


# What time does


async def passes(world: World, minutes: int) -> None:
    world.clock.passes(minutes=minutes)


async def clock(world: World, tablet: str, hours: int) -> None:
    """Somebody sets a tablet's clock."""
    world.note("clock set")
    world.tablets[tablet].clock.error = timedelta(hours=hours)


async def reboot(world: World, tablet: str) -> None:
    """Elapsed time begins anew."""
    world.note("tablet restarted")
    with world.living(world.tablets[tablet]):
        await world.tablets[tablet].restart()
    world.tablets[tablet].clock.began = world.clock()


async def look(world: World) -> None:
    """The centre's evaluator has a round."""
    world.centre.do(lambda: world.centre.evaluator.look())


# What goes wrong


async def kill(world: World, where: str, at: int, inner: Step) -> None:
    """The app is killed at that seam of the step, or right after it."""
    tablet = _whose(world, inner)
    tablet.life.fuses.append(Fuse(at, KILLED_AT[where], tablet.kill))
    with suppress(Killed):
        await act(world, inner)
        with world.living(tablet):
            if not tablet.life.dead:
                tablet.kill("at rest")


async def full(world: World, at: int, inner: Step) -> None:
    """A tablet's disk is full at one of the step's writes."""
    tablet = _whose(world, inner)
    fuse = Fuse(at, seams.WRITES, seams.full)
    tablet.life.fuses.append(fuse)
    try:
        await act(world, inner)
    except StorageFailed:
        if not fuse.blown:
            raise
    finally:
        tablet.life.fuses.remove(fuse)
    if fuse.blown:
        world.note("tablet's disk full")


async def damage(world: World, number: int, which: int, byte: int) -> None:
    """A bit of a row that has its receipt turns over on the disk."""
    with world.living(world.tablet_of(number)):
        db = (await world.device(number))._vault._db
    rows = db.execute(
        "SELECT n, sealed FROM entries WHERE seq IS NOT NULL AND set_aside IS NULL ORDER BY n"
    ).fetchall()
    n, sealed = rows[which % len(rows)]
    place = byte % len(sealed)
    turned = sealed[:place] + bytes([sealed[place] ^ 1 << byte % 8]) + sealed[place + 1 :]
    db.execute("UPDATE entries SET sealed = ? WHERE n = ?", (turned, n))
    world.note("row damaged")


async def cancelled(world: World, at: int, inner: Step) -> None:
    """The step is given up at that tick: the screen was closed, the session ended."""
    task = asyncio.create_task(act(world, inner))
    await steady.loop().at_tick(at, unless=task)
    if task.cancel():
        world.note("cancelled")
    with suppress(asyncio.CancelledError):
        await task


async def meanwhile(world: World, at: int, inner: Step, other: Step) -> None:
    """The other happens at that tick of the step, which then goes on."""
    task = asyncio.create_task(act(world, inner))
    await steady.loop().at_tick(at, unless=task)
    if not task.done():
        world.note(f"{other[0]} during {inner[0]}")
    others = asyncio.create_task(act(world, other))
    await asyncio.wait([task, others])
    for each in (task, others):
        each.exception()
    await task
    await others


async def centre_killed(world: World, at: int, inner: Step) -> None:
    await _centre_breaks(
        world, at, (*at_centre.POINTS, *at_centre.COMMITS), world.centre.kill, inner, "centre killed"
    )


async def centre_full(world: World, at: int, inner: Step) -> None:
    await _centre_breaks(world, at, ("commit",), world.centre.fill, inner, "centre's disk full")


async def _centre_breaks(
    world: World, at: int, places: tuple[str, ...], break_: Callable[[str], None], inner: Step, words: str
) -> None:
    fuse = Fuse(at, places, break_)
    world.centre.fuses.append(fuse)
    await act(world, inner)
    if fuse.blown:
        world.note(f"{words} ({fuse.blown})")
    else:
        world.centre.fuses.remove(fuse)


async def centre_restart(world: World) -> None:
    world.note("centre restarted")
    world.centre.restart()


async def backup(world: World) -> None:
    """The centre's database is copied, as every night."""
    world.backup = world.folder / f"backup-{world.counts['backups']}.db"
    world.counts["backups"] += 1
    world.centre.centre.database.copy_to(world.backup)


async def put_back(world: World) -> None:
    """The centre is put back to its latest copy. What nobody holds any more is lost, and nobody promised it."""
    if world.backup is None:
        return
    world.note("centre put back")
    before = in_the_stream(world)
    world.centre.put_back(world.backup)
    holders, there = await world.holders(), in_the_stream(world)
    for id in there:
        world.at_risk.pop(id, None)
    for id in (before | world.at_risk.keys() | {kept.id for kept in world.kept}) - there:
        world.at_risk[id] = holders.get(id, set())
    for id, (owner, _) in [*world.drafts.items()]:
        if owner in world.revoked:  # handed over, perhaps, to a quarantine that is no more
            del world.drafts[id]


def in_the_stream(world: World) -> set[str]:
    with world.centre.centre.database.read() as connection:
        return set(connection.execute(select(entries.c.id)).scalars())


async def meet(world: World, where: str, at: int, number: int, other: int) -> None:
    """Two requests at the centre at once: the other's, whole, where the first holds no lock for the `at`th time.

    `where`: just before the first takes the lock to write, or before any statement.
    """
    if world.tablet_of(number) is world.tablet_of(other):
        return
    for each in (number, other):
        await act(world, ("record", each, at, "quiet", at))
    arrived: asyncio.Future[bytes] = steady.loop().create_future()
    answered: asyncio.Future[Any] = steady.loop().create_future()

    async def parked(body: bytes) -> Any:
        world.tablet_of(other).parked = None
        arrived.set_result(body)
        return await answered

    def let_in(place: str) -> None:
        answered.set_result(world.centre.serve(arrived.result()))

    world.tablet_of(other).parked = parked
    second = asyncio.create_task(act(world, ("sync", other)))
    await asyncio.wait([arrived, second], return_when=asyncio.FIRST_COMPLETED)
    world.tablet_of(other).parked = None
    fuse = Fuse(at, ("lock",) if where == "lock" else at_centre.POINTS, let_in)
    if arrived.done():  # else the other had nothing to ask: its tablet is out of use
        world.centre.fuses.append(fuse)
    await act(world, ("sync", number))
    if fuse in world.centre.fuses:
        world.centre.fuses.remove(fuse)
    if fuse.blown:
        world.note("two requests at once")
    elif arrived.done():
        let_in("after")
    await second


async def busy(world: World, tablet: str, trouble: int) -> None:
    """The app starts while its files cannot be had: another process has them, or the disk fails for a moment."""
    there = world.tablets[tablet]
    world.note("no files at start")
    with world.living(there):
        await there.restart()
        with _no_files(trouble):
            for number, (_, where) in enumerate(PROFILES):
                if where == tablet:
                    with suppress(StorageFailed, VaultBusy):
                        await world.device(number)


@contextmanager
def _no_files(trouble: int) -> Generator[None]:
    """SQLite fails as a vault is opened; the file itself is sound."""

    def fail(db: Any) -> None:
        error = sqlite3.OperationalError("no files")
        error.sqlite_errorcode = TROUBLES[trouble]
        raise error

    with patch.object(database, "_bring_up_to_date", fail):
        yield


TROUBLES = (5, 10, 13, 14, 26)  # SQLITE_BUSY, IOERR, FULL, CANTOPEN, NOTADB


async def act(world: World, step: Step) -> None:
    """Do one step. What the line and the disk do to people is no error; what else goes wrong is."""
    name, *args = step
    try:
        await STEPS[name].act(world, *args)
    except SyncError:
        world.counts["syncs not finished"] += 1
    except Locked:
        world.counts["locked meanwhile"] += 1


def _whose(world: World, step: Step) -> Tablet:
    """The tablet a step is about."""
    if step[0] in ("reboot", "clock", "busy"):
        return world.tablets[step[1]]
    inner = next(
        (each for each in step[1:] if isinstance(each, tuple) and each and isinstance(each[0], str)), None
    )
    return _whose(world, inner) if inner and step[0] in WRAPPERS else world.tablet_of(step[1])


# The table


@dataclass(frozen=True)
class Kind:
    """How often a step comes, beside the others; its arguments; what it does. A `wrapper` is about another step."""

    weight: int
    make: Callable[[Random], tuple[Any, ...]]
    act: Act
    wrapper: bool = False


def _device(chance: Random) -> int:
    return chance.randrange(len(PROFILES))


def _at(chance: Random) -> int:
    """Early moments more often than late ones."""
    return int(chance.paretovariate(0.6)) - 1 if chance.random() < 0.3 else chance.randrange(40)


def _record(chance: Random) -> tuple[Any, ...]:
    return _device(chance), chance.randrange(len(PEOPLE) + 1), chance.choice(SAID), chance.randrange(100)


def _sync(chance: Random) -> tuple[Any, ...]:
    tricks = tuple(
        (exchange, chance.choice(LINE), chance.randrange(10_000))
        for exchange in range(4)
        if chance.random() < 0.35
    )
    return _device(chance), tricks


def _some(chance: Random, *names: str) -> Step:
    name = chance.choice(names)
    return (name, *STEPS[name].make(chance))


def _for(device: int, step: Step) -> Step:
    return (step[0], device, *step[2:])


def _meanwhile(chance: Random) -> tuple[Any, ...]:
    inner = _some(chance, "sync", "sync", "sync", "sync", "record", "unlock")
    other = _some(
        chance,
        "record",
        "record",
        "record",
        "record",
        "lock",
        "unlock",
        "sync",
        "draft",
        "assign",
        "end",
        "passes",
        "clock",
    )
    if other[0] in OF_A_DEVICE and chance.random() < 0.6:
        other = _for(inner[1], other)
    return _at(chance), inner, other


def _meet(chance: Random) -> tuple[Any, ...]:
    where, most = chance.choice((("lock", 2), ("anywhere", 25)))
    return where, chance.randrange(most), _device(chance), _device(chance)


def _kill(chance: Random) -> tuple[Any, ...]:
    where, most = chance.choice((("anywhere", 40), ("commit", 12), ("commit", 12), ("line", 6), ("file", 2)))
    return where, chance.randrange(most), _some(chance, *BREAKABLE)


KILLED_AT = {
    "anywhere": seams.WORK,
    "commit": ("begin", "commit", "committed"),
    "line": ("sent", "answered"),
    "file": ("file",),
}
BREAKABLE = ("sync", "sync", "sync", "record", "record", "unlock", "draft", "meanwhile")
OF_A_DEVICE = ("record", "draft", "sync", "lock", "unlock")

STEPS: dict[str, Kind] = {
    "record": Kind(30, _record, record),
    "sync": Kind(24, _sync, sync),
    "draft": Kind(2, lambda c: (_device(c), c.randrange(len(PEOPLE)), c.randrange(100)), draft),
    "unlock": Kind(3, lambda c: (_device(c),), unlock),
    "lock": Kind(6, lambda c: (_device(c),), lock),
    "assign": Kind(
        4, lambda c: (c.choice(("wren", "wes")), c.randrange(len(PEOPLE)), c.choice((0, 0, 1))), assign
    ),
    "end": Kind(3, lambda c: (c.randrange(5),), end),
    "passes": Kind(8, lambda c: (c.choice((1, 30, 300, 1_500)),), passes),
    "clock": Kind(3, lambda c: (c.choice(TABLETS), c.choice((-48, -3, -1, 0, 1, 48))), clock),
    "reboot": Kind(2, lambda c: (c.choice(TABLETS),), reboot),
    "look": Kind(3, lambda c: (), look),
    "busy": Kind(2, lambda c: (c.choice(TABLETS), c.randrange(len(TROUBLES))), busy),
    "centre_restart": Kind(1, lambda c: (), centre_restart),
    "kill": Kind(9, _kill, kill, wrapper=True),
    "full": Kind(4, lambda c: (c.randrange(6), _some(c, *BREAKABLE)), full, wrapper=True),
    "damage": Kind(3, lambda c: (_device(c), c.randrange(100), c.randrange(10_000)), damage),
    "cancelled": Kind(3, lambda c: (_at(c), _some(c, *BREAKABLE)), cancelled, wrapper=True),
    "meanwhile": Kind(20, _meanwhile, meanwhile, wrapper=True),
    "revoke": Kind(1, lambda c: (c.choice((1, 2)),), revoke),
    "centre_killed": Kind(
        4, lambda c: (_at(c), _some(c, "sync", "sync", "sync", "assign", "look")), centre_killed, wrapper=True
    ),
    "centre_full": Kind(
        2, lambda c: (c.randrange(4), _some(c, "sync", "sync", "look")), centre_full, wrapper=True
    ),
    "backup": Kind(2, lambda c: (), backup),
    "put_back": Kind(2, lambda c: (), put_back),
    "meet": Kind(8, _meet, meet),
}
WRAPPERS = {name for name, kind in STEPS.items() if kind.wrapper}
