"""What every test has: hypothesis profiles, the skip rule of CI, and Chromium.

def test_sign_in(browser: OpenScreen): ...  # browser(url, "phone") opens the app in a context of its own
"""

import warnings
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from playwright.sync_api import Browser

from tests.support import browser as support
from tests.support.no_skips import pytest_make_collect_report, pytest_runtest_makereport

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("prove", settings.get_profile("default"), max_examples=5_000)
# Thousands of runs over the same tests: few examples, always the same ones, and no smaller ones sought.
settings.register_profile(
    "mutants",
    settings.get_profile("default"),
    max_examples=10,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("default")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with support.chromium() as running:
        yield running


@pytest.fixture
def browser(chromium: Browser) -> Iterator[support.OpenScreen]:
    """Opens the app at an address and a size; every context it opened is closed after the test."""
    contexts = []

    def opener(
        url: str, size: support.Size = "laptop", *, dark: bool = False, path: str = ""
    ) -> support.Screen:
        context, screen = support.open_screen(chromium, url, size, dark=dark, path=path)
        contexts.append(context)
        return screen

    yield opener
    for context in contexts:
        context.close()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A page whose own process stops answering, as with Flutter's two-threaded renderer, is begun again, once, and it is said."""
    if "browser" not in pyfuncitem.fixturenames:
        return None
    given = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    try:
        pyfuncitem.obj(**given)
    except support.PageHung:
        warnings.warn(f"{pyfuncitem.nodeid}: Chromium's page stopped answering; begun again", stacklevel=1)
        pyfuncitem.obj(**given)
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with Chromium come last: once it runs, Playwright keeps a loop on this thread, and asyncio.run finds no room."""
    late = {item.path for item in items if "chromium" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in late)
