"""What was not accepted stays on its author's list until an entry that itself stands deals with it; nothing else takes it off."""

from pathlib import Path

import pytest

from models.entry import Entry, author
from tests.vault.builders import make_entry, new_id, new_keys, opened, pulled, receipt
from vault.entries import Authored
from vault.keys import Keys
from vault.pages import ArrivedPage
from vault.store import Vault

pytestmark = pytest.mark.anyio
SCOPE = "person:" + "5" * 32
NOT_HERE_BEFORE = 10**15


def settles(keys: Keys, target: Entry, how: str = "not_again", **envelope: str) -> Authored:
    body = {"target": target.id, "how": how, "words": "Somebody else did it", "replaced_by": new_id()}
    said = make_entry(keys, SCOPE, minutes=5).entry.model_copy(
        update={"kind": "entry.settled", "author": target.author, "body": body, **envelope}
    )
    return Authored(said, author(said))


async def not_accepted(vault: Vault, keys: Keys) -> Entry:
    made = make_entry(keys, SCOPE)
    await vault.save(keys, [made])
    await vault.take_answer(receipts=[receipt(made.entry.id, 1, "role_may_not")])
    return made.entry


async def listed(vault: Vault) -> list[str]:
    return [id for id, _ in (await vault.unsent()).not_accepted]


async def test_saying_so_takes_it_off_the_list_for_good(tmp_path: Path):
    keys = new_keys()
    async with opened(tmp_path) as vault:
        held = await not_accepted(vault, keys)
        assert await listed(vault) == [held.id]
        said = settles(keys, held)
        await vault.save(keys, [said])
        assert await listed(vault) == []
    async with opened(tmp_path) as vault:
        assert await listed(vault) == []
        both = {each.entry.id: each.accepted for each in await vault.entries(keys, SCOPE)}
        assert both == {held.id: False, said.entry.id: None}


async def test_a_settlement_that_is_not_accepted_itself_puts_it_back(tmp_path: Path):
    keys = new_keys()
    async with opened(tmp_path) as vault:
        held = await not_accepted(vault, keys)
        said = settles(keys, held)
        await vault.save(keys, [said])
        await vault.take_answer(receipts=[receipt(said.entry.id, 2, "invalid")])
        assert await listed(vault) == [held.id, said.entry.id]


async def test_a_manager_who_leaves_it_does_not_take_it_off_its_authors_list(tmp_path: Path):
    keys = new_keys()
    async with opened(tmp_path) as vault:
        held = await not_accepted(vault, keys)
        await vault.save(keys, [settles(keys, held, "left")])
        assert await listed(vault) == [held.id]


async def test_the_author_may_say_so_on_another_tablet_and_nobody_else_may(tmp_path: Path):
    keys, elsewhere = new_keys(), new_id()
    async with opened(tmp_path) as vault:
        held = await not_accepted(vault, keys)
        await come(vault, keys, settles(keys, held, device=elsewhere, author=new_id()))
        assert await listed(vault) == [held.id]
        await come(vault, keys, settles(keys, held, device=elsewhere), first=3)
        assert await listed(vault) == []


async def test_once_dealt_with_it_goes_with_its_scope_and_does_not_come_back(tmp_path: Path):
    keys = new_keys()
    async with opened(tmp_path) as vault:
        held, other = await not_accepted(vault, keys), await not_accepted(vault, keys)
        said = settles(keys, held)
        await vault.save(keys, [said])
        await vault.take_answer(receipts=[receipt(said.entry.id, 2)])
        await come(vault, keys, ended=[SCOPE])
        assert await vault.remove_ended(NOT_HERE_BEFORE) == 2
        assert await listed(vault) == [other.id]


async def test_what_a_manager_accepts_comes_again_and_counts(tmp_path: Path):
    keys = new_keys()
    async with opened(tmp_path) as vault:
        made = make_entry(keys, SCOPE)
        await vault.save(keys, [made])
        await vault.take_answer(receipts=[receipt(made.entry.id, 1, "role_may_not")])
        await come(vault, keys, made)
        assert await listed(vault) == []
        assert [each.accepted for each in await vault.entries(keys, SCOPE)] == [True]


async def come(
    vault: Vault, keys: Keys, *entries: Authored, ended: list[str] | None = None, first: int = 1
) -> None:
    cursor = (await vault.state()).get("cursor", b"")
    await vault.take_answer(page=ArrivedPage(cursor, b"sealed", cursor + b"+"))
    page = await vault.first_page()
    assert page is not None
    await vault.apply_page(keys, page.number, pulled(entries, first), ended=ended or (), at_ms=0)
