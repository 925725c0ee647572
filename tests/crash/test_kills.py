"""App and centre killed (SIGKILL) at random moments under load, and started again on the same files: nothing shown is ever lost.

The short form runs in `make test`; the long one writes its section of docs/proof.md.
"""

import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.crash.place import Place, Tally
from tests.support.proof import put_section, stamp

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
SHORT, LONG = 20, 300
AT_ONE_PLACE = 20  # kills, before a new centre and new tablets begin: records of a person stay few, so that there is more load


def killed(folder: Path, seed: int, kills: int) -> Tally:
    folder.mkdir()
    with Place(folder, seed) as place:
        for _ in range(kills):
            place.kill_one()
        place.settle()
    return place.tally


@pytest.mark.timeout(600)
def test_twenty_kills_lose_nothing(tmp_path: Path):
    tally = killed(tmp_path / "place", 3, SHORT)
    assert tally.kills.total() == SHORT
    assert tally.saved > SHORT
    assert tally.held > 0


@pytest.mark.prove
@pytest.mark.timeout(5400)
def test_hundreds_of_kills_lose_nothing(tmp_path: Path):
    seeds = range(1, LONG // AT_ONE_PLACE + 1)
    with ThreadPoolExecutor(max_workers=2) as both_cores:
        tallies = list(both_cores.map(lambda seed: killed(tmp_path / str(seed), seed, AT_ONE_PLACE), seeds))
    total = sum(tallies, Tally())
    assert total.kills.total() == LONG
    put_section("kills", section(total, seeds))


def section(total: Tally, seeds: range) -> str:
    return f"""## Kills

{stamp()}

Real processes on real files: a centre (`main.py central serve`) and two tablets that record, draft, sync, lock and unlock.
One of the three is killed (SIGKILL) at a random moment and started again on the same files. After each kill: everything the
tablet had shown as saved is there, once; each draft is there or has become its entry; every receipt is for what the centre
holds, numbered without a gap, chained and attested. At the end both tablets hold the same, and all of it is held centrally.

| kills | of an app | of the centre | seeds | shown as saved | shown as held | drafts | **lost** | **doubled** |
|---|---|---|---|---|---|---|---|---|
| {total.kills.total()} | {total.kills["app"]} | {total.kills["centre"]} | {seeds[0]} to {seeds[-1]} | {total.saved:,} | {total.held:,} | {total.drafts:,} | **0** | **0** |
"""
