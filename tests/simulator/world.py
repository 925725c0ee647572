"""One world: a centre, three tablets with four profiles, three people, and the ledger of what was shown as saved.

A world is a copy of a template made once a process: begun, enrolled and in step, on the eve of a change of the clocks.
"""

import atexit
import random
import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from shutil import copytree
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from models.entry import team_scope
from models.errors import CentreUnreachable, DeviceRevoked
from sync.device import Device
from sync.enrolment import serve_enrolment
from sync.frames import Answer
from sync.http import ENROL_PATH
from sync.installation import Installation
from sync.session import serve
from tests.central.played import DrivenClock, PlayedCentre
from tests.simulator import steady
from tests.simulator.centre import Place, SimulatedCentre
from tests.simulator.seams import LIFE, Killed, Life, seam
from tests.sync.hostile import HostileHand
from tests.sync.stage import ADDRESS, PASSPHRASE, WEAK, Stage, TabletClock, contact
from vault import outbox

LONDON = ZoneInfo("Europe/London")
SEASONS = {"spring": datetime(2027, 3, 27, 20, tzinfo=UTC), "autumn": datetime(2027, 10, 30, 20, tzinfo=UTC)}
TABLETS = ("A", "B", "C")
PROFILES = (("wren", "A"), ("wes", "A"), ("wren", "B"), ("mo", "C"))  # who, and on which tablet
LEADER = "mo"  # of the team, so all that is about it is theirs to hold
PEOPLE = ("Pat Example", "Sam Example", "Kim Example")


class LondonClock(TabletClock):
    """A tablet's clock: `error` off, elapsed time going on through sleep."""

    def offset_minutes(self, at: datetime) -> int:
        return int((at.astimezone(LONDON).utcoffset() or timedelta()).total_seconds() // 60)


@dataclass
class Roles:
    """Who and what there is, by id."""

    staff: dict[str, str]
    scopes: list[str]
    devices: list[str]
    team: str  # its scope; Mo leads it


@dataclass
class Template:
    folder: Path
    founded: Any
    roles: Roles


@dataclass
class Kept:
    """An entry whose `record` returned: it was shown as saved."""

    id: str
    device: int
    scope: str
    digest: bytes


class Tablet:
    """One app process after another on the same files. `session` gives the device of a profile, locked at first."""

    def __init__(self, world: "World", name: str, folder: Path) -> None:
        self.world = world
        self.name = name
        self.folder = folder
        self.clock = LondonClock(world.clock)
        self.parked: Any = None
        self._runs = 0
        self._start()

    def _start(self) -> None:
        self.life = Life(self.in_flight)
        self._sessions: dict[str, Device] = {}
        self.installation = Installation(
            self.folder, self.clock, self, WEAK, chance=self.world.chance.randbytes
        )

    async def session(self, device: str) -> Device:
        if device not in self._sessions:
            found = await self.installation.device(device)
            found._shared.line.bytes_at_once = self.world.carries
            self._sessions[device] = found
        return self._sessions[device]

    def has(self, device: str) -> bool:
        return (self.folder / "profiles" / device).is_dir()

    async def post(self, url: str, body: bytes) -> Answer:
        """This tablet's line."""
        seam("sent")
        await steady.tick()
        if self.parked is not None:
            answer = await self.parked(body)
        else:
            answer = await self.world.hand(url, body, partial(self.world.centre.serve, answer=_order(url)))
        await steady.tick()
        seam("answered")
        return answer

    def kill(self, place: str) -> None:
        """Its files as they are this moment are what the next run finds."""
        self.life.dead = True
        self.world.note(f"app killed ({place})", self.in_flight())
        self._runs += 1
        copytree(self.folder, self._next())
        raise Killed

    def _next(self) -> Path:
        return self.folder.with_name(f"{self.name}-{self._runs}")

    async def begin_again(self) -> None:
        """After a kill: a new process on what was left, locked."""
        self._abandon()
        old, self.folder = self.folder, self._next()
        shutil.rmtree(old)
        self._start()

    async def restart(self) -> None:
        await self.installation.close()
        self._start()

    def _abandon(self) -> None:
        for shared in self.installation._shared.values():
            if not shared.vault.closed:
                shared.vault._db.conn.close()
                shared.vault._thread.end()
                shared.vault._lock.release()

    def in_flight(self) -> int:
        """Entries that wait to be sent, in all of its profiles."""
        vaults = [each.vault for each in self.installation._shared.values()]
        return sum(outbox.unsent(each._db).count for each in vaults if not each.closed)

    async def close(self) -> None:
        with suppress(Exception):
            await self.installation.close()


class World:
    def __init__(self, folder: Path, template: Template, chance: random.Random, season: str) -> None:
        copytree(template.folder, folder, dirs_exist_ok=True)
        self.chance = chance
        self.clock = DrivenClock(SEASONS[season] + timedelta(hours=1))
        self.roles = template.roles
        self.counts: Counter[str] = Counter()
        self.in_flight = 0
        self.carries = 1_500  # bytes at once, so that a pull takes several pages
        self.hand = Hand(self)
        self.centre = SimulatedCentre(
            Place(folder / "centre" / "data", folder / "centre" / "keys" / "centre.keys", template.founded),
            self.clock,
        )
        self.tablets = {name: Tablet(self, name, folder / name) for name in TABLETS}
        self.kept: list[Kept] = []
        self.revoked: set[int] = set()
        self.damaged: set[tuple[int, str]] = set()
        self.backup: Path | None = None
        self.at_risk: dict[str, set[int]] = {}  # what a put-back lost at the centre: who held it then
        self.drafts: dict[str, tuple[int, dict[str, Any]]] = {}
        self.assigned = 0

    def note(self, fault: str, in_flight: int = 0) -> None:
        self.counts[fault] += 1
        self.in_flight += in_flight

    def tablet_of(self, device: int) -> Tablet:
        return self.tablets[PROFILES[device][1]]

    async def device(self, number: int) -> Device:
        """DeviceRevoked once its profile has been removed; that is checked to happen only to one taken out of use."""
        if number in self.revoked and not self.tablet_of(number).has(self.roles.devices[number]):
            raise DeviceRevoked
        return await self.tablet_of(number).session(self.roles.devices[number])

    async def unlocked(self, number: int) -> Device:
        device = await self.device(number)
        if device.locked:
            await device.unlock(PASSPHRASE)
        return device

    @property
    def folder(self) -> Path:
        return self.centre.place.folder.parent

    async def holders(self) -> dict[str, set[int]]:
        """Which devices have a row, by its id: in use, and not damaged there."""
        found: dict[str, set[int]] = {}
        for number in range(len(PROFILES)):
            if number not in self.revoked:
                rows = (await self.device(number))._vault._db.execute("SELECT id FROM entries").fetchall()
                for id in (row[0].hex() for row in rows):
                    if (number, id) not in self.damaged:
                        found.setdefault(id, set()).add(number)
        return found

    @contextmanager
    def living(self, tablet: Tablet) -> Generator[None]:
        """What is done inside is done by this run of the tablet's app."""
        token = LIFE.set(tablet.life)
        try:
            yield
        finally:
            LIFE.reset(token)

    async def close(self) -> None:
        for tablet in self.tablets.values():
            await tablet.close()
        self.centre.close()


class Hand:
    """The line between everybody and the centre. `tricks`: number of the exchange → what becomes of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.stranger = HostileHand(random.Random(0), fair=0)
        self.tricks: dict[int, tuple[str, int]] = {}
        self.exchanges = 0

    def set(self, tricks: tuple[tuple[int, str, int], ...]) -> None:
        self.exchanges = 0
        self.tricks = {exchange: (name, number) for exchange, name, number in tricks}

    async def __call__(self, url: str, body: bytes, work: Any) -> Answer:
        trick = self.tricks.pop(self.exchanges, None)
        self.exchanges += 1
        if trick is None:
            return self.stranger._pass(body, work)
        name, number = trick
        self.world.note(f"line: {name.replace('_', ' ')}", _in_flight())
        self.stranger.chance = random.Random(number)
        if name in SLOW:
            return SLOW[name](self, body, work, number)
        return getattr(HostileHand, name)(self.stranger, body, work)

    def delay_answer(self, body: bytes, work: Any, number: int) -> Answer:
        """It comes, up to a minute and a half late."""
        self.world.clock.passes(seconds=number % 45)
        answer = self.stranger._pass(body, work)
        self.world.clock.passes(seconds=number % 47)
        return answer

    def stall(self, body: bytes, work: Any, number: int) -> Answer:
        """Nothing comes, and the tablet gives up waiting; whether the centre had heard, nobody can tell."""
        if number % 2:
            self.stranger._pass(body, work)
        self.world.clock.passes(seconds=60)
        raise CentreUnreachable


SLOW = {"delay_answer": Hand.delay_answer, "stall": Hand.stall}


def _order(url: str) -> Any:
    return serve_enrolment if url.endswith(ENROL_PATH) else serve


def _in_flight() -> int:
    life = LIFE.get()
    return life.in_flight() if life is not None else 0


# The template


def work_folder() -> Path:
    """On a RAM disk where there is one: the system's promise that fsync is kept is not what is tried here."""
    ram = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="handrail-simulator-", dir=ram if ram.is_dir() else None))


