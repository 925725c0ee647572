"""Every fault below the vault becomes one of the vault's errors, and the four that people confuse stay apart."""

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import (
    DamagedRow,
    Locked,
    NewerFormat,
    StorageFailed,
    VaultBusy,
    VaultError,
    WrongPassphrase,
)
from tests.vault.builders import WEAK, make_entry, new_id, new_keys
from vault.database import mapped, mapped_errors
from vault.files import read_whole, storage_failed, write_whole
from vault.keys import WrappedKey, new_key, unwrap, wrap
from vault.rows import open_row, seal_row

EXPECTED = {
    sqlite3.SQLITE_BUSY: (VaultBusy, ()),
    sqlite3.SQLITE_LOCKED: (VaultBusy, ()),
    sqlite3.SQLITE_FULL: (StorageFailed, ("full",)),
    sqlite3.SQLITE_READONLY: (StorageFailed, ("read_only",)),
    sqlite3.SQLITE_PERM: (StorageFailed, ("read_only",)),
    sqlite3.SQLITE_CANTOPEN: (StorageFailed, ("missing",)),
}


def failure(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("INSERT INTO entries VALUES ('something somebody said')")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("code", range(sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOTADB + 1))
@pytest.mark.parametrize("extended", [0, 1, 10])
def test_whatever_sqlite_answers_is_a_vault_error(code: int, extended: int):
    error = mapped(failure(code | extended << 8))
    kind, fields = EXPECTED.get(code, (StorageFailed, ("database",)))
    assert type(error) is kind
    assert error.fields == fields
    assert "something" not in error.sentence


def test_an_error_without_a_code_is_mapped_too():
    with pytest.raises(StorageFailed), mapped_errors():
        raise sqlite3.ProgrammingError("no code")


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_whatever_the_system_answers_is_a_storage_error(number: int):
    error = storage_failed(number)
    assert type(error) is StorageFailed
    assert error.fields[0] in {"full", "read_only", "file"}
    assert os.strerror(number) not in error.sentence


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path):
    path = tmp_path / "profile.json"
    write_whole(path, b"old")
    (tmp_path / "profile.json.new").mkdir()
    with pytest.raises(StorageFailed):
        write_whole(path, b"new")
    assert read_whole(path) == b"old"
    with pytest.raises(StorageFailed):
        read_whole(tmp_path / "nowhere")


def test_wrong_passphrase_damaged_newer_and_locked_are_four_things():
    org, device = new_id(), new_id()
    wrapped = wrap(new_key(), "fictional words", org, device, profile=WEAK)
    keys = new_keys(org, device)
    made = make_entry(keys, "org")
    row = seal_row(keys, made.content, made.entry, own=True)

    def raised(work: Callable[[], object]) -> type[VaultError]:
        with pytest.raises(VaultError) as caught:
            work()
        return type(caught.value)

    found = [
        raised(lambda: unwrap(wrapped, "other words", org, device, profile=WEAK)),
        raised(lambda: WrappedKey.read(wrapped.model_dump_json().replace("a", "b").encode())),
        raised(lambda: open_row(keys, row._replace(sealed=row.sealed[:-1]))),
        raised(lambda: open_row(keys, row._replace(sealed=b"\2" + row.sealed[1:]))),
    ]
    assert found == [WrongPassphrase, StorageFailed, DamagedRow, NewerFormat]
    kinds = {*found, Locked}
    assert not any(issubclass(one, other) for one in kinds for other in kinds - {one})
    assert len({kind.happened for kind in kinds}) == len(kinds)
