"""Schedules that once broke a promise, as the simulator printed them."""

import pytest

from tests.simulator.schedule import Schedule, run

FOUND: dict[str, Schedule] = {
    "a session that was closed while its vault was being opened left it busy": [
        *(("cancelled", at, ("unlock", 0)) for at in range(4)),
    ],
    "a session that was locked while people were being listed broke in the middle": [
        *(("meanwhile", at, ("record", 0, 0, "quiet", 1), ("lock", 0)) for at in range(16)),
    ],
}


@pytest.mark.parametrize("what", FOUND)
def test_it_holds_now(what: str):
    outcome = run(FOUND[what])
    assert outcome.broken is None, outcome.broken
