"""Flipped bytes and cut logs: what opens, opens; the rest is kept, counted, and comes back where the centre has it.

A seeded sample runs in `make test`; thousands run in `make prove`, which writes its section of docs/proof.md.
"""

import asyncio
import random
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from models.errors import StorageFailed
from tests.crash.flipped import Used, flipped, judge, lay, make_used
from tests.support.disks import fill, mounted
from tests.support.proof import put_section, stamp
from tests.vault.builders import make_entry, new_keys, opened
from vault import salvage
from vault.sorting import ENTRY
from vault.store import Vault

SHORT, LONG = 60, 3_000


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Used:
    return asyncio.run(make_used(tmp_path_factory.mktemp("used")))


def places(used: Used, seed: int, count: int) -> list[tuple[str, int, int]]:
    """Half of them in the database, half in its log; more than their share where everything depends on it."""
    chance = random.Random(seed)
    heads = {"vault.db": 200, "vault.db-wal": 60}
    found: list[tuple[str, int, int]] = []
    for number in range(count):
        name = ("vault.db", "vault.db-wal")[number % 2]
        most = heads[name] if number % 10 < 2 else len(used.files[name])
        found.append((name, chance.randrange(most), 1 << chance.randrange(8)))
    return found


def judged(folder: Path, used: Used, where: tuple[str, int, int]) -> bool:
    damaged = flipped(used.files, *where)
    lay(folder, damaged)
    try:
        return asyncio.run(judge(folder, used, damaged))
    except Exception as error:
        raise AssertionError(f"{where}: {type(error).__name__}: {error}") from error


@pytest.mark.timeout(300)
def test_a_byte_flipped_anywhere_loses_nothing_unseen(tmp_path: Path, used: Used):
    salvaged = sum(judged(tmp_path / "vault", used, where) for where in places(used, 11, SHORT))
    assert SHORT // 10 < salvaged < SHORT, "most damage is found, and not all needs it"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_log_cut_short_opens_as_far_as_it_goes(tmp_path: Path, used: Used, share: float):
    log = used.files["vault.db-wal"]
    lay(tmp_path / "vault", {**used.files, "vault.db-wal": log[: int(len(log) * share)]})

    async def look() -> None:
        async with opened(tmp_path / "vault") as vault:
            await vault.check()
            held = {each.entry.id for scope in ["org"] for each in await vault.entries(used.keys, scope)}
            assert held
            assert await vault.salvaged() is None
            await vault.save(used.keys, [make_entry(used.keys, "org")])

    asyncio.run(look())


def test_rows_are_carved_by_the_columns_that_the_table_has(tmp_path: Path):
    async def columns() -> list[str]:
        async with opened(tmp_path) as vault:
            return await vault._read(lambda db: [column.name for column in db.table("entries").columns])

    assert asyncio.run(columns()) == list(ENTRY)


STEP = """
import sys
from pathlib import Path
from vault import salvage
path, steps = Path(sys.argv[1]), int(sys.argv[2])
def count(frame, event, argument):
    global steps
    steps -= event == "line" and "/vault/" in frame.f_code.co_filename
    if steps < 0:
        import os, signal
        os.kill(os.getpid(), signal.SIGKILL)
    return count
def from_now(event, arguments):
    pass
sys.settrace(count)
salvage.open_vault(path).conn.close()
print("opened")
"""


@pytest.mark.timeout(300)
def test_killed_at_any_step_of_a_salvage_the_old_or_the_new_is_there(tmp_path: Path, used: Used):
    """The steps that matter are the last: files are kept, made, renamed, and put in place."""
    damaged = flipped(used.files, "vault.db-wal", 200, 0xFF)
    folder = tmp_path / "vault"
    whole = _lines_of_a_salvage(folder, damaged)
    for back in (1, 2, 3, 5, 8, 12, 20, 40, 90, 400, 3_000):
        lay(folder, damaged)
        command = [sys.executable, "-c", STEP, str(folder / "vault.db"), str(max(1, whole - back))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "opened" not in done.stdout
        assert (folder / "vault.db").exists() or (folder / "vault.db.salvaged").exists(), back
        assert asyncio.run(judge(folder, used, damaged)), back


def _lines_of_a_salvage(folder: Path, damaged: dict[str, bytes]) -> int:
    lay(folder, damaged)
    code = STEP.replace('print("opened")', "print(int(sys.argv[2]) - steps)")
    command = [sys.executable, "-c", code, str(folder / "vault.db"), str(1 << 40)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_with_no_room_a_damaged_vault_stays_as_it_is_until_there_is(tmp_path: Path, used: Used):
    damaged = flipped(used.files, "vault.db-wal", 200, 0xFF)
    with mounted(tmp_path, "size=8m"):
        lay(tmp_path / "vault", damaged)
        photos = fill(tmp_path)
        with pytest.raises(StorageFailed) as caught:
            asyncio.run(Vault.open(tmp_path / "vault"))
        assert caught.value.fields == ("full",)
        assert (tmp_path / "vault" / "vault.db-wal").read_bytes() == damaged["vault.db-wal"]
        photos.unlink()
        assert asyncio.run(judge(tmp_path / "vault", used, damaged))


def test_damage_met_in_use_is_put_in_order_and_the_save_said_again(tmp_path: Path):
    async def act() -> None:
        keys = new_keys()
        async with opened(tmp_path) as vault:
            made = [make_entry(keys, "org", "words " * 100, minutes=number) for number in range(120)]
            await vault.save(keys, made)
        async with opened(tmp_path) as vault:
            content = bytearray((tmp_path / "vault.db").read_bytes())
            for page in range(2, len(content) // 4096):
                content[page * 4096] ^= 0x40  # every page's kind
            (tmp_path / "vault.db").write_bytes(content)
            there = await vault.entries(keys, "org")
            assert len(there) == 120
            assert await vault.salvaged() is not None
            await vault.save(keys, [make_entry(keys, "org")])

    asyncio.run(act())


def test_nothing_that_reads_makes_no_vault(tmp_path: Path):
    (tmp_path / "vault.db").write_bytes(b"SQLite format 3\0" + bytes(40_000))
    with pytest.raises(StorageFailed):
        salvage.open_vault(tmp_path / "vault.db")
    assert [path.name for path in tmp_path.iterdir()] == ["vault.db"]


@pytest.mark.prove
@pytest.mark.timeout(5400)
def test_thousands_of_flipped_bytes_lose_nothing_unseen(tmp_path: Path, used: Used):
    parts = [places(used, seed, LONG // 10) for seed in range(10)]
    with ProcessPoolExecutor(max_workers=2) as both_cores:
        salvaged = sum(both_cores.map(_judge_all, [tmp_path / str(n) for n in range(10)], [used] * 10, parts))
    sizes = ", ".join(f"`{name}` {len(content) // 1024} KB" for name, content in used.files.items())
    put_section(
        "damage",
        f"""## Flipped bytes

{stamp()}

One bit flipped at a random place of a used vault ({sizes}: {len(used.unsent)} unsent records, {len(used.held)} held centrally,
{len(used.drafts)} drafts), half of them in the log. After each: it opens; each unsent record and draft is there or counted; each
record held centrally is there, set aside and asked for again, or pulled again; the damaged files are kept; saving works.

| flips | put in order | unseen loss |
|---|---|---|
| {LONG:,} | {salvaged:,} | **0** |
""",
    )


def _judge_all(folder: Path, used: Used, where: list[tuple[str, int, int]]) -> int:
    folder.mkdir()
    return sum(judged(folder / "vault", used, each) for each in where)
