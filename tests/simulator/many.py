"""Many schedules over all cores, and the hunt for a planted bug. What comes back is plain, so that it crosses processes."""

import multiprocessing
import os
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from tests.simulator.planted import planted
from tests.simulator.schedule import Outcome, Schedule, make, printed, run, shrink


@dataclass
class Played:
    """One seed's schedule: the kind of promise it broke (None: none), in words with the shrunk schedule, and its counts."""

    seed: int
    broken: str | None
    words: str
    counts: Counter[str]
    in_flight: int


@dataclass
class Hunt:
    """How a planted bug was found: by the `tries`th schedule, and the least of it that still fails."""

    name: str
    tries: int
    broken: str
    least: Schedule
    without: str | None


def workers() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn"))


def play(pool: ProcessPoolExecutor, seeds: Iterable[int]) -> Iterator[Played]:
    return pool.map(one, seeds, chunksize=10)


def one(seed: int) -> Played:
    outcome = run(make(seed))
    kind = outcome.broken.kind if outcome.broken else None
    return Played(seed, kind, _words(seed, outcome), outcome.counts, outcome.in_flight)


def _words(seed: int, outcome: Outcome) -> str:
    if outcome.broken is None:
        return ""
    trace = "".join(traceback.format_exception(outcome.broken.__cause__ or outcome.broken))
    return f"seed {seed}: {outcome.broken}\n{trace}\n{printed(shrink(make(seed)))}"


def hunt(name: str, most: int) -> Hunt:
    """Schedules from seed 0 on until one finds the bug, shrunk. AssertionError when none of `most` does."""
    with planted(name):
        for seed in range(most):
            outcome = run(make(seed))
            if outcome.broken:
                assert outcome.broken.kind != "trouble", f"{name} no longer fits the code: {outcome.broken}"
                least = shrink(make(seed))
                broken = run(least).broken
                assert broken, "the shrunk schedule still fails"
                break
        else:
            raise AssertionError(f"{name} was not found by {most} schedules")
    without = run(least).broken
    return Hunt(name, seed + 1, broken.kind, least, str(without) if without else None)
