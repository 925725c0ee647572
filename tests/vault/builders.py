"""What the vault's tests are made of: keys, entries about nobody, a vault in a folder."""

import secrets
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.entry import Entry, author
from vault.entries import Authored
from vault.keys import KdfProfile, Keys, new_key
from vault.pages import PulledEntry
from vault.store import Vault

WEAK = KdfProfile("tests-only", n=2, r=8, p=1)  # no file says its numbers and no code of ours knows its name
BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EPOCH = b"\0\0\0\1" + b"epoch..."


def new_id() -> str:
    return secrets.token_hex(16)


def new_keys(org: str | None = None, device: str | None = None) -> Keys:
    return Keys.from_device_key(new_key(), org or new_id(), device or new_id())


def make_entry(
    keys: Keys, scope: str, words: str = "", *, minutes: int = 0, device: str | None = None, **envelope: str
) -> Authored:
    at = BEGIN + timedelta(minutes=minutes)
    entry = Entry(
        id=envelope.get("id", new_id()),
        salt=new_id(),
        org=keys.org.hex(),
        kind=envelope.get("kind", "contact.recorded"),
        scope=scope,
        record=envelope.get("record", new_id()),
        author=new_id(),
        device=device or keys.device.hex(),
        occurred_at=at,
        recorded_at=at,
        standard="2026-11",
        body={"what_changed": words},
    )
    return Authored(entry, author(entry))


def receipt(
    entry_id: str, seq: int, reason: str | None = None
) -> tuple[bytes, bytes, int, int, bytes, str | None]:
    return bytes.fromhex(entry_id), EPOCH, seq, 1_772_000_000_000 + seq, b"a" * 16, reason


def pulled(entries: Iterable[Authored], first: int = 1) -> list[PulledEntry]:
    return [
        (seq, 1_772_000_000_000 + seq, EPOCH, b"p" * 16, None, made.content)
        for seq, made in enumerate(entries, first)
    ]


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[Vault]:
    """The vault in `folder`, made if the folder is empty."""
    vault = await (Vault.open(folder) if (folder / "vault.db").exists() else Vault.create(folder))
    try:
        yield vault
    finally:
        await vault.close()
