"""What is held and not accepted, as a section of the prompts screen."""

from functools import partial

import flet as ft

from screens import parts
from screens.prompts.held import HeldLine, HeldList
from screens.prompts.words_form import words_form
from sync.device import Device

TITLE = "Held, not accepted: needs you"


def held_section(held: HeldList, device: Device) -> ft.Control | None:
    """Nothing where nothing waits."""
    if not held.lines:
        return None
    left = len(held.lines) - len(held.listed)
    return parts.stack(
        parts.heading(f"{TITLE} ({len(held.lines)})"),
        *(_held(held, device, line) for line in held.listed),
        parts.line(parts.button(f"Show more ({left})", held.more, "quiet", key="more held"))
        if left
        else None,
        space=8,
        key="held",
    )


def _held(held: HeldList, device: Device, line: HeldLine) -> ft.Control:
    return parts.card(
        line.title,
        parts.key_values(
            [("Recorded by", line.who), ("Why it waits", line.why), ("What it says", "\n".join(line.said))]
        ),
        parts.text(line.instead, "quiet") if line.instead else None,
        _form(held, device, line)
        if held.answering and held.answering.id == line.id
        else _buttons(held, line),
        key=f"held {line.id}",
    )


def _buttons(held: HeldList, line: HeldLine) -> ft.Control:
    about = line.called
    return parts.line(
        parts.button(
            "Accept",
            partial(held.start, line, "accept"),
            icon=ft.Icons.CHECK,
            about=about,
            key=f"accept {line.id}",
        )
        if line.acceptable
        else None,
        parts.button(
            "Leave as it is", partial(held.start, line, "leave"), "quiet", about=about, key=f"leave {line.id}"
        ),
    )


def _form(held: HeldList, device: Device, line: HeldLine) -> ft.Control:
    form = held.answering
    assert form is not None
    accepting = form.what == "accept"
    return words_form(
        "Why you accept it" if accepting else "Why you leave it as it is",
        form.words,
        held.put,
        wrong=form.wrong,
        hint="It then counts like any other record, on every tablet."
        if accepting
        else "It stays held and does not count. Its author sees your words.",
        save="Accept this record" if accepting else "Leave this record",
        on_save=partial(held.save, device),
        on_cancel=held.cancel,
        key=f"answering {line.id}",
    )
