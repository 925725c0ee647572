"""The huddle list: a row a person, what is open in plain lines, each row leading to the person."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.frame import frame
from screens.huddle.lines import Row
from screens.huddle.state import HuddleState
from screens.live import use_screen
from screens.standing import closed_banner


@ft.component
def HuddleScreen(app: AppState) -> ft.Control:
    """For a manager's daily or weekly huddle."""
    state = use_screen(app, lambda: HuddleState(app))
    if not state.opened:
        reading = parts.progress("Reading everybody's record", state.looked_at, state.people or None)
        return frame(app, "Huddle list", [reading], here="prompts")
    shown = state.shown
    return frame(
        app,
        "Huddle list",
        [
            closed_banner(app),
            parts.text("Your team's people with something open. What is due first comes first."),
            parts.spoken(state.count_words, "quiet small"),
            parts.switch("Only what is past its time", state.late_only, state.only_late),
            parts.stack(*(_row(app, each) for each in shown[: state.most]), space=8)
            if shown
            else parts.empty("Nothing is open for a huddle."),
            parts.line(parts.button("Show more", state.more, "quiet")) if len(shown) > state.most else None,
        ],
        here="prompts",
    )


def _row(app: AppState, row: Row) -> ft.Control:
    return parts.list_row(
        row.name,
        *(f"• Past its time: {each.what}" if each.past else f"• {each.what}" for each in row.items),
        on_click=lambda: app.go(f"/person/{row.scope}"),
        key=row.scope,
    )
