from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.place import Place, found


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What every journey starts from a copy of. Nothing runs in it."""
    return found(tmp_path_factory.mktemp("provider") / "begun")


@pytest.fixture
def place(begun: Place, tmp_path: Path) -> Iterator[Place]:
    with begun.copy(tmp_path / "place") as running:
        yield running
