"""The form of any register: its questions one under the other, in one way for all of them."""

from functools import partial

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.drafting.view import form_frame, use_draft
from screens.registers.form import RegisterDrafting
from screens.registers.questions import Question


@ft.component
def RegisterFormScreen(app: AppState, scope: str, kind: str, draft_id: str) -> ft.Control:
    """A new line, or a draft of any form of a register."""
    return _form(app, scope, kind, draft_id, "")


@ft.component
def LineFormScreen(app: AppState, scope: str, record: str, kind: str) -> ft.Control:
    """What is added to a line."""
    return _form(app, scope, kind, ft.use_memo(new_id, [record, kind]), record)


def _form(app: AppState, scope: str, kind: str, id: str, record: str) -> ft.Control:
    def make() -> RegisterDrafting:
        return RegisterDrafting(app.open_device, scope, kind, id, record)

    state = use_draft(app, make, scope, id)
    return form_frame(app, state, state.asked.title, lambda: _asked(state))


def _asked(state: RegisterDrafting) -> list[ft.Control | None]:
    about = f"About: {state.line.title}" if state.line and state.line.title != state.name else ""
    return [
        parts.text(about, "strong") if about else None,
        parts.text(state.asked.says) if state.asked.says else None,
        *(control for each in state.questions for control in _question(state, each)),
        _sample(state) if state.kind == "audit.performed" and not state.form.corrects else None,
    ]


def _question(state: RegisterDrafting, question: Question) -> list[ft.Control]:
    """The fields of one question, with the sentence where what was entered cannot stand."""
    name, label, hint = question.name, question.asks, question.hint
    said, error = state.form.said.get(name, ""), state.wrong.get(name, "")

    def put(value: str) -> None:
        state.enter(name, value)

    if question.how == "codes":
        chosen = state.form.chosen.get(name, [])
        codes = partial(state.choose, name)
        options = _options(state, question)
        return [
            parts.multi_choice(
                label, options, chosen, codes, hint=hint or "Choose all that apply", error=error
            )
        ]
    if question.how in ("code", "owner", "staff", "team"):
        return [parts.choice(label, _options(state, question), said or None, put, hint=hint, error=error)]
    if question.how == "day":
        return [parts.date_field(label, said, put, hint=hint, error=error)]
    if question.how == "moment":
        return _moment(state, question, error)
    if question.how == "note":
        return [parts.note_field(label, said, put, hint=hint, error=error, lines=2)]
    return [parts.text_field(label, said, put, hint=hint, error=error)]


def _options(state: RegisterDrafting, question: Question) -> list[parts.Option]:
    return [parts.Option(value, words) for value, words in state.options(question)]


def _moment(state: RegisterDrafting, question: Question, error: str) -> list[ft.Control]:
    """A date and a time of day; the sentence stands at the date, where whoever reads comes first."""
    on, at = f"{question.name}_on", f"{question.name}_at"
    said = state.form.said
    label, hint = question.asks, question.hint
    return [
        parts.date_field(label, said.get(on, ""), partial(state.enter, on), hint=hint, error=error),
        parts.time_field("At", said.get(at, ""), partial(state.enter, at), about=label),
    ]


def _sample(state: RegisterDrafting) -> ft.Control:
    """Whose records are drawn: by the form's own number, so that whoever records the audit did not choose them."""
    sampled = state.sampled()
    if not sampled:
        return parts.empty("Nobody is drawn yet.")
    return parts.card(
        f"Drawn: {len(sampled)} of {len(state.people)}",
        parts.text("At random, by this audit's own number. Look at these records.", "quiet"),
        *(parts.text(state.people[each]) for each in sampled),
        key="sample",
    )
