"""The handover screen: what there has been, the sheet to read out part by part, and the ways to its two forms."""

from collections.abc import Sequence

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.frame import frame
from screens.handover.sheet import Part
from screens.handover.state import HandoverLine, HandoverState
from screens.live import use_screen
from screens.person import lines
from screens.person.opening_view import not_open_yet
from screens.standing import closed_banner


@ft.component
def HandoverScreen(app: AppState, scope: str) -> ft.Control:
    """What a receiving team needs, and who there has accepted it."""
    state = use_screen(app, lambda: HandoverState(app.open_device, app.now, scope), scope)
    if waiting := not_open_yet(app, state, "Handover"):
        return waiting
    return frame(
        app,
        state.name,
        [
            parts.heading("Handover"),
            parts.text(lines.as_at(state.view.as_at, state.now()), "quiet small"),
            closed_banner(app) if state.view.closed else None,
            _how_fresh(state),
            *(_handover(app, state, each) for each in state.handovers),
            parts.text("Go through it with them, part by part. Then record that it was given."),
            lacking(state.not_known),
            *(_part(each) for each in state.parts),
        ],
        here="people",
        footer=[
            parts.button(
                "Record giving it",
                lambda: app.go(f"/person/{scope}/giving/{new_id()}"),
                "primary",
                icon=ft.Icons.ASSIGNMENT_TURNED_IN,
            )
        ]
        if state.me.may("handover.given")
        else [],
        key="handover sheet",
    )


def _how_fresh(state: HandoverState) -> ft.Control | None:
    view = state.view
    if view.arriving:
        words = "Parts of it may not be here yet. Do not give it for the whole record."
        return parts.banner("info", "Record still arriving", words, word="Not whole yet")
    if lines.is_old(view.as_at, state.now()) and not view.closed:
        words = "This is more than a day old. Sync before you hand it over."
        return parts.banner("info", lines.as_at(view.as_at, state.now()), words, word="Old")
    return None


def lacking(titles: Sequence[str]) -> ft.Control | None:
    if not titles:
        return None
    return parts.banner(
        "info",
        "Some of it reads “not known”",
        f"{', '.join(titles)}. It holds nothing up: say so, and give what there is.",
        word="Not whole",
        key="lacking",
    )


def _part(part: Part) -> ft.Control:
    return parts.card(part.title, parts.text(part.as_at, "quiet small"), parts.key_values(part.pairs))


def _handover(app: AppState, state: HandoverState, line: HandoverLine) -> ft.Control:
    return parts.card(
        line.title,
        parts.text(line.given),
        parts.text(line.why, "quiet") if line.why else None,
        parts.line(_tag(line)),
        parts.text(line.answer, "strong"),
        _answer_button(app, state, line),
        key=f"handover {line.id}",
    )


def _tag(line: HandoverLine) -> ft.Control:
    return parts.tag("Accepted", "good") if line.accepted else parts.tag("Not accepted yet")


def _answer_button(app: AppState, state: HandoverState, line: HandoverLine) -> ft.Control | None:
    if line.accepted or not state.me.may("handover.answered"):
        return None
    words = "Accept this handover" if line.mine else "Record what they said"
    return parts.line(
        parts.button(
            words,
            lambda: app.go(f"/person/{state.scope}/handover/{line.id}/answer"),
            about=line.title if len(state.handovers) > 1 else "",
            key=f"answer {line.id}",
        )
    )
