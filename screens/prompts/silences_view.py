"""Whom the centre has not heard from, as a section of the prompts screen."""

from functools import partial

import flet as ft

from screens import parts
from screens.prompt.lines import Ring
from screens.prompts.silences import SilenceLine, SilenceList
from screens.prompts.words_form import words_form
from sync.device import Device

TITLE = "Not heard from: needs you"


def silences_section(silences: SilenceList, device: Device) -> ft.Control | None:
    """Nothing where nobody is silent."""
    if not silences.lines:
        return None
    return parts.stack(
        parts.heading(f"{TITLE} ({len(silences.lines)})"),
        *(_silence(silences, device, line) for line in silences.lines),
        space=8,
        key="silences",
    )


def _silence(silences: SilenceList, device: Device, line: SilenceLine) -> ft.Control:
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
        _form(silences, device, line)
        if silences.form and silences.form.id == line.id
        else _buttons(silences, line),
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


def _buttons(silences: SilenceList, line: SilenceLine) -> ft.Control:
    about = line.name if len(silences.lines) > 1 else ""
    return parts.line(
        parts.button(
            "I reached them",
            partial(silences.start, line, "reached"),
            icon=ft.Icons.CHECK,
            about=about,
            key=f"reached {line.id}",
        ),
        parts.button(
            "Record what was done",
            partial(silences.start, line, "done"),
            "quiet",
            about=about,
            key=f"done {line.id}",
        ),
    )


def _form(silences: SilenceList, device: Device, line: SilenceLine) -> ft.Control:
    form = silences.form
    assert form is not None
    reached = form.what == "reached"
    return words_form(
        "What they said, and what was agreed" if reached else "What was done to reach them",
        form.words,
        silences.put,
        wrong=form.wrong,
        hint="It then leaves the prompts of the other managers too.",
        save="Save that they were reached" if reached else "Save what was done",
        on_save=partial(silences.save, device),
        on_cancel=silences.cancel,
        key=f"reaching {line.id}",
    )
