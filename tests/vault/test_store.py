"""The vault through its public methods: saving, reading, drafts, summaries, the queue, pages, purges, damage."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from models.entry import Held, author
from models.errors import DamagedRow, InvalidEntry, NewerFormat, StorageFailed, UnknownThing, VaultBusy
from tests.vault.builders import EPOCH, make_entry, new_id, new_keys, opened, pulled, receipt
from vault.schema import SCHEMA
from vault.sealing import seal_page
from vault.store import ArrivedPage, EntrySet, Summary, Vault

pytestmark = pytest.mark.anyio
PERSON = "person:" + "ab" * 16


def covering(scope: str, *held: Held, document: bytes = b"summary") -> Summary:
    return Summary(scope, EntrySet.of(one.digest for one in held), document)


def sql(folder: Path, statement: str, *values: object) -> None:
    """What a fault or a stranger does to the file, behind the vault's back."""
    db = sqlite3.connect(folder / "vault.db")
    with db:
        db.execute(statement, values)
    db.close()


async def test_what_was_saved_is_read_after_closing(tmp_path: Path):
    keys = new_keys()
    first, second = (make_entry(keys, PERSON, f"note {n}", minutes=n) for n in (1, 2))
    async with opened(tmp_path) as vault:
        await vault.save(keys, [second, first])
    async with opened(tmp_path) as vault:
        held = await vault.entries(keys, PERSON)
        assert [one.entry for one in held] == [first.entry, second.entry]
        assert [author(one.entry) for one in held] == [first.content, second.content]
        assert {one.accepted for one in held} == {None}
        assert (await vault.entries(keys, PERSON, latest=1))[0].entry == second.entry
        assert (await vault.entry(keys, first.entry.id)).entry == first.entry
        assert await vault.entries(keys, "org") == ()
        with pytest.raises(UnknownThing):
            await vault.entry(keys, new_id())


async def test_save_is_one_transaction(tmp_path: Path):
    keys = new_keys()
    made, taken = make_entry(keys, PERSON), make_entry(keys, PERSON)
    clash = make_entry(keys, PERSON, "other words", id=taken.entry.id)
    async with opened(tmp_path) as vault:
        await vault.save(keys, [taken])
        await vault.put_draft(keys, made.entry.id, b"half", 1)
        with pytest.raises(InvalidEntry) as caught:
            await vault.save(keys, [made, clash], [Summary(PERSON, EntrySet(), b"")], [made.entry.id])
        assert caught.value.ids == (taken.entry.id,)
        assert len(await vault.entries(keys, PERSON)) == 1
        assert [draft.document for draft in await vault.drafts(keys)] == [b"half"]


async def test_saving_the_same_twice_is_once(tmp_path: Path):
    keys = new_keys()
    made = make_entry(keys, PERSON)
    async with opened(tmp_path) as vault:
        await asyncio.gather(*(vault.save(keys, [made]) for _ in range(5)))
        assert len(await vault.entries(keys, PERSON)) == 1
        assert (await vault.unsent()).count == 1


async def test_an_entry_too_long_is_refused_and_nothing_is_saved(tmp_path: Path):
    keys = new_keys()
    async with opened(tmp_path) as vault:
        with pytest.raises(InvalidEntry):
            await vault.save(keys, [make_entry(keys, PERSON, "x" * (1 << 20))])
        assert (await vault.unsent()).count == 0


async def test_a_draft_is_kept_changed_and_dropped_with_its_entry(tmp_path: Path):
    keys = new_keys()
    made = make_entry(keys, PERSON)
    async with opened(tmp_path) as vault:
        await vault.put_draft(keys, made.entry.id, b"one", 1)
        await vault.put_draft(keys, made.entry.id, b"two", 2)
        draft = await vault.draft(keys, made.entry.id)
        assert (draft.document, draft.changed_ms) == (b"two", 2)
        await vault.save(keys, [made], drop_drafts=[made.entry.id])
        assert await vault.drafts(keys) == ()
        await vault.put_draft(keys, made.entry.id, b"three", 3)
        await vault.drop_draft(made.entry.id)
        with pytest.raises(UnknownThing):
            await vault.draft(keys, made.entry.id)


