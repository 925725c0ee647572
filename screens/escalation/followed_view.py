"""An escalation that was saved: the live line on who owns it and when their answer is due, its steps, and the ways to the next."""

from collections.abc import Sequence

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.escalation.following import FollowingState
from screens.escalation.standing import Standing
from screens.prompt.card import onward_button, prompt_card, untold_banner
from screens.prompt.lines import PromptLines
from screens.prompt.onward import onward


def live_line(standing: Standing) -> ft.Control:
    """The two clocks, in words."""
    return parts.key_values([("Owned by", standing.owner), ("Their answer", standing.answer)])


def follow_up(app: AppState, state: FollowingState) -> list[ft.Control | None]:
    standing, prompts = state.standing, state.prompts
    if standing is None:
        return [parts.empty("This escalation is not in the record: it has not arrived, or was voided.")]
    return [
        parts.card(standing.title, live_line(standing)),
        untold_banner("", [each for each in prompts if each.untold], app.go),
        *(_prompt(app, state, each, prompts) for each in prompts),
        _offered(app, state),
        parts.card("What was asked", parts.key_values(state.summary)),
        parts.card("So far", *(_step(when, said) for when, said in standing.steps)),
    ]


def _prompt(
    app: AppState, state: FollowingState, lines: PromptLines, among: Sequence[PromptLines]
) -> ft.Control:
    step = onward(lines.prompt, state.view.state, state.me, state.now())
    button = onward_button(step, app.go, lines, among) if step else None
    return prompt_card(lines, app.go, among, button)


def _offered(app: AppState, state: FollowingState) -> ft.Control:
    return parts.card(
        "What came of it",
        *(
            parts.line(parts.button(step.button, lambda step=step: app.go(state.take(step)), key=step.kind))
            for step in state.offered
        ),
        *(parts.text(f"{line}.", "quiet") for line in state.for_others),
        parts.empty("Nothing more is asked of it.") if not (state.offered or state.for_others) else None,
    )


def _step(when: str, said: str) -> ft.Control:
    return parts.stack(parts.text(said), parts.text(when, "quiet small"), space=0, key=f"{when} {said}")
