"""What the registers hold about one person, as a card on their page."""

import flet as ft

from models.directory import Directory
from models.fold import PersonState
from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.drafting.lines import form_route
from screens.registers.lines import REGISTERS, in_order, lines_of
from screens.registers.view import line_row
from sync.views import Me

ISSUE = "issue.logged"
ACTIONS = "actions"  # those have their own card


def registers_card(app: AppState, person: PersonState, directory: Directory, me: Me) -> ft.Control:
    """What is open, and a way to log an issue about their care."""
    of = [each for each in REGISTERS if each.key != ACTIONS]
    found = in_order(lines_of(person, directory, me, app.now(), of))
    shown = [each for each in found if each.open]
    log = form_route(person.scope, ISSUE, new_id())
    return parts.card(
        "In the registers",
        *(line_row(app, each) for each in shown),
        parts.text("Nothing about them is open.", "quiet") if not shown else None,
        parts.line(parts.button("Log an issue about their care", lambda: app.go(log), icon=ft.Icons.ADD))
        if me.may(ISSUE)
        else None,
        key="registers",
    )
