"""Whom the centre has not heard from, as a section of the prompts screen."""

from collections.abc import Callable, Sequence

import flet as ft

from screens import parts
from screens.prompt.lines import Ring
from screens.prompts.silences import SilenceLine

TITLE = "Not heard from: needs you"


def silences_section(silences: Sequence[SilenceLine], go: Callable[[str], object]) -> ft.Control | None:
    """Nothing where nobody is silent."""
    if not silences:
        return None
    return parts.stack(
        parts.heading(f"{TITLE} ({len(silences)})"),
        *(_silence(line, go, several=len(silences) > 1) for line in silences),
        space=8,
        key="silences",
    )


def _silence(line: SilenceLine, go: Callable[[str], object], several: bool) -> ft.Control:
    facts = [
        ("Last heard", line.heard),
        ("Why it is said", line.why),
        ("Why it matters", "\n".join(line.matters)),
    ]
    return parts.card(
        f"Nothing heard from {line.name}",
        parts.key_values([*([("Tablet", line.tablet)] if line.tablet else []), *facts]),
        parts.text(line.asks, "strong"),
        *(_call(ring, line) for ring in line.ring),
        parts.text("Their own number is not known here.", "quiet small")
        if not any(ring.staff for ring in line.ring)
        else None,
        parts.line(
            parts.button(
                "Say what was done",
                lambda: go(line.answer),
                icon=ft.Icons.REPLY,
                about=line.name if several else "",
                key=f"answer {line.id}",
            )
        ),
        key=f"silence {line.id}",
    )


def _call(ring: Ring, line: SilenceLine) -> ft.Control:
    """The number is in the words, for a tablet that cannot ring."""
    return parts.line(
        parts.button(
            f"{ring.name}: {parts.unbroken(ring.number)}",
            None,
            icon=ft.Icons.CALL,
            url=f"tel:{ring.number.replace(' ', '')}",
            key=f"ring {line.id}",
        )
    )
