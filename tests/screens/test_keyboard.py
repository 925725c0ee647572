"""Without a mouse, in Chromium: everything on the locked screen is reached by Tab, and the tablet unlocks by keys alone."""

from collections.abc import Iterator

import pytest

from tests.screens.served import VISITED, Tablets
from tests.support.browser import OpenScreen, Screen
from tests.sync.stage import PASSPHRASE

FOCUSED = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || ''"


@pytest.fixture(scope="module")
def tablet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Tablets(tmp_path_factory.mktemp("tablets"), VISITED) as tablets:
        yield tablets.url


def tab(screen: Screen) -> str:
    """The first line of the name of what the next Tab reaches."""
    before = screen.page.evaluate(FOCUSED)
    screen.press("Tab")
    screen.page.wait_for_function(f"before => ({FOCUSED})() !== before", arg=before)
    return screen.page.evaluate(FOCUSED).split("\n")[0]


@pytest.mark.browser
def test_the_locked_screen_is_worked_by_keys_alone(tablet: str, browser: OpenScreen):
    screen = browser(tablet, path="field")
    screen.text("1 record unsent")
    assert not screen.audit()
    reached = [tab(screen) for _ in range(11)]
    assert [name for name in reached if not name.startswith("Tablet A · 1")] == [
        "Passphrase",
        "Unlock",
        "Forgotten it?",
        "Sync now",
        "Signal",
        "This tablet cannot reach the centre",
        "Enrol another profile",
        "Ring 999",
        "Ring 111",
        "Ring 01632 960 001",
    ]
    screen.type("Passphrase", PASSPHRASE)
    screen.press("Enter")
    screen.text("Your people")
    assert not screen.outside