async def test_a_damaged_draft_is_listed_not_dropped(tmp_path: Path):
    keys = new_keys()
    async with opened(tmp_path) as vault:
        await vault.put_draft(keys, "cd" * 16, b"one", 1)
    sql(tmp_path, "UPDATE drafts SET sealed = zeroblob(60)")
    async with opened(tmp_path) as vault:
        assert [(draft.id, draft.document) for draft in await vault.drafts(keys)] == [("cd" * 16, None)]


async def test_a_summary_is_believed_only_while_it_covers_the_rows(tmp_path: Path):
    keys = new_keys()
    made = make_entry(keys, PERSON)
    async with opened(tmp_path) as vault:
        await vault.save(keys, [made])
        assert [(scope.scope, scope.summary) for scope in await vault.scopes(keys)] == [(PERSON, None)]
        held = await vault.entries(keys, PERSON)
        await vault.put_summaries(keys, [covering(PERSON, *held, document=b"all of it")])
        assert [scope.summary for scope in await vault.scopes(keys)] == [b"all of it"]
        await vault.save(keys, [make_entry(keys, PERSON)])
        assert [scope.summary for scope in await vault.scopes(keys)] == [None]


async def test_a_scope_whose_row_is_damaged_is_still_listed(tmp_path: Path):
    keys = new_keys()
    made = make_entry(keys, PERSON)
    async with opened(tmp_path) as vault:
        await vault.save(keys, [made], [Summary(PERSON, EntrySet(), b"")])
    sql(tmp_path, "UPDATE scopes SET sealed = zeroblob(60)")
    async with opened(tmp_path) as vault:
        assert [(scope.scope, scope.summary) for scope in await vault.scopes(keys)] == [(PERSON, None)]


async def test_a_row_leaves_the_queue_by_its_own_receipt_alone(tmp_path: Path):
    keys = new_keys()
    entries = [make_entry(keys, PERSON, minutes=n) for n in range(3)]
    ids = [made.entry.id for made in entries]
    async with opened(tmp_path) as vault:
        await vault.save(keys, entries)
        rows = await vault.rows_to_send(10, 1 << 20)
        assert [row.id.hex() for row in rows] == ids
        await vault.take_answer(receipts=[receipt(ids[1], 7), receipt(new_id(), 8)])
        assert [row.id.hex() for row in await vault.rows_to_send(10, 1 << 20)] == [ids[0], ids[2]]
        held = await vault.entry(keys, ids[1])
        assert (held.seq, held.accepted) == (7, True)
        assert held.received_at is not None
        unsent = await vault.unsent()
        assert (unsent.count, unsent.oldest_ms) == (2, 1_772_442_000_000)


async def test_what_was_recorded_here_is_listed_with_all_that_needs_its_author(tmp_path: Path):
    keys = new_keys()
    mine = [make_entry(keys, PERSON, minutes=n) for n in range(5)]
    theirs = make_entry(keys, PERSON, device=new_id())
    ids = [made.entry.id for made in mine]
    async with opened(tmp_path) as vault:
        await vault.save(keys, mine)
        receipts = [receipt(ids[1], 7), receipt(ids[2], 8, "time"), *(receipt(ids[n], 9 + n) for n in (3, 4))]
        await vault.take_answer(receipts=receipts, page=ArrivedPage(b"", b"page", b"next"))
        await vault.apply_page(keys, 1, pulled([theirs]), at_ms=0)
        assert [held.entry.id for held in await vault.own(keys, 1)] == [ids[4], ids[2], ids[0]]
        assert [held.entry.id for held in await vault.own(keys, 9)] == ids[::-1]


async def test_one_bad_row_blocks_nothing(tmp_path: Path):
    keys = new_keys()
    entries = [make_entry(keys, PERSON, minutes=n) for n in range(3)]
    ids = [made.entry.id for made in entries]
    async with opened(tmp_path) as vault:
        await vault.save(keys, entries)
        await vault.take_answer(refusals=[(bytes.fromhex(ids[0]), "unopened")])
        assert [row.id.hex() for row in await vault.rows_to_send(10, 1 << 20)] == [ids[1], ids[2], ids[0]]
        assert len(await vault.rows_to_send(10, 1)) == 1, "however little the line takes, one row goes"
        await vault.take_answer(receipts=[receipt(ids[1], 1, "not_allowed")])
        unsent = await vault.unsent()
        assert unsent.refused == ((ids[0], "unopened"),)
        assert unsent.not_accepted == ((ids[1], "not_allowed"),)
        assert unsent.count == 2
        assert (await vault.entry(keys, ids[1])).accepted is False


