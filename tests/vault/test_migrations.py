"""A vault of every earlier schema opens with today's code, and nothing in it is lost."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from models.errors import StorageFailed
from tests.vault.builders import make_entry, new_id, opened, pulled
from vault.database import open_existing
from vault.keys import Keys
from vault.schema import SCHEMA
from vault.store import Vault

pytestmark = pytest.mark.anyio
FIXTURES = Path(__file__).with_name("fixtures")
KEYS = Keys.from_device_key(bytes(range(32)), "0a" * 16, "0b" * 16)
PERSON = "person:" + "0c" * 16


def left_by(schema: int, folder: Path) -> None:
    db = sqlite3.connect(folder / "vault.db")
    db.executescript((FIXTURES / f"vault-{schema}.sql").read_text(encoding="utf-8"))
    db.close()


def shape(folder: Path) -> set[tuple[str, str, str]]:
    """Every table and index with its definition, however it came about."""
    db = sqlite3.connect(folder / "vault.db")
    found = set(db.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master"))
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.close()
    assert version == SCHEMA
    return found


@pytest.mark.parametrize("schema", range(1, SCHEMA))
async def test_an_older_vault_keeps_everything(tmp_path: Path, schema: int):
    left_by(schema, tmp_path)
    async with opened(tmp_path) as vault:
        held = await vault.entries(KEYS, PERSON)
        notes = [one.entry.body["what_changed"] for one in held]
        assert notes == ["note 0", "note 1", "note 2", "note 3", "theirs 0", "theirs 1"]
        assert [one.accepted for one in held] == [True, False, None, None, True, True]
        unsent = await vault.unsent()
        assert (unsent.count, len(unsent.refused), len(unsent.not_accepted)) == (2, 1, 1)
        assert [(one.scope, one.state, one.summary) for one in await vault.scopes(KEYS)] == [
            (PERSON, "arriving", b"summary")
        ]
        assert [draft.document for draft in await vault.drafts(KEYS)] == [b"half"]
        page = await vault.first_page()
        assert page is not None
        assert (page.asked, page.sealed) == (b"c1", b"waiting")
        assert await vault.state() == {"cursor": b"c2", "witness": b"w"}
        await vault.save(KEYS, [make_entry(KEYS, PERSON)])
        await vault.apply_page(
            KEYS, page.number, pulled([make_entry(KEYS, PERSON, device=new_id())]), at_ms=2
        )
        assert len(await vault.entries(KEYS, PERSON)) == 8


@pytest.mark.parametrize("schema", range(1, SCHEMA))
async def test_an_older_vault_ends_in_the_shape_of_a_new_one(tmp_path: Path, schema: int):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    new.mkdir()
    left_by(schema, old)
    for folder in (old, new):
        async with opened(folder):
            pass
    assert shape(old) == shape(new)


async def test_a_step_that_fails_leaves_the_vault_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    left_by(1, tmp_path)

    def fails(_: object) -> None:
        raise sqlite3.OperationalError("no")

    def drops(db: Database) -> None:
        db.execute("DROP TABLE drafts")

    monkeypatch.setattr("vault.database.STEPS", (drops, drops, fails))
    with pytest.raises(StorageFailed):
        await Vault.open(tmp_path)
    monkeypatch.undo()
    async with opened(tmp_path) as vault:
        assert len(await vault.drafts(KEYS)) == 1


def test_what_is_asked_at_every_sync_reads_no_row_of_others(tmp_path: Path):
    left_by(1, tmp_path)
    db = open_existing(tmp_path / "vault.db")
    for where in ("own = 1 AND seq IS NULL", "own = 1 AND reason IS NOT NULL"):
        plan = db.execute(f"EXPLAIN QUERY PLAN SELECT n FROM entries WHERE {where}").fetchall()
        assert "INDEX entries_" in plan[0][3], where
    by_scope = "SELECT scope_ix, count(*), sum(mark) FROM entries WHERE set_aside IS NULL GROUP BY scope_ix"
    assert "COVERING INDEX entries_by_scope" in db.execute(f"EXPLAIN QUERY PLAN {by_scope}").fetchall()[0][3]
    db.conn.close()
