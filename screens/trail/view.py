"""Trail: the chain as a thread of steps, the newest last."""

from collections.abc import Sequence

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.frame import frame
from screens.live import use_screen
from screens.person.opening_view import not_open_yet
from screens.standing import closed_banner
from screens.trail.state import TrailState
from screens.trail.steps import Step


@ft.component
def TrailScreen(app: AppState, person_id: str) -> ft.Control:
    """The trail of the person whose scope is `person_id`."""
    state = use_screen(app, lambda: TrailState(app, person_id), person_id)
    if waiting := not_open_yet(app, state, "Trail", here=""):
        return waiting
    rows = step_rows(app, person_id, state.steps)
    return frame(
        app,
        "Trail",
        [
            parts.line(
                parts.heading(state.name or "Name still arriving"),
                parts.button("Open the person", lambda: app.go(f"/person/{person_id}"), "quiet"),
            ),
            closed_banner(app),
            parts.fold_out(f"Showing: {state.filters[state.only]}", lambda: _filter(state)),
            parts.line(
                parts.button(f"Show earlier ({state.earlier_count} more)", state.earlier, key="earlier")
            )
            if state.earlier_count
            else None,
            parts.card("", parts.stack(*rows, space=0), key="steps")
            if rows
            else parts.empty("No entries of this sort are on this tablet."),
            parts.text(state.for_others, "quiet") if rows and state.for_others else None,
        ],
    )


def _filter(state: TrailState) -> ft.Control:
    options = [parts.Option(kind, words) for kind, words in state.filters.items()]
    return parts.choice("Show", options, state.only, state.show_only)


def step_rows(app: AppState, scope: str, steps: Sequence[Step]) -> list[ft.Control]:
    return [_row(app, scope, step, last=step is steps[-1]) for step in steps]


def _row(app: AppState, person_id: str, step: Step, *, last: bool) -> ft.Control:
    tags = [
        *([parts.tag("On this tablet only", "chosen")] if step.on_this_tablet_only else []),
        *([parts.tag("Not accepted", "stop")] if step.not_accepted else []),
    ]
    said = (step.by, step.held, step.seen, *step.notes)
    correct = parts.button(
        "Correct this",
        lambda: app.go(f"/person/{person_id}/entry/{step.id}"),
        "quiet",
        about=step.called,
        key=f"correct {step.id}",
    )
    return parts.timeline_row(
        step.when,
        step.what,
        *filter(None, said),
        tags=tags,
        last=last,
        action=correct if step.correctable else None,
        key=step.id,
    )
