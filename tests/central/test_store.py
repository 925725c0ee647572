"""The store: migrations say what the tables say, a newer database is refused, and the file holds nothing about anybody."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.exc import IntegrityError

from central.centre import open_centre
from central.errors import DatabaseUnusable
from central.store import Database
from central.store.tables import metadata, scope_keys
from tests.central.played import PlayedCentre, contact


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_the_migrations_make_the_tables_that_the_code_uses(tmp_path: Path):
    database = Database.embedded(tmp_path)
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_migrations_make_the_indexes_over_what_entries_count_from(tmp_path: Path):
    """They are over an expression, which the comparison above passes over."""
    made = Database.embedded(tmp_path / "migrated")
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    metadata.create_all(fresh)
    query = text("select name, sql from sqlite_master where type = 'index' and name like '%place'")
    with made.read() as connection, fresh.connect() as wanted:
        there, meant = (dict(each.execute(query).all()) for each in (connection, wanted))
    assert set(there) == {"ix_entries_place", "ix_entries_scope_place"}
    assert there == meant


def test_every_key_starts_with_the_organisation():
    for table in metadata.tables.values():
        assert next(iter(table.primary_key.columns)).name == "org_id", table.name


def test_opening_again_changes_nothing(tmp_path: Path):
    Database.embedded(tmp_path).close()
    again = Database.embedded(tmp_path)
    with again.read() as connection:
        assert connection.execute(text("select count(*) from alembic_version")).scalar() == 1


def test_a_database_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path):
    database = Database.embedded(tmp_path)
    with database.write() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(DatabaseUnusable) as refused:
        Database.embedded(tmp_path)
    assert "newer" in refused.value.sentence


def test_what_is_no_database_is_refused(tmp_path: Path):
    (tmp_path / "handrail.db").write_bytes(b"certainly not a database" * 100)
    with pytest.raises(DatabaseUnusable):
        Database.embedded(tmp_path)


def test_commits_are_durable_and_readers_do_not_wait(tmp_path: Path):
    database = Database.embedded(tmp_path)
    with database.read() as connection:
        assert connection.execute(text("pragma journal_mode")).scalar() == "wal"
        assert connection.execute(text("pragma synchronous")).scalar() == 2  # FULL


def test_a_failed_write_leaves_nothing(tmp_path: Path):
    database = Database.embedded(tmp_path)
    row = {"org_id": "o", "scope": "s", "sealed_key": b"k"}
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(insert(scope_keys), [row, row])
    with database.read() as connection:
        assert connection.execute(select(scope_keys)).all() == []


def test_the_files_hold_no_word_about_anybody(played: PlayedCentre):
    """Names, notes, team, numbers and codes that went in; and the keys, which must not lie beside what they open."""
    worker = played.staff("Quillfeather Worker", "worker")
    scope = played.person("Zebedee Unmistakable")
    played.assign(scope, worker)
    device = played.device(worker)
    note = "Umbrellas were mentioned again"
    words = [{"code": "sleep", "level": 2, "words": "Nights are long"}]
    entry = device.entry(
        "contact.recorded", scope, contact(played.clock(), what_changed=note, indicators=words)
    )
    bad = device.entry("contact.recorded", scope, contact(played.clock(), mode="", what_changed=note))
    device.pull(rows=[device.row(entry), device.row(bad), device.sealed_row(played.org, note.encode())])
    assert len(device.receipts) == 2
    assert len(device.refusals) == 1

    secrets = [played.centre.keys.wrap, device.keys.device_key, device.keys.link_key]
    hidden = [
        "Quillfeather",
        "Zebedee",
        "Unmistakable",
        "Umbrellas",
        "Nights are long",
        "1980-04-05",
        "Harbour",
    ]
    hidden += ["Example Care", "Ada Administrator", "01632", "Hopeless"]
    files = [path for path in (played.folder / "data").iterdir() if path.is_file()]
    assert {path.name for path in files} >= {"handrail.db", "handrail.db-wal"}
    for path in files:
        content = path.read_bytes()
        found = [word for word in hidden if word.encode() in content or word.encode("utf-16-le") in content]
        assert found == [], path.name
        assert [secret for secret in secrets if secret in content] == [], path.name


def test_everything_is_there_after_a_restart(played: PlayedCentre):
    scope = played.person("Person One")
    played.centre.close()
    again = open_centre(played.folder / "data", played.folder / "keys" / "centre.keys", played.clock)
    assert not again.new_keys
    assert again.centre.organisation.name == "Example Care"
    with again.centre.database.read() as connection:
        entries = again.centre.records.folded_from(played.org, scope, connection)
    assert [entry.body["name"] for entry in entries] == ["Person One"]
