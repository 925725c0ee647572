"""People: a field to find somebody, and the list."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.frame import frame
from screens.live import use_screen
from screens.people.state import PeopleState
from screens.standing import closed_banner
from screens.today.lines import Someone


@ft.component
def PeopleScreen(app: AppState) -> ft.Control:
    state = use_screen(app, lambda: PeopleState(app))
    if not state.opened:
        return frame(app, "People", [parts.text("Reading the list …", "quiet")], here="people")
    rows = [_row(app, person) for person in state.listed]
    return frame(
        app,
        "People",
        [
            closed_banner(app),
            _to_be_matched(app, state),
            parts.text_field(
                "Find somebody",
                state.sought,
                state.seek,
                hint="Name, date of birth, or the last four digits of the NHS number",
            ),
            parts.spoken(state.count_words, "quiet small"),
            parts.stack(*rows, space=8) if rows else parts.empty(_nobody(state)),
            parts.line(parts.button("Show more", state.more, "quiet"))
            if len(state.matching) > state.most
            else None,
        ],
        here="people",
    )


def _to_be_matched(app: AppState, state: PeopleState) -> ft.Control | None:
    """Somebody was seen who is on no list: who they are is found out before anything else about them is known."""
    if not state.to_be_matched:
        return None
    return parts.card(
        f"Who are they? ({len(state.to_be_matched)})",
        parts.text("Written of by somebody who did not have them on their list. Say who they are."),
        *(
            parts.list_row(
                each.name,
                *each.lines,
                on_click=lambda scope=each.scope: app.go(f"/person/{scope}/who"),
                key=f"who {each.scope}",
            )
            for each in state.to_be_matched
        ),
        key="to be matched",
    )


def _nobody(state: PeopleState) -> str:
    if state.rows:
        return "Nobody here fits that. They may be with another team."
    return "Nobody is on this tablet yet. Sync to fetch the people you work with."


def _row(app: AppState, person: Someone) -> ft.Control:
    count = person.prompts_for_me
    tags = [
        *(
            [parts.tag("1 prompt needs you" if count == 1 else f"{count} prompts need you", "chosen")]
            if count
            else []
        ),
        *([parts.tag(f"{person.part}: you")] if person.part else []),
        *([parts.tag("Record still arriving", "stop")] if person.arriving else []),
        *([parts.tag("On no list yet")] if person.to_be_matched else []),
    ]
    return parts.list_row(
        person.name,
        *person.lines,
        tags=tags,
        on_click=lambda: app.go(f"/person/{person.scope}"),
        key=person.scope,
    )