async def test_not_accepted_has_the_summary_made_anew_while_locked(tmp_path: Path):
    keys = new_keys()
    made = make_entry(keys, PERSON)
    async with opened(tmp_path) as vault:
        await vault.save(keys, [made])
        held = await vault.entries(keys, PERSON)
        await vault.put_summaries(keys, [covering(PERSON, *held)])
        await vault.take_answer(receipts=[receipt(made.entry.id, 1)])
        assert (await vault.scopes(keys))[0].summary == b"summary"
        await vault.take_answer(receipts=[receipt(made.entry.id, 1, "not_allowed")])
        assert (await vault.scopes(keys))[0].summary is None


async def test_a_page_and_its_cursor_are_kept_together_and_applied_once(tmp_path: Path):
    keys = new_keys()
    entries = [make_entry(keys, PERSON, f"note {n}", minutes=n, device=new_id()) for n in range(3)]
    page = ArrivedPage(b"", seal_page(keys, b"", b"as it came"), b"cursor 1")
    async with opened(tmp_path) as vault:
        assert await vault.take_answer(page=page, state={"witness": b"w"})
        assert await vault.state() == {"cursor": b"cursor 1", "witness": b"w"}
        assert not await vault.take_answer(page=page), "an answer to a cursor that has moved on"
    async with opened(tmp_path) as vault:
        waiting = await vault.first_page()
        assert waiting is not None
        assert (waiting.asked, waiting.sealed) == (page.asked, page.sealed)
        applied = await vault.apply_page(keys, waiting.number, pulled(entries), arriving=[PERSON], at_ms=5)
        assert (applied.new, applied.scopes, applied.conflicts) == (3, frozenset([PERSON]), ())
        assert await vault.first_page() is None
        again = await vault.apply_page(keys, waiting.number, pulled(entries), complete=[PERSON], at_ms=6)
        assert again.new == 0
        held = await vault.entries(keys, PERSON)
        assert [(one.entry, one.seq) for one in held] == [
            (made.entry, n) for n, made in enumerate(entries, 1)
        ]
        assert [(scope.scope, scope.state) for scope in await vault.scopes(keys)] == [(PERSON, "complete")]
        assert (await vault.unsent()).count == 0


async def test_another_digest_for_a_known_id_is_refused_and_the_rest_taken(tmp_path: Path):
    keys = new_keys()
    mine = make_entry(keys, PERSON, "as I wrote it")
    forged = make_entry(keys, PERSON, "as nobody wrote it", id=mine.entry.id)
    other = make_entry(keys, PERSON, device=new_id())
    async with opened(tmp_path) as vault:
        await vault.save(keys, [mine])
        applied = await vault.apply_page(keys, 1, pulled([forged, other]), at_ms=5)
        assert applied.conflicts == (mine.entry.id,)
        assert {one.entry.id for one in await vault.entries(keys, PERSON)} == {mine.entry.id, other.entry.id}
        assert (await vault.entry(keys, mine.entry.id)).entry == mine.entry


async def test_a_page_that_does_not_open_rewinds_to_its_cursor(tmp_path: Path):
    async with opened(tmp_path) as vault:
        for asked, following in ((b"", b"c1"), (b"c1", b"c2"), (b"c2", b"c3")):
            assert await vault.take_answer(page=ArrivedPage(asked, b"sealed", following))
        numbers = await vault.waiting_pages()
        await vault.rewind(numbers[1], "aead")
        assert await vault.waiting_pages() == numbers[:1]
        assert (await vault.state())["cursor"] == b"c1"
        await vault.rewind(numbers[0], "aead")
        assert "cursor" not in await vault.state()
        assert await vault.take_answer(page=ArrivedPage(b"", b"again", b"c1"))


