"""Giving back to a centre that was put back to an earlier copy: what a device lists, hands in and sends again.

Needs no passphrase. How far it is rests in the vault (`healing`) and moves in the transaction that keeps an answer, so that a
cut anywhere repeats at most one part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from models.errors import NotUnderstood
from sync.messages import (
    EPOCH,
    ID,
    MOST_LISTED,
    MOST_PAGES,
    Listing,
    Proof,
    Row,
    SyncRequest,
    SyncResponse,
    Unapplied,
)
from sync.packing import Reader, pack, unpack
from vault.outbox import UnsentRow
from vault.store import Vault


@dataclass(frozen=True)
class Healing:
    """How far this device is for `epoch`: the place of the last row listed, the number of the last page handed in."""

    epoch: bytes
    listed: int = 0
    handed: int = 0
    done: bool = False

    def pack(self) -> bytes:
        return pack([self.epoch, self.listed, self.handed, self.done])

    @classmethod
    def read(cls, kept: bytes | None) -> "Healing | None":
        if not kept:
            return None
        reader = unpack(kept)
        return cls(reader.raw(0, EPOCH), reader.number(1), reader.number(2), reader.flag(3))


@dataclass(frozen=True)
class Part:
    """What one request carries of it, and how far the device is once that is answered."""

    after: Healing | None = None
    listing: Listing | None = None
    unapplied: tuple[Unapplied, ...] = field(default=())

    @property
    def more(self) -> bool:
        """Whether other parts follow this one."""
        return self.after is not None and not self.after.done


NOTHING = Part()


async def next_part(vault: Vault, kept: bytes | None, most_bytes: int) -> Part:
    """Pages that were never opened first, then ids in order of arrival; NOTHING when it is done or was never asked for."""
    healing = Healing.read(kept)
    if healing is None or healing.done:
        return NOTHING
    pages = await vault.unapplied(healing.handed, MOST_PAGES, most_bytes)
    if pages:
        handed_in = tuple(Unapplied(page.asked, page.sealed) for page in pages)
        return Part(replace(healing, handed=pages[-1].number), unapplied=handed_in)
    most = max(1, min(MOST_LISTED, most_bytes // ID))
    found = await vault.receipted(healing.listed, healing.epoch, most)
    last = len(found) < most
    listing = Listing(healing.epoch, tuple(id for _, id in found), last)
    return Part(replace(healing, listed=found[-1][0] if found else healing.listed, done=last), listing)


def after_answer(kept: bytes | None, part: Part, response: SyncResponse) -> bytes | None:
    """What to keep: how far it is now, or a new beginning when the centre asks for another epoch, or for all once more."""
    now = part.after or Healing.read(kept)
    asked = _asked_epoch(response)
    if asked is not None and (now is None or now.epoch != asked or (now.done and part.after is None)):
        now = Healing(asked)
    return now.pack() if now else None


def lacking(request: SyncRequest, response: SyncResponse) -> tuple[bytes, ...]:
    """The ids listed in this request that the centre lacks."""
    listed: Sequence[bytes] = request.listing.ids if request.listing else ()
    return tuple(listed[place] for place in response.lacking if place < len(listed))


def as_row(row: UnsentRow) -> Row:
    return Row(row.id, row.sealed, Proof(*row.proof) if row.proof else None)


async def left_to_give(vault: Vault) -> tuple[bytes, int] | None:
    """What is left, None when nothing is: it changes as long as giving back gets on."""
    kept = (await vault.state()).get("healing")
    healing, waiting = Healing.read(kept), await vault.offered_again()
    unfinished = healing is not None and not healing.done
    return (kept or b"", waiting) if unfinished or waiting else None


def _asked_epoch(response: SyncResponse) -> bytes | None:
    for command in response.commands:
        if command.get("k") == "reoffer":
            try:
                return Reader(command, "reoffer.").raw("e", EPOCH)
            except NotUnderstood:
                return None
    return None
