"""What every screen's state is, without a word of flet: it loads, it changes, it tells whoever shows it."""

from collections.abc import Callable


class Screen:
    """Base of every screen state. `load` reads what the screen shows; call `changed` after anything it shows changed."""

    _tell: Callable[[], None] | None = None

    async def load(self) -> None:
        """Read what the screen shows. Called when it is first shown, and again after a sync."""

    def watch(self, tell: Callable[[], None] | None) -> None:
        self._tell = tell

    def changed(self) -> None:
        if self._tell is not None:
            self._tell()