@contextmanager
def chanced(chance: random.Random) -> Generator[None]:
    """Ids and keys come from this chance, so that a schedule runs the same each time."""
    token_bytes, token_hex = chance.randbytes, lambda size=32: chance.randbytes(size).hex()
    with patch.object(secrets, "token_bytes", token_bytes), patch.object(secrets, "token_hex", token_hex):
        yield


@cache
def template(season: str) -> Template:
    folder = work_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with chanced(random.Random(season)):
        return steady.run(_make(folder, SEASONS[season]))


async def _make(folder: Path, at: datetime) -> Template:
    stage = Stage(PlayedCentre.begun(folder / "centre", DrivenClock(at)), folder)
    played = stage.played
    staff = {name: played.staff(name.title(), role) for name, role in ROLES.items()}
    scopes = [played.person(name) for name in PEOPLE]
    for who, scope in (("wren", 0), ("wren", 1), ("wes", 1)):
        played.assign(scopes[scope], staff[who])
    places = {name: stage.installation(name) for name in TABLETS}
    devices = [
        await places[tablet].enrol(ADDRESS, stage.code(staff[who]), PASSPHRASE) for who, tablet in PROFILES
    ]
    for _ in range(2):
        for device in devices:
            await device.sync()
            stage.clock.passes(minutes=5)
    for device, scope in ((devices[0], 0), (devices[0], 1), (devices[3], 1)):
        await device.record("contact.recorded", scopes[scope], contact(device.now()))
    for device in (devices[3], devices[0]):  # the others are behind from the start
        await device.sync()
    for device in devices:
        await device.people()
    await stage.close()
    return Template(
        folder,
        played.founded,
        Roles(staff, scopes, [device.id for device in devices], team_scope(played.founded.team)),
    )


ROLES = {"wren": "worker", "wes": "worker", "mo": "manager"}
