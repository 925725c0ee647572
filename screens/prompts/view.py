"""Prompts: the list, what needs me first; and one prompt with why, who, by when, and what can be done."""

from collections.abc import Sequence

import flet as ft

from screens import parts
from screens.about import is_team
from screens.app_state import AppState
from screens.frame import frame
from screens.huddle.state import leads
from screens.live import use_screen
from screens.person.opening_view import not_open_yet
from screens.person.waiting import WaitingLine
from screens.prompt.card import onward_button, prompt_card
from screens.prompts.held_view import held_section
from screens.prompts.silences_view import silences_section
from screens.prompts.state import Listed, PromptsState, PromptState
from screens.standing import closed_banner


@ft.component
def PromptsScreen(app: AppState) -> ft.Control:
    state = use_screen(app, lambda: PromptsState(app))
    if not state.opened:
        return frame(app, "Prompts", [parts.text("Reading the prompts …", "quiet")], here="prompts")
    longest = max(map(len, (state.mine, state.others, state.quiet)))
    return frame(
        app,
        "Prompts",
        [
            closed_banner(app, app.closed_prompts),
            *(
                parts.banner("info", "", sentence, word="Notice", key=sentence)
                for sentence in state.codes_given
            ),
            silences_section(state.silences, app.go),
            held_section(state.held, app.go),
            _group(state, "Needs you", state.mine, _nothing(state)),
            _group(state, "Needs somebody else", state.others) if state.others else None,
            _group(state, "Answered, quiet for now", state.quiet) if state.quiet else None,
            parts.line(parts.button("Show more", state.more, "quiet")) if longest > state.most else None,
        ],
        here="prompts",
        footer=[
            *(
                [parts.button("Huddle list", lambda: app.go("/huddle"), icon=ft.Icons.GROUPS)]
                if leads(app.me)
                else []
            ),
            parts.button("Registers", lambda: app.go("/registers"), icon=ft.Icons.LIBRARY_BOOKS),
        ],
    )


def _nothing(state: PromptsState) -> str:
    return "No prompt needs you now." if state.held.lines or state.silences else "Nothing needs you now."


def _group(state: PromptsState, title: str, listed: Sequence[Listed], nothing: str = "") -> ft.Control:
    rows = [_row(state.app, each) for each in listed[: state.most]]
    count = f" ({len(listed)})" if listed else ""
    return parts.stack(
        parts.heading(f"{title}{count}"),
        *rows,
        parts.empty(nothing) if not rows else None,
        space=8,
        key=title,
    )


def _row(app: AppState, listed: Listed) -> ft.Control:
    lines = listed.lines
    tags = [
        *([parts.tag("Past its time", "stop")] if lines.late and not lines.quiet else []),
        *([parts.tag(lines.told, "loud" if lines.untold else "plain")] if lines.told else []),
    ]
    asked = f"{lines.quiet} Asked: {lines.asks}" if lines.quiet else f"{lines.by}: {lines.asks}"
    return parts.list_row(
        listed.name,
        asked,
        lines.rule,
        *lines.saw[:1],
        tags=tags,
        on_click=lambda: app.go(f"/prompt/{lines.prompt.id}"),
        key=lines.prompt.id,
    )


@ft.component
def PromptScreen(app: AppState, prompt_id: str) -> ft.Control:
    state = use_screen(app, lambda: PromptState(app, prompt_id), prompt_id)
    if waiting := not_open_yet(app, state, "Prompt", here="prompts", words="Reading the prompt …"):
        return waiting
    return frame(app, state.name or "Prompt", _prompt(state), here="prompts", footer=_links(state))


def _prompt(state: PromptState) -> list[ft.Control | None]:
    if state.lines is None:
        return [
            parts.banner("done", "This prompt no longer stands.", "The trail says what cleared it.", word="")
        ]
    return [
        *(_waiting(state, each) for each in state.waiting),
        prompt_card(state.lines, state.app.go),
        _step_down(state),
    ]


def _waiting(state: PromptState, waiting: WaitingLine) -> ft.Control:
    """A step-down that has not taken effect: said to whoever proposed it, and to whoever can confirm it."""
    scope = state.scope
    decide = parts.button(
        "Read and confirm it", lambda: state.app.go(f"/person/{scope}"), key=f"read {waiting.entry}"
    )
    return parts.banner(
        "info",
        f"Saved. It waits for {waiting.by_whom}." if waiting.mine else f"Proposed by {waiting.by}.",
        waiting.what,
        waiting.meanwhile,
        actions=[decide] if waiting.confirmable else [],
        word="Awaiting a manager",
        key=f"waiting {waiting.entry}",
    )


def _step_down(state: PromptState) -> ft.Control | None:
    if not state.may_step_down:
        return None
    down = parts.button(
        "Step down this episode",
        lambda: state.app.go(state.step_down),
        "quiet",
        icon=ft.Icons.TRENDING_DOWN,
    )
    return parts.line(down)


def _links(state: PromptState) -> list[ft.Control]:
    app, scope = state.app, state.scope
    if not scope:
        return [parts.button("All prompts", lambda: app.go("/prompts"))]
    if state.record:
        line = parts.button(
            "Open it in the register",
            lambda: app.go(f"/line/{scope}/{state.record}"),
            icon=ft.Icons.LIBRARY_BOOKS,
        )
        others = [] if is_team(scope) else [_person(app, scope)]
        return [*others, line]
    return [
        *([onward_button(state.onward, app.go)] if state.onward else []),
        parts.button("Trail", lambda: app.go(f"/person/{scope}/trail"), icon=ft.Icons.TIMELINE),
        _person(app, scope),
    ]


def _person(app: AppState, scope: str) -> ft.Control:
    return parts.button("Open the person", lambda: app.go(f"/person/{scope}"), icon=ft.Icons.PERSON)
