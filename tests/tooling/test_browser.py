"""The browser harness, tried on a small app: it types, presses, waits, reads, audits, and survives a kill."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.support.app_process import AppProcess
from tests.support.browser import OpenScreen, PageObject, Screen
from tests.tooling.tiny_app import FAULTY

pytestmark = pytest.mark.browser
TINY = Path(__file__).with_name("tiny_app.py")


@pytest.fixture(scope="module")
def tiny() -> Iterator[AppProcess]:
    with AppProcess([TINY]) as app:
        yield app


@pytest.mark.parametrize("size", ["laptop", "tablet", "phone"])
def test_a_form_is_filled_and_read(browser: OpenScreen, tiny: AppProcess, size):
    screen = browser(tiny.url, size)
    screen.type("Name", "Ada Example")
    screen.type("Passphrase", "long secret words")
    screen.type("Note", "Slept badly, said so")
    screen.type("Note", "Slept well")
    screen.check("I am sure")
    screen.check("I am sure")
    screen.check("By phone", role="radio")
    screen.choose("Who", "Bola")
    screen.click("Add one")
    assert screen.text("Said 'Slept well', 1 clicks, sure True, mode phone, who b")
    assert screen.value("Name") == "Ada Example"
    assert not screen.shows("long secret words")
    assert screen.outside == []
    assert screen.errors == []


def test_a_long_note_with_every_script_arrives_whole(browser: OpenScreen, tiny: AppProcess):
    screen = browser(tiny.url)
    note = "Wörter 🌙 שלום مرحبا " * 500
    screen.type("Note", note)
    assert screen.text(f"Said {note.strip()[:200]!r}"[:-1])


def test_what_is_out_of_view_is_scrolled_to(browser: OpenScreen, tiny: AppProcess):
    screen = browser(tiny.url, "phone")
    screen.click("At the end")
    screen.text("100 clicks")


def test_a_dialog_and_its_end(browser: OpenScreen, tiny: AppProcess):
    screen = browser(tiny.url)
    screen.click("Ask")
    screen.text("Really?")
    screen.click("Yes")
    screen.gone("Really?")


def test_a_failure_shows_what_was_there(browser: OpenScreen, tiny: AppProcess):
    screen = browser(tiny.url)
    with pytest.raises(AssertionError, match=r"(?s)Waited for 'Nowhere'\. Picture: .*png.*Tiny") as caught:
        screen.text("Nowhere", timeout=0.2)
    picture = Path(str(caught.value).split("Picture: ")[1].split(". On")[0])
    assert picture.stat().st_size > 0
    picture.unlink()


def test_a_crash_ends_the_journey(browser: OpenScreen, tiny: AppProcess):
    screen = browser(tiny.url)
    screen.click("Break")
    with pytest.raises(AssertionError, match="The app crashed"):
        screen.text("Nowhere")


class TinyPage(PageObject):
    arrives_with = "Tiny"

    def pid(self) -> int:
        return int(self.screen.text("pid").split("pid ")[1])


def test_a_killed_app_comes_back_on_its_address(browser: OpenScreen):
    with AppProcess([TINY]) as app:
        screen = browser(app.url)
        first = TinyPage(screen).pid()
        assert first == app.pid
        app.kill()
        assert not app.running
        app.start()
        screen.open()
        assert TinyPage(screen).pid() == app.pid != first


def test_a_request_beyond_this_machine_is_refused_and_kept(browser: OpenScreen, tiny: AppProcess):
    screen = browser(tiny.url)
    assert (
        screen.page.evaluate("fetch('https://example.org/x').then(() => 'reached', () => 'refused')")
        == "refused"
    )
    assert screen.outside == ["https://example.org/x"]


def test_a_picture_is_painted(browser: OpenScreen, tiny: AppProcess, tmp_path: Path):
    screen: Screen = browser(tiny.url, "phone", dark=False)
    picture = Image.open(screen.screenshot(tmp_path / "tiny.png"))
    assert picture.size == (390, 844)
    assert len(picture.convert("L").getcolors(256) or []) > 20


def test_the_audit_finds_what_is_wrong_and_nothing_else(browser: OpenScreen):
    with AppProcess([TINY], environment={FAULTY: "1"}) as app:
        found = {(f.what, f.role, f.name) for f in browser(app.url).audit()}
    assert {
        ("nameless", "button", ""),
        ("small", "button", "Small"),
        ("duplicate", "button", "Add one"),
    } <= found
    # Flet's own checkbox and radio are 40 and 32 px high unless a screen makes room for them.
    own = {("small", "checkbox", "I am sure"), ("small", "radio", "At home"), ("small", "radio", "By phone")}
    assert found - own == {
        ("nameless", "button", ""),
        ("small", "button", ""),
        ("small", "button", "Small"),
        ("duplicate", "button", "Add one"),
    }


def test_a_program_that_fails_says_why(tmp_path: Path):
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit('no such folder')", encoding="utf-8")
    with pytest.raises(AssertionError, match="no such folder"):
        AppProcess([broken]).start()
