"""The cards of a person's page for where they are, what a visitor must know, safeguarding and actions; and their small forms."""

from collections.abc import Sequence

import flet as ft

from models.codes import Extent, Status
from models.codes_of_registers import AbuseType
from screens import parts
from screens.app_state import AppState
from screens.person import around_lines as lines
from screens.person.around_lines import ActionLine, ConcernLine, NoteLine
from screens.person.entering import NO_HANDOVER, Form, review_by
from screens.person.entering_view import choice as _choice
from screens.person.entering_view import options as _options
from screens.person.entering_view import saving as _saving
from screens.person.entering_view import start as _start
from screens.person.entering_view import typed as _typed
from screens.person.state import PersonScreenState

REFERRED = (
    parts.Option("yes", "Yes, it is referred"),
    parts.Option("no", "No", "A manager decides that"),
    parts.Option("later", "Not decided yet", "A manager is asked today"),
)


def standing_banner(state: PersonScreenState) -> ft.Control | None:
    said = lines.standing(state.view.state, state.directory, state.now())
    if not said.title:
        return None
    return parts.banner("info", said.title, *said.lines, word=said.word, key="standing")


def before_going_in(state: PersonScreenState) -> ft.Control:
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
        *(_note(state, note) for note in notes),
        parts.text("No visit notes.", "quiet") if not notes else None,
        _note_form(state),
        _status_form(state),
        parts.line(
            _start(state, "visit.note", "Add a visit note", "note", review_on=_latest_review(state)),
            _start(
                state,
                "person.status",
                "Set where they are",
                "status",
                handover=lines.likely_handover(person, now),
            ),
        ),
    )


def _latest_review(state: PersonScreenState) -> str:
    return review_by(state.now(), state.standard.review_days.visit_note)


def _note(state: PersonScreenState, note: NoteLine) -> ft.Control:
    form = state.entering.open("note ended", note.record)
    return parts.stack(
        parts.text(note.fact, "strong"),
        parts.text(f"From: {note.source}", "quiet small"),
        parts.tag("Look again now", "stop", key=f"overdue {note.record}") if note.overdue else None,
        parts.text(note.review, "quiet small") if note.review else None,
        parts.stack(
            _typed(state, form, "fact", "What is so now?"),
            _typed(state, form, "source", "How do you know?"),
            _saving(state, "Save that it no longer holds"),
            key="note ended form",
        )
        if form
        else _start(state, "visit.note", "No longer so", "note ended", note.record, about_words=note.fact),
        space=4,
        key=f"note {note.record}",
    )


def _note_form(state: PersonScreenState) -> ft.Control | None:
    form = state.entering.open("note")
    if form is None:
        return None
    return parts.stack(
        _typed(state, form, "fact", "What must a visitor know to be safe?"),
        _typed(state, form, "source", "How do you know?"),
        parts.date_field(
            "Look at it again by",
            form.get("review_on"),
            state.entering.setter("review_on"),
            error=form.wrong.get("review_on", ""),
        ),
        _saving(state, "Save the visit note"),
        key="note form",
    )


def _status_form(state: PersonScreenState) -> ft.Control | None:
    form = state.entering.open("status")
    if form is None:
        return None
    discharged = form.get("status") == "discharged"
    return parts.stack(
        _choice(state, form, "status", "Where are they now?", _options(Status)),
        parts.date_field(
            "Since",
            form.get("since_on"),
            state.entering.setter("since_on"),
            error=form.wrong.get("since_on", ""),
        ),
        parts.time_field(
            "Since, at",
            form.get("since_at"),
            state.entering.setter("since_at"),
            error=form.wrong.get("since_at", ""),
        ),
        _typed(state, form, "where", "Which ward, prison or service?"),
        _typed(state, form, "rationale", "Why, and who says so?"),
        *(_handed_over(state, form) if discharged else ()),
        *(parts.text(words, "strong") for words in (state.discharge_needs if discharged else ())),
        _saving(state, "Save where they are"),
        key="status form",
    )


def _handed_over(state: PersonScreenState, form: Form) -> Sequence[ft.Control | None]:
    """Which handover the discharge rests on; where that is none on record, who took them."""
    recorded = [
        parts.Option(id, to, words) for id, to, words in lines.handovers(state.view.state, state.now())
    ]
    options = [*recorded, parts.Option(NO_HANDOVER, "None that is on record")]
    question = _choice(state, form, "handover", "Which handover does it rest on?", options)
    if recorded and form.get("handover") != NO_HANDOVER:
        return [question]
    return [
        question if recorded else None,
        _typed(state, form, "handover_to", "Handed over to which service?"),
        _typed(state, form, "handover_accepted_by", "Who there has accepted it?"),
    ]


