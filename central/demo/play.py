"""What is still to happen on the stage, and the few things everybody in it does."""

import heapq
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count
from typing import Any

from central.demo.stage import Stage
from central.founding import shipped_standard
from models.entry import FIXED_RECORDS
from models.standard import load
from sync.views import Saved

Act = Callable[[], Awaitable[Any]]


class Play:
    """`usual` and `calm` are by a person's key: their usual levels, and calm visits in a row."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage = stage
        self._seed = seed
        self._chances: dict[str, random.Random] = {}
        self.standard = load(shipped_standard())
        self.indicators = [each.code for each in self.standard.indicators]
        self.plain = [code for code in self.indicators if code not in self.standard.daggers]
        self.dagger = [code for code in self.indicators if code in self.standard.daggers]
        self.usual: dict[str, dict[str, int]] = {}
        self.calm: dict[str, int] = {}
        self._coming: list[tuple[datetime, int, Act]] = []
        self._order = count()

    @property
    def now(self) -> datetime:
        return self.stage.clock.moment

    def chance(self, person: str) -> random.Random:
        """A person's own, so that a scene told of one changes nobody else's year."""
        return self._chances.setdefault(person, random.Random(f"{self._seed} {person}"))

    def at(self, moment: datetime, act: Act) -> None:
        """Let it happen then; what is planned for the same moment happens in the order it was planned."""
        heapq.heappush(self._coming, (moment, next(self._order), act))

    async def run(self, until: datetime) -> None:
        while self._coming and self._coming[0][0] <= until:
            moment, _, act = heapq.heappop(self._coming)
            self.stage.clock.moment = max(self.now, moment)
            await act()
        self.stage.clock.moment = until

    async def record(self, by: str, kind: str, person: str, body: dict[str, Any], **details: Any) -> Saved:
        """One entry about a person, on the tablet of whoever says it."""
        return await self.stage.devices[by].record(kind, self.stage.scopes[person], body, **details)

    def say(self, by: str, kind: str, person: str, body: dict[str, Any], record: str | None = None) -> None:
        """One entry about a person, said at base by command; of `record`, where it is a further one."""
        self.stage.say(by, kind, self.stage.scopes[person], body, record or FIXED_RECORDS.get(kind))

    async def sync(self, staff: str) -> None:
        await self.stage.lines[staff].sync()

    async def sync_all(self) -> None:
        """Everybody's tablet; workers first, so that base has what they sent."""
        for staff in self.stage.lines:
            await self.sync(staff)

    async def sync_team(self) -> None:
        """The workers' tablets; base is where what they send is held."""
        for staff in ("robin", "jo"):
            await self.sync(staff)
