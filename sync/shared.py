"""One profile's vault as every session of this process shares it: what is locked against whom, and what has changed.

It holds no key and nothing opened. Sessions keep what they have opened for themselves, and ask `version` whether it still
stands.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Protocol
from weakref import WeakSet

from models.entry import ORGANISATION
from models.errors import NotUnderstood
from sync.clock import Measure
from sync.lease import Lease
from sync.line import Line
from sync.messages import Number
from sync.packing import pack, unpack
from vault.attempts import Attempts
from vault.profiles import Profile as ProfileFiles
from vault.profiles import ProfileCard
from vault.rows import LAST_MS
from vault.store import Vault


class Session(Protocol):
    """Whoever holds keys to this vault."""

    def drop(self) -> None:
        """Let go of the keys and of everything opened, now."""
        ...


class SharedVault:
    """An open vault with its profile's files.

    `syncing` is held through a sync, `inbox` while pages or the cursor move, `saving` through one save, `unlocking` through
    one try at the passphrase, which `attempts` counts. `measure` is what was last measured of the clock; `checked` what was
    last sent of each scope, by digests; `asked_again` the rows that no longer open and were asked for since somebody last
    unlocked, `not_given` those of them that the centre did not give; `revoked_ms` since when the
    tablet is out of use (`sync.taken_out`), None while it is in use; `lease`
    how long others' records stay open.
    """

    def __init__(
        self,
        files: ProfileFiles,
        card: ProfileCard,
        link_key: bytes,
        vault: Vault,
        measure: Measure | None = None,
        revoked_ms: int | None = None,
        lease: Lease | None = None,
    ) -> None:
        self.files = files
        self.card = card
        self.link_key = link_key
        self.vault = vault
        self.measure = measure
        self.revoked_ms = revoked_ms
        self.lease = lease or Lease(None, None)
        self.sessions: WeakSet[Session] = WeakSet()
        self.checked: dict[str, tuple[bytes, bytes]] = {}
        self.asked_again: set[bytes] = set()
        self.not_given: set[bytes] = set()
        self.line = Line()
        self.syncing = asyncio.Lock()
        self.inbox = asyncio.Lock()
        self.saving = asyncio.Lock()
        self.unlocking = asyncio.Lock()
        self.attempts = Attempts(files.folder)
        self._changes: dict[str, int] = {}
        self._everywhere = 0

    @classmethod
    async def open(cls, files: ProfileFiles) -> "SharedVault":
        """VaultBusy, StorageFailed, NewerFormat."""
        card, link_key, vault = files.card, files.link_key(), await files.vault()
        try:
            return await cls._read(files, card, link_key, vault)
        except BaseException:  # cancelled or not readable: whoever asks again must not find it busy
            await vault.close()
            raise

    @classmethod
    async def _read(
        cls, files: ProfileFiles, card: ProfileCard, link_key: bytes, vault: Vault
    ) -> "SharedVault":
        state = await vault.state()
        kept, revoked_ms = state.get("clock"), read_moment(state.get("revoked"))
        lease = Lease(read_moment(state.get("heard")), read_moment(state.get("high_water")))
        if revoked_ms is not None:
            await asyncio.to_thread(files.destroy_key)  # the app may have ended between the note and the deed
        return cls(files, card, link_key, vault, read_measure(kept), revoked_ms, lease)

    @property
    def revoked(self) -> bool:
        """Taken out of use: nothing in here can be opened or recorded any more."""
        return self.revoked_ms is not None

    def version(self, scope: str) -> tuple[int, int, int]:
        """Changes when what is held of the scope, the organisation's entries, or any receipt may have changed."""
        return self._changes.get(scope, 0), self._changes.get(ORGANISATION, 0), self._everywhere

    @property
    def changes(self) -> dict[str, int]:
        """How often each scope is known to have changed; those that did not are left out."""
        return dict(self._changes)

    @property
    def everywhere(self) -> int:
        """How often what changed was not known."""
        return self._everywhere

    def changed(self, scopes: Iterable[str]) -> None:
        for scope in scopes:
            self._changes[scope] = self._changes.get(scope, 0) + 1

    def was_asked_again(self, ids: Sequence[bytes], not_given: Iterable[int]) -> None:
        """The centre answered for these; `not_given` are places in `ids`."""
        self.asked_again.update(ids)
        self.not_given.update(ids[place] for place in not_given if place < len(ids))

    def ask_again(self) -> None:
        """Rows that do not open may be asked for once more."""
        self.asked_again.clear()
        self.not_given.clear()

    def changed_everywhere(self) -> None:
        """What changed is not known: receipts, whose scopes nobody knows without a key, or work cut short."""
        self._everywhere += 1

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The crisis numbers, which ring locked and offline too."""
        return tuple(Number(each.words, each.number) for each in self.card.numbers)

    def update_card(self, card: ProfileCard) -> None:
        self.files.update(card)
        self.card = card


def pack_measure(measure: Measure) -> bytes:
    """`error` is two's sense: sign and size, since the reader takes no negative number."""
    late = measure.error_ms < 0
    elapsed, trip = round(measure.elapsed * 1000), round(measure.round_trip * 1000)
    return pack([late, abs(measure.error_ms), measure.wall_ms, elapsed, trip])


def read_measure(kept: bytes | None) -> Measure | None:
    """None when there is none, or it is damaged: the next sync measures again."""
    try:
        reader = unpack(kept or b"")
        error = -reader.moment(1) if reader.flag(0) else reader.moment(1)
        return Measure(error, reader.moment(2), reader.moment(3) / 1000, reader.moment(4) / 1000)
    except NotUnderstood:
        return None


def pack_moment(milliseconds: int) -> bytes:
    return milliseconds.to_bytes(8, "big")


def read_moment(kept: bytes | None) -> int | None:
    """None when there is none, or what is there can be no moment."""
    found = int.from_bytes(kept, "big") if kept and len(kept) == 8 else None
    return None if found is None or found > LAST_MS else found
