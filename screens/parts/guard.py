"""What stands between a handler and the screen: an error becomes a sentence, never a red panel over everything.

Flet replaces the whole screen when a handler raises. Every part guards the handlers it is given, and the shell
shows the problem as a banner; so a screen guards by hand only what it starts itself (effects, tasks).
"""

import inspect
import logging
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from models.errors import HandrailError

log = logging.getLogger("handrail.screens")

Handler = Callable[..., Any]


@dataclass(frozen=True)
class Problem:
    """What a person is told: what happened, what is safe, what to do."""

    happened: str
    safe: str
    do: str


@ft.observable
@dataclass
class Trouble:
    """The problem one session is shown, if any. The shells watch it."""

    problem: Problem | None = None


def guard(handler: Handler, *, fresh: bool = False) -> Callable[[Any], Awaitable[None]]:
    """`handler` (sync or async, taking the event or nothing) as one that never raises.

    `fresh`: what went wrong before is taken off the screen first; buttons do so. The log gets the error's
    class, and field names and ids where it is one of ours; never its text.
    """

    async def guarded(event: Any = None) -> None:
        try:
            _touched()
            if fresh:
                trouble().problem = None
            outcome = handler(event) if _wants_event(handler) else handler()
            if inspect.isawaitable(outcome):
                await outcome
        except Exception as error:
            report(error)

    return guarded


def report(error: Exception) -> None:
    """Show `error` as a problem on this session's screen, and log what kind it was and where it came from."""
    known = error if isinstance(error, HandrailError) else HandrailError()
    way = [] if known is error else traceback.extract_tb(error.__traceback__)
    log.warning(
        "problem shown: %s fields=%s ids=%s way=%s",
        type(error).__name__,
        known.fields,
        known.ids,
        [f"{step.filename}:{step.lineno}" for step in way],
    )
    trouble().problem = Problem(known.happened, known.safe, known.do)


def trouble() -> Trouble:
    """This session's Trouble."""
    store = ft.context.page.session.store
    kept = store.get("trouble")
    if not isinstance(kept, Trouble):
        kept = Trouble()
        store.set("trouble", kept)
    return kept


def listen(touched: Callable[[], object]) -> None:
    """Have `touched` called whenever somebody does something in this session: what an idle lock waits for."""
    ft.context.page.session.store.set("touched", touched)


def _touched() -> None:
    touched = ft.context.page.session.store.get("touched")
    if touched is not None:
        touched()


def _wants_event(handler: Handler) -> bool:
    """Whether it has a parameter that must be given; one with a default is the screen's own (`key=key`)."""
    given = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(handler).parameters.values()
    return any(p.kind in given and p.default is p.empty for p in parameters)
