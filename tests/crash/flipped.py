"""A used vault with a byte of its files flipped or its log cut, and what must hold of it then."""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from models.errors import UnknownThing
from tests.vault.builders import make_entry, new_id, opened, pulled, receipt
from vault.keys import Keys, new_key
from vault.sealing import seal_page
from vault.store import ArrivedPage, EntrySet, Summary, Vault

PEOPLE = ["org", *(f"person:{number:032x}" for number in range(4))]


@dataclass
class Used:
    """A vault as it lay on the disk while it was in use: `files` by name. What is in it, by id."""

    device_key: bytes
    org: str
    device: str
    files: dict[str, bytes]
    unsent: set[str]
    held: set[str]
    drafts: set[str]

    @property
    def keys(self) -> Keys:
        return Keys.from_device_key(self.device_key, self.org, self.device)


async def make_used(folder: Path, entries: int = 150) -> Used:
    """Own rows sent and not, others' rows, long ones too, drafts, summaries, state, a page that waits. Most is in the database, the
    latest in the log."""
    who, chance = (new_key(), new_id(), new_id()), random.Random(5)
    keys = Keys.from_device_key(*who)
    unsent, held, drafts = set[str](), set[str](), set[str]()
    async with opened(folder) as vault:
        for number in range(entries):
            if number == entries * 3 // 4:
                await vault._read(_come_home)
            scope, words = chance.choice(PEOPLE), new_id() * chance.choice([1, 4, 20, 400])
            made = make_entry(keys, scope, words, minutes=number, device=new_id() if number % 3 else None)
            if number % 3:
                await vault.apply_page(keys, 0, pulled([made], number + 1), complete=[scope], at_ms=number)
                held.add(made.entry.id)
                continue
            await vault.save(keys, [made], [Summary(scope, EntrySet(), b"summary")])
            sent = chance.random() < 0.6
            if sent:
                await vault.take_answer(receipts=[receipt(made.entry.id, number + 1)])
            (held if sent else unsent).add(made.entry.id)
            drafts.add(draft := new_id())
            await vault.put_draft(keys, draft, b"half of a form " * chance.choice([1, 300]), number)
        state = {"cursor": b"c1", "witness": b"w", "ticket": b"t" * 300, "heard": (7).to_bytes(8, "big")}
        await vault.put_state(state)  # type: ignore[arg-type]
        await vault.take_answer(page=ArrivedPage(b"c1", seal_page(keys, b"c1", b"\x80"), b"c2"))
        files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "vault.lock"}
    assert files.keys() == {"vault.db", "vault.db-wal"}
    return Used(*who, files, unsent, held, drafts)


def _come_home(db: object) -> None:
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]


def lay(folder: Path, files: dict[str, bytes]) -> None:
    """Those files and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def flipped(files: dict[str, bytes], name: str, at: int, bits: int) -> dict[str, bytes]:
    content = bytearray(files[name])
    content[at] ^= bits
    return {**files, name: bytes(content)}


async def judge(folder: Path, used: Used, damaged: dict[str, bytes]) -> bool:
    """Whether it had to be salvaged. AssertionError when anything is gone that is neither counted nor comes back."""
    async with opened(folder) as vault:
        await vault.check()
        await vault.retry_set_aside(used.keys)
        opens = {held.entry.id for scope in PEOPLE for held in await vault.entries(used.keys, scope)}
        aside = {each.id: each.held for each in await vault.set_aside()}
        salvaged, state = await vault.salvaged(), await vault.state()
        counted = salvaged is not None and salvaged.lost + salvaged.unread > 0
        assert used.unsent <= opens | aside.keys() or counted, "unsent, gone, and not counted"
        comes_back = {id for id, held in aside.items() if held}
        gone = used.held - opens - comes_back
        assert not gone or (salvaged is not None and "cursor" not in state), (
            "held centrally, and not asked for again"
        )
        kept = {draft.id for draft in await vault.drafts(used.keys)}
        assert used.drafts <= kept or counted, "a draft is gone and not counted"
        await _still_works(vault, used.keys)
    if salvaged is not None:
        there = {path.name: path.read_bytes() for path in (folder / salvaged.folder).iterdir()}
        assert there == damaged, "the damaged files stay as they were"
    async with opened(folder) as vault:
        assert await vault.salvaged() == salvaged, "once"
    return salvaged is not None


async def _still_works(vault: Vault, keys: Keys) -> None:
    made = make_entry(keys, PEOPLE[1])
    await vault.save(keys, [made])
    assert (await vault.entry(keys, made.entry.id)).entry == made.entry
    try:
        await vault.entry(keys, new_id())
    except UnknownThing:
        return
    raise AssertionError("there is an entry nobody made")
