"""One session of the app: who is unlocked, where they are, how tablet and centre stand. Pure: no flet.

A session that goes idle or loses its window is locked: the device drops its keys, the screens their decoded state; after
the same profile unlocks again it stands where it stood.
"""

from datetime import datetime, timedelta

from models.closing import Closed
from models.directory import Directory
from models.errors import Locked
from models.standard import Standard
from models.times import day_of
from screens.screen import Screen
from screens.sync.running import SyncRun
from screens.team.ahead import nobody_for
from sync.clock import WARN_PAST, Clock
from sync.device import Device
from sync.installation import Installation
from sync.summaries import asks_me
from sync.views import Me, Profile, Unsent

IDLE_LIMIT = timedelta(minutes=5)
READ_AGAIN = timedelta(seconds=30)
HOME = "/today"


class AppState(Screen):
    """What all screens of one session share. `synced` counts changes that make screens read again."""

    def __init__(self, installation: Installation, clock: Clock, *, fictional: bool = False) -> None:
        self.installation = installation
        self._clock = clock
        self.fictional = fictional
        self.device: Device | None = None
        self.profile: Profile | None = None
        self.me: Me | None = None
        self.unsent = Unsent()
        self.as_at: datetime | None = None
        self.asking_me = self.held_back = self.silent = self.nobody_for = 0
        self.closed: Closed | None = None
        self.closed_prompts = 0
        self.clock_off: timedelta | None = None
        self.dark: bool | None = None
        self.enrolling = False
        self.synced = 0
        self.sync_run = SyncRun()
        self.history: list[str] = [HOME]
        self._directory: Directory | None = None
        self._left: dict[str, list[str]] = {}
        self._touched, self._read_at = clock.elapsed(), self.now()

    def now(self) -> datetime:
        """The time as well as this tablet knows it."""
        return self.device.now() if self.device else self._clock.now()

    @property
    def route(self) -> str:
        return self.history[-1]

    @property
    def unlocked(self) -> bool:
        return self.device is not None and not self.device.locked

    @property
    def open_device(self) -> Device:
        """The unlocked device. Locked when there is none: screens past the lock never see None."""
        if self.device is None or self.device.locked:
            raise Locked
        return self.device

    @property
    def standard(self) -> Standard:
        """The operating standard in force now. UnknownThing before the first sync brought one."""
        return self.directory.standard_at(self.now())

    @property
    def clock_limit(self) -> timedelta:
        """How far the tablet's clock may be off before it says so: as the standard has it, once there is one."""
        known = self._directory is not None and self._directory.standards
        return timedelta(seconds=self.standard.clock_warning_seconds) if known else WARN_PAST

    @property
    def directory(self) -> Directory:
        """Staff, teams and standards as this tablet holds them."""
        if self._directory is None:
            raise Locked
        return self._directory

    def go(self, route: str) -> None:
        """Show another screen. Going home, or to a screen already behind this one, drops what lies between."""
        if route == HOME:
            self.history = [HOME]
        elif route in self.history:
            del self.history[self.history.index(route) + 1 :]
        else:
            self.history.append(route)
        self.touch()
        self.changed()

    def back(self) -> None:
        if len(self.history) > 1:
            self.history.pop()
            self.touch()
            self.changed()

    async def refresh(self) -> None:
        """Read again how tablet and centre stand, for the bar over every screen. Call after a save."""
        device = self.open_device
        self.profile = await device.profile()
        self.me = await device.me()
        self.unsent = await device.unsent()
        self.as_at = await device.synced_at()
        self._directory = await device.directory()
        self.closed = await device.closed()
        self.clock_off = device.clock_off(self.clock_limit)
        asking = [each for each in await device.prompts() if asks_me(each, self.me.staff_id)]
        self.held_back = len(await device.held_back())
        self.silent = len(await device.silences())
        self.nobody_for = nobody_for(await device.people(), self.directory, self.me, day_of(self.now()))
        self.asking_me = self.held_back + self.silent + len(asking)
        self.closed_prompts = await device.prompts_left_out()
        if self.unsent.count:
            self.installation.nudged.set()
        self._read_at = self.now()
        self.changed()

    async def after_sync(self) -> None:
        """What is on screen may be old: every screen reads again."""
        self.synced += 1
        await self.refresh()

    def shown_again(self) -> None:
        """The window is back. What was to be drawn while it was away has been dropped, so every screen reads again."""
        self.synced += 1
        self.changed()

    async def opened(self, device: Device) -> None:
        """A device has been unlocked or enrolled: back to where its owner stood."""
        self.device = device
        self.history = self._left.pop(device.id, [HOME])
        self.touch()
        await self.refresh()

    async def lock(self) -> None:
        """Drop keys and decoded state, now. Drafts are already kept, sealed."""
        if self.device is None:
            return
        self._left[self.device.id] = self.history
        device, self.device = self.device, None
        self.profile = self.me = self.as_at = self._directory = self.closed = self.clock_off = None
        self.unsent, self.history = Unsent(), [HOME]
        self.asking_me = self.held_back = self.silent = self.nobody_for = 0
        self.sync_run = SyncRun()
        await device.lock()
        self.changed()

    def touch(self) -> None:
        """Somebody is here: the wait begins again, in elapsed time, which nobody can set back."""
        self._touched = self._clock.elapsed()

    async def keep(self) -> None:
        """Every few seconds: lock if nobody is here; read again what time, or a sync in the background, has changed."""
        if not self.unlocked:
            await self.lock()  # base may have taken the tablet out of use under an open screen
            return
        if self._clock.elapsed() - self._touched >= IDLE_LIMIT.total_seconds():
            await self.lock()
        elif self.now() - self._read_at >= READ_AGAIN:
            await self.after_sync()
