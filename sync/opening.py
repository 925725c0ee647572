"""How a profile is opened: each try counted first, the key store's half joined, and a key that came back wrapped anew.

Sessions of one process take turns, so that two never make one counted try between them.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from models.errors import (
    BadInput,
    CentreUnreachable,
    KeyGone,
    RecoveryExpired,
    StorageFailed,
    SyncError,
    WrongPassphrase,
)
from models.passphrase import is_pin, wrong_with
from sync.clock import Clock
from sync.frames import Chance, fingerprint
from sync.http import RECOVER_PATH, Transport, attempts
from sync.recovery import ATTEMPT, Forgetful, Recovery, code_key
from sync.shared import SharedVault
from vault.attempts import MOST_PINS
from vault.keys import KEY_BYTES, KdfProfile, Keys
from vault.keystore import Keystore


def refuse_weak(secret: str, keystore: Keystore | None) -> None:
    """BadInput, with the sentence for the field, for a PIN or passphrase that will not do here."""
    if wrong := wrong_with(secret, keystore is not None):
        raise BadInput(wrong, fields=["passphrase"])


async def half_for(keystore: Keystore | None, profile: str, secret: str, chance: Chance) -> bytes:
    """The key store's half for a new wrap: what it holds already, else new. Empty where there is none.

    A PIN needs it, so StorageFailed; a passphrase that the key store does not join stands by itself.
    """
    if keystore is None:
        return b""
    with suppress(StorageFailed):
        if (kept := await keystore.read(profile)) is not None and len(kept) == KEY_BYTES:
            return kept
        await keystore.write(profile, new := chance(KEY_BYTES))
        if await keystore.read(profile) == new:
            return new
    if is_pin(secret, True):
        raise StorageFailed(
            "This tablet's own key store does not answer, so a PIN would not be safe.",
            safe="Nothing has changed.",
            do="Restart the tablet and try again, or choose a passphrase.",
            fields=["keystore"],
        )
    return b""


class Opening:
    def __init__(
        self, shared: SharedVault, clock: Clock, chance: Chance, kdf: KdfProfile, keystore: Keystore | None
    ) -> None:
        self._shared = shared
        self._clock = clock
        self._chance = chance
        self._kdf = kdf
        self._keystore = keystore

    async def unlock(self, secret: str) -> Keys:
        """WrongPassphrase, TooManyTries; KeyGone once the PIN was wrong too often; StorageFailed, NewerFormat."""
        shared = self._shared
        async with shared.unlocking:
            half = await self._half()
            async with self._counted() as before:
                try:
                    keys = await shared.files.unlock(secret, keystore_secret=half, profile=self._kdf)
                except WrongPassphrase:
                    if shared.card.pin and half and before + 1 >= MOST_PINS:
                        await asyncio.to_thread(shared.files.destroy_key)
                        raise KeyGone(fields=["tries"]) from None
                    raise
            return keys

    async def recover(self, transport: Transport, code: str, secret: str) -> Keys:
        """Get the device key back by base's code and wrap it by a new passphrase or PIN.

        BadInput, RecoveryWrong, RecoveryExpired, DeviceRevoked, SyncError: nothing has changed here. May be asked again at any
        point: the attempt is kept before it is sent, and the centre answers it again.
        """
        shared = self._shared
        refuse_weak(secret, self._keystore)
        key = code_key(code, bytes.fromhex(shared.card.device))
        async with shared.unlocking:
            attempt = (await shared.vault.state()).get("recovering") or self._chance(ATTEMPT)
            await shared.vault.put_state({"recovering": attempt})
            try:
                device_key = await self._ask(transport, key, attempt)
            except RecoveryExpired:
                await shared.vault.put_state({"recovering": None})
                raise
            keys = await self._wrap(device_key, secret)
            await asyncio.to_thread(shared.attempts.put_back, 0, self._clock.elapsed())
            await shared.vault.put_state({"recovering": None})
        return keys

    async def forget(self) -> None:
        """Out of use: the key store's half goes the way of the wrapped key, as far as the key store lets it."""
        if self._keystore is not None:
            with suppress(StorageFailed):
                await self._keystore.write(self._shared.card.device, self._chance(KEY_BYTES))

    @asynccontextmanager
    async def _counted(self) -> AsyncGenerator[int]:
        """Count the try as wrong first; take that back if it was right, or came to nothing."""
        tries = self._shared.attempts
        before = await asyncio.to_thread(tries.begin, self._clock.elapsed())
        try:
            yield before
        except (StorageFailed, KeyGone) as error:
            if "tries" not in error.fields:
                await asyncio.to_thread(tries.put_back, before, self._clock.elapsed())
            raise
        await asyncio.to_thread(tries.put_back, 0, self._clock.elapsed())

    async def _half(self) -> bytes:
        """What the key store holds for this profile. A passphrase from before there was one is joined with a new half."""
        if self._keystore is None:
            return b""
        profile = self._shared.card.device
        if not await asyncio.to_thread(lambda: self._shared.files.joined):
            return await half_for(self._keystore, profile, "", self._chance)
        return await self._keystore.read(profile) or b""

    async def _ask(self, transport: Transport, key: bytes, attempt: bytes) -> bytes:
        card = self._shared.card
        org, device = bytes.fromhex(card.org), bytes.fromhex(card.device)
        recovery = Recovery(key, self._shared.link_key, org, device, attempt)
        forgetful = Forgetful(recovery, fingerprint(bytes.fromhex(card.centre_key)), self._chance)
        async for each in attempts():
            with each:
                frame = forgetful.ask()
                try:
                    answer = await transport.post(card.centre_url + RECOVER_PATH, frame)
                except SyncError:
                    forgetful.lost()
                    raise
                return forgetful.recovered(answer)
        raise CentreUnreachable

    async def _wrap(self, device_key: bytes, secret: str) -> Keys:
        """The card says whether it is a PIN: set after the wrap, and cleared before it, so that doubt never destroys a key."""
        shared, pin = self._shared, is_pin(secret, self._keystore is not None)
        half = await half_for(self._keystore, shared.card.device, secret, self._chance)
        if shared.card.pin and not pin:
            shared.update_card(shared.card.model_copy(update={"pin": False}))
        keys = await shared.files.wrap_again(device_key, secret, keystore_secret=half, profile=self._kdf)
        if pin and not shared.card.pin:
            shared.update_card(shared.card.model_copy(update={"pin": True}))
        return keys
