"""The vault as the harness's local store: `local.py --add …/store.py:Store`. One profile in the folder it is given."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.peers.documents import Document, authored, document_of, scope_of
from benchmarks.records import Hand
from vault.keys import Keys, new_key, wrap
from vault.profiles import Profile, ProfileCard, Profiles
from vault.store import Vault


class Store:
    """Creates the profile or unlocks it: the KDF is in `__init__`, as the harness counts it. Saves are durable on return.

    The harness calls plain functions, so every call pays for a turn of an event loop that the app would not start anew.
    """

    def __init__(self, path: str, passphrase: str) -> None:
        self._runner = asyncio.Runner()
        self._keys, self._vault = self._runner.run(_opened(Path(path), passphrase))
        self._hand = Hand(self._keys.org.hex(), "ab" * 16, self._keys.device.hex(), "cd" * 16, "2026-11")

    def put(self, document: Document) -> None:
        self.put_many([document])

    def put_many(self, documents: Sequence[Document]) -> None:
        entries = [authored(each, self._hand, os.urandom(16).hex()) for each in documents]
        self._runner.run(self._vault.save(self._keys, entries))

    def latest(self, person: str, count: int) -> list[Document]:
        """Newest first."""
        if not person[1:].isdigit():
            return []
        held = self._runner.run(self._vault.entries(self._keys, scope_of(person), count))
        return [document_of(each.entry) for each in reversed(held)]

    def scan(self) -> Iterator[Document]:
        for scope in self._runner.run(self._vault.scopes(self._keys)):
            for held in self._runner.run(self._vault.entries(self._keys, scope.scope)):
                yield document_of(held.entry)

    def close(self) -> None:
        self._runner.run(self._vault.close())
        self._runner.close()


async def _opened(root: Path, passphrase: str) -> tuple[Keys, Vault]:
    profiles = Profiles(root)
    profile = next(iter(profiles.list()), None) or await _created(profiles, passphrase)
    return await profile.unlock(passphrase), await profile.vault()


async def _created(profiles: Profiles, passphrase: str) -> Profile:
    org, device, staff = (os.urandom(16).hex() for _ in range(3))
    card = ProfileCard(
        device=device,
        org=org,
        staff=staff,
        label="Tablet A · 1",
        centre_url="http://127.0.0.1",
        centre_key="00" * 32,
    )
    return await profiles.create(card, wrap(new_key(), passphrase, org, device), new_key())