def safeguarding(app: AppState, state: PersonScreenState) -> ft.Control:
    """Concerns with their decision, what is to be done by whom, and both to begin here."""
    person, now = state.view.state, state.now()
    concerns = lines.concerns(person, state.directory)
    actions = lines.actions(person, state.directory, state.me.staff_id, now)
    return parts.card(
        "Safeguarding and actions",
        *(_concern(state, each) for each in concerns),
        *(_action(app, state, each) for each in actions),
        parts.text("Nothing is open.", "quiet") if not concerns and not actions else None,
        _concern_form(state),
        _action_form(state, ""),
        parts.line(
            _start(state, "safeguarding.raised", "Raise a safeguarding concern", "concern"),
            _start(state, "action.assigned", "Give somebody an action", "action"),
        ),
    )


def _concern(state: PersonScreenState, concern: ConcernLine) -> ft.Control:
    form = state.entering.open("decision", concern.record)
    return parts.stack(
        parts.heading(concern.title, 3),
        parts.text(concern.said),
        parts.text(concern.decision, "strong" if concern.undecided else "quiet"),
        parts.stack(*_decision(state, form), _saving(state, "Save the decision"), key="decision form")
        if form
        else parts.line(
            _start(
                state, "safeguarding.decided", "Decide", "decision", concern.record, about_words=concern.title
            )
            if concern.undecided
            else None,
            _start(
                state,
                "action.assigned",
                "Give somebody an action",
                "action",
                about_words=concern.title,
                key=f"action for {concern.record}",
                safeguarding=concern.record,
            ),
        ),
        space=4,
        key=f"concern {concern.record}",
    )


def _concern_form(state: PersonScreenState) -> ft.Control | None:
    form = state.entering.open("concern")
    if form is None:
        return None
    return parts.stack(
        _choice(state, form, "type", "What kind of concern?", _options(AbuseType)),
        _typed(state, form, "concern", "What is the concern?"),
        _typed(state, form, "made_safe_now", "What was done to make them safe now?"),
        *_decision(state, form),
        _saving(state, "Save the concern"),
        key="concern form",
    )


def _decision(state: PersonScreenState, form: Form) -> Sequence[ft.Control | None]:
    decides = form.get("referred") in ("yes", "no")
    options = REFERRED if form.what == "concern" else REFERRED[:2]  # what is decided is decided
    return [
        _choice(state, form, "referred", "Is it referred to the council?", options),
        _typed(state, form, "reason", "Why, or why not?") if decides else None,
        _typed(state, form, "wishes", "What does the person wish?") if decides else None,
        _typed(state, form, "least_restrictive_check", "Why is this the least restrictive way?")
        if decides
        else None,
    ]


def _action(app: AppState, state: PersonScreenState, action: ActionLine) -> ft.Control:
    form = state.entering.open("completed", action.record)
    return parts.stack(
        parts.list_row(
            action.what,
            action.whose,
            *filter(None, [action.latest]),
            tags=[parts.tag(action.due, "stop" if action.late else "plain", key=f"due {action.record}")],
            key=f"action {action.record}",
        ),
        parts.stack(
            _choice(state, form, "extent", "How far was it carried out?", _options(Extent)[:2]),
            _typed(state, form, "outcome", "What came of it?"),
            _typed(state, form, "partner_response", "What did the other service say?"),
            _saving(state, "Save that it is done"),
            key="completed form",
        )
        if form
        else parts.line(
            _start(state, "action.completed", "Done", "completed", action.record, about_words=action.what),
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


def _action_form(state: PersonScreenState, concern: str) -> ft.Control | None:
    form = state.entering.open("action", concern)
    if form is None:
        return None
    people = lines.owners(state.view.state, state.directory, state.me.staff_id, state.now())
    return parts.stack(
        _typed(state, form, "what", "What is to be done?"),
        _choice(state, form, "owner", "By whom?", [parts.Option(id, name) for id, name in people]),
        parts.date_field(
            "By",
            form.get("deadline_on"),
            state.entering.setter("deadline_on"),
            error=form.wrong.get("deadline_on", ""),
        ),
        parts.time_field(
            "By, at",
            form.get("deadline_at"),
            state.entering.setter("deadline_at"),
            error=form.wrong.get("deadline_at", ""),
        ),
        _typed(state, form, "route", "Whom to go to if it is not done?"),
        _saving(state, "Save the action"),
        key="action form",
    )
