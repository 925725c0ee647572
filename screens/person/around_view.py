"""The cards of a person's page for where they are, what a visitor must know, safeguarding and actions, with the ways to their forms."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.person import around_lines as lines
from screens.person.around_lines import ActionLine, ConcernLine, NoteLine
from screens.person.state import PersonScreenState


def standing_banner(state: PersonScreenState) -> ft.Control | None:
    said = lines.standing(state.view.state, state.directory, state.now())
    if not said.title:
        return None
    return parts.banner("info", said.title, *said.lines, word=said.word, key="standing")


def before_going_in(app: AppState, state: PersonScreenState) -> ft.Control:
    """Where they are, what a visitor must know, and the last † answers."""
    person, now = state.view.state, state.now()
    notes = lines.notes(person, now)
    where = lines.standing(person, state.directory, now)
    return parts.card(
        "Before you go in",
        parts.key_values(
            [
                (
                    "With us",
                    "\n".join((lines.status_words(person), *(where.lines if not where.title else ()))),
                ),
                *lines.last_answers(person, state.standard, now),
                *lines.goals(person),
            ]
        ),
        *(_note(app, state, note) for note in notes),
        parts.text("No visit notes.", "quiet") if not notes else None,
        parts.line(
            _start(app, state, "visit.note", "Add a visit note", f"note/{new_id()}", key="note"),
            _start(app, state, "person.status", "Set where they are", f"status/{new_id()}", key="status"),
        ),
    )


def _start(
    app: AppState,
    state: PersonScreenState,
    kind: str,
    words: str,
    route: str,
    *,
    about: str = "",
    key: str,
) -> ft.Control | None:
    """The way to a form, for whoever may record what it becomes."""
    if not state.me.may(kind):
        return None
    return parts.button(words, lambda: app.go(f"/person/{state.scope}/{route}"), about=about, key=key)


def _note(app: AppState, state: PersonScreenState, note: NoteLine) -> ft.Control:
    ended = f"note/{note.record}/ended"
    return parts.stack(
        parts.text(note.fact, "strong"),
        parts.text(f"From: {note.source}", "quiet small"),
        parts.tag("Look again now", "stop", key=f"overdue {note.record}") if note.overdue else None,
        parts.text(note.review, "quiet small") if note.review else None,
        parts.line(
            _start(
                app, state, "visit.note", "No longer so", ended, about=note.fact, key=f"ended {note.record}"
            )
        ),
        space=4,
        key=f"note {note.record}",
    )


def safeguarding(app: AppState, state: PersonScreenState) -> ft.Control:
    """Concerns with their decision, what is to be done by whom, and the ways to both."""
    person, now = state.view.state, state.now()
    concerns = lines.concerns(person, state.directory)
    actions = lines.actions(person, state.directory, state.me.staff_id, now)
    raise_one = "Raise a safeguarding concern"
    return parts.card(
        "Safeguarding and actions",
        *(_concern(app, state, each) for each in concerns),
        *(_action(app, state, each) for each in actions),
        parts.text("Nothing is open.", "quiet") if not concerns and not actions else None,
        parts.line(
            _start(app, state, "safeguarding.raised", raise_one, f"concern/{new_id()}", key="concern"),
            _start(
                app, state, "action.assigned", "Give somebody an action", f"action/{new_id()}", key="action"
            ),
        ),
    )


def _concern(app: AppState, state: PersonScreenState, concern: ConcernLine) -> ft.Control:
    decide, action = f"concern/{concern.record}/decide", f"concern/{concern.record}/action"
    return parts.stack(
        parts.heading(concern.title, 3),
        parts.text(concern.said),
        parts.text(concern.decision, "strong" if concern.undecided else "quiet"),
        parts.line(
            _start(
                app,
                state,
                "safeguarding.decided",
                "Decide",
                decide,
                about=concern.title,
                key=f"decision {concern.record}",
            )
            if concern.undecided
            else None,
            _start(
                app,
                state,
                "action.assigned",
                "Give somebody an action",
                action,
                about=concern.title,
                key=f"action for {concern.record}",
            ),
        ),
        space=4,
        key=f"concern {concern.record}",
    )


def _action(app: AppState, state: PersonScreenState, action: ActionLine) -> ft.Control:
    done = f"action/{action.record}/done"
    return parts.stack(
        parts.list_row(
            action.what,
            action.whose,
            *filter(None, [action.latest]),
            tags=[parts.tag(action.due, "stop" if action.late else "plain", key=f"due {action.record}")],
            key=f"action {action.record}",
        ),
        parts.line(
            _start(
                app,
                state,
                "action.completed",
                "Done",
                done,
                about=action.what,
                key=f"completed {action.record}",
            ),
            _goes_on(app, state, action),
        ),
        space=4,
        key=f"action of {action.record}",
    )


def _goes_on(app: AppState, state: PersonScreenState, action: ActionLine) -> ft.Control | None:
    """The way to say so where it is not done."""
    if not state.me.may("action.updated"):
        return None
    return parts.button(
        "Say how it goes on",
        lambda: app.go(f"/person/{state.scope}/action/{action.record}/update"),
        about=action.what,
        key=f"goes on {action.record}",
    )
