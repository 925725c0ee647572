"""Our app in Chromium, driven by what a screen reader would find: roles and exact names.

One browser serves a whole test run; every test has a context of its own (`browser` in `tests/conftest.py`).
Flutter paints on a canvas, so only its semantics tree can be asked; it is switched on when a page opens.
Nothing outside this machine is ever reached: such requests are refused and kept in `Screen.outside`.
"""

import itertools
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, sync_playwright
from playwright.sync_api import Error as PlaywrightError

T = TypeVar("T")
Name = str | re.Pattern[str]  # exactly these words, or whatever a pattern finds
Size = Literal["laptop", "tablet", "phone"]
SIZES: dict[Size, tuple[int, int]] = {"laptop": (1280, 800), "tablet": (800, 1280), "phone": (390, 844)}
HUNG_AFTER_MS = 30_000
SMALLEST_TARGET = 44  # px, both ways

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-3d-apis",  # without a graphics card CanvasKit draws faster by itself than through an emulated one
]
OUTSIDE = re.compile(r"^(?!http://127\.0\.0\.1[:/]|http://localhost[:/]|data:|blob:|about:)")
LOADING = "Working..."  # Flet's own words until the app has drawn something
CRASHED = "Error running app"  # the head of the red panel Flet shows after an unhandled exception
HARMLESS = "rive_native.js"  # Flet asks for an animation runtime that no screen of ours uses
TAKEN_UP = "element => document.activeElement === element && element.hasAttribute('autocorrect')"
STILL = """element => new Promise(done => {
  let before = "", frames = 0
  const until = performance.now() + 3000
  const look = () => {
    const box = element.getBoundingClientRect(), now = [box.x, box.y, box.width, box.height].join()
    frames = now === before ? frames + 1 : 0
    before = now
    frames >= 4 || performance.now() > until ? done() : requestAnimationFrame(look)
  }
  look()
})"""
# How far, in px right and down, a list would have to scroll for what is in it to stand clear of its edges, and its middle.
OUT_OF_VIEW = """element => {
  const list = element.parentElement.closest("[style*=scrollbar-width]")
  if (!list) return null
  const EDGE = 8, view = list.getBoundingClientRect(), box = element.getBoundingClientRect()
  const along = (from, to, low, high) => from >= low + EDGE && to <= high - EDGE ? 0 : (from + to - low - high) / 2
  const [left, right] = [Math.max(view.left, 0), Math.min(view.right, innerWidth)]
  const [top, bottom] = [Math.max(view.top, 0), Math.min(view.bottom, innerHeight)]
  return {
    x: list.scrollWidth > list.clientWidth ? along(box.left, box.right, left, right) : 0,
    y: list.scrollHeight > list.clientHeight ? along(box.top, box.bottom, top, bottom) : 0,
    middle: [(left + right) / 2, (top + bottom) / 2],
  }
}"""
SEMANTICS = (Path(__file__).parent / "semantics.js").read_text(encoding="utf-8")
FAILED = Path(__file__).resolve().parents[2] / "build" / "failed"
_failures = itertools.count(1)


@dataclass(frozen=True)
class Finding:
    """Something the accessibility audit found. `what` is nameless, small or duplicate."""

    what: Literal["nameless", "small", "duplicate"]
    role: str
    name: str
    width: float
    height: float

    def __str__(self) -> str:
        return f"{self.what}: {self.role} {self.name!r}, {self.width:.0f}×{self.height:.0f} px"


def sizes(always: Size, *in_prove: Size) -> list[Any]:
    """For a journey whose screens are held to every size elsewhere: one in `make test`, the others in `make prove`."""
    return [always, *(pytest.param(each, marks=pytest.mark.prove) for each in in_prove)]


def find_chromium() -> str:
    """CHROMIUM, or the first browser found; a test without one is skipped, which fails in CI."""
    named = [
        os.environ.get("CHROMIUM"),
        *map(shutil.which, ("chromium", "chromium-browser", "google-chrome")),
    ]
    for path in filter(None, named):
        return path
    pytest.skip("No Chromium here: `make test` says how to install it.")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


def begins(words: str) -> re.Pattern[str]:
    """The name of a row, which reads out all it shows, by how it begins."""
    return re.compile("^" + re.escape(words))


