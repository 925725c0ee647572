"""The screen for applying a restriction or reviewing one: one page, in the order in which it is thought through."""

import flet as ft

from models.codes import Capacity, ImposedBy, LegalBasis, Reach
from screens import parts
from screens.drafting.view import Fields, form_screens
from screens.restriction.state import RestrictionState

DECISIONS = (
    parts.Option(
        "continue", "Continue it", "The same restriction, with fresh authority, dates and their view now"
    ),
    parts.Option("modify", "Change it", "Other terms; less of it is a first step down"),
    parts.Option("step_down", "Step it down", "It ends"),
)
FOUND = (
    parts.Option("no", "It is decided now", "With its reasons, what else was considered, and its dates"),
    parts.Option("yes", "It was found in use", "It is being done already, and nobody authorised it"),
)
YES_NO = (parts.Option("no", "They do not object"), parts.Option("yes", "They object"))


def _asked(state: RestrictionState) -> list[ft.Control | None]:
    form = state.form
    return [
        parts.banner("info", state.who_decides, word="Who decides") if state.who_decides else None,
        *(_review(state) if form.record else ()),
        *(_terms(state) if not form.record or form.decision in ("continue", "modify") else ()),
    ]


def _review(state: RestrictionState) -> list[ft.Control | None]:
    form, wrong = state.form, state.wrong
    return [
        parts.text(form.what, "strong") if form.what else None,
        parts.banner("needs you", state.beside, word="Before you decide") if state.beside else None,
        parts.choice(
            "What do you decide?", DECISIONS, form.decision, state.decide, error=wrong.get("decision", "")
        ),
        Fields(state).note("why", "Why this decision?"),
    ]


def _terms(state: RestrictionState) -> list[ft.Control | None]:
    form = state.form
    continuing = form.record and form.decision == "continue" and not form.corrects
    said = [] if continuing else [*_what(state), *_considered(state), *_basis(state), *_imposed(state)]
    return [*said, *_theirs(state), *_dates(state), *(_ending(state) if form.record else ())]


def _what(state: RestrictionState) -> list[ft.Control | None]:
    form, fields = state.form, Fields(state)
    return [
        parts.choice(
            "Whose decision is it?",
            FOUND,
            "yes" if form.found_in_use else "no",
            lambda chosen: state.put(form, found_in_use=chosen == "yes"),
        ),
        fields.note("what", "What is restricted?"),
        fields.note("rationale", "Why is it needed?"),
    ]


def _considered(state: RestrictionState) -> list[ft.Control | None]:
    several = len(state.form.others) > 1
    return [
        parts.heading("Less restrictive, considered", 3),
        *(_other(state, i, several) for i in range(len(state.form.others))),
        parts.error_line(state.wrong["others"]) if "others" in state.wrong else None,
        parts.line(parts.button("Another alternative", state.consider_another, icon=ft.Icons.ADD)),
    ]


def _other(state: RestrictionState, i: int, several: bool) -> ft.Control:
    about = f"Alternative {i + 1}" if several else ""
    fields = Fields(state, state.form.others[i], at=f"others.{i}.", about=about)
    return parts.stack(
        fields.note("what", "What was considered?"),
        fields.note("because", "Why is it not enough?"),
        key=f"other {i}",
    )


def _basis(state: RestrictionState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        fields.choice("legal_basis", "Legal basis", LegalBasis),
        fields.choice("capacity", "Capacity for this decision", Capacity),
    ]


def _theirs(state: RestrictionState) -> list[ft.Control | None]:
    form = state.form
    return [
        Fields(state).note("view", "What do they think of it now?"),
        parts.choice(
            "Do they object?",
            YES_NO,
            form.objects,
            state.setter(form, "objects"),
            error=state.wrong.get("objects", "") or _basis_problem(state),
        ),
    ]


def _basis_problem(state: RestrictionState) -> str:
    """Where it is continued the basis is not asked again, so what is wrong with it is said here."""
    return state.wrong.get("legal_basis", "") if state.form.decision == "continue" else ""


def _imposed(state: RestrictionState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        fields.choice("imposed_by", "Who imposed it?", ImposedBy),
        fields.text("imposed_by_name", "Which team or service?") if state.form.imposed_by != "us" else None,
        fields.text("authorised_by", "Authorised by, if somebody else"),
        fields.choice("reach", "Whom does it apply to?", Reach),
    ]


def _dates(state: RestrictionState) -> list[ft.Control | None]:
    fields, limits = Fields(state), state.standard.restrictions
    short = f"Only where it lasts under {limits.instants_under_hours} hours"
    return [
        fields.date("starts_on", "Starts on")
        if state.form.corrects or state.form.decision != "continue"
        else None,
        fields.date("review_on", "Review on", hint=_at_most(limits.review_days)),
        fields.time("review_at", "Review at", hint=short),
        fields.date("limit_on", "Authority ends on", hint=_at_most(limits.limit_days)),
        fields.time("limit_at", "Authority ends at", hint=short),
    ]


def _at_most(days: int) -> str:
    return f"At most {days} days ahead, unless a court set it"


def _ending(state: RestrictionState) -> list[ft.Control | None]:
    fields = Fields(state)
    return [
        fields.note("step_down", "How is it to end? (if planned)"),
        fields.date("step_down_on", "By when"),
    ]


RestrictionScreen, RestrictionReviewScreen = form_screens(
    lambda app, scope, id, record: RestrictionState(app.open_device, scope, id, record),
    lambda state: "Review a restriction" if state.form.record else "Apply a restriction",
    _asked,
)
