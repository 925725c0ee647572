"""The cards for what a manager decides: what waits for them, and what people recorded apart from each other."""

from collections.abc import Callable, Sequence

import flet as ft

from screens import parts
from screens.person.apart import Apart, Version
from screens.person.deciding_view import proposed, said_in
from screens.person.waiting import WaitingLine

Go = Callable[[str], object]


def waiting_card(scope: str, waiting: Sequence[WaitingLine], go: Go) -> ft.Control | None:
    """What lowers protection and was proposed by someone who may not lower it alone. `go` shows where it is decided."""
    if not waiting:
        return None
    return parts.card("Awaiting a manager", *(_proposal(scope, each, go) for each in waiting))


def _proposal(scope: str, waiting: WaitingLine, go: Go) -> ft.Control:
    return parts.stack(
        proposed(waiting),
        parts.line(
            parts.button(
                "Confirm",
                lambda: go(f"/person/{scope}/waiting/{waiting.entry}/confirm"),
                icon=ft.Icons.CHECK,
                about=waiting.what,
                key=f"confirm {waiting.entry}",
            )
        )
        if waiting.confirmable
        else parts.text(f"It waits for {waiting.by_whom}.", "strong"),
        space=8,
        key=f"waiting {waiting.entry}",
    )


def apart_card(scope: str, apart: Apart, decides: bool, go: Go) -> ft.Control:
    """Both versions, side by side where there is room; only what differs is spelt out."""
    return parts.card(
        f"{apart.title}: recorded apart",
        parts.text("Nobody knew of the other. Each version stands until a manager decides."),
        parts.columns(*(_version(scope, each, apart, decides, go) for each in apart.versions)),
        key=f"apart {apart.record}",
    )


def _version(scope: str, version: Version, apart: Apart, decides: bool, go: Go) -> ft.Control:
    return parts.stack(
        said_in(version),
        _keep(scope, version, apart, go) if decides else None,
        space=8,
        key=f"version {version.id}",
    )


def _keep(scope: str, version: Version, apart: Apart, go: Go) -> ft.Control:
    if version.ended:
        return parts.text(f"Past its end time. {apart.otherwise}", "quiet")
    return parts.line(
        parts.button(
            "Keep this one",
            lambda: go(f"/person/{scope}/version/{version.id}/keep"),
            about=f"{apart.title}, {version.by}",
            key=f"keep {version.id}",
        )
    )
