"""What is held and not accepted, as a section of the prompts screen; and the two decisions about one of it."""

from collections.abc import Callable

import flet as ft

from screens import parts
from screens.drafting.view import Fields, short_screens
from screens.prompts.held import AcceptState, HeldLine, HeldList, HeldState, LeaveState

Go = Callable[[str], object]
TITLE = "Held, not accepted: needs you"


def held_section(held: HeldList, go: Go) -> ft.Control | None:
    """Nothing where nothing waits."""
    if not held.lines:
        return None
    left = len(held.lines) - len(held.listed)
    return parts.stack(
        parts.heading(f"{TITLE} ({len(held.lines)})"),
        *(_held(line, go) for line in held.listed),
        parts.line(parts.button(f"Show more ({left})", held.more, "quiet", key="more held"))
        if left
        else None,
        space=8,
        key="held",
    )


def _held(line: HeldLine, go: Go) -> ft.Control:
    return parts.card(
        line.title,
        _what(line),
        parts.text(line.instead, "quiet") if line.instead else None,
        _buttons(line, go),
        key=f"held {line.id}",
    )


def _what(line: HeldLine) -> ft.Control:
    return parts.key_values(
        [("Recorded by", line.who), ("Why it waits", line.why), ("What it says", "\n".join(line.said))]
    )


def _buttons(line: HeldLine, go: Go) -> ft.Control:
    way = f"/person/{line.scope}/held/{line.id}"
    return parts.line(
        parts.button(
            "Accept",
            lambda: go(f"{way}/accept"),
            icon=ft.Icons.CHECK,
            about=line.called,
            key=f"accept {line.id}",
        )
        if line.acceptable
        else None,
        parts.button(
            "Leave as it is", lambda: go(f"{way}/leave"), "quiet", about=line.called, key=f"leave {line.id}"
        ),
    )


def _held_back(state: HeldState) -> ft.Control:
    if state.line is None:
        return parts.text("This waits no longer. What you entered is kept until you discard it.", "strong")
    return parts.card(state.line.title, _what(state.line))


def _accept(state: AcceptState) -> list[ft.Control | None]:
    hint = "It then counts like any other record, on every tablet."
    return [_held_back(state), Fields(state).note("words", "Why you accept it", hint=hint)]


def _leave(state: LeaveState) -> list[ft.Control | None]:
    hint = "It stays held and does not count. Its author sees your words."
    return [_held_back(state), Fields(state).note("words", "Why you leave it as it is", hint=hint)]


AcceptingScreen, AcceptScreen = short_screens(AcceptState, "Accept this record", _accept)
LeavingScreen, LeaveItScreen = short_screens(LeaveState, "Leave it as it is", _leave)
