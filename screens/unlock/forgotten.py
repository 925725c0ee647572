"""Forgotten it: base's code, and a new passphrase or PIN, twice. What was typed stays whatever goes wrong."""

from collections.abc import Awaitable, Callable

from models.errors import BadInput, HandrailError, RecoveryError, SyncError
from models.passphrase import wrong_with
from screens.app_state import AppState
from sync.device import Device
from sync.views import Profile

FIELDS = ("code", "passphrase", "again")
DIFFERENT = "These two are not the same. Type it again."


class Forgotten:
    """One profile's. `wrong` has a sentence by field; `problem` is what the line or the centre had to say."""

    def __init__(
        self,
        app: AppState,
        profile: Profile,
        changed: Callable[[], None],
        opened: Callable[[Device], Awaitable[None]],
    ) -> None:
        self.app = app
        self.profile = profile
        self.code = self.passphrase = self.again = ""
        self.wrong: dict[str, str] = {}
        self.problem: HandrailError | None = None
        self.working = False
        self._changed = changed
        self._opened = opened

    @property
    def pins(self) -> bool:
        return self.app.installation.keystore is not None

    def put(self, field: str, text: str) -> None:
        setattr(self, field, text)
        self.wrong.pop(field, None)
        self._changed()

    def switch_signal_on(self) -> None:
        self.app.installation.signal = True
        self.problem = None
        self._changed()

    async def set(self) -> None:
        """Ask for the key back and wrap it anew. The errors of the storage are raised; all others are said here."""
        if self.working:
            return
        self.problem, self.wrong = None, self._lacking()
        self.working = not self.wrong
        self._changed()
        if self.working:
            await self._set()

    async def _set(self) -> None:
        try:
            device = await self.app.installation.recover(self.profile.id, self.code, self.passphrase)
        except RecoveryError as error:
            self.wrong = {"code": f"{error.happened} {error.do}"}
            return
        except BadInput as error:
            self.wrong = {"passphrase": error.happened}
            return
        except SyncError as error:
            self.problem = error
            return
        finally:
            self.working = False
            self._changed()
        self.code = self.passphrase = self.again = ""
        await self._opened(device)

    def _lacking(self) -> dict[str, str]:
        lacking = {
            "code": "" if self.code.strip() else "Enter the code that base gave you.",
            "passphrase": wrong_with(self.passphrase, self.pins),
            "again": "" if self.again == self.passphrase else DIFFERENT,
        }
        return {field: sentence for field, sentence in lacking.items() if sentence}
