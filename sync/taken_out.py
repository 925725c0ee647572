"""A tablet taken out of use by base: its key destroyed, what it holds handed over, then everything removed (`docs/sync.md`).

Each step is durable before the next, and each may be done again, so that an app that ends anywhere goes on from there.
"""

import asyncio

from models.errors import DeviceRevoked
from sync.messages import MOST_HANDED, Handed
from sync.shared import SharedVault, pack_moment
from vault.handing_over import HandedOver


async def take_out_of_use(shared: SharedVault, at_ms: int) -> None:
    """Note it, destroy the wrapped key, lock every session. A disk too full for the note does not save the key.

    StorageFailed: it is locked, and the note or the deed is still to be done; the next sync does it.
    """
    shared.revoked_ms = shared.revoked_ms or at_ms
    try:
        if "revoked" not in await shared.vault.state():
            await shared.vault.put_state({"revoked": pack_moment(at_ms), "look_again": None})
    finally:
        try:
            await asyncio.to_thread(shared.files.destroy_key)
        finally:
            for session in list(shared.sessions):
                session.drop()


async def to_hand_over(shared: SharedVault) -> tuple[HandedOver, ...]:
    """The next of what no receipt will cover."""
    return await shared.vault.to_hand_over(MOST_HANDED, shared.line.bytes_at_once)


def on_the_wire(each: HandedOver) -> Handed:
    return Handed(*each)


async def go(shared: SharedVault) -> bool:
    """Remove this profile, if the centre has taken everything that is here. False, and nothing is done, otherwise."""
    async with shared.saving, shared.inbox:
        if await shared.vault.close_if_handed_over():
            await asyncio.to_thread(shared.files.remove)
    return shared.vault.handed_over


def gone() -> DeviceRevoked:
    return DeviceRevoked(
        safe="What was recorded on it has been handed over, and is kept here no longer.",
        do="To go on, ask your administrator for a new invitation.",
        fields=["gone"],
    )


def still_here(left: int) -> DeviceRevoked:
    """`left`: how many records and drafts are not handed over yet."""
    return DeviceRevoked(safe=f"What was recorded on it {handed_words(left)}.", fields=["left"])


def handed_words(left: int) -> str:
    """ "is being handed over: 3 left", "has been handed over"."""
    return f"is being handed over: {left} left" if left else "has been handed over"
