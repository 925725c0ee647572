"""The card that asks whether the person has been told of what went wrong for them."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.around.candour import RULE
from screens.person.state import PersonScreenState
from screens.prompt.lines import PromptLines, sentence


def candour_card(app: AppState, state: PersonScreenState, lines: PromptLines) -> ft.Control:
    """What went wrong, and the two answers: they were told, or why not yet."""
    prompt = lines.prompt
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
        _buttons(app, state, lines),
        key=f"candour {prompt.id}",
    )


def _buttons(app: AppState, state: PersonScreenState, lines: PromptLines) -> ft.Control:
    prompt = lines.prompt
    person = f"/person/{state.scope}"
    several = sum(each.prompt.rule == RULE for each in state.prompts) > 1
    about = lines.saw[0] if several and lines.saw else ""
    return parts.line(
        parts.button(
            "They have been told",
            lambda: app.go(f"{person}/candour/{prompt.id}/told"),
            icon=ft.Icons.RECORD_VOICE_OVER,
            about=about,
            key=f"told {prompt.id}",
        )
        if state.me.may("candour.told")
        else None,
        parts.button(
            "Not yet, because …",
            lambda: app.go(f"{person}/prompt/{prompt.id}/answer"),
            about=about,
            key=f"not yet {prompt.id}",
        ),
    )
