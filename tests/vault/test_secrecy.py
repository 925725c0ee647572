"""A used vault, searched byte by byte while it is open and after: no name, note, scope or passphrase that was put in."""

from pathlib import Path

import pytest

from tests.vault.builders import WEAK, make_entry, new_id, new_keys, opened, pulled, receipt
from vault.keys import new_key, wrap
from vault.profiles import ProfileCard, Profiles
from vault.sealing import seal_page
from vault.store import ArrivedPage, EntrySet, Summary

pytestmark = pytest.mark.anyio
PASSPHRASE = "fictional-velvet-teapot"
NAME, NOTE, DRAFT, PULLED = (
    "Wilhelmina Quillfeather",
    "slept on the porch",
    "half a thought",
    "kept the kettle on",
)
PERSON = "person:" + "5a" * 16
SECRETS = [PASSPHRASE, NAME, NOTE, DRAFT, PULLED, PERSON, "what_changed", "contact.recorded"]


def found_in(root: Path, secrets: list[bytes]) -> set[tuple[str, bytes]]:
    files = [path for path in root.rglob("*") if path.is_file()]
    assert {"vault.db", "device.key"} <= {path.name for path in files}
    return {(path.name, secret) for path in files for secret in secrets if secret in path.read_bytes()}


async def test_a_used_vault_holds_nothing_readable(tmp_path: Path):
    card = ProfileCard(
        device=new_id(),
        org=new_id(),
        staff=new_id(),
        label="Tablet A · 1",
        centre_url="https://centre.example",
        centre_key="ab" * 32,
    )
    device_key, link_key = new_key(), new_key()
    wrapped = wrap(device_key, PASSPHRASE, card.org, card.device, profile=WEAK)
    profile = await Profiles(tmp_path).create(card, wrapped, link_key)
    keys = await profile.unlock(PASSPHRASE, profile=WEAK)
    vault = await profile.vault()
    made = [make_entry(keys, PERSON, f"{NAME} {NOTE} {n}", minutes=n) for n in range(40)]
    for one in made:
        await vault.put_draft(keys, one.entry.id, f"{NAME} {DRAFT}".encode() * 30, 1)
        summary = Summary(PERSON, EntrySet(1, 1), NAME.encode())
        await vault.save(keys, [one], [summary], [one.entry.id])
    await vault.put_draft(keys, new_id(), f"{NAME} {DRAFT}".encode(), 2)
    await vault.take_answer(
        receipts=[receipt(made[0].entry.id, 1)],
        page=ArrivedPage(b"", seal_page(keys, b"", PULLED.encode()), b"cursor"),
    )
    theirs = make_entry(keys, PERSON, PULLED, device=new_id())
    await vault.apply_page(keys, 1, pulled([theirs]), complete=[PERSON], at_ms=1)
    assert len(await vault.entries(keys, PERSON)) == 41

    secrets = [word.encode() for word in SECRETS]
    secrets += [device_key, device_key.hex().encode(), keys.entry.secret, keys.local.secret]
    secrets += [bytes.fromhex(PERSON.removeprefix("person:"))]
    assert found_in(tmp_path, secrets) == set()
    await vault.close()
    assert found_in(tmp_path, secrets) == set()
    assert found_in(tmp_path, [made[0].entry.id.encode(), bytes.fromhex(made[0].entry.id)]) != set(), (
        "the search finds what is there"
    )


async def test_what_was_removed_is_gone_from_the_file(tmp_path: Path):
    keys = new_keys()
    theirs = [make_entry(keys, PERSON, f"note {n} " * 50, device=new_id()) for n in range(30)]
    async with opened(tmp_path) as vault:
        await vault.apply_page(keys, 1, pulled(theirs), ended=[PERSON], at_ms=1)
        ids = [bytes.fromhex(made.entry.id) for made in theirs]
        digest = (await vault.entry(keys, theirs[7].entry.id)).digest
        files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert digest in files
        assert await vault.remove_ended(1 << 60) == 30
        files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert digest not in files
        assert not any(one in files for one in ids)
