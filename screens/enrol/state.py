"""Enrol: an invitation, a passphrase twice, and the first sync. What was typed stays whatever goes wrong."""

from models.passphrase import wrong_with
from screens.app_state import AppState
from screens.enrol.invitation import read_invitation
from screens.screen import Screen
from screens.sync.running import SyncRun
from sync.device import Device

FIELDS = ("address", "code", "passphrase", "again")


class EnrolState(Screen):
    """`wrong` has a sentence by field. `device` is the profile once it is enrolled; then only its first sync is left."""

    def __init__(self, app: AppState) -> None:
        self.app = app
        self.address = self.code = self.passphrase = self.again = ""
        self.wrong: dict[str, str] = {}
        self.working = self.others = False
        self.device: Device | None = None
        self.run = SyncRun()
        self.run.watch(self.changed)

    async def load(self) -> None:
        self.others = bool(await self.app.installation.profiles())

    def put(self, field: str, text: str) -> None:
        """Take what was typed. A whole invitation, pasted into either field, fills both."""
        found = read_invitation(text) if field in ("address", "code") else None
        if found:
            self.address, self.code = found
            self.wrong.pop("address", None)
            self.wrong.pop("code", None)
        else:
            setattr(self, field, text)
            self.wrong.pop(field, None)
        self.changed()

    async def enrol(self) -> None:
        """EnrolmentError or SyncError: nothing has changed here, and every field is as it was."""
        if self.working:
            return
        self.wrong = self._lacking()
        self.working = not self.wrong
        self.changed()
        if self.working:
            await self._enrol()

    async def _enrol(self) -> None:
        try:
            self.device = await self.app.installation.enrol(self.address, self.code, self.passphrase)
        finally:
            self.working = False
            self.changed()
        self.passphrase = self.again = ""
        await self.fetch()

    async def fetch(self) -> None:
        """The first sync, which brings the people and the standard; then on to Today."""
        if self.device is not None and await self.run.of(self.device):
            await self.go_on()

    async def go_on(self) -> None:
        """Begin, fetched or not."""
        if self.device is not None:
            self.app.enrolling = False
            await self.app.opened(self.device)

    def leave(self) -> None:
        """Back to the profiles that are here already."""
        self.app.enrolling = False
        self.app.changed()

    def _lacking(self) -> dict[str, str]:
        lacking = {
            "address": "" if self.address.strip() else "Enter the address from your invitation.",
            "code": "" if self.code.strip() else "Enter the code from your invitation.",
            "passphrase": wrong_with(self.passphrase, self.pins),
            "again": "" if self.again == self.passphrase else "These two are not the same. Type it again.",
        }
        return {field: sentence for field, sentence in lacking.items() if sentence}

    @property
    def pins(self) -> bool:
        """Whether this tablet has a key store of its own, so that a PIN is enough."""
        return self.app.installation.keystore is not None
