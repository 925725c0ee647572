"""Every part in Chromium: named, big enough, drawn, and nothing asked of the world outside."""

from collections.abc import Iterator
from typing import get_args

import pytest

from tests.support.app_process import AppProcess
from tests.support.browser import SIZES, OpenScreen, Size

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with AppProcess(["-m", "tests.screens.gallery"]) as app:
        yield app.url


WHERE: list[tuple[str, Size]] = [
    *(("all", size) for size in get_args(Size)),
    ("panes", "laptop"),
    ("outer", "phone"),
]


@pytest.mark.parametrize(("page", "size"), WHERE)
def test_every_part_has_a_name_and_room_for_a_thumb(browser: OpenScreen, gallery: str, page: str, size: Size):
    screen = browser(gallery, size, path=page)
    screen.page.set_viewport_size({"width": SIZES[size][0], "height": 9_000})  # nothing cut by the edge
    screen.page.wait_for_timeout(800)
    assert [str(finding) for finding in screen.audit()] == []
    assert (screen.outside, screen.errors) == ([], [])


def test_what_is_typed_and_chosen_arrives(browser: OpenScreen, gallery: str):
    screen = browser(gallery, "phone", path="fields")
    screen.type("Staff name", "Dana 🙂 שלום")
    screen.type("Date of the contact, day", "28")
    assert screen.value("Staff name") == "Dana 🙂 שלום"
    screen.click("Date of the contact, calendar")
    screen.click("20, Wednesday, 20 May 2026")
    screen.click("Choose")
    screen.gone("Choose")
    assert screen.value("Date of the contact, day") == "20"


def test_a_level_answers_by_its_words(browser: OpenScreen, gallery: str):
    screen = browser(gallery, "tablet", path="choices")
    sleep = screen.page.get_by_role("group", name="Sleep", exact=True)
    severe = sleep.get_by_role("radio", name="3 Constant, severe or immediate concern", exact=True)
    severe.click()
    screen.page.wait_for_function(
        "node => node.getAttribute('aria-checked') === 'true'", arg=severe.element_handle()
    )


def test_a_failing_handler_leaves_the_screen_standing(browser: OpenScreen, gallery: str):
    screen = browser(gallery, "laptop", path="words")
    screen.click("Discard the draft")
    screen.text("The centre could not be reached.")
    screen.text("A section heading")
