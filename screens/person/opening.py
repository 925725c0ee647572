"""Opening a record: the reason asked once where it is outside one's caseload, and the note of who opened it. Knows no Flet."""

import logging
from collections.abc import Awaitable, Callable

from models.errors import HandrailError
from screens.screen import Screen
from sync.device import Device

log = logging.getLogger(__name__)


class Opening:
    """Part of a screen that shows a record. `asking`: the reason is asked, and nothing of the record is read meanwhile.

    `go_on` reads the record.
    """

    def __init__(
        self, device: Device, scope: str, changed: Callable[[], None], go_on: Callable[[], Awaitable[None]]
    ) -> None:
        self._device, self.scope, self._changed, self._go_on = device, scope, changed, go_on
        self.asking = self._answered = False
        self.why = self.wrong = ""

    async def waits(self) -> bool:
        """Whether the reason must be given first. What goes wrong here keeps nobody from the record."""
        if not self._answered:
            try:
                self.asking = await self._device.asks_why(self.scope)
            except HandrailError as error:
                log.warning(
                    "it is not known whether an opening is outside the caseload: %s", type(error).__name__
                )
        return self.asking

    def put(self, words: str) -> None:
        self.why, self.wrong = words, ""
        self._changed()

    async def open(self) -> None:
        """With the reason as it stands; without one, that is said at its field."""
        if not self.why.strip():
            self.wrong = "Say why, in a few words."
            self._changed()
            return
        self.asking, self._answered = False, True
        await self._go_on()

    async def note(self) -> None:
        """After the record is on screen. What goes wrong here is logged, never shown in its place."""
        self._answered = True
        try:
            await self._device.opened(self.scope, self.why.strip())
        except HandrailError as error:
            log.warning("an opening was not noted: %s", type(error).__name__)


class RecordScreen(Screen):
    """A screen that shows somebody's record, which `read_record` reads: not while the reason is asked. `opened`: it is on screen.

    Who opened it is noted then, once; reading it again is nobody's doing.
    """

    opening: Opening
    opened = False

    async def read_record(self) -> None:
        """Read what the screen shows of the record."""
        raise NotImplementedError

    async def load(self) -> None:
        if not self.opened and await self.opening.waits():
            self.changed()
            return
        first = not self.opened
        await self.read_record()
        self.opened = True
        self.changed()
        if first:
            await self.opening.note()
