"""Medians, ratios and targets by hand, and the order in which contenders take turns."""

import asyncio

import pytest

from benchmarks.measure import Figure, Target, in_turns

OURS = Figure("ours", "what we do", "ms", (2.0, 3.0, 10.0))
THEIRS = Figure("theirs", "what they do", "ms", (4.0, 3.0, 10.0))
FOUND = {"ours": OURS, "theirs": THEIRS}


def test_a_ratio_pairs_the_rounds():
    assert Target("ours", against="theirs").values(FOUND) == (0.5, 1.0, 1.0)
    assert Target("ours", against="theirs", rate=True).values(FOUND) == (2.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        (Target("ours", most=3), True),
        (Target("ours", most=2.9), False),
        (Target("ours", least=1.1, against="theirs", rate=True), False),
        (Target("ours", least=1.0, against="theirs", rate=True), True),
        (Target("ours", against="theirs"), None),
    ],
)
def test_a_target_is_reached_by_the_median(target: Target, reached: bool | None):
    assert target.reached(FOUND) is reached
    assert target.line(FOUND)["reached"] is reached


def test_everybody_takes_a_turn_each_round_and_nobody_is_always_first():
    order: list[tuple[int, str]] = []

    def contender(name: str):
        async def act(number: int) -> float:
            order.append((number, name))
            return float(number)

        return act

    found = asyncio.run(in_turns({name: contender(name) for name in "abc"}, rounds=3))
    assert found == dict.fromkeys("abc", (0.0, 1.0, 2.0))
    first = [next(name for at, name in order if at == number) for number in (0, 1, 2)]
    assert sorted(first) == ["a", "b", "c"]
