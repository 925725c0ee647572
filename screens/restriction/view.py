"""The screen for applying a restriction or reviewing one: one page, in the order in which it is thought through."""

import flet as ft

from models.codes import Capacity, Code, ImposedBy, LegalBasis, Reach
from screens import parts
from screens.app_state import AppState
from screens.contact.state import new_id
from screens.frame import frame
from screens.live import use_screen
from screens.restriction.form import Other
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


@ft.component
def RestrictionScreen(app: AppState, scope: str, draft_id: str) -> ft.Control:
    """Apply a restriction, or go on with a draft of either."""
    return _Screen(app, scope, "", draft_id)


@ft.component
def RestrictionReviewScreen(app: AppState, scope: str, record: str) -> ft.Control:
    """Review the restriction `record`."""
    id = ft.use_memo(new_id, [record])
    return _Screen(app, scope, record, id)


@ft.component
def _Screen(app: AppState, scope: str, record: str, id: str) -> ft.Control:
    state = use_screen(app, lambda: RestrictionState(app.open_device, scope, id, record), scope, id)

    async def save() -> None:
        await state.save()
        if state.saved:
            await app.refresh()
            app.go(f"/person/{scope}")

    async def discard() -> None:
        await state.discard()
        app.back()

    ft.use_dialog(_really(state, discard) if state.discarding else None)
    if not state.opened:
        return frame(app, "Restriction", [parts.text("Opening the record …")], here="people")
    return frame(
        app,
        state.person.state.name or "Restriction",
        parts.scroller(
            parts.heading("Review a restriction" if state.form.record else "Apply a restriction", 2),
            parts.banner("problem", "Not kept on this tablet yet.", state.unkept, word="Careful")
            if state.unkept
            else None,
            parts.banner("info", state.who_decides, word="Who decides") if state.who_decides else None,
            parts.banner("needs you", "Something is missing. It is marked below.", word="Not saved")
            if state.wrong
            else None,
            *(_review(state) if state.form.record else ()),
            *(
                _terms(state)
                if not state.form.record or state.form.decision in ("continue", "modify")
                else ()
            ),
            key="restriction form",
        ),
        here="people",
        footer=[
            parts.button("Discard", state.ask_to_discard, "quiet"),
            parts.button("Save", save, "primary"),
        ],
    )


def _really(state: RestrictionState, discard: parts.Handler) -> ft.AlertDialog:
    return parts.confirm(
        "Discard this draft?",
        parts.text("What was entered in it is removed from this tablet."),
        yes="Discard it",
        on_yes=discard,
        no="Keep it",
        on_no=lambda: state.ask_to_discard(False),
        kind="danger",
    )


def _review(state: RestrictionState) -> list[ft.Control | None]:
    form, wrong = state.form, state.wrong
    return [
        parts.text(form.what, "strong"),
        parts.banner("needs you", state.beside, word="Before you decide") if state.beside else None,
        parts.choice(
            "What do you decide?", DECISIONS, form.decision, state.decide, error=wrong.get("decision", "")
        ),
        _note(state, "why", "Why this decision?"),
    ]


def _terms(state: RestrictionState) -> list[ft.Control | None]:
    form = state.form
    continuing = form.record and form.decision == "continue"
    said = [] if continuing else [*_what(state), *_considered(state), *_basis(state), *_imposed(state)]
    return [*said, *_theirs(state), *_dates(state), *(_ending(state) if form.record else ())]


def _what(state: RestrictionState) -> list[ft.Control | None]:
    form = state.form
    return [
        parts.choice(
            "Whose decision is it?",
            FOUND,
            "yes" if form.found_in_use else "no",
            lambda chosen: state.put(form, found_in_use=chosen == "yes"),
        ),
        _note(state, "what", "What is restricted?"),
        _note(state, "rationale", "Why is it needed?"),
    ]


def _considered(state: RestrictionState) -> list[ft.Control | None]:
    several = len(state.form.others) > 1
    return [
        parts.heading("Less restrictive, considered", 3),
        *(_other(state, i, each, several) for i, each in enumerate(state.form.others)),
        parts.error_line(state.wrong["others"]) if "others" in state.wrong else None,
        parts.line(parts.button("Another alternative", state.consider_another, icon=ft.Icons.ADD)),
    ]


def _other(state: RestrictionState, i: int, other: Other, several: bool) -> ft.Control:
    about = f"Alternative {i + 1}" if several else ""
    return parts.stack(
        parts.note_field(
            "What was considered?",
            other.what,
            state.setter(other, "what"),
            error=state.wrong.get(f"others.{i}.what", ""),
            lines=2,
            about=about,
        ),
        parts.note_field(
            "Why is it not enough?",
            other.because,
            state.setter(other, "because"),
            error=state.wrong.get(f"others.{i}.because", ""),
            lines=2,
            about=about,
        ),
        key=f"other {i}",
    )


def _basis(state: RestrictionState) -> list[ft.Control | None]:
    return [
        _choice(state, "legal_basis", "Legal basis", LegalBasis),
        _choice(state, "capacity", "Capacity for this decision", Capacity),
    ]


def _theirs(state: RestrictionState) -> list[ft.Control | None]:
    form = state.form
    return [
        _note(state, "view", "What do they think of it now?"),
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
    return [
        _choice(state, "imposed_by", "Who imposed it?", ImposedBy),
        _text(state, "imposed_by_name", "Which team or service?") if state.form.imposed_by != "us" else None,
        _text(state, "authorised_by", "Authorised by, if somebody else"),
        _choice(state, "reach", "Whom does it apply to?", Reach),
    ]


def _dates(state: RestrictionState) -> list[ft.Control | None]:
    form, limits = state.form, state.standard.restrictions
    short = f"Only where it lasts under {limits.instants_under_hours} hours"
    return [
        _date(state, "starts_on", "Starts on", "") if form.decision != "continue" else None,
        _date(
            state, "review_on", "Review on", f"At most {limits.review_days} days ahead, unless a court set it"
        ),
        _time(state, "review_at", "Review at", short),
        _date(
            state,
            "limit_on",
            "Authority ends on",
            f"At most {limits.limit_days} days ahead, unless a court set it",
        ),
        _time(state, "limit_at", "Authority ends at", short),
    ]


def _ending(state: RestrictionState) -> list[ft.Control | None]:
    return [
        _note(state, "step_down", "How is it to end? (if planned)"),
        _date(state, "step_down_on", "By when", ""),
    ]


def _note(state: RestrictionState, name: str, label: str) -> ft.Control:
    form = state.form
    return parts.note_field(
        label, getattr(form, name), state.setter(form, name), error=state.wrong.get(name, ""), lines=2
    )


def _text(state: RestrictionState, name: str, label: str) -> ft.Control:
    form = state.form
    return parts.text_field(
        label, getattr(form, name), state.setter(form, name), error=state.wrong.get(name, "")
    )


def _date(state: RestrictionState, name: str, label: str, hint: str) -> ft.Control:
    form = state.form
    return parts.date_field(
        label, getattr(form, name), state.setter(form, name), hint=hint, error=state.wrong.get(name, "")
    )


def _time(state: RestrictionState, name: str, label: str, hint: str) -> ft.Control:
    form = state.form
    return parts.time_field(
        label, getattr(form, name), state.setter(form, name), hint=hint, error=state.wrong.get(name, "")
    )


def _choice(state: RestrictionState, name: str, label: str, codes: type[Code]) -> ft.Control:
    form = state.form
    options = [parts.Option(code, code.words) for code in codes.all()]
    return parts.choice(
        label, options, getattr(form, name), state.setter(form, name), error=state.wrong.get(name, "")
    )
