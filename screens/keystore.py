"""The tablet's own key store, through Flet's extension: the Keychain of an iPad, the Keystore of Android.

In a browser and on a desktop there is none that we would rely on: there a passphrase stands by itself.
"""

import flet as ft
from flet_secure_storage import AndroidOptions, IOSOptions, KeychainAccessibility, SecureStorage

from models.errors import StorageFailed
from vault.keystore import Keystore

NAME = "handrail.profile."
TABLETS = (ft.PagePlatform.IOS, ft.PagePlatform.ANDROID)


def keystore_of(page: ft.Page) -> Keystore | None:
    """This session's way to the key store; None where there is none."""
    return TabletKeystore() if not page.web and page.platform in TABLETS else None


class TabletKeystore:
    """Made while a page is at hand. What is kept stays on this tablet: no backup and no other device ever gets it."""

    def __init__(self) -> None:
        self._storage = SecureStorage(
            android_options=AndroidOptions(
                reset_on_error=False
            ),  # else an error there would erase every half
            ios_options=IOSOptions(accessibility=KeychainAccessibility.UNLOCKED_THIS_DEVICE),
        )

    async def read(self, profile: str) -> bytes | None:
        try:
            kept = await self._storage.get(NAME + profile)
            return bytes.fromhex(kept) if kept else None
        except Exception:  # of the extension, of the line to it, or of a value that is not ours
            raise _silent() from None

    async def write(self, profile: str, secret: bytes) -> None:
        try:
            await self._storage.set(NAME + profile, secret.hex())
        except Exception:
            raise _silent() from None


def _silent() -> StorageFailed:
    return StorageFailed(
        "This tablet's own key store does not answer.",
        safe="The records are untouched.",
        do="Restart the tablet and try again. If it happens again, ring base for a code.",
        fields=["keystore"],
    )
