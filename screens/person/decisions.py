"""The cards for what a manager decides: what waits for them, and what people recorded apart from each other."""

from collections.abc import Awaitable, Callable, Sequence

import flet as ft

from screens import parts
from screens.person.apart import Apart, Version
from screens.person.deciding import Deciding
from screens.person.waiting import WaitingLine


def waiting_card(waiting: Sequence[WaitingLine], deciding: Deciding) -> ft.Control | None:
    """What lowers protection and was proposed by someone who may not lower it alone."""
    if not waiting:
        return None
    return parts.card("Awaiting a manager", *(_proposal(each, deciding) for each in waiting))


def _proposal(waiting: WaitingLine, deciding: Deciding) -> ft.Control:
    return parts.stack(
        parts.key_values(
            [
                ("Proposed", waiting.what),
                *([("It would then say", waiting.instead)] if waiting.instead else []),
                ("By", waiting.by),
                ("Holds meanwhile", waiting.meanwhile),
            ]
        ),
        _confirming(waiting, deciding)
        if waiting.confirmable
        else parts.text(f"It waits for {waiting.by_whom}.", "strong"),
        space=8,
        key=f"waiting {waiting.entry}",
    )


def _confirming(waiting: WaitingLine, deciding: Deciding) -> ft.Control:
    if deciding.about != waiting.entry:
        return parts.line(
            parts.button(
                "Confirm",
                lambda: deciding.start(waiting.entry),
                icon=ft.Icons.CHECK,
                about=waiting.what,
                key=f"confirm {waiting.entry}",
            )
        )
    return _why(deciding, "Why this can take effect", "Confirm it", deciding.confirm)


def apart_card(apart: Apart, deciding: Deciding, decides: bool) -> ft.Control:
    """Both versions, side by side where there is room; only what differs is spelt out."""
    return parts.card(
        f"{apart.title}: recorded apart",
        parts.text("Nobody knew of the other. Each version stands until a manager decides."),
        parts.columns(*(_version(each, apart, deciding, decides) for each in apart.versions)),
        key=f"apart {apart.record}",
    )


def _version(version: Version, apart: Apart, deciding: Deciding, decides: bool) -> ft.Control:
    return parts.stack(
        parts.heading(version.by, 3),
        parts.text(version.says),
        parts.key_values(version.pairs) if version.pairs else None,
        _keeping(version, apart, deciding) if decides else None,
        space=8,
        key=f"version {version.id}",
    )


def _keeping(version: Version, apart: Apart, deciding: Deciding) -> ft.Control:
    if version.ended:
        return parts.text(f"Past its end time. {apart.otherwise}", "quiet")
    if deciding.about == version.id:
        return _why(
            deciding,
            "Why this one is kept",
            "Keep it",
            lambda: deciding.keep(apart, version),
            apart.needs_why,
        )
    return parts.line(
        parts.button(
            "Keep this one",
            lambda: deciding.start(version.id),
            about=f"{apart.title}, {version.by}",
            key=f"keep {version.id}",
        )
    )


def _why(
    deciding: Deciding, label: str, does: str, on_click: Callable[[], Awaitable[None]], asked: bool = True
) -> ft.Control:
    return parts.stack(
        parts.note_field(label, deciding.why, deciding.put, error=deciding.wrong, lines=2) if asked else None,
        parts.line(parts.button(does, on_click, "primary"), parts.button("Cancel", deciding.cancel, "quiet")),
        space=8,
    )