async def test_an_ended_scope_is_hidden_then_removed_but_never_what_needs_its_author(tmp_path: Path):
    keys = new_keys()
    theirs = [make_entry(keys, PERSON, device=new_id()) for _ in range(3)]
    sent, unsent, refused = (make_entry(keys, PERSON) for _ in range(3))
    async with opened(tmp_path) as vault:
        await vault.save(keys, [sent, unsent, refused])
        await vault.take_answer(
            receipts=[receipt(sent.entry.id, 4), receipt(refused.entry.id, 5, "not_allowed")]
        )
        await vault.apply_page(keys, 1, pulled(theirs), ended=[PERSON], at_ms=5)
        mine = {unsent.entry.id, refused.entry.id}
        assert {one.entry.id for one in await vault.entries(keys, PERSON)} == mine
        assert await vault.remove_ended(0) == 0, "younger than the backup window"
        assert await vault.remove_ended(1 << 60, keep=[theirs[0].entry.id]) == 3
        assert await vault.remove_ended(1 << 60) == 1
        assert {one.entry.id for one in await vault.entries(keys, PERSON)} == mine
        await vault.take_answer(receipts=[receipt(unsent.entry.id, 6), receipt(refused.entry.id, 7)])
        assert await vault.remove_ended(1 << 60) == 2
        assert await vault.scopes(keys) == ()


async def test_a_damaged_row_is_set_aside_shown_and_mended_by_the_next_pull(tmp_path: Path):
    keys = new_keys()
    entries = [make_entry(keys, PERSON, minutes=n) for n in range(3)]
    broken = entries[1].entry.id
    async with opened(tmp_path) as vault:
        await vault.save(keys, entries)
        await vault.take_answer(receipts=[receipt(broken, 1)])
    sql(tmp_path, "UPDATE entries SET sealed = zeroblob(80) WHERE id = ?", bytes.fromhex(broken))
    async with opened(tmp_path) as vault:
        assert len(await vault.entries(keys, PERSON)) == 2
        aside = await vault.set_aside()
        assert [(one.id, one.layer, one.own, one.held) for one in aside] == [(broken, "header", True, True)]
        with pytest.raises(DamagedRow) as caught:
            await vault.entry(keys, broken)
        assert caught.value.ids == (broken,)
        assert await vault.retry_set_aside(keys) == 0
        await vault.apply_page(keys, 1, pulled([entries[1]]), at_ms=5)
        assert await vault.set_aside() == ()
        assert len(await vault.entries(keys, PERSON)) == 3


async def test_a_damaged_unsent_row_stays_in_the_queue(tmp_path: Path):
    keys = new_keys()
    made = make_entry(keys, PERSON)
    async with opened(tmp_path) as vault:
        await vault.save(keys, [made])
    sql(tmp_path, "UPDATE entries SET scope_ix = zeroblob(16)")
    async with opened(tmp_path) as vault:
        assert await vault.entries(keys, PERSON) == ()
        assert [row.id.hex() for row in await vault.rows_to_send(10, 1 << 20)] == [made.entry.id]


async def test_rows_set_aside_by_a_mistake_come_back(tmp_path: Path):
    keys = new_keys()
    made = make_entry(keys, PERSON)
    async with opened(tmp_path) as vault:
        await vault.save(keys, [made])
        strangers = new_keys(keys.org.hex(), keys.device.hex())
        assert await vault.entries(strangers, PERSON) == (), "another blind index finds nothing"
    sql(tmp_path, "UPDATE entries SET set_aside = 'aead'")
    async with opened(tmp_path) as vault:
        assert await vault.retry_set_aside(keys) == 1
        assert len(await vault.entries(keys, PERSON)) == 1


async def test_an_envelope_of_a_later_version_is_kept_until_this_one_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    keys = new_keys()
    made = make_entry(keys, PERSON, device=new_id())
    later = made.content.replace(b'{"format":1', b'{"format":2', 1)
    async with opened(tmp_path) as vault:
        await vault.apply_page(keys, 1, [(1, 2, EPOCH, b"p" * 16, None, later)], at_ms=5)
        assert [(one.id, one.layer) for one in await vault.set_aside()] == [(made.entry.id, "entry")]
        assert await vault.scopes(keys) == ()
        with pytest.raises(NewerFormat):
            await vault.entry(keys, made.entry.id)
        monkeypatch.setattr("models.entry.ENVELOPE_FORMAT", 2)
        assert await vault.retry_set_aside(keys) == 1
        assert [one.seq for one in await vault.entries(keys, PERSON)] == [1]


