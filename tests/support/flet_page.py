"""A Flet page without Flutter or a browser, for tests of screens: `with FletPage(App) as page: page.click("Save")`.

The session, the page, the diffing and the event dispatch are Flet's own; only the client is played here. It
packs every message as the real one would receive it (Flet takes the baseline of its next diff while it packs),
answers method calls, tells of route changes and closed dialogs, and keeps every crash to raise it in the test.
The page lives on an event loop in a thread of its own, so tests stay plain functions. Flet is pinned: this file
reaches for its private parts, and no other file does, but `flet_tree.py`, which reads what is shown.
"""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self, TypeVar

import flet as ft
import msgpack
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page
from flet.messaging.connection import Connection
from flet.messaging.protocol import Message, MessageAction, configure_encode_object_for_msgpack
from flet.messaging.session import Session
from flet.pubsub.pubsub_hub import PubSubHub

from tests.support.flet_tree import Shown, on_stage, option_key, spoken

T = TypeVar("T")
PAGE_ID = 1


class AppCrashed(AssertionError):
    """A handler, an effect or a background task raised; a person would have seen Flet's red panel."""


class FletPage:
    """`app` is a component, or with `main=True` a function that takes the page, as `ft.run` would call it.

    Waits are in seconds. Names are exact: a key, a label, a tooltip, or the words inside the control.
    """

    def __init__(
        self,
        app: Callable[..., Any],
        *args: Any,
        main: bool = False,
        size: tuple[int, int] = (1280, 800),
        dark: bool = False,
        route: str = "/",
        answers: dict[str, Any] | None = None,
        timeout: float = 3.0,
    ):
        self.calls: list[tuple[str, Any]] = []  # what the app asked of the client: (method, arguments)
        self.timeout = timeout
        self._app, self._args, self._main = app, args, main
        self._start = {
            "route": route,
            "width": size[0],
            "height": size[1],
            "web": True,
            "platform": "linux",
            "platform_brightness": "dark" if dark else "light",
        }
        self._answers = answers or {}
        self._crashes: list[str] = []
        self._dismissed: set[int] = set()

    # ------------------------------------------------------------------ what a person reads

    @property
    def texts(self) -> list[str]:
        """Every line on screen, in reading order."""
        return self._on_loop(lambda: spoken(self._stage()))

    def shows(self, text: str) -> bool:
        """Whether some line contains `text` now."""
        return any(text in line for line in self.texts)

    def text(self, text: str, timeout: float | None = None) -> str:
        """The first line that contains `text`, waited for."""
        return self._wait(
            lambda: next((line for line in self.texts if text in line), None), f"{text!r} shown", timeout
        )

    def gone(self, text: str, timeout: float | None = None) -> None:
        """Waits until no line contains `text`."""
        self._wait(lambda: not self.shows(text) or None, f"{text!r} gone", timeout)

    def control(self, name: str, kind: type[Any] | tuple[type[Any], ...] = BaseControl) -> Any:
        """The one visible control of that name and kind, waited for; read its fields, never set them."""
        return self._one(name, lambda item: isinstance(item.control, kind)).control

    # ------------------------------------------------------------------ what a person does

    def click(self, name: str) -> None:
        """Presses a button, row, tile, link, tab, destination, radio or box of that name."""
        item = self._one(name, _pressable, usable=True)
        match item.control:
            case ft.Checkbox() | ft.Switch():
                self._set(item.control, not item.control.value)
            case ft.Radio(value=value):
                self._set(_owner(item, ft.RadioGroup), value)
            case ft.Segment(value=value):
                self._set(_owner(item, ft.SegmentedButton), [value], "selected")
            case ft.NavigationBarDestination() | ft.NavigationRailDestination() | ft.Tab():
                self._select(item)
            case ft.Chip(on_select=handler, selected=selected) if handler:
                self.fire(item.control, "select", not selected, selected=not selected)
            case control:
                self.fire(control, "tap" if _handles(control, "tap") else "click")

    def check(self, name: str, on: bool = True) -> None:
        """Sets a box or a switch, whatever it was."""
        if bool(self.control(name, (ft.Checkbox, ft.Switch)).value) != on:
            self.click(name)

    def enter(self, name: str, value: str) -> None:
        """Types into a field in place of what it held, and leaves it."""
        field = self._one(name, lambda item: isinstance(item.control, ft.TextField), usable=True).control
        assert not field.read_only, f"{name!r} is read only"
        self.fire(field, "focus")
        self.fire(field, "change", value, value=value)
        self.fire(field, "blur", value)

    def submit(self, name: str) -> None:
        """Presses Enter in a field."""
        field = self.control(name, ft.TextField)
        self.fire(field, "submit", field.value)

    def choose(self, name: str, option: str) -> None:
        """Picks an option of a drop-down by its words."""
        dropdown = self._one(name, lambda item: isinstance(item.control, ft.Dropdown), usable=True).control
        keys = {o.text or o.key: option_key(o) for o in dropdown.options or []}
        assert option in keys, f"{name!r} offers {sorted(filter(None, keys))}, not {option!r}"
        self.fire(dropdown, "select", keys[option], value=keys[option])

    def fire(self, control: BaseControl, event: str, data: Any = None, **changed: Any) -> None:
        """What the client sends: the fields it changed, then the event. Returns once handler and screen are done."""
        self._run(self._fire(control._i, event, data, changed))

    def go(self, route: str) -> None:
        """Opens a route, as a link or the browser's address bar would."""
        self._run(self._route(route))

    def back(self) -> None:
        """Presses the app bar's back button, or the tablet's."""
        view = self._on_loop(lambda: next(self._stage()).control)
        self._run(self._fire(PAGE_ID, "view_pop", {"route": view.route}, {}))

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self._run(self._fire(PAGE_ID, "resize", size, size))

    def disconnect(self) -> None:
        """The browser goes away; the session stays for a while, as Flet keeps it."""
        self._run(self._session.disconnect(60))

    def reconnect(self) -> None:
        self._run(self._session.connect(self._connection))

    def run(self, work: Awaitable[T]) -> T:
        """Runs `work` on the app's own loop, as something outside the screen would happen to it."""
        return self._run(work)

    # ------------------------------------------------------------------ life

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda _, context: self._task_crashed(context))
        self._executor = ThreadPoolExecutor(4, thread_name_prefix="flet-page")
        self._thread = threading.Thread(target=self._loop.run_forever, name="flet-page", daemon=True)
        self._log = _CrashLog(self._crashes)
        logging.getLogger("concurrent.futures").addHandler(self._log)
        self._thread.start()
        try:
            self._run(self._open())
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        self._close()
        if failure is None:
            self._raise_crash()

    async def _open(self) -> None:
        self._connection = _Client(self, self._loop, self._executor)
        self._session = Session(self._connection)
        self._session.apply_page_patch(self._start)
        page = self._session.page
        _context_page.set(page)  # pyright: ignore[reportArgumentType]  # declared by its default
        self._connection.pack(self._session.get_page_patch())
        if not self._main:
            page.render(self._app, *self._args)
        elif asyncio.iscoroutinefunction(self._app):
            await self._app(page, *self._args)
        else:
            self._app(page, *self._args)
        await self._session.after_event(page)

    def _close(self) -> None:
        """Ends the session as an expired one ends, so that effects and `on_close` are cleaned up."""
        with contextlib.suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(self.timeout)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(self.timeout)
        self._executor.shutdown(wait=False, cancel_futures=True)
        logging.getLogger("concurrent.futures").removeHandler(self._log)
        if not self._thread.is_alive():
            self._loop.close()

    async def _end(self) -> None:
        if hasattr(self, "_session"):
            self._session.close()
            await asyncio.sleep(0)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await self._loop.shutdown_default_executor()

    # ------------------------------------------------------------------ how

    def _stage(self) -> Iterator[Shown]:
        return on_stage(self._session.page)

    def _one(self, name: str, fits: Callable[[Shown], bool], usable: bool = False) -> Shown:
        def found() -> Shown | None:
            named = [item for item in self._stage() if fits(item) and name in item.names]
            innermost = [item for item in named if not any(item.control in other.owners for other in named)]
            assert len(innermost) <= 1, f"{name!r} names {len(innermost)} controls: {innermost}"
            return innermost[0] if innermost and not (usable and innermost[0].disabled) else None

        wanted = f"{name!r} on screen" + (" and enabled" if usable else "")
        return self._wait(lambda: self._on_loop(found), wanted)

    def _set(self, control: Any, value: Any, field: str = "value") -> None:
        self.fire(control, "change", value, **{field: value})

    def _select(self, item: Shown) -> None:
        bar = _owner(item, ft.NavigationBar, ft.NavigationRail, ft.Tabs)
        siblings = item.owners[0].tabs if isinstance(item.control, ft.Tab) else bar.destinations
        index = next(i for i, each in enumerate(siblings) if each is item.control)
        self._set(bar, index, "selected_index")

    async def _fire(self, control_id: int, event: str, data: Any, changed: dict[str, Any]) -> None:
        if changed:
            self._session.apply_patch(control_id, changed)
        await self._session.dispatch_event(control_id, event, data)

    async def _route(self, route: str) -> None:
        self._session.apply_page_patch({"route": route})
        await self._session.dispatch_event(PAGE_ID, "route_change", {"route": route})

    async def _settle(self) -> None:
        """Until Flet has drawn what changed; work that waits for a thread or a timer is not waited for."""
        for _ in range(1_000):
            await asyncio.sleep(0)
            if not self._busy():
                await asyncio.sleep(0)
                closed = self._newly_closed_dialogs()
                for dialog in closed:
                    await self._session.dispatch_event(dialog._i, "dismiss", None)
                if not closed and not self._busy():
                    return
        raise AssertionError("The screen redraws itself without end.")

    def _busy(self) -> bool:
        session: Any = self._session
        pending = session._Session__pending_updates or session._Session__pending_effects
        return bool(session.connection and pending)

    def _newly_closed_dialogs(self) -> list[Any]:
        closed = [
            d for d in self._session.page._dialogs.controls if not d.open and d._i not in self._dismissed
        ]
        self._dismissed.update(dialog._i for dialog in closed)
        return closed

    def _wait(self, probe: Callable[[], T | None], wanted: str, timeout: float | None = None) -> T:
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        while (answer := probe()) is None:
            if time.monotonic() > deadline:
                raise AssertionError(f"Waited for {wanted}. On screen:\n  " + "\n  ".join(self.texts))
            time.sleep(0.01)
        return answer

    def _on_loop(self, read: Callable[[], T]) -> T:
        async def reading() -> T:
            return read()

        return self._run(reading())

    def _run(self, work: Awaitable[T]) -> T:
        async def working() -> T:
            answer = await work
            await self._settle()
            return answer

        answer = asyncio.run_coroutine_threadsafe(working(), self._loop).result(max(self.timeout, 30))
        self._raise_crash()
        return answer

    def _raise_crash(self) -> None:
        if self._crashes:
            crashes, self._crashes[:] = list(self._crashes), []
            raise AppCrashed("\n\n".join(crashes))

    def _task_crashed(self, context: dict[str, Any]) -> None:
        if "exception" in context:
            self._crashes.append(f"{context['message']}: {context['exception']!r}")


