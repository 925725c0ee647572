"""The locked tablet: which profiles there are, what waits in each, unlocking one, and syncing all without unlocking any.

Nothing in here knows a name: labels are neutral, counts and ages are all a locked tablet tells.
"""

from dataclasses import dataclass
from datetime import timedelta

from models.errors import KeyGone, TooManyTries, WrongPassphrase
from models.times import duration_words
from screens.app_state import AppState
from screens.screen import Screen
from screens.sync.running import SyncRun, records
from screens.unlock.forgotten import Forgotten
from sync.device import Device
from sync.taken_out import handed_words
from sync.views import Number, Profile

NEEDS_YOU = "Something needs you. Unlock."
UNREACHED = timedelta(days=1)  # without a word from the centre: then a rescue file is offered


@dataclass(frozen=True)
class RescueFile:
    """What to save, and under which name."""

    name: str
    content: bytes


class UnlockState(Screen):
    """`opened` is False until the profiles are read. `chosen` is the id of the profile to unlock, `runs` what came of syncing each profile while locked.

    `forgotten` is the way to a new passphrase while it is open; `rescued` the name of the rescue file made last.
    """

    def __init__(self, app: AppState) -> None:
        self.app = app
        self.opened = False
        self.profiles: tuple[Profile, ...] = ()
        self.chosen: str | None = None
        self.passphrase = self.wrong = ""
        self.unlocking = False
        self.runs: dict[str, SyncRun] = {}
        self.forgotten: Forgotten | None = None
        self.rescued = ""

    async def load(self) -> None:
        """Read the profiles; a tablet without any goes on to enrolment."""
        self.profiles = tuple(await self.app.installation.profiles())
        if not self.profiles:
            self.app.enrolling = True
            self.app.changed()
        open_to_all = [each.id for each in self.profiles if not (each.trouble or each.out_of_use)]
        if self.chosen not in open_to_all:
            self.chosen = open_to_all[0] if len(open_to_all) == 1 else None
        self.opened = True
        self.changed()

    @property
    def out_of_use(self) -> tuple[Profile, ...]:
        """Those that base has taken out of use: nobody opens them, and they hand over what they have."""
        return tuple(each for each in self.profiles if each.out_of_use)

    @property
    def needs_you(self) -> bool:
        return any(profile.needs_you for profile in self.profiles)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The provider's own crisis numbers, of every profile here, each once."""
        return tuple({each.number: each for profile in self.profiles for each in profile.numbers}.values())

    @property
    def syncing(self) -> SyncRun | None:
        return next((run for run in self.runs.values() if run.running), None)

    def unsent_words(self, profile: Profile) -> str:
        """How much of this profile is only on this tablet, and how old the oldest is."""
        if profile.trouble:
            return profile.trouble
        if profile.out_of_use:
            return f"Taken out of use. What was recorded on it {handed_words(profile.left)}"
        if not profile.unsent:
            return "Everything is held centrally"
        oldest = profile.oldest_unsent_at
        age = f", the oldest {duration_words(self.app.now() - oldest)} old" if oldest else ""
        return f"{records(profile.unsent)} unsent{age}"

    @property
    def profile(self) -> Profile | None:
        """The one that is chosen."""
        return next((each for each in self.profiles if each.id == self.chosen), None)

    @property
    def secret_name(self) -> str:
        return "PIN" if self.profile and self.profile.pin else "Passphrase"

    @property
    def secret_name_within(self) -> str:
        """As it stands within a sentence."""
        return "PIN" if self.secret_name == "PIN" else "passphrase"

    @property
    def waiting(self) -> str:
        """How long until another try, in words; empty when there is nothing to wait for."""
        wait = self.profile.wait if self.profile else timedelta()
        if not wait:
            return ""
        seconds = -(-wait // timedelta(seconds=1))
        if seconds > 90:
            minutes = -(-seconds // 60)
            return f"in {minutes} minutes"
        return f"in {seconds} second{'' if seconds == 1 else 's'}"

    def choose(self, profile_id: str) -> None:
        self.chosen, self.passphrase, self.wrong, self.rescued = profile_id, "", "", ""
        self.changed()

    def put(self, passphrase: str) -> None:
        self.passphrase, self.wrong = passphrase, ""
        self.changed()

    async def unlock(self) -> None:
        """A wrong passphrase is said at the field; VaultBusy and StorageFailed are raised."""
        if self.unlocking or self.chosen is None:
            return
        self.wrong = "" if self.passphrase else f"Enter your {self.secret_name_within}."
        self.unlocking = not self.wrong
        self.changed()
        if self.unlocking:
            await self._open(self.chosen)

    async def _open(self, profile_id: str) -> None:
        try:
            device = await self.app.installation.device(profile_id)
            await device.unlock(self.passphrase)
        except WrongPassphrase as error:
            self.wrong = f"{error.happened.replace('passphrase', self.secret_name_within)} {error.do}"
            await self.load()
            return
        except (TooManyTries, KeyGone):  # said in place of the field
            self.passphrase = ""
            await self.load()
            return
        finally:
            self.unlocking = False
            self.changed()
        self.passphrase = ""
        await self.app.opened(device)

    def forget(self) -> None:
        """Open the way to a new passphrase."""
        if self.profile:
            self.passphrase = self.wrong = ""
            self.forgotten = Forgotten(self.app, self.profile, self.changed, self._recovered)
            self.changed()

    def remember(self) -> None:
        """Back to unlocking."""
        self.forgotten = None
        self.changed()

    async def _recovered(self, device: Device) -> None:
        self.forgotten = None
        await self.app.opened(device)

    @property
    def stranded(self) -> bool:
        """Whether the chosen profile has unsent work and nothing has been heard of the centre for a day."""
        profile = self.profile
        if profile is None or not profile.unsent:
            return False
        return profile.heard_at is None or self.app.now() - profile.heard_at >= UNREACHED

    async def make_rescue(self) -> RescueFile | None:
        """What only this tablet has of the chosen profile, to be saved somewhere and handed in at base."""
        if self.profile is None:
            return None
        device = await self.app.installation.device(self.profile.id)
        label = self.profile.label.replace(" · ", " ")
        return RescueFile(f"{label}.handrail-rescue", await device.rescue())

    def saved_rescue(self, name: str) -> None:
        self.rescued = name
        self.changed()

    async def sync(self) -> None:
        """Sync every profile of this tablet, one after the other, all of them locked."""
        if self.syncing:
            return
        able = [profile for profile in self.profiles if not profile.trouble]
        self.runs = {profile.id: SyncRun() for profile in able}
        for profile in able:
            run = self.runs[profile.id]
            run.watch(self.changed)
            await run.of(await self.app.installation.device(profile.id))
            if run.stopped:
                break
        await self.load()

    def switch_signal(self, on: bool) -> None:
        self.app.installation.signal = on
        self.changed()

    def enrol_another(self) -> None:
        self.app.enrolling = True
        self.app.changed()
