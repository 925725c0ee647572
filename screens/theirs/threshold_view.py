"""The form for a number of a rule, or a usual level for a time, set for one person."""

import flet as ft

from models.kinds.safety import BASELINE
from screens import parts
from screens.drafting.view import Fields, form_screens
from screens.theirs.threshold import BACK, SET, ThresholdState

HOW = (
    parts.Option(SET, "Set it for them"),
    parts.Option(BACK, "As in the standard again", "What was set for them ends now"),
)


def _asked(state: ThresholdState) -> list[ft.Control | None]:
    fields, form = Fields(state), state.form
    return [
        parts.text(
            "What is asked after thoughts of suicide or self-harm, threats or abuse, and when somebody is worried, is the same for "
            "everybody. Nothing here changes that.",
            "quiet",
        ),
        parts.card("", _rule(state), _term(state) if form.rule else None) if not form.corrects else None,
        parts.card(
            "",
            parts.choice("What is to hold?", HOW, form.how, state.setter(form, "how"))
            if state.is_set
            else None,
            *(_value(state) if form.how == SET else ()),
            fields.note("reason", "Why?"),
        )
        if state.chosen
        else None,
        parts.banner("info", state.effect, word="What it changes", key="effect") if state.effect else None,
    ]


def _rule(state: ThresholdState) -> ft.Control:
    options = [parts.Option(rule, words) for rule, words in state.rules]
    usual = parts.Option(BASELINE, "A usual level, for a time", "To set it for good, set their early signs")
    return parts.choice(
        "What is to be different for them?",
        [*options, usual],
        state.form.rule or None,
        state.choose_rule,
        error=state.wrong.get("rule", ""),
    )


def _term(state: ThresholdState) -> ft.Control:
    if state.form.rule == BASELINE:
        label, options, chosen = "Of which sign?", state.signs, state.form.indicator
    else:
        label, options, chosen = "Which number?", state.terms, state.form.term
    return parts.choice(
        label,
        [parts.Option(name, words) for name, words in options],
        chosen or None,
        state.choose_term,
        error=state.wrong.get("term", ""),
    )


def _value(state: ThresholdState) -> list[ft.Control]:
    fields, term = Fields(state), state.chosen
    assert term is not None
    if state.form.rule == BASELINE:
        levels = [parts.Option(level, level, words) for level, words in state.levels]
        value = parts.level_choice(
            "Their usual level until then",
            state.form.value or None,
            state.setter(state.form, "value"),
            error=state.wrong.get("value", ""),
            levels=levels,
        )
    else:
        value = fields.text("value", "For them", hint=f"From {term.least:g} to {term.most:g}")
    return [value, fields.date("until_on", "Until the end of")]


ThresholdScreen, ThresholdChangeScreen = form_screens(
    lambda app, scope, id, record: ThresholdState(app.open_device, scope, id, record),
    lambda _: "A threshold for them",
    _asked,
)
