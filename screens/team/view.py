"""The Team screen: for whom somebody has to be found first, then who is on call, then who is at work."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.frame import frame
from screens.live import use_screen
from screens.standing import closed_banner
from screens.team.lines import PersonLine, RungLine, StaffLine
from screens.team.state import TeamState

SHOWN = 5
KEY_STAFF = "Hatched: away. Filled: on call that day. Empty: at work."
KEY_RUNG = "Filled: somebody is on call. Half filled: for part of the time. Crossed: nobody."


@ft.component
def TeamPlace(app: AppState) -> ft.Control:
    state = use_screen(app, lambda: TeamState(app))
    if not state.opened:
        return frame(app, "Team", [parts.text("Reading the team …", "quiet")], here="team")
    if not state.team:
        return frame(app, "Team", [parts.empty("You are in no team yet.")], here="team")
    return frame(
        app,
        "Team",
        [
            closed_banner(app),
            _teams(state),
            *([_needs(app, state), _coming(app, state)] if state.whole else []),
            parts.columns(*(rung_card(each, _set_rota(app, state, each.role)) for each in state.rungs)),
            _staff(app, state),
            None if state.may_set else who_can_text(state.who_can),
        ],
        here="team",
    )


def who_can_text(names: str) -> ft.Control:
    return parts.text(f"Who works with whom, leave and the rota are set by {names}.", "quiet", key="who can")


def _teams(state: TeamState) -> ft.Control | None:
    teams = state.own_teams
    if len(teams) < 2:
        return None
    return parts.choice(
        "Which team?", [parts.Option(id, name) for id, name in teams], state.team, state.choose
    )


def _needs(app: AppState, state: TeamState) -> ft.Control:
    rows = [_person(app, each, "needs") for each in state.needs]
    arriving = state.arriving
    still = f"{arriving} {'record is' if arriving == 1 else 'records are'} still arriving: who works with them is not known here yet."
    gone = "Whether somebody was discharged or has died is not on an administrator's tablet."
    return parts.card(
        f"Somebody has to be found ({len(rows)})" if rows else "Somebody has to be found",
        *rows,
        parts.empty("Everybody has a main worker at work, or somebody who covers.") if not rows else None,
        parts.text(still, "quiet small") if arriving else None,
        parts.text(gone, "quiet small") if state.me.administers else None,
        key="needs",
    )


def _coming(app: AppState, state: TeamState) -> ft.Control | None:
    coming = state.coming
    if not coming:
        return None
    return parts.card(
        f"In the next 14 days ({len(coming)})",
        *(_person(app, each, "coming") for each in coming),
        key="coming",
    )


def _person(app: AppState, line: PersonLine, where: str) -> ft.Control:
    return parts.list_row(
        line.name,
        line.why,
        on_click=lambda: app.go(f"/team/person/{line.scope}"),
        key=f"{where} {line.scope}",
    )


def _set_rota(app: AppState, state: TeamState, role: str) -> ft.Control | None:
    if not state.me.may("rota.set"):
        return None
    route = f"/team/rota/{state.team}/{role}/{new_id()}"
    return parts.line(
        parts.button("Set who is on call", lambda: app.go(route), about=f"As {role}", key=f"set rota {role}")
    )


def rung_card(rung: RungLine, *controls: ft.Control | None, title: str = "") -> ft.Control:
    """Who is on call on one rung, the picture of the days ahead, and every time nobody is."""
    first, more = rung.gaps[:SHOWN], rung.gaps[SHOWN:]
    return parts.card(
        title or rung.title,
        parts.text(rung.now, "strong"),
        parts.day_strip(rung.words, rung.days),
        parts.text(KEY_RUNG, "quiet small"),
        parts.stack(
            parts.text(rung.lacks, "strong"),
            *(parts.text(each) for each in first),
            parts.fold_out(f"And {len(more)} more", lambda: _lines(more), about=rung.title) if more else None,
            parts.text(rung.instead, "quiet small"),
            space=4,
            key=f"gaps {rung.role}",
        )
        if rung.lacks
        else parts.text("Somebody is on call whenever the standard asks for it.", "quiet"),
        *controls,
        key=f"rung {rung.role}",
    )


def _lines(words: tuple[str, ...]) -> ft.Control:
    return parts.stack(*(parts.text(each) for each in words), space=4)


def _staff(app: AppState, state: TeamState) -> ft.Control:
    return parts.card(
        "Staff",
        parts.text(KEY_STAFF, "quiet small"),
        parts.stack(*(_member(app, each) for each in state.staff), space=24),
        key="staff",
    )


def _member(app: AppState, line: StaffLine) -> ft.Control:
    at_work, *more = line.lines
    return parts.stack(
        parts.list_row(
            line.name,
            f"{line.role}. {at_work}",
            *more,
            tags=[parts.tag("Away")] if line.away else [],
            on_click=lambda: app.go(f"/team/staff/{line.id}"),
            key=f"staff {line.id}",
        ),
        parts.day_strip(line.words, line.days),
        space=4,
        key=f"member {line.id}",
    )
