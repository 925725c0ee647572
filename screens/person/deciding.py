"""What a manager decides on a person's page: to confirm what waits, or to keep one of what was recorded apart."""

from collections.abc import Awaitable, Callable

from screens.person.apart import Apart, Version, keeping
from screens.person.waiting import KIND, confirmation
from sync.device import Device


class Deciding:
    """At most one form is open: `about` is the id of a proposal or a version, "" while none is. `wrong` is said at `why`."""

    def __init__(
        self, device: Device, scope: str, changed: Callable[[], None], after: Callable[[], Awaitable[None]]
    ) -> None:
        self.device, self.scope = device, scope
        self.about = self.why = self.wrong = ""
        self._changed, self._after = changed, after

    def start(self, about: str) -> None:
        self.about, self.why, self.wrong = about, "", ""
        self._changed()

    def cancel(self) -> None:
        self.start("")

    def put(self, why: str) -> None:
        self.why, self.wrong = why, ""
        self._changed()

    async def confirm(self) -> None:
        """Confirm the proposal the form is about. Without a reason nothing is recorded."""
        if self._lacks("Say why this can take effect."):
            return
        await self.device.record(KIND, self.scope, confirmation(self.about, self.why))
        await self._done()

    async def part(self) -> None:
        """Say that the match the form is about is of two people after all. Without a reason nothing is recorded."""
        if self._lacks("Say how you know that they are two people."):
            return
        body = {"target": self.about, "reason": "wrong_person", "words": self.why.strip()}
        await self.device.record("entry.voided", self.scope, body)
        await self._done()

    async def keep(self, apart: Apart, version: Version) -> None:
        """Keep this version. BadInput when it can no longer stand: nothing is recorded, both stay as they are."""
        if apart.needs_why and self._lacks("Say why this one is kept."):
            return
        said = keeping(self.scope, apart, version, self.why)
        await self.device.record_together([said])
        await self._done()

    def _lacks(self, sentence: str) -> bool:
        self.wrong = "" if self.why.strip() else sentence
        self._changed()
        return bool(self.wrong)

    async def _done(self) -> None:
        self.cancel()
        await self._after()
