"""Early warning indicators: the person's own first, each † by itself, then the rest. Nothing is 0 until somebody says so."""

from collections.abc import Sequence

import flet as ft

from models.codes import NotAssessed, Source
from screens import parts
from screens.contact.form import NOT_ASSESSED, Seen
from screens.contact.questions import met
from screens.contact.questions.contact import options
from screens.contact.state import ContactState

MARKS = (("plan", "A plan"), ("means", "The means"), ("attempt", "An attempt"))


def own(state: ContactState) -> list[ft.Control | None]:
    return _together(state, state.around.own)


def others(state: ContactState) -> list[ft.Control | None]:
    return _together(state, state.around.others)


def dagger(state: ContactState, code: str) -> list[ft.Control | None]:
    """One † indicator, asked by itself."""
    seen = state.form.about(code)
    return [
        *met.urgent(state),
        parts.card(
            "",
            _level(state, code, seen),
            _reason(state, code, seen),
            _marks(state, code, seen) if seen.level and seen.level != NOT_ASSESSED else None,
            _said(state, code, seen) if seen.level else None,
        ),
    ]


def _together(state: ContactState, codes: Sequence[str]) -> list[ft.Control | None]:
    """Several indicators on one page, with one button for "none of these" that first says what it will write."""
    return [_none_seen(state, codes), *(_indicator(state, code) for code in codes)]


def _none_seen(state: ContactState, codes: Sequence[str]) -> ft.Control:
    left = state.form.unanswered(codes)
    if not left:
        return parts.banner("done", "Every one of these has an answer.", word="")
    some = len(left) < len(codes)
    words = [state.standard.indicator_words(code) for code in left]
    return parts.card(
        "",
        parts.text(f"Sets these to 0, no concern: {'; '.join(words)}."),
        parts.line(
            parts.button(
                "None of the others seen" if some else "None of these seen",
                lambda: state.change(lambda: state.form.none_seen(codes)),
                "secondary",
                icon=ft.Icons.DONE_ALL,
            )
        ),
        key="none seen",
    )


def _indicator(state: ContactState, code: str) -> ft.Control:
    seen = state.form.seen.get(code) or Seen()
    return parts.card(
        "",
        _level(state, code, seen),
        _reason(state, code, seen),
        _said(state, code, seen) if seen.level not in {"", "0"} else None,
        key=code,
    )


def _level(state: ContactState, code: str, seen: Seen) -> ft.Control:
    terms = state.standard.indicator_by_code[code]
    return parts.level_choice(
        terms.words,
        seen.level or None,
        lambda level: state.change(lambda: setattr(state.form.about(code), "level", level)),
        ask=terms.how_to_ask,
        usual=state.usual_words(code),
        error=state.wrong.get(f"seen.{code}", ""),
    )


def _reason(state: ContactState, code: str, seen: Seen) -> ft.Control | None:
    if seen.level != NOT_ASSESSED:
        return None
    return parts.choice(
        "Why not?",
        options(NotAssessed),
        seen.reason,
        state.setter(seen, "reason"),
        error=state.wrong.get(f"seen.{code}.reason", ""),
        about=state.standard.indicator_words(code),
        key=f"{code} reason",
    )


def _marks(state: ContactState, code: str, seen: Seen) -> ft.Control:
    carried = MARKS if code in state.standard.suicidal else ()
    return parts.stack(
        parts.check(
            "This is the first we have heard of it",
            seen.new_disclosure,
            state.setter(seen, "new_disclosure"),
            key=f"{code} new",
        ),
        parts.text("Now, or since the last contact:", "strong") if carried else None,
        *(
            parts.check(words, getattr(seen, name), state.setter(seen, name), key=f"{code} {name}")
            for name, words in carried
        ),
        space=8,
    )


def _said(state: ContactState, code: str, seen: Seen) -> ft.Control:
    about = state.standard.indicator_words(code)
    return parts.stack(
        parts.note_field(
            "In their words",
            seen.words,
            state.setter(seen, "words"),
            hint="If it helps",
            lines=2,
            about=about,
        ),
        parts.choice(
            "Where is this from?", options(Source), seen.source, state.setter(seen, "source"), about=about
        ),
    )
