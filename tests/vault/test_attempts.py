"""Wrong tries: counted before they are made, slowed by elapsed time alone, whatever becomes of app, tablet or file."""

from datetime import timedelta
from pathlib import Path

import pytest

from models.errors import StorageFailed, TooManyTries
from vault import attempts, files
from vault.attempts import FILE, FREE, WAITS, Attempts


def after(folder: Path, tries: int, elapsed: float = 1000.0) -> float:
    """So many wrong tries, each as soon as it may be; the elapsed time of the last."""
    counted = Attempts(folder)
    for _ in range(tries):
        elapsed += counted.wait(elapsed).total_seconds()
        counted.begin(elapsed)
    return elapsed


def test_five_are_free_and_then_each_costs_more_up_to_a_quarter_of_an_hour(tmp_path: Path):
    assert [wait.total_seconds() for wait in WAITS] == [30, 60, 120, 300, 600, 900]
    for wrong in range(12):
        at = after(tmp_path / f"{wrong}", wrong) if (tmp_path / f"{wrong}").mkdir() is None else 0.0
        wanted = WAITS[min(wrong - FREE, 5)] if wrong >= FREE else timedelta()
        assert Attempts(tmp_path / f"{wrong}").wait(at) == wanted


def test_a_try_is_on_the_disk_before_it_is_made(tmp_path: Path):
    Attempts(tmp_path).begin(1000.0)
    assert Attempts(tmp_path).wrong(1000.0) == 1


def test_within_the_wait_nothing_is_tried_or_counted(tmp_path: Path):
    at = after(tmp_path, FREE)
    counted = Attempts(tmp_path)
    with pytest.raises(TooManyTries) as raised:
        counted.begin(at + 29.5)
    assert raised.value.wait == timedelta(seconds=0.5)
    assert counted.wrong(at) == FREE
    counted.begin(at + 30)


def test_restarting_the_app_shortens_nothing(tmp_path: Path):
    at = after(tmp_path, FREE + 1)
    assert Attempts(tmp_path).wait(at + 10) == timedelta(seconds=50)


def test_restarting_the_tablet_begins_the_whole_wait_again_once(tmp_path: Path):
    after(tmp_path, FREE + 1, elapsed=50_000.0)
    assert Attempts(tmp_path).wait(12.0) == timedelta(seconds=60)
    assert Attempts(tmp_path).wait(42.0) == timedelta(seconds=30)
    assert Attempts(tmp_path).wait(3.0) == timedelta(seconds=60)  # and once more


def test_the_right_one_forgets(tmp_path: Path):
    at = after(tmp_path, FREE + 3)
    Attempts(tmp_path).put_back(0, at)
    assert Attempts(tmp_path).wait(at) == timedelta()
    assert Attempts(tmp_path).wrong(at) == 0


@pytest.mark.parametrize("content", [b"", b"{", b"\x00" * 40, b'{"wrong": 0, "at": 0.0, "check": ""}', b"[]"])
def test_a_damaged_file_neither_locks_out_nor_forgets(tmp_path: Path, content: bytes):
    (tmp_path / FILE).write_bytes(content)
    counted = Attempts(tmp_path)
    assert counted.wrong(100.0) == FREE
    assert counted.wait(100.0) == timedelta(seconds=30)
    counted.begin(130.0)
    assert Attempts(tmp_path).wrong(130.0) == FREE + 1


def test_every_flipped_bit_is_damage_or_changes_nothing(tmp_path: Path):
    at = after(tmp_path, FREE + 4)
    content = (tmp_path / FILE).read_bytes()
    for place in range(len(content)):
        (tmp_path / FILE).write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert Attempts(tmp_path).wrong(at) in (FREE, FREE + 4)


def test_a_full_disk_locks_nobody_out_and_the_count_holds_while_the_app_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(path: Path, content: bytes) -> None:
        raise files.storage_failed(28)

    counted = Attempts(tmp_path)
    monkeypatch.setattr(attempts, "write_whole", full)
    with pytest.raises(StorageFailed):
        attempts.write_whole(tmp_path / FILE, b"")
    for _ in range(FREE):
        counted.begin(1000.0)
    with pytest.raises(TooManyTries):
        counted.begin(1000.0)
