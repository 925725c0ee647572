from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.hours import Hours
from tests.journeys.place import Place, found
from tests.screens.served import Tablets
from tests.support.browser import OpenScreen


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What every journey starts from a copy of. Nothing runs in it."""
    return found(tmp_path_factory.mktemp("provider") / "begun")


@pytest.fixture
def place(begun: Place, tmp_path: Path) -> Iterator[Place]:
    with begun.copy(tmp_path / "place") as running:
        yield running


@pytest.fixture
def hours(browser: OpenScreen, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Hours]:
    """The team's tablets, locked. `@pytest.mark.parametrize("hours", [...], indirect=True)` says what has happened before."""
    before = [request.param] if hasattr(request, "param") else []
    with Tablets(tmp_path / "tablets", *before) as tablets:
        yield Hours(tablets, browser)
