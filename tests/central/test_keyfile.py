"""The key file: made once, readable by its owner alone, and never made again beside a database that needs the old one."""

import os
import stat
from pathlib import Path

import pytest

from central import keyfile
from central.centre import open_centre
from central.errors import DatabaseUnusable, KeyFileMissing, KeyFileUnusable
from central.store.database import FILE_NAME
from tests.central.played import PlayedCentre


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "elsewhere" / "centre.keys"


def test_a_key_file_is_its_owners_alone_and_reads_back_the_same(path: Path):
    made = keyfile.create(path)
    assert keyfile.load(path) == made
    assert len({getattr(made, name) for name in keyfile.PURPOSES}) == len(keyfile.PURPOSES)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["centre.keys"]


def test_a_key_file_is_never_replaced(path: Path):
    made = keyfile.create(path)
    with pytest.raises(FileExistsError):
        keyfile.create(path)
    assert keyfile.load(path) == made


def test_an_unfinished_one_of_an_earlier_run_is_in_nobodys_way(path: Path):
    path.parent.mkdir()
    path.with_name("centre.keys.new").write_bytes(b"half")
    made = keyfile.create(path)
    assert keyfile.load(path) == made


def test_its_repr_shows_no_key(path: Path):
    made = keyfile.create(path)
    assert made.wrap.hex() not in repr(made)
    assert repr(made.wrap) not in repr(made)


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_one_that_others_can_read_is_refused_with_what_to_do(path: Path):
    keyfile.create(path)
    path.chmod(0o640)
    with pytest.raises(KeyFileUnusable) as refused:
        keyfile.load(path)
    assert f"chmod 600 {path}" in refused.value.sentence


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"not json", b'{"handrail-centre-keys": 2, "keys": {}}']
)
def test_a_damaged_or_newer_one_is_refused(path: Path, content: bytes):
    keyfile.create(path)
    path.write_bytes(content)
    with pytest.raises(KeyFileUnusable):
        keyfile.load(path)


def test_a_shortened_key_is_refused(path: Path):
    keyfile.create(path)
    text = path.read_text()
    path.write_text(text.replace(text.split('"wrap": "')[1][:4], "", 1))
    with pytest.raises(KeyFileUnusable):
        keyfile.load(path)


def test_a_database_without_its_key_file_is_refused_and_left_alone(played: PlayedCentre, path: Path):
    played.centre.close()
    data = played.folder / "data"
    before = (data / FILE_NAME).read_bytes()
    with pytest.raises(KeyFileMissing) as refused:
        open_centre(data, path)
    assert str(path) in refused.value.sentence
    assert not path.exists()
    assert (data / FILE_NAME).read_bytes() == before


def test_a_database_with_anothers_key_file_is_refused(played: PlayedCentre, path: Path):
    played.centre.close()
    keyfile.create(path)
    with pytest.raises(DatabaseUnusable):
        open_centre(played.folder / "data", path)


def test_a_place_that_cannot_be_is_said_plainly(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    for place in (tmp_path / "file" / "centre.keys", tmp_path / "file" / "deeper" / "centre.keys"):
        with pytest.raises(KeyFileUnusable):
            open_centre(tmp_path / "data", place)
    with pytest.raises(DatabaseUnusable):
        open_centre(tmp_path / "file" / "data", tmp_path / "centre.keys")


def test_two_that_begin_at_once_have_the_same_keys(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The other process makes the file between our look and our own making."""
    create = keyfile.create
    monkeypatch.setattr(keyfile, "create", lambda place: (create(place), create(place)))
    opened = open_centre(tmp_path / "data", path)
    assert opened.centre.keys == keyfile.load(path)
    opened.centre.close()
