"""A centre in a folder of its own, under a clock the test drives."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.played import DrivenClock, PlayedCentre


@pytest.fixture
def clock() -> DrivenClock:
    return DrivenClock()


@pytest.fixture
def played(tmp_path: Path, clock: DrivenClock) -> Iterator[PlayedCentre]:
    """A begun organisation with its administrator and one team."""
    there = PlayedCentre.begun(tmp_path, clock)
    yield there
    there.centre.close()
