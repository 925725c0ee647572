"""One thing that is set for a person, as a line: what, by whom and until when, and whether it is to be looked at."""

import flet as ft

from screens import parts
from screens.theirs.lines import SetLine


def set_line(line: SetLine, which: str, *more: ft.Control | None) -> ft.Control:
    return parts.stack(
        parts.text(line.what),
        parts.text(line.by, "quiet small"),
        parts.line(parts.tag("Look at it again now", "stop", key=f"review {which}"))
        if line.overdue
        else None,
        *more,
        space=4,
        key=f"set {which}",
    )
