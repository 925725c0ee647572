"""The registers' screens: all of them, one of them, and one line."""

import flet as ft

from models.entry import person_scope
from screens import parts
from screens.about import is_team
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.drafting.lines import form_route
from screens.frame import frame
from screens.live import use_screen
from screens.person.decisions import apart_card, waiting_card
from screens.registers.lines import REGISTERS, Register, RegisterLine
from screens.registers.state import LineState, RegistersState
from screens.standing import closed_banner
from screens.trail.view import step_rows

ONLY_YOURS = "You see what you recorded yourself. What becomes of it is with the managers of your team."


@ft.component
def RegistersScreen(app: AppState) -> ft.Control:
    """Every register, with how much of it is open."""
    state = use_screen(app, lambda: RegistersState(app))
    if not state.opened:
        return frame(app, "Registers", [parts.text("Reading the registers …", "quiet")], here="prompts")
    return frame(
        app,
        "Registers",
        [
            closed_banner(app),
            None if state.whole else parts.text(ONLY_YOURS),
            parts.stack(*(_register_row(state, each) for each in REGISTERS), space=8),
        ],
        here="prompts",
    )


def _register_row(state: RegistersState, each: Register) -> ft.Control:
    words = state.count_words(each.key)
    go = f"/registers/{each.key}"
    return parts.list_row(each.title, each.says, words, on_click=lambda: state.app.go(go), key=each.key)


@ft.component
def RegisterScreen(app: AppState, key: str) -> ft.Control:
    """One register: what is open first."""
    state = use_screen(app, lambda: RegistersState(app, key), key)
    title = state.register.title
    if not state.opened:
        return frame(app, title, [parts.text("Reading the register …", "quiet")], here="prompts")
    shown = state.shown
    closed = any(not each.open for each in state.lines if each.register == state.register.key)
    return frame(
        app,
        title,
        [
            closed_banner(app),
            parts.text(state.register.says),
            None if state.whole else parts.text(ONLY_YOURS, "quiet"),
            parts.spoken(state.count_words(state.register.key), "quiet small"),
            parts.switch("Only what is open", state.open_only, state.only_open) if closed else None,
            parts.stack(*(line_row(app, each) for each in shown[: state.most]), space=8)
            if shown
            else parts.empty("Nothing is in it yet."),
            parts.line(parts.button("Show more", state.more, "quiet")) if len(shown) > state.most else None,
        ],
        here="prompts",
        footer=_new(app, state),
    )


def _new(app: AppState, state: RegistersState) -> list[ft.Control]:
    """One button for each team of mine; a referral says its team itself, and begins a record of its own."""
    kind, words = state.register.new
    if not state.me.may(kind):
        return []
    if kind == "referral.received":
        fresh = person_scope(new_id())
        return [
            parts.button(
                words, lambda: app.go(form_route(fresh, kind, new_id())), "primary", icon=ft.Icons.ADD
            )
        ]
    several = len(state.teams) > 1
    return [
        parts.button(
            f"{words}: {name}" if several else words,
            lambda scope=scope: app.go(form_route(scope, kind, new_id())),
            "primary",
            icon=ft.Icons.ADD,
            key=f"new {scope}",
        )
        for scope, name in state.teams
    ]


def line_row(app: AppState, line: RegisterLine) -> ft.Control:
    tags = [parts.tag("Past its time", "stop")] if line.past else []
    owner = f"With {line.owner}" if line.owner and line.open else ""
    state = line.state if not line.open else ""
    about = "" if is_team(line.scope) or line.title == line.about else f"About {line.about}"
    says = [each for each in (state, line.due, owner, about) if each]
    go = f"/line/{line.scope}/{line.record}"
    return parts.list_row(line.title, *says, tags=tags, on_click=lambda: app.go(go), key=line.record)


@ft.component
def LineScreen(app: AppState, scope: str, record: str) -> ft.Control:
    """One line of a register, whole."""
    state = use_screen(app, lambda: LineState(app, scope, record), scope, record)
    if not state.opened:
        return frame(app, "Register", [parts.text("Opening it …", "quiet")], here="prompts")
    line = state.line
    if line is None:
        words = "It was taken back, or it is not on this tablet."
        return frame(
            app, "Register", [parts.banner("info", "It is not here.", words, word="")], here="prompts"
        )
    title = next(each.title for each in REGISTERS if each.key == line.register)
    return frame(
        app,
        title,
        [
            closed_banner(app),
            *(apart_card(scope, each, state.decides, app.go) for each in state.apart),
            waiting_card(scope, state.waiting, app.go),
            _facts(state, line),
            parts.card(
                "What was recorded", parts.stack(*step_rows(app, scope, state.steps), space=0), key="steps"
            ),
        ],
        here="prompts",
        footer=_next(app, state, line),
        key=f"line {record}",
    )


def _facts(state: LineState, line: RegisterLine) -> ft.Control:
    standing = [
        *([("Now", line.state)] if line.state else []),
        *([("With", line.owner)] if line.owner and line.open else []),
        *([("Due", line.due)] if line.due else []),
        *([("About", line.about)] if not is_team(line.scope) and line.about != line.title else []),
        *([("Team", line.about)] if is_team(line.scope) else []),
    ]
    return parts.card(
        line.title,
        parts.line(parts.tag("Past its time", "stop")) if line.past else None,
        parts.key_values([*standing, *line.pairs]),
        parts.fold_out("Whose records were drawn", lambda: parts.stack(*map(parts.text, state.sampled)))
        if state.sampled
        else None,
        parts.text(ONLY_YOURS, "quiet") if state.goes_on_elsewhere else None,
        key="facts",
    )


def _next(app: AppState, state: LineState, line: RegisterLine) -> list[ft.Control]:
    """What can be done next, the likeliest first."""
    person = (
        []
        if is_team(line.scope)
        else [parts.button("Open the person", lambda: app.go(f"/person/{line.scope}"), icon=ft.Icons.PERSON)]
    )
    return [
        *person,
        *(
            parts.button(
                words,
                lambda kind=kind: app.go(f"/line/{line.scope}/{line.record}/{kind}"),
                "primary" if not number else "secondary",
                key=f"next {kind}",
            )
            for number, (kind, words) in reversed(list(enumerate(line.next)))
        ),
    ]
