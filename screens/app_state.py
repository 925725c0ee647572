"""One session of the app: who is unlocked, where they are, what it has to say. Pure: no flet.

A session that goes idle or loses its window is locked: the device drops its keys, the screens their decoded state; after
the same profile unlocks again it stands where it stood.
"""

import inspect
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from sync.device import Device, Installation

from models.errors import HandrailError, Locked
from screens.screen import Screen

IDLE_LIMIT = timedelta(minutes=5)
HOME = "/today"


class AppState(Screen):
    """What all screens of one session share. `notice` is the sentence on top of the screen, empty when there is none."""

    def __init__(self, installation: Installation, *, fictional: bool = False) -> None:
        self.installation = installation
        self.fictional = fictional
        self.device: Device | None = None
        self.dark = False
        self.notice = ""
        self.synced = 0
        self.history: list[str] = [HOME]
        self._touched_at = self.now()
        self._left: dict[str, list[str]] = {}

    def now(self) -> datetime:
        return self.installation.clock.now()

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

    def go(self, route: str) -> None:
        """Show another screen. Going home, or to a screen already behind this one, drops what lies between."""
        if route == HOME:
            self.history = [HOME]
        elif route in self.history:
            del self.history[self.history.index(route) + 1 :]
        else:
            self.history.append(route)
        self.notice = ""
        self.changed()

    def back(self) -> None:
        if len(self.history) > 1:
            self.history.pop()
            self.notice = ""
            self.changed()

    def say(self, sentence: str) -> None:
        self.notice = sentence
        self.changed()

    def after_sync(self) -> None:
        """What is on screen may be old: every screen reads again."""
        self.synced += 1
        self.changed()

    async def opened(self, device: Device) -> None:
        """A device has been unlocked or enrolled: back to where its owner stood."""
        self.device = device
        self.history = self._left.pop(device.profile.id, [HOME])
        self.notice = ""
        self.touch()
        self.changed()

    async def lock(self) -> None:
        """Drop keys and decoded state, now. Drafts are already kept, sealed."""
        if self.device is not None:
            self._left[self.device.profile.id] = self.history
            device, self.device = self.device, None
            self.notice = ""
            await device.lock()
            self.changed()

    def touch(self) -> None:
        self._touched_at = self.now()

    async def lock_if_idle(self) -> None:
        if self.unlocked and self.now() - self._touched_at >= IDLE_LIMIT:
            await self.lock()
