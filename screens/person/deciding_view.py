"""The screens of what a manager decides."""

import flet as ft

from screens import parts
from screens.drafting.view import Fields, short_screens
from screens.person.apart import Version
from screens.person.deciding import ConfirmState, KeepState, PartState
from screens.person.waiting import WaitingLine

SETTLED = "This has been settled. What you entered is kept until you discard it."


def proposed(waiting: WaitingLine) -> ft.Control:
    """What waits, what would then be said, by whom, and what holds meanwhile."""
    return parts.key_values(
        [
            ("Proposed", waiting.what),
            *([("It would then say", waiting.instead)] if waiting.instead else []),
            ("By", waiting.by),
            ("Holds meanwhile", waiting.meanwhile),
        ]
    )


def said_in(version: Version) -> ft.Control:
    """One version: who recorded it, and what it says that the others do not."""
    return parts.stack(
        parts.heading(version.by, 3),
        parts.text(version.says),
        parts.key_values(version.pairs) if version.pairs else None,
        space=8,
        key=f"said {version.id}",
    )


def _confirm(state: ConfirmState) -> list[ft.Control | None]:
    return [
        parts.card("", proposed(state.line)) if state.line else parts.text(SETTLED, "strong"),
        Fields(state).note("rationale", "Why this can take effect"),
    ]


def _keep(state: KeepState) -> list[ft.Control | None]:
    if state.chosen is None:
        return [parts.text(SETTLED, "strong"), Fields(state).note("rationale", "Why this one is kept")]
    apart, version = state.chosen
    others = [each for each in apart.versions if each is not version]
    return [
        parts.card(f"{apart.title}: you keep this one", said_in(version)),
        parts.card("Not this one" if len(others) == 1 else "Not these", *(said_in(each) for each in others)),
        Fields(state).note("rationale", "Why this one is kept") if apart.needs_why or state.wrong else None,
    ]


def _part(state: PartState) -> list[ft.Control | None]:
    joined = state.joined
    return [
        parts.card("", parts.text(joined.why), parts.text(joined.by, "quiet small"))
        if joined
        else parts.text(SETTLED, "strong"),
        Fields(state).note("words", "How you know that they are two people"),
    ]


ConfirmingScreen, ConfirmScreen = short_screens(ConfirmState, "Confirm it", _confirm)
KeepingScreen, KeepScreen = short_screens(KeepState, "Keep this one", _keep)
PartingScreen, PartScreen = short_screens(PartState, "They are two people", _part)
