"""The card that asks whether the person has been told of what went wrong for them."""

import flet as ft

from models.codes import Mode
from models.codes_of_papers import ToldWhom
from screens import parts
from screens.person.candour import NOT_YET, RULE, TOLD, start_explaining, start_telling
from screens.person.entering import Form
from screens.person.entering_view import choice, moment, named, options, saving, typed
from screens.person.state import PersonScreenState
from screens.prompt.lines import PromptLines, sentence

HOW = [parts.Option(code, Mode(code).words) for code in ("01", "02", "11", "98")]


def candour_card(state: PersonScreenState, lines: PromptLines) -> ft.Control:
    """What went wrong, and the two answers: they were told, or why not yet."""
    prompt = lines.prompt
    telling, explaining = state.entering.open(TOLD, prompt.id), state.entering.open(NOT_YET, prompt.id)
    return parts.card(
        "Has the person been told?",
        parts.key_values(
            [
                ("What went wrong", "\n".join(lines.saw)),
                ("Asks", lines.asks),
                ("Of", sentence("; ".join(lines.of_whom))),
                *([("Answers", "\n".join(lines.answers))] if lines.answers else []),
            ]
        ),
        parts.text(lines.quiet or f"{lines.by}.", "strong"),
        _telling(state, telling) if telling else None,
        _explaining(state, explaining) if explaining else None,
        _buttons(state, lines) if state.entering.form is None else None,
        key=f"candour {prompt.id}",
    )


def _buttons(state: PersonScreenState, lines: PromptLines) -> ft.Control:
    prompt = lines.prompt
    several = sum(each.prompt.rule == RULE for each in state.prompts) > 1
    about = lines.saw[0] if several and lines.saw else ""
    return parts.line(
        parts.button(
            "They have been told",
            lambda: start_telling(state.entering, prompt, state.me),
            icon=ft.Icons.RECORD_VOICE_OVER,
            about=about,
            key=f"told {prompt.id}",
        )
        if state.me.may("candour.told")
        else None,
        parts.button(
            "Not yet, because …",
            lambda: start_explaining(state.entering, prompt),
            about=about,
            key=f"not yet {prompt.id}",
        ),
    )


def _telling(state: PersonScreenState, form: Form) -> ft.Control:
    return parts.stack(
        named(state, form, "name", "Who told them?"),
        choice(state, form, "whom", "Who was told?", options(ToldWhom)),
        choice(state, form, "mode", "How?", HOW),
        *moment(state, form, "told", "On", "At"),
        typed(state, form, "said", "What was said?", "What happened, that we are sorry, what happens now"),
        typed(state, form, "response", "What did they say to it?"),
        saving(state, "Save that they were told"),
        key="telling form",
    )


def _explaining(state: PersonScreenState, form: Form) -> ft.Control:
    return parts.stack(
        typed(state, form, "why_not", "Why have they not been told yet?", "And when they will be"),
        saving(state, "Save why not yet"),
        key="explaining form",
    )