class _Client(Connection):
    """The other end: packs what is sent, and answers as Flutter would."""

    def __init__(self, owner: FletPage, loop: asyncio.AbstractEventLoop, executor: ThreadPoolExecutor):
        super().__init__()
        self._owner, self.loop, self.executor = owner, loop, executor
        self.page_url = "http://127.0.0.1"
        self.pubsubhub = PubSubHub(loop=loop, executor=executor)

    def pack(self, value: Any) -> None:
        msgpack.packb(value, default=configure_encode_object_for_msgpack(BaseControl))

    def send_message(self, message: Message) -> None:
        self.pack([message.action, message.body])
        if message.action == MessageAction.SESSION_CRASHED:
            self._owner._crashes.append(message.body.message)
        elif message.action == MessageAction.INVOKE_METHOD:
            self.loop.create_task(self._answer(message.body))

    async def _answer(self, call: Any) -> None:
        self._owner.calls.append((call.name, call.args))
        answer = self._owner._answers.get(call.name)
        answer = answer(call.args) if callable(answer) else answer
        self._owner._session.handle_invoke_method_results(call.control_id, call.call_id, answer, None)
        if call.name == "push_route":
            await self._owner._route(call.args["route"])


class _CrashLog(logging.Handler):
    """`page.run_task` reports a failure to this logger, and nowhere else."""

    def __init__(self, crashes: list[str]):
        super().__init__(logging.ERROR)
        self._crashes = crashes

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self._crashes.append(f"{record.getMessage()}: {record.exc_info[1]!r}")


def _pressable(item: Shown) -> bool:
    selectable = (ft.Checkbox, ft.Switch, ft.Radio, ft.Segment, ft.Tab)
    destinations = (ft.NavigationBarDestination, ft.NavigationRailDestination)
    return isinstance(item.control, selectable + destinations) or any(
        _handles(item.control, event) for event in ("click", "tap", "select")
    )


def _handles(control: Any, event: str) -> bool:
    return getattr(control, f"on_{event}", None) is not None


def _owner(item: Shown, *kinds: type[Any]) -> Any:
    return next(owner for owner in item.owners if isinstance(owner, kinds))
