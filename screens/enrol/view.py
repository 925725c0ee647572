"""Enrol: the invitation, the passphrase, and how far it is."""

import flet as ft

from models.passphrase import SHORTEST_PASSPHRASE, SHORTEST_PIN
from screens import parts
from screens.app_state import AppState
from screens.enrol.state import EnrolState
from screens.frame import FICTIONAL, numbers
from screens.live import use_screen
from screens.standing import gone_banner
from screens.sync.panel import run_panel


@ft.component
def EnrolScreen(app: AppState) -> ft.Control:
    state = use_screen(app, lambda: EnrolState(app))
    return parts.outer_shell(
        "Enrol this tablet",
        _fetching(state) if state.device else [gone_banner(app), *_asking(state)],
        numbers=numbers(app),
        notice=FICTIONAL if app.fictional else "",
        key="enrol",
    )


def _asking(state: EnrolState) -> list[ft.Control | None]:
    return [
        parts.card(
            "Your invitation",
            parts.text(
                "Your administrator gives you an address and a code. Paste the whole message into either field, or type both."
            ),
            _field(state, "address", "Address", "For example, https://handrail.example.org"),
            _field(state, "code", "Code", "Four groups of five letters and digits"),
        ),
        parts.card(
            "Your PIN or passphrase" if state.pins else "Your passphrase",
            parts.text(
                "It locks every record on this tablet: whoever finds the tablet can read nothing without it, and nobody at "
                "base knows it. If you ever forget it, ring base before you do anything else: what you saved is not lost."
            ),
            _field(
                state,
                "passphrase",
                "PIN or passphrase" if state.pins else "Passphrase",
                f"{_pin(state)}{SHORTEST_PASSPHRASE} characters or more. Three or four words that only you would put together are easy to remember.",
            ),
            _field(
                state,
                "again",
                "PIN or passphrase again" if state.pins else "Passphrase again",
                "",
                on_submit=state.enrol,
            ),
        ),
        parts.progress("Enrolling this tablet", 0, None) if state.working else None,
        parts.line(
            parts.button("Enrol", state.enrol, "primary", disabled=state.working),
            parts.button("Back to the profiles", state.leave, "quiet") if state.others else None,
        ),
    ]


def _pin(state: EnrolState) -> str:
    return f"A PIN of {SHORTEST_PIN} digits or more; or a passphrase of " if state.pins else ""


def _field(state: EnrolState, name: str, label: str, hint: str, **more) -> ft.Control:
    return parts.text_field(
        label,
        getattr(state, name),
        lambda text: state.put(name, text),
        hint=hint,
        error=state.wrong.get(name, ""),
        password=name in ("passphrase", "again"),
        **more,
    )


def _fetching(state: EnrolState) -> list[ft.Control | None]:
    return [
        parts.banner(
            "done", "This tablet is enrolled.", "What is left is to fetch the people you work with."
        ),
        run_panel(state.run, state.app.now()),
        parts.line(
            parts.button("Fetch the records", state.fetch, "primary"),
            parts.button("Go on without them", state.go_on, "quiet"),
        )
        if not state.run.running
        else None,
    ]
