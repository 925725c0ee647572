"""What is held and not accepted, on the sync screen: one card, each record with its reason and its next step, or its end."""

from collections.abc import Callable
from functools import partial

import flet as ft

from screens import parts
from screens.drafting.view import Fields, short_screens
from screens.sync.worklist import ALL_SAFE, SAFE, DropState, WorkLine, Worklist
from sync.device import Device


def not_accepted_card(work: Worklist, device: Device, go: Callable[[str], object]) -> ft.Control | None:
    """Nothing where there is nothing to put right."""
    if not work.lines:
        return None
    count = len(work.lines)
    which = "1 record needs you" if count == 1 else f"{count} records need you"
    left = count - len(work.listed)
    return parts.card(
        "Held centrally, not accepted",
        parts.text(f"{which}. {SAFE if count == 1 else ALL_SAFE}"),
        parts.stack(*(_record(work, device, line, go) for line in work.listed), space=24),
        parts.line(parts.button(f"Show more ({left})", work.more, "quiet", key="more work"))
        if left
        else None,
        key="not accepted",
    )


def _record(work: Worklist, device: Device, line: WorkLine, go: Callable[[str], object]) -> ft.Control:
    return parts.stack(
        parts.heading(line.title, 3, key=f"work {line.id}"),
        parts.text(line.when, "quiet small"),
        parts.text(line.why),
        parts.text(line.left, "small strong") if line.left else None,
        parts.text(line.next, "quiet"),
        _steps(work, device, line, go),
        space=8,
        key=line.id,
    )


def _steps(work: Worklist, device: Device, line: WorkLine, go: Callable[[str], object]) -> ft.Control:
    about = line.called
    put_right = parts.button(
        "Put it right",
        partial(work.put_right, device, line),
        icon=ft.Icons.EDIT,
        about=about,
        key=f"right {line.id}",
    )
    drop = parts.button(
        "Not to be sent again",
        lambda: go(f"/person/{line.scope}/held/{line.id}/drop"),
        "quiet",
        about=about,
        key=f"drop {line.id}",
    )
    if line.must_stay:
        return parts.stack(
            parts.text("It holds a concern, so it is put right and not dropped.", "small"),
            parts.line(put_right),
            space=8,
        )
    return parts.line(put_right if line.form else None, drop)


def _drop(state: DropState) -> list[ft.Control | None]:
    line = state.line
    hint = "It stays in the trail, with this reason."
    return [
        parts.card(line.title, parts.text(line.when, "quiet small"), parts.text(line.why))
        if line
        else parts.text("This waits no longer. What you entered is kept until you discard it.", "strong"),
        Fields(state).note("words", "Why it is not to be sent again", hint=hint),
    ]


DroppingScreen, DropScreen = short_screens(DropState, "Not to be sent again", _drop)
