"""The screens of what somebody does about a prompt: whom they told, and their answer to it."""

import flet as ft

from models.codes import Mode
from screens import parts
from screens.drafting.view import Fields, form_screens
from screens.prompt.card import call_button
from screens.prompt.forms import ELSE, REACHED, SOMEONE_ELSE, AnswerState, OfPromptsState, TellingState

SPOKEN = [parts.Option(code, Mode(code).words) for code in ("02", "01", "11")]
WHETHER = (
    parts.Option(REACHED, "I reached them"),
    parts.Option(ELSE, "Not reached: something else was done"),
)
GONE = "This no longer stands. What you entered is kept until you save or discard it."


def _seen(state: OfPromptsState) -> list[ft.Control | None]:
    """What it is about: why it is asked, and what is asked."""
    if not state.standing:
        return [parts.text(GONE, "strong")]
    return [
        parts.stack(
            parts.text(lines.rule, "strong"),
            *(parts.text(each, "quiet small") for each in lines.saw),
            space=4,
            key=f"about {lines.prompt.id}",
        )
        for lines in state.lines
    ]


def _telling(state: TellingState) -> list[ft.Control | None]:
    fields, form = Fields(state), state.form
    options = [
        *(parts.Option(ring.staff, ring.name) for ring in state.known),
        parts.Option(SOMEONE_ELSE, "Someone else"),
    ]
    elsewhere = not any(option.value == form.who for option in options[:-1])
    return [
        *_seen(state),
        parts.line(*(call_button(ring) for ring in state.ring)) if state.ring else None,
        fields.choice("who", "Whom did you tell?", options) if state.known else None,
        fields.text("name", "Their name") if elsewhere else None,
        fields.choice("mode", "How?", SPOKEN),
        fields.time("at", "When"),
    ]


def _answer(state: AnswerState) -> list[ft.Control | None]:
    fields = Fields(state)
    if state.of_candour:
        saw = "\n".join(each for lines in state.lines for each in lines.saw)
        return [
            parts.key_values([("What went wrong", saw)]) if saw else parts.text(GONE, "strong"),
            fields.note("why_not", "Why have they not been told yet?", hint="And when they will be"),
        ]
    if state.of_silence:
        return _of_silence(state, fields)
    actions = [parts.Option(action.code, action.words) for action in state.standard.actions]
    return [
        *_seen(state),
        *(parts.text(lines.asks) for lines in state.lines),
        parts.multi_choice(
            "What was carried out?", actions, state.form.actions, lambda codes: state.put(actions=list(codes))
        ),
        fields.time("at", "When") if state.form.actions else None,
        fields.note("done", "What was done"),
        fields.note("why_not", "Or why not"),
    ]


def _of_silence(state: AnswerState, fields: Fields) -> list[ft.Control | None]:
    name = state.directory.name_of(state.silence.said.staff) if state.silence else ""
    reached = state.form.reached == REACHED
    return [
        parts.text(f"Nothing heard from {name}", "strong") if name else parts.text(GONE, "strong"),
        fields.choice("reached", "Were they reached?", WHETHER),
        fields.note(
            "done",
            "What they said, and what was agreed" if reached else "What was done to reach them",
            hint="It then leaves the prompts of the other managers too.",
        )
        if state.form.reached
        else None,
    ]


def _answer_title(state: AnswerState) -> str:
    if state.of_candour:
        return "Not told yet"
    return "What was done" if state.of_silence else "Answer this prompt"


TellingScreen, TellSomebodyScreen = form_screens(
    lambda app, scope, id, prompts: TellingState(app.open_device, scope, id, prompts),
    lambda state: "Who has it now?",
    _telling,
)
AnswerScreen, AnswerPromptScreen = form_screens(
    lambda app, scope, id, prompt: AnswerState(app.open_device, scope, id, prompt), _answer_title, _answer
)
