"""`Installation`: the app on one machine. It owns the vaults of its profiles, enrols new ones, and holds the signal switch."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from models.errors import CentreUnreachable, HandrailError, SyncError
from models.passphrase import is_pin
from sync.clock import Clock
from sync.device import Device
from sync.enrolment import Enrolled, Newcomer, NewKeys, Welcome
from sync.frames import Answer, Chance
from sync.http import ENROL_PATH, HttpTransport, Transport, attempts
from sync.invitation import Invite, clean_address, invite
from sync.opening import half_for, refuse_weak
from sync.profiles import describe
from sync.shared import SharedVault
from sync.views import Profile
from vault.keys import CURRENT, KdfProfile, wrap
from vault.keystore import Keystore
from vault.profiles import CrisisNumber, ProfileCard, Profiles
from vault.profiles import Profile as ProfileFiles

T = TypeVar("T")


class Installation:
    """One per app process. `signal`: off, nothing goes on the line, as in a place without any. `keystore`: the platform's own,
    None where it keeps none; with it a PIN may be chosen.

    `nudged` is set when something waits to be sent (`sync.in_step`).
    """

    def __init__(
        self,
        root: Path,
        clock: Clock,
        transport: Transport | None = None,
        profile: KdfProfile = CURRENT,
        chance: Chance = os.urandom,
        keystore: Keystore | None = None,
    ) -> None:
        self.signal = True
        self.nudged = asyncio.Event()
        self.keystore = keystore
        self._profiles = Profiles(root)
        self._profiles.sweep()
        self._clock = clock
        self._line = transport or HttpTransport()
        self._kdf = profile
        self._chance = chance
        self._shared: dict[str, SharedVault] = {}
        self._opening = asyncio.Lock()
        self._asked: dict[tuple[str, bytes], NewKeys] = {}

    async def profiles(self) -> list[Profile]:
        """Every profile, by label, as a locked screen may show it. One that cannot be opened says so in `trouble`."""
        return [await self._describe(files) for files in self._profiles.list()]

    @property
    def gone(self) -> tuple[str, ...]:
        """Labels of profiles that were taken out of use and removed since the app began."""
        return tuple(shared.card.label for shared in self._shared.values() if shared.vault.closed)

    async def device(self, profile_id: str) -> Device:
        """A new session's handle, locked. UnknownThing, VaultBusy, StorageFailed, NewerFormat."""
        shared = await self._open(self._profiles.get(profile_id))
        return Device(shared, self._clock, self._chance, self._transport, self._kdf, self.keystore)

    async def enrol(self, address: str, code: str, passphrase: str) -> Device:
        """Enrol a new profile by an invitation; the device is unlocked. EnrolmentError, SyncError: nothing has changed here."""
        refuse_weak(passphrase, self.keystore)
        url, invited = clean_address(address), invite(code)
        keys = self._asked.setdefault((url, invited.lookup), NewKeys.make(self._chance))
        welcome, enrolled = await self._ask_to_enrol(url, invited, keys)
        files = await self._create(url, keys, welcome, enrolled, passphrase)
        del self._asked[url, invited.lookup]
        device = await self.device(files.device)
        await device.unlock(passphrase)
        return device

    async def recover(self, profile_id: str, code: str, passphrase: str) -> Device:
        """The profile with a new passphrase or PIN, by base's code for a forgotten one; unlocked. As `Device.recover`."""
        device = await self.device(profile_id)
        await device.recover(code, passphrase)
        return device

    async def close(self) -> None:
        """Close every vault and the line."""
        async with self._opening:
            for shared in self._shared.values():
                await shared.vault.close()
            self._shared.clear()
        if isinstance(self._line, HttpTransport):
            await self._line.close()

    async def post(self, url: str, body: bytes) -> Answer:
        """The line, while there is signal."""
        if not self.signal:
            raise CentreUnreachable("Signal is switched off.", do="Switch it on to sync.", fields=["signal"])
        return await self._line.post(url, body)

    @property
    def _transport(self) -> Transport:
        return self

    async def _open(self, files: ProfileFiles) -> SharedVault:
        async with self._opening:
            kept = self._shared.get(files.device)
            if kept is None or kept.vault.closed:
                kept = self._shared[files.device] = await SharedVault.open(files)
            return kept

    async def _describe(self, files: ProfileFiles) -> Profile:
        try:
            return await describe(await self._open(files), self._clock)
        except HandrailError as error:
            return Profile(files.device, files.label_or_id(), trouble=error.sentence)

    # Enrolment

    async def _ask_to_enrol(self, url: str, invited: Invite, keys: NewKeys) -> tuple[Welcome, Enrolled]:
        """Both questions. The keys stay the same for one invitation, so that a lost answer can be asked for again."""
        newcomer = Newcomer(invited, keys, self._chance)
        installation = bytes.fromhex(self._profiles.installation().id)
        welcome = await self._question(url, newcomer, newcomer.hello, newcomer.welcome)
        enrolled = await self._question(
            url, newcomer, lambda: newcomer.enrol(welcome, installation), newcomer.enrolled
        )
        return welcome, enrolled

    async def _question(
        self, url: str, newcomer: Newcomer, ask: Callable[[], bytes], receive: Callable[[Answer], T]
    ) -> T:
        async for attempt in attempts():
            with attempt:
                frame = ask()
                try:
                    answer = await self.post(url + ENROL_PATH, frame)
                except SyncError:
                    newcomer.lost()
                    raise
                return receive(answer)
        raise CentreUnreachable

    async def _create(
        self, url: str, keys: NewKeys, welcome: Welcome, enrolled: Enrolled, passphrase: str
    ) -> ProfileFiles:
        org, device = enrolled.org.hex(), keys.device.hex()
        card = ProfileCard(
            device=device,
            org=org,
            staff=enrolled.staff.hex(),
            label=enrolled.label,
            centre_url=url,
            centre_key=welcome.centre_key.hex(),
            pin=is_pin(passphrase, self.keystore is not None),
            numbers=tuple(CrisisNumber(words=each.words, number=each.number) for each in enrolled.numbers),
        )
        half = await half_for(self.keystore, device, passphrase, self._chance)
        wrapped = await asyncio.to_thread(
            wrap, keys.device_key, passphrase, org, device, keystore_secret=half, profile=self._kdf
        )
        files = await self._profiles.create(card, wrapped, keys.link_key)
        shared = await self._open(files)
        await shared.vault.put_state({"ticket": enrolled.ticket or None})
        return files
