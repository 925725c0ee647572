"""The platform's own key store, where there is one: it keeps half of what opens a profile, where no copied file carries it."""

from typing import Protocol


class Keystore(Protocol):
    """32 bytes for each profile, by its device id. Where a platform keeps none there is no `Keystore` at all."""

    async def read(self, profile: str) -> bytes | None:
        """None when nothing is kept for it. StorageFailed when the key store does not answer."""
        ...

    async def write(self, profile: str, secret: bytes) -> None:
        """Keep it, in the place of what was there. StorageFailed."""
        ...
