"""A real centre, real vaults and a line between them that a test can hold in its hand. Everybody in here is invented."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import stamina

from central import enrol
from central.port import Port
from models.errors import CentreUnreachable
from sync.device import Device
from sync.enrolment import serve_enrolment
from sync.frames import Answer, Chance
from sync.http import ENROL_PATH, RECOVER_PATH
from sync.installation import Installation
from sync.recovery import serve_recovery
from sync.session import serve
from tests.central.played import NOON, DrivenClock, PlayedCentre
from vault.keys import KdfProfile

WEAK = KdfProfile("tests-only", n=2, r=8, p=1)
PASSPHRASE = "quiet harbour lantern"
ADDRESS = "http://centre.example"
Hand = Callable[[str, bytes, Callable[[bytes], Answer]], Awaitable[Answer]]


class TabletClock:
    """A tablet's clock: `error` off the true time, elapsed time going on by itself."""

    def __init__(self, true: DrivenClock, error: timedelta = timedelta()) -> None:
        self.true = true
        self.error = error
        self.began = true.at - timedelta(hours=3)

    def now(self) -> datetime:
        return self.true.at + self.error

    def elapsed(self) -> float:
        return (self.true.at - self.began).total_seconds()

    def offset_minutes(self, at: datetime) -> int:
        return 0


@dataclass
class Line:
    """A transport straight into the centre. `hand`, when set, decides what becomes of each request and answer."""

    port: Any
    hand: Hand | None = None
    up: list[bytes] = field(default_factory=list[bytes])
    down: list[bytes] = field(default_factory=list[bytes])

    async def post(self, url: str, body: bytes) -> Answer:
        self.up.append(body)
        serves = {ENROL_PATH: serve_enrolment, RECOVER_PATH: serve_recovery}
        work = partial(next((by for path, by in serves.items() if url.endswith(path)), serve), self.port)
        answer = await self.hand(url, body, work) if self.hand else work(body)
        self.down.append(answer.body)
        return answer


@dataclass
class Stage:
    """One centre; installations made as a test asks for them."""

    played: PlayedCentre
    folder: Path
    installations: list[Installation] = field(default_factory=list[Installation])
    lines: list[Line] = field(default_factory=list[Line])

    @property
    def clock(self) -> DrivenClock:
        return self.played.clock

    @property
    def port(self) -> Port:
        return self.played.port

    def line(self, hand: Hand | None = None) -> Line:
        self.lines.append(Line(self.port, hand))
        return self.lines[-1]

    def play(self, hand: Hand | None) -> None:
        """Put every line in this hand; None: nobody's."""
        for line in self.lines:
            line.hand = hand

    def installation(
        self,
        name: str = "A",
        line: Any = None,
        clock: TabletClock | None = None,
        chance: Chance | None = None,
    ) -> Installation:
        extra = {"chance": chance} if chance else {}
        made = Installation(
            self.folder / name, clock or TabletClock(self.clock), line or self.line(), WEAK, **extra
        )
        self.installations.append(made)
        return made

    def code(self, staff_id: str) -> str:
        return enrol.make_invitation(self.played.centre, staff_id, self.played.founded.administrator).code

    async def device(self, staff_id: str, name: str = "A", **how: Any) -> Device:
        """Enrolled, unlocked and synced once."""
        device = await self.installation(name, **how).enrol(ADDRESS, self.code(staff_id), PASSPHRASE)
        await device.sync()
        return device

    async def close(self) -> None:
        for each in self.installations:
            await each.close()
        self.played.centre.close()


def staged(folder: Path, act: Callable[[Stage], Coroutine[Any, Any, None]], at: datetime = NOON) -> None:
    """Run one act on a fresh stage that begins then, and close everything after it."""

    async def run() -> None:
        stage = Stage(PlayedCentre.begun(folder / "centre", DrivenClock(at)), folder)
        try:
            await act(stage)
        finally:
            await stage.close()

    stamina.set_testing(True, attempts=4)
    try:
        asyncio.run(run())
    finally:
        stamina.set_testing(False)


def contact(at: datetime, **changes: Any) -> dict[str, Any]:
    """A contact that meets no rule: seen at home, all quiet."""
    body: dict[str, Any] = {
        "started_at": (at - timedelta(minutes=40)).isoformat(),
        "ended_at": (at - timedelta(minutes=5)).isoformat(),
        "mode": "01",
        "attendance": "5",
        "with_whom": ["person"],
        "indicators": [{"code": "sleep", "level": 1}, {"code": "mood", "level": 0}],
        "decision": "no_step_up",
        "identity_confirmed": True,
    }
    return body | changes


def worrying(at: datetime, **changes: Any) -> dict[str, Any]:
    """A contact that meets T2: three indicators at 2 and above."""
    indicators = [{"code": code, "level": 2} for code in ("sleep", "mood", "self_care")]
    return contact(
        at, indicators=indicators, decision="step_up", rationale="Three changes at once", **changes
    )


async def no_line(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
    raise CentreUnreachable


MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
