"""Who works with one person, and the forms that change it: giving them somebody, and ending that."""

from typing import Any

import flet as ft

from models.codes import CaseloadPart
from screens import parts
from screens.app_state import AppState
from screens.drafting.view import Fields, form_frame, form_screens, use_draft
from screens.frame import frame
from screens.live import use_screen
from screens.standing import closed_banner
from screens.team.caseload import AssignState, Caseload, EndState
from screens.team.view import who_can_text
from screens.team.workers import AssignedLine, WorkersState

KEY = (
    "Filled: a main worker is at work. Half filled: somebody who covers. Crossed: nobody, or no main worker."
)
PULLS = "Their tablet has the record from its next sync on, whatever the dates: these say who acts."
LOSES = "The record leaves their tablet at its next sync, unless they work with the person otherwise. What it has not sent yet stays until it has."


@ft.component
def WorkersPage(app: AppState, scope: str) -> ft.Control:
    state = use_screen(app, lambda: WorkersState(app, scope), scope)
    if not state.opened:
        return frame(app, "Team", [parts.text("Reading who works with them …", "quiet")], here="team")
    person = parts.button("Open the person", lambda: app.go(f"/person/{scope}"), icon=ft.Icons.PERSON)
    if state.person.closed:
        return frame(app, state.name, [closed_banner(app)], here="team", footer=[person])
    assign = parts.button("Assign somebody", lambda: app.go(state.assign()), "primary", icon=ft.Icons.ADD)
    return frame(
        app,
        state.name,
        [
            parts.heading("Who works with them", 2),
            parts.banner("info", state.gap, word="Somebody has to be found", key="gap")
            if state.gap
            else None,
            parts.card(
                "", parts.day_strip(state.words, state.days), parts.text(KEY, "quiet small"), key="ahead"
            ),
            *(_assigned(app, state, each) for each in state.assigned),
            parts.empty("Nobody works with them.") if not state.assigned else None,
            None if state.may_set else who_can_text(state.who_can),
        ],
        here="team",
        footer=[person, *([assign] if state.may_set else [])],
    )


def _assigned(app: AppState, state: WorkersState, line: AssignedLine) -> ft.Control:
    end = parts.button("End this", lambda: app.go(state.end(line.id)), about=line.name, key=f"end {line.id}")
    return parts.card(
        line.name,
        parts.text(line.words),
        parts.line(end) if state.me.may("caseload.ended") else None,
        key=f"assigned {line.id}",
    )


def _after(state: Caseload[Any]) -> ft.Control | None:
    """What it leaves, before it is saved."""
    if state.after() is None:
        return None
    if state.gap:
        return parts.banner("needs you", state.gap, word="Once this is saved", key="after")
    there = "On each of the next 14 days a main worker is at work, or somebody who covers."
    return parts.banner("info", there, word="Once this is saved", key="after")


@ft.component
def AssignScreen(app: AppState, scope: str, draft_id: str) -> ft.Control:
    """Give a person somebody to work with them, or go on with a draft of it."""
    state = use_draft(app, lambda: AssignState(app.open_device, scope, draft_id), scope, draft_id)
    return form_frame(app, state, "Assign somebody", lambda: _assigning(state))


def _assigning(state: AssignState) -> list[ft.Control | None]:
    fields, form = Fields(state), state.form
    return [
        fields.choice("staff", "Who?", [parts.Option(*each) for each in state.colleagues]),
        parts.switch("Also colleagues of other teams", form.others, state.setter(form, "others")),
        fields.choice("part", "As what?", CaseloadPart),
        fields.date("from_on", "Acts from"),
        fields.date("until_on", "Until", hint="Leave it empty where there is no end"),
        parts.text(PULLS, "quiet small"),
        parts.banner("info", state.beside, word="Beside this", key="beside") if state.beside else None,
        _after(state),
    ]


def _ending(state: EndState) -> list[ft.Control | None]:
    if state.ended:
        return [
            parts.banner("info", "It has ended already, or is not on this tablet.", word="Before you decide")
        ]
    return [
        parts.text(state.who, "strong"),
        Fields(state).note("reason", "Why does it end?"),
        parts.text(LOSES, "quiet small"),
        _after(state),
    ]


EndBegunScreen, EndScreen = form_screens(
    lambda app, scope, id, record: EndState(app.open_device, scope, id, record),
    lambda _: "End working with them",
    _ending,
)
