"""When it was, how, what happened, with whom."""

import flet as ft

from models.codes import Attendance, Code, Mode, WithWhom
from screens import parts
from screens.contact.beside import APART
from screens.contact.state import ContactState


def question(state: ContactState) -> list[ft.Control | None]:
    form, wrong = state.form, state.wrong
    return [
        parts.line(
            parts.button("No contact made", state.no_contact_made, icon=ft.Icons.DO_NOT_DISTURB_ON_OUTLINED)
        ),
        parts.card("When", *_when(state)),
        _same_visit(state),
        parts.card(
            "How it went",
            parts.choice(
                "How was it made?",
                options(Mode),
                form.mode,
                state.setter(form, "mode"),
                error=wrong.get("mode", ""),
            ),
            parts.choice(
                "What happened?",
                options(Attendance),
                form.attendance,
                state.setter(form, "attendance"),
                error=wrong.get("attendance", ""),
            ),
            _with_whom(state) if form.reached else None,
        ),
    ]


def _when(state: ContactState) -> list[ft.Control | None]:
    form, wrong = state.form, state.wrong
    ends_before = state.read().contact.ends_before
    return [
        parts.date_field("Date", form.on, state.setter(form, "on"), error=wrong.get("on", "")),
        parts.time_field(
            "Started", form.started, state.setter(form, "started"), error=wrong.get("started", "")
        ),
        parts.time_field(
            "Ended",
            form.ended,
            state.setter(form, "ended"),
            hint="" if form.corrects else "Leave it empty to use the time you save",
            error=wrong.get("ended", ""),
        ),
        parts.check("It ended the next day", form.next_day, state.setter(form, "next_day"))
        if form.next_day or ends_before
        else None,
    ]


def _same_visit(state: ContactState) -> ft.Control | None:
    """Asked only where somebody recorded a contact of about that time."""
    form, now = state.form, state.now()
    if not state.beside:
        return None
    return parts.card(
        "Also recorded then",
        parts.choice(
            "Is it the same visit?",
            [
                *(parts.Option(each.id, f"Yes, {each.words(now)}") for each in state.beside),
                parts.Option(APART, "No, another contact"),
            ],
            form.same_visit_as,
            state.setter(form, "same_visit_as"),
            hint="Two records of one visit are read as one contact: the higher level counts.",
        ),
    )


def _with_whom(state: ContactState) -> ft.Control:
    form = state.form
    return parts.stack(
        parts.multi_choice(
            "Who was it with?",
            options(WithWhom),
            form.with_whom,
            lambda who: state.put(form, with_whom=list(who)),
            error=state.wrong.get("with_whom", ""),
        ),
        parts.text_field(
            "Also present", form.also_present, state.setter(form, "also_present"), hint="If anybody was"
        ),
    )


def options(codes: type[Code]) -> list[parts.Option]:
    """Every code this version knows, by its words."""
    return [parts.Option(code, words) for code, words in codes.KNOWN.items()]
