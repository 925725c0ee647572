"""The card of a person's page for what is set for them, each with the way to its form."""

from collections.abc import Sequence

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.person.state import PersonScreenState
from screens.theirs import lines
from screens.theirs.cohort_view import cohort_part
from screens.theirs.lines import SetLine
from screens.theirs.set_view import set_line

TITLE = "What is set for them"
ARRIVING = "Record still arriving: what is set for them may not be here yet."
CLOSED = "Others' records are closed until this tablet syncs: what is set for them is not shown."
NEW = (
    ("signature.set", "Set their early signs", "signature"),
    ("contact.agreed", "Agree how often to be in contact", "agreed"),
    ("goal.set", "Add a goal", "goal"),
    ("threshold.overridden", "Set a threshold for them", "threshold"),
)


def theirs_card(app: AppState, state: PersonScreenState) -> ft.Control:
    view, now = state.view, state.now()
    gap = ARRIVING if view.arriving else CLOSED if view.closed else ""
    if gap:
        return parts.card(TITLE, parts.text(gap, "strong"), key="theirs")
    goals = lines.goals(view.state, state.directory, now)
    signs = lines.signs(view.state, state.directory, now)
    set_apart = lines.thresholds(view.state, state.standard, state.directory, now)
    return parts.card(
        TITLE,
        *cohort_part(app, state),
        *_listed(app, state, "Goals", goals, "goal", "goal.set"),
        *_listed(app, state, "Early signs", signs, "", ""),
        *_listed(app, state, "In place of the standard", set_apart, "threshold", "threshold.overridden"),
        parts.text("Nothing else yet: the standard holds as it is.", "quiet")
        if not (goals or signs or set_apart)
        else None,
        parts.line(
            *(
                parts.button(label, lambda word=word: app.go(f"/person/{state.scope}/{word}/{new_id()}"))
                for kind, label, word in NEW
                if state.me.may(kind)
            )
        ),
        key="theirs",
    )


def _listed(
    app: AppState, state: PersonScreenState, title: str, found: Sequence[SetLine], word: str, kind: str
) -> list[ft.Control]:
    """What is set, below its heading; nothing where nothing is. `word` leads to the form that changes one."""
    if not found:
        return []
    rows = (_set(app, state, each, word, kind, f"{title} {n}") for n, each in enumerate(found, 1))
    return [parts.heading(title, 3), *rows]


def _set(
    app: AppState, state: PersonScreenState, line: SetLine, word: str, kind: str, which: str
) -> ft.Control:
    change = parts.button(
        "Change it",
        lambda: app.go(f"/person/{state.scope}/{word}/{line.record}/change"),
        "quiet",
        about=line.what,
        key=f"change {which}",
    )
    return set_line(line, which, parts.line(change) if word and state.me.may(kind) else None)
