"""`python -m tests.simulator --schedules 10000 --seed 1`: the long form. `--write` puts its section into `docs/proof.md`."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.simulator.many import Hunt, Played, hunt, play, workers
from tests.simulator.planted import PLANTED
from tests.simulator.schedule import printed
from tests.support.proof import put_section, stamp

SEED = 1_000_000  # the short form's seeds begin at 0
FOUND_WITHIN = 1_000
DEEDS = ("entries", "syncs", "syncs not finished", "locked meanwhile", "not recorded")
LOST = ("lost", "unproved", "unsent", "skipped")


def prove(schedules: int, seed: int, write: bool = True) -> int:
    """How many schedules broke a promise; each is printed, shrunk."""
    began = time.monotonic()
    with workers() as pool:
        hunts = [*pool.map(hunt, PLANTED, [FOUND_WITHIN] * len(PLANTED))]
        played = _all(pool, seed, schedules)
    minutes = (time.monotonic() - began) / 60
    section = _section(played, hunts, seed, minutes)
    print(section)
    if write:
        put_section("simulator", section)
    return sum(each.broken is not None for each in played)


def _all(pool: ProcessPoolExecutor, seed: int, schedules: int) -> list[Played]:
    played: list[Played] = []
    for each in play(pool, range(seed, seed + schedules)):
        played.append(each)
        if each.broken:
            print(each.words, flush=True)
        if len(played) % 500 == 0:
            print(f"{len(played)} schedules", file=sys.stderr, flush=True)
    return played


def _section(played: Sequence[Played], hunts: Sequence[Hunt], seed: int, minutes: float) -> str:
    counts: Counter[str] = sum((each.counts for each in played), Counter())
    broken = Counter(each.broken for each in played if each.broken)
    faults = {name: count for name, count in sorted(counts.items()) if name not in DEEDS}
    lost = sum(broken.pop(kind, 0) for kind in LOST)
    doubled, diverged = broken.pop("doubled", 0), broken.pop("diverged", 0)
    return "\n".join(
        [
            "## The hostile line",
            "",
            f"{stamp()} · {minutes:.0f} minutes",
            "",
            f"{len(played):,} schedules, seeds {seed} to {seed + len(played) - 1}. {counts['entries']:,} entries recorded, "
            f"{sum(each.in_flight for each in played):,} of them in flight when something broke; {counts['syncs']:,} syncs "
            f"finished, {counts['syncs not finished']:,} did not. {sum(faults.values()):,} faults.",
            "",
            f"**lost {lost} · doubled {doubled} · diverged {diverged}**"
            + (f" · other trouble {broken.total()}" if broken else ""),
            "",
            "The same schedules must find five bugs, planted one at a time:",
            "",
            "| planted bug | found after | as | the least that still fails |",
            "|---|---|---|---|",
            *(_hunted(each) for each in hunts),
            "",
            "| fault | times |",
            "|---|---|",
            *(f"| {name} | {count:,} |" for name, count in faults.items()),
        ]
    )


def _hunted(found: Hunt) -> str:
    steps = " ".join(printed(found.least).split()).replace("|", "\\|")
    return f"| {found.name.replace('_', ' ')} | {found.tries} | {found.broken} | `{steps}` |"


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--schedules", type=int, default=10_000)
    words.add_argument("--seed", type=int, default=SEED)
    words.add_argument("--write", action="store_true")
    given = words.parse_args()
    return 1 if prove(given.schedules, given.seed, given.write) else 0


if __name__ == "__main__":
    sys.exit(main())
