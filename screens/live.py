"""The one hook that joins a pure screen state to its view."""

from collections.abc import Callable
from typing import Any, TypeVar

import flet as ft

from screens.app_state import AppState
from screens.parts import report
from screens.screen import Screen

S = TypeVar("S", bound=Screen)


def use_screen(app: AppState, make: Callable[[], S], *deps: Any) -> S:
    """Make the state once for these `deps`, load it when first shown and when `app.synced` moves, redraw when it changes.

    Loading is not somebody's doing, so unlike a handler it does not keep the session from going idle.
    """
    state = ft.use_memo(make, list(deps))
    _, redraw = ft.use_state(0)

    async def load() -> None:
        state.watch(lambda: redraw(lambda n: n + 1))
        try:
            await state.load()
        except Exception as error:
            report(error)
        state.changed()

    ft.use_effect(load, [*deps, app.synced], cleanup=lambda: state.watch(None))
    return state
