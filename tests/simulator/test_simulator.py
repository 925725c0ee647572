"""Hundreds of hostile schedules at every run; the long form writes its part of `docs/proof.md`."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.simulator.__main__ import SEED, prove
from tests.simulator.many import hunt, play, workers
from tests.simulator.planted import PLANTED
from tests.simulator.schedule import make, run, shrink
from tests.simulator.sockets import BYTES, joined, over_sockets
from tests.simulator.steps import STEPS

SCHEDULES = 200
OVER_SOCKETS = 20
FOUND_WITHIN = 300  # schedules, for each planted bug


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with workers() as pool:
        yield pool


@pytest.mark.timeout(3600)
def test_nothing_shown_as_saved_is_lost_doubled_or_told_apart(pool: ProcessPoolExecutor):
    counts: Counter[str] = Counter()
    for played in play(pool, range(SCHEDULES)):
        assert played.broken is None, played.words
        counts.update(played.counts)
    for fault in (
        "app killed",
        "centre killed",
        "line:",
        "two requests at once",
        "tablet's disk full",
        "record during",
    ):
        assert any(name.startswith(fault) for name in counts), f"no schedule met “{fault}”"
    assert counts["entries"] > SCHEDULES, "entries were recorded all along"


@pytest.mark.timeout(3600)
def test_each_planted_bug_is_found(pool: ProcessPoolExecutor):
    for found in pool.map(hunt, PLANTED, [FOUND_WITHIN] * len(PLANTED)):
        assert found.without is None, f"{found.name}: its schedule fails without it too"
        assert len(found.least) <= 8, f"{found.name}: {found.least}"


@pytest.mark.timeout(3600)
def test_the_same_over_sockets():
    counts: Counter[str] = Counter()
    for seed in range(OVER_SOCKETS):
        outcome = run(over_sockets(make(seed)), joined)
        assert outcome.broken is None, f"seed {seed} over sockets: {outcome.broken}"
        counts.update(outcome.counts)
    assert {f"socket: {each.__name__.replace('_', ' ')}" for each in BYTES} <= {*counts}, (
        "every trick was played"
    )


def test_the_same_steps_give_the_same_run():
    schedule = make(7)
    once, again = run(schedule), run(schedule)
    assert once.counts == again.counts
    assert (once.broken, once.in_flight) == (again.broken, again.in_flight)


def test_every_kind_of_step_can_be_made():
    made = {step[0] for seed in range(400) for step in make(seed)}
    assert made == {*STEPS, "season"}


def test_shrinking_leaves_what_matters():
    schedule = [
        ("look",),
        ("kill", "line", 3, ("sync", 1, ((0, "drop_answer", 5), (1, "stall", 2)))),
        *[("look",)] * 6,
    ]

    def fails(steps: list[tuple]) -> bool:
        return "'stall'" in repr(steps)

    assert shrink(schedule, fails) == [("sync", 1, ((1, "stall", 2),))]


@pytest.mark.prove
@pytest.mark.timeout(0)
def test_ten_thousand_schedules():
    assert prove(10_000, SEED) == 0