async def test_the_second_to_open_a_vault_is_told_it_is_busy(tmp_path: Path):
    async with opened(tmp_path):
        with pytest.raises(VaultBusy):
            await Vault.open(tmp_path)
    async with opened(tmp_path) as vault:
        assert (await vault.unsent()).count == 0


async def test_a_vault_is_never_made_anew(tmp_path: Path):
    with pytest.raises(StorageFailed) as caught:
        await Vault.open(tmp_path)
    assert caught.value.fields == ("missing",)
    assert not (tmp_path / "vault.db").exists()
    async with opened(tmp_path):
        pass
    with pytest.raises(StorageFailed):
        await Vault.create(tmp_path)


@pytest.mark.parametrize("content", [b"", b"not a database " * 400, b"SQLite format 3\0" + bytes(8000)])
async def test_a_file_that_is_no_vault_is_damaged_and_left_alone(tmp_path: Path, content: bytes):
    (tmp_path / "vault.db").write_bytes(content)
    with pytest.raises(StorageFailed) as caught:
        await Vault.open(tmp_path)
    assert caught.value.fields == ("database",)
    assert (tmp_path / "vault.db").read_bytes()[:8000] == content[:8000]


async def test_pages_overwritten_cost_what_lay_in_them_and_that_is_counted(tmp_path: Path):
    keys = new_keys()
    async with opened(tmp_path) as vault:
        await vault.save(keys, [make_entry(keys, PERSON, new_id() * 40, minutes=n) for n in range(200)])
    file = tmp_path / "vault.db"
    whole = bytearray(file.read_bytes())
    third = len(whole) // 3 // 4096 * 4096
    whole[third : 2 * third] = b"\xff" * third
    file.write_bytes(whole)
    async with opened(tmp_path) as vault:
        await vault.check()
        there = len(await vault.entries(keys, PERSON))
        salvaged = await vault.salvaged()
        assert salvaged is not None
        assert 80 < there < 200
        assert salvaged.lost + salvaged.unread > 0
        await vault.save(keys, [make_entry(keys, PERSON)])
    assert (tmp_path / salvaged.folder / "vault.db").read_bytes() == whole


async def test_a_newer_schema_is_left_alone(tmp_path: Path):
    async with opened(tmp_path):
        pass
    sql(tmp_path, "CREATE TABLE later(x)")
    sql(tmp_path, f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(NewerFormat):
        await Vault.open(tmp_path)


async def test_plain_state_has_no_room_for_anything_else(tmp_path: Path):
    async with opened(tmp_path) as vault:
        await vault.put_state({"look_again": b"1", "numbers": b"2"})
        await vault.put_state({"look_again": None})
        assert await vault.state() == {"numbers": b"2"}
        with pytest.raises(ValueError, match="name"):
            await vault.put_state({"name": b"3"})  # type: ignore[dict-item]


async def test_the_event_loop_is_free_and_a_cancelled_save_is_whole_or_absent(tmp_path: Path):
    keys = new_keys()
    entries = [make_entry(keys, PERSON, new_id() * 20, minutes=n) for n in range(400)]
    async with opened(tmp_path) as vault:
        save = asyncio.create_task(vault.save(keys, entries))
        turns = 0
        while not save.done():
            await asyncio.sleep(0)
            turns += 1
            if turns == 3:
                save.cancel()
        with pytest.raises(asyncio.CancelledError):
            await save
        assert len(await vault.entries(keys, PERSON)) in (0, 400)
        saves = [vault.save(keys, [made]) for made in entries]
        reads = [vault.unsent() for _ in range(20)]
        await asyncio.gather(*saves, *reads)
        assert (await vault.unsent()).count == 400


async def test_closed_from_two_sides_at_once_it_lets_go_once(tmp_path: Path):
    """A handle let go of twice may be somebody else's by then: another vault's lock, or its file."""
    for other in ("close", "close_if_handed_over"):
        (tmp_path / other).mkdir()
        vault = await Vault.create(tmp_path / other)
        await asyncio.gather(vault.close_if_handed_over(), getattr(vault, other)())
        assert vault.closed
        assert vault.handed_over
        async with opened(tmp_path / other) as again:
            assert not again.closed
