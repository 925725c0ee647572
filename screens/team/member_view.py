"""One member of staff on a page: at work or away, the days ahead, the people they work with, their tablets."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.frame import frame
from screens.live import use_screen
from screens.standing import closed_banner
from screens.team.member import MemberState
from screens.team.view import KEY_STAFF, who_can_text

SHOWN = 30


@ft.component
def MemberPage(app: AppState, staff: str) -> ft.Control:
    state = use_screen(app, lambda: MemberState(app, staff), staff)
    if not state.opened:
        return frame(app, "Team", [parts.text("Reading the team …", "quiet")], here="team")
    member, line = state.member, state.line
    if member is None or line is None:
        return frame(app, "Team", [parts.empty("This tablet does not know them.")], here="team")
    facts = [("Role", member.role.words), ("Teams", state.teams), ("Telephone", member.phone)]
    return frame(
        app,
        member.name,
        [
            closed_banner(app),
            parts.card(
                "",
                parts.key_values(facts),
                parts.text(". ".join(line.lines), "strong"),
                parts.day_strip(line.words, line.days),
                parts.text(KEY_STAFF, "quiet small"),
                key="who",
            ),
            _leave(app, state),
            _shifts(state),
            _people(app, state) if state.whole else None,
            _tablets(state),
        ],
        here="team",
    )


def _leave(app: AppState, state: MemberState) -> ft.Control:
    may = state.may_set_leave
    return parts.card(
        "Leave",
        *(
            parts.stack(
                parts.text(each.words),
                parts.line(
                    parts.button(
                        "Change it, or they are back",
                        lambda id=each.id: app.go(f"/team/leave/{id}/change"),
                        "quiet",
                        about=each.words,
                        key=f"change {each.id}",
                    )
                )
                if may
                else None,
                space=4,
                key=f"leave {each.id}",
            )
            for each in state.leaves
        ),
        parts.empty("No leave is set.") if not state.leaves else None,
        parts.line(
            parts.button("Set leave", lambda: app.go(f"/team/staff/{state.id}/leave/{new_id()}"), "primary")
        )
        if may
        else None,
        _own(state) if state.mine and state.may_set else None if may else who_can_text(state.who_can),
    )


def _own(state: MemberState) -> ft.Control:
    return parts.text(
        f"Nobody sets their own leave, since it silences what is asked of them. Ask {state.who_can}.",
        "quiet",
        key="own leave",
    )


def _shifts(state: MemberState) -> ft.Control | None:
    if not state.shifts:
        return None
    return parts.card("On call", *(parts.text(each) for each in state.shifts))


def _people(app: AppState, state: MemberState) -> ft.Control:
    people = state.people
    return parts.card(
        f"Works with ({len(people)})" if people else "Works with",
        *(
            parts.list_row(
                each.name,
                each.words,
                on_click=lambda scope=each.scope: app.go(f"/team/person/{scope}"),
                key=f"{each.scope} {each.words}",
            )
            for each in people[:SHOWN]
        ),
        parts.text(f"And {len(people) - SHOWN} more.", "quiet") if len(people) > SHOWN else None,
        parts.empty("Nobody on this tablet.") if not people else None,
        key="works with",
    )


def _tablets(state: MemberState) -> ft.Control:
    """Only shown: staff and tablets are an administrator's, at the centre."""
    return parts.card(
        "Tablets",
        parts.key_values(state.tablets) if state.tablets else parts.empty("None is enrolled."),
        parts.text(
            "Who works here and which tablets are in use is an administrator's, at the centre.", "quiet small"
        ),
    )