class PageHung(AssertionError):
    """The browser's own process no longer answers. A test it happens to is begun again once (`tests/conftest.py`)."""


class Screen:
    """One tab. Waits are in seconds; names are exact. `open_screen` makes one.

    `within` names a group: of things with the same name, such as the levels of several indicators, the one in there.
    """

    def __init__(self, page: Page, url: str, timeout: float = 30.0):
        self.page, self.url, self.timeout = page, url, timeout
        self.outside: list[str] = []  # addresses beyond this machine that were asked for, and refused
        self.errors: list[str] = []  # uncaught errors of the page's own script
        page.set_default_timeout(timeout * 1000)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    # ------------------------------------------------------------------ coming and going

    def open(self, path: str = "") -> None:
        """Loads the app, afresh if it was loaded before, and waits until it can be read."""
        self.page.goto(self.url + path.lstrip("/"), wait_until="commit")
        placeholder = self.page.locator("flt-semantics-placeholder")
        placeholder.wait_for(state="attached", timeout=60_000)
        placeholder.evaluate("element => element.click()")
        self._wait(lambda: [line for line in self.lines if line != LOADING] or None, "the app")

    def reload(self) -> None:
        """As F5; the app's session goes on if its process does."""
        self.open(self.page.url.removeprefix(self.url))

    # ------------------------------------------------------------------ reading

    @property
    def lines(self) -> list[str]:
        """Everything on screen in words, in reading order; never what stands in a field.

        Raises when the app has crashed: no journey may go on past Flet's red panel.
        """
        lines = self._semantics()["lines"]
        if CRASHED in lines:
            raise self._failed("The app crashed")
        return lines

    def shows(self, text: str) -> bool:
        """Whether some line contains `text` now."""
        return any(text in line for line in self.lines)

    def text(self, text: str, timeout: float | None = None) -> str:
        """The first line that contains `text`, waited for."""
        return self._wait(
            lambda: next((each for each in self.lines if text in each), None), f"{text!r}", timeout
        )

    def gone(self, text: str, timeout: float | None = None) -> None:
        """Waits until no line contains `text`."""
        self._wait(lambda: not self.shows(text) or None, f"{text!r} gone", timeout)

    def has(self, role: Any, name: Name) -> bool:
        return self._role(role, name).count() > 0

    def value(self, field: str, within: str = "") -> str:
        """What stands in a field: it is focused first, for Flutter keeps no other field's value in the page."""
        return self._focus(field, within).input_value()

    def is_on(self, name: Name, role: Any = "checkbox", within: str = "") -> bool:
        """Whether a checkbox, switch or radio is set."""
        return self.reach(name, role, within).get_attribute("aria-checked") == "true"

    # ------------------------------------------------------------------ doing

    def click(self, name: Name, role: Any = "button", within: str = "") -> None:
        """Presses what has this role and exactly this name; scrolls to it if need be."""
        target = self.reach(name, role, within)
        try:
            self._still(target)
            target.click()
        except PlaywrightError as error:
            raise self._failed(
                f"{role} {name!r} could not be pressed: {error.message.splitlines()[0]}"
            ) from None

    def type(self, field: str, value: str, within: str = "") -> None:
        """Puts `value` into a field in place of what stood there."""
        target = self._focus(field, within)
        for _ in range(3):
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(value) if value else self.page.keyboard.press("Delete")
            if self._eventually(lambda: target.input_value() == value):
                return
        raise self._failed(f"{field!r} did not take what was typed")

    def paste(self, field: str, text: str) -> None:
        """Puts `text` into a field, which may make something else of it."""
        self._focus(field)
        self.page.keyboard.insert_text(text)
        self.page.wait_for_timeout(500)

    def leave(self, field: str) -> None:
        """Takes the focus on to the next thing, and with it caret and selection."""
        target = self._focus(field)
        self.page.keyboard.press("Tab")
        left = "element => document.activeElement !== element"
        self._wait(lambda: target.evaluate(left) or None, f"{field!r} left")
        self.page.wait_for_timeout(300)

    def press(self, key: str) -> None:
        """A key, such as Enter or Escape, wherever the focus is."""
        self.page.keyboard.press(key)

    def check(self, name: Name, on: bool = True, role: Any = "checkbox", within: str = "") -> None:
        """Sets a checkbox, switch (`role="switch"`) or radio (`role="radio"`), whatever it was."""
        target, wanted = self.reach(name, role, within), str(on).lower()
        if target.get_attribute("aria-checked") != wanted:
            self.click(name, role, within)
            self._wait(lambda: target.get_attribute("aria-checked") == wanted or None, f"{name!r} {wanted}")

    def choose(self, name: str, option: str) -> None:
        """Opens a drop-down and picks one of its options."""
        self.click(name)
        roles = ("menuitem", "option", "button")
        self._wait(lambda: next((r for r in roles if self.has(r, option)), None), f"the option {option!r}")
        self.click(option, next(role for role in roles if self.has(role, option)))

    def reach(self, name: Name, role: Any = "button", within: str = "") -> Locator:
        """The one node of this role and name; a list that draws only what is in view is scrolled until it is there."""
        target = self._role(role, name, within)
        if not self._eventually(lambda: target.count() > 0):
            self._scroll_until(lambda: target.count() > 0)
        # While one screen gives way to the next, both may hold the name for a moment.
        if not self._eventually(lambda: target.count() == 1, self.timeout):
            raise self._failed(f"{target.count()} nodes are {role} {name!r}")
        return target

    def reach_text(self, text: str) -> None:
        """Scrolls until some line that contains `text` is in view."""
        self._still(self.page.locator("flt-semantics").get_by_text(text).first)

    def resize(self, size: Size) -> None:
        """The layout follows once the app has heard of it."""
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_timeout(600)

    def touch_nothing(self) -> None:
        """A finger on the title: whatever was clicked is no longer marked as the keyboard's, nor what the mouse is over."""
        self.page.mouse.move(0, 0)
        self.page.touchscreen.tap(120, 40)

    def scroll(self, pixels: int) -> None:
        """Down, or up when negative, with the pointer over the middle of the page."""
        size = self.page.viewport_size or {"width": 800, "height": 600}
        self.page.mouse.move(size["width"] / 2, size["height"] / 2)
        self.page.mouse.wheel(0, pixels)
        self.page.wait_for_timeout(60)

    # ------------------------------------------------------------------ judging

    def audit(self) -> list[Finding]:
        """What is wrong for someone who cannot see, or cannot aim: see `Finding`.

        A name may stand twice where the names of the groups around tell them apart; nowhere else.
        """
        nodes = [node for node in self._semantics()["nodes"] if node["width"] and node["height"]]
        seen: set[tuple[str, str, str]] = set()
        findings: list[Finding] = []
        for node in nodes:
            role, name, group = node["role"], node["name"], node["group"]
            what = ["nameless"] if not name else []
            if not (node["disabled"] or node["cut"]) and min(node["width"], node["height"]) < SMALLEST_TARGET:
                what.append("small")
            if name and (role, name, group) in seen:
                what.append("duplicate")
            seen.add((role, name, group))
            findings += [Finding(each, role, name, node["width"], node["height"]) for each in what]  # type: ignore[arg-type]
        return findings

    def screenshot(self, path: Path) -> Path:
        """Once the picture has settled: painted, and the same twice."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self._settled_picture())
        return path

    def picture_of(self, name: Name, role: Any = "button") -> bytes:
        """A PNG of one thing on screen, once it has settled."""
        return self._settled_picture(self.reach(name, role).bounding_box())

    # ------------------------------------------------------------------ how

    def _semantics(self) -> dict[str, Any]:
        try:
            self.page.wait_for_function("() => true", timeout=HUNG_AFTER_MS)
        except PlaywrightError:
            raise PageHung("The page no longer answers") from None
        return self.page.evaluate(SEMANTICS)

    def _role(self, role: Any, name: Name, within: str = "") -> Locator:
        place = self.page.get_by_role("group", name=within, exact=True) if within else self.page
        return place.get_by_role(role, name=name, exact=True)

    def _focus(self, field: str, within: str = "") -> Locator:
        """Clicks a field until Flutter has taken it up: what is typed before that is lost, or goes to the field before.

        The page's own focus comes some frames earlier. Flutter tells of taking a field up only by setting `autocorrect`
        on it, so that is taken off a field that is not taken up yet. While a list still scrolls, Flutter may miss a
        focus altogether; then the field is clicked again.
        """
        target = self.reach(field, "textbox", within)
        for _ in range(5):
            if not target.evaluate(TAKEN_UP):
                target.evaluate("element => element.removeAttribute('autocorrect')")
            self._still(target)
            target.click()
            if self._eventually(lambda: target.evaluate(TAKEN_UP)):
                return target
        raise self._failed(f"{field!r} did not take the focus")

    def _still(self, target: Locator) -> None:
        """Into view by the wheel, as a hand would, and until it stays where it is.

        Never by the page's own scrolling: Flutter's list follows that some frames later or not at all, and a press
        while the two differ lands on what Flutter has there.
        """
        target.evaluate(STILL)
        before = None
        while (away := target.evaluate(OUT_OF_VIEW)) and (away["x"] or away["y"]) and away != before:
            self.page.mouse.move(*away["middle"])
            self.page.mouse.wheel(away["x"], away["y"])
            self.page.wait_for_timeout(60)
            target.evaluate(STILL)
            before = away

    def _scroll_until(self, there: Callable[[], bool]) -> None:
        """Down to the end, then up to the beginning; stops when it is there or when nothing moves any more."""
        step = round(0.7 * (self.page.viewport_size or {"height": 600})["height"])
        for pixels in (step, -step):
            moved, before = True, self._semantics()
            while moved:
                self.scroll(pixels)
                if there():
                    return
                now = self._semantics()
                moved, before = now != before, now

    def _settled_picture(self, clip: Any = None) -> bytes:
        previous, deadline = b"", time.monotonic() + self.timeout
        while time.monotonic() < deadline:
            picture = self.page.screenshot(clip=clip)
            if picture == previous and (clip or len(picture) > 6_000):  # an unpainted page packs to less
                return picture
            previous = picture
            self.page.wait_for_timeout(120)
        return previous

    def _eventually(self, true: Callable[[], bool], timeout: float = 1.5) -> bool:
        deadline = time.monotonic() + timeout
        while not true():
            if time.monotonic() > deadline:
                return False
            self.page.wait_for_timeout(25)
        return True

    def _wait(self, probe: Callable[[], T | None], wanted: str, timeout: float | None = None) -> T:
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        while (answer := probe()) is None:
            if time.monotonic() > deadline:
                raise self._failed(f"Waited for {wanted}")
            self.page.wait_for_timeout(40)
        return answer

    def _failed(self, why: str) -> AssertionError:
        FAILED.mkdir(parents=True, exist_ok=True)
        process = os.environ.get("PYTEST_XDIST_WORKER", "")
        picture = FAILED / f"{process}{next(_failures)}.png"
        self.page.screenshot(path=picture)
        return AssertionError(
            f"{why}. Picture: {picture}. On screen:\n  " + "\n  ".join(self._semantics()["lines"])
        )


class PageObject:
    """What one screen offers to a journey. Making one asserts that it has come.

    A subclass states `arrives_with`, words that only its screen shows, and methods in a worker's terms that
    return the page object of the screen they lead to.
    """

    arrives_with: str

    def __init__(self, screen: Screen):
        self.screen = screen
        screen.text(self.arrives_with)


class OpenScreen(Protocol):
    def __call__(self, url: str, size: Size = "laptop", *, dark: bool = False, path: str = "") -> Screen: ...


def open_screen(
    browser: Browser,
    url: str,
    size: Size = "laptop",
    *,
    dark: bool = False,
    path: str = "",
    touch: bool = False,
) -> tuple[BrowserContext, Screen]:
    """A new context with the app open in it, at one of `SIZES`.

    `touch`: it has a finger too; then what is typed at a machine's speed may not reach the app.
    """
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        has_touch=touch,
        locale="en-GB",
        timezone_id="Europe/London",
    )
    screen = Screen(context.new_page(), url)
    context.route(OUTSIDE, lambda route, request: _refuse(screen, route, request))
    screen.open(path)
    return context, screen


def _refuse(screen: Screen, route: Route, request: Request) -> None:
    if not request.url.endswith(HARMLESS):
        screen.outside.append(request.url)
    route.abort()
