"""An escalation that was saved: the live line on who owns it and when their answer is due, its steps, and the next one."""

from collections.abc import Callable, Sequence

import flet as ft

from screens import parts
from screens.escalation.following import FollowingState, Taking
from screens.escalation.standing import Standing
from screens.escalation.steps import Field
from screens.prompt.card import onward_button, prompt_card, untold_banner
from screens.prompt.lines import PromptLines
from screens.prompt.onward import onward


def live_line(standing: Standing) -> ft.Control:
    """The two clocks, in words."""
    return parts.key_values([("Owned by", standing.owner), ("Their answer", standing.answer)])


def follow_up(state: FollowingState, go: Callable[[str], object]) -> list[ft.Control | None]:
    standing, prompts = state.standing, state.prompts
    if standing is None:
        return [parts.empty("This escalation is not in the record: it has not arrived, or was voided.")]
    return [
        parts.card(standing.title, live_line(standing)),
        untold_banner(
            "", [each for each in prompts if each.untold], state.doings, state.directory, state.standard
        ),
        *(_prompt(state, each, prompts, go) for each in prompts),
        _taking(state, state.taking) if state.taking else _offered(state),
        parts.card("What was asked", parts.key_values(state.summary)),
        parts.card("So far", *(_step(when, said) for when, said in standing.steps)),
    ]


def _prompt(
    state: FollowingState, lines: PromptLines, among: Sequence[PromptLines], go: Callable[[str], object]
) -> ft.Control:
    step = onward(lines.prompt, state.view.state, state.me, state.now())
    button = onward_button(step, go, lines, among) if step else None
    return prompt_card(lines, state.doings, state.directory, state.standard, among, button)


def _offered(state: FollowingState) -> ft.Control:
    return parts.card(
        "What came of it",
        *(
            parts.line(parts.button(step.button, lambda kind=step.kind: state.start(kind), key=step.kind))
            for step in state.offered
        ),
        *(parts.text(f"{line}.", "quiet") for line in state.for_others),
        parts.empty("Nothing more is asked of it.") if not (state.offered or state.for_others) else None,
    )


def _taking(state: FollowingState, taking: Taking) -> ft.Control:
    return parts.card(
        taking.step.button,
        *(_field(state, taking, each) for each in taking.step.fields),
        parts.time_field("When", taking.at, state.put_at, error=taking.wrong.get("at", "")),
        parts.text(state.waits, "strong") if state.waits else None,
        parts.line(
            parts.button("Record it", state.save, "primary"), parts.button("Cancel", state.cancel, "quiet")
        ),
        key=f"taking {taking.step.kind}",
    )


def _field(state: FollowingState, taking: Taking, field: Field) -> ft.Control:
    value, error = taking.fields.get(field.name, ""), taking.wrong.get(field.name, "")

    def put(given: str) -> None:
        state.put(field.name, given)

    if field.codes:
        options = [parts.Option(str(code), code.words) for code in field.choices]
        return parts.choice(field.label, options, value, put, error=error)
    return parts.note_field(field.label, value, put, error=error, lines=2)


def _step(when: str, said: str) -> ft.Control:
    return parts.stack(parts.text(said), parts.text(when, "quiet small"), space=0, key=f"{when} {said}")
