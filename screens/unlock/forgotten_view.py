"""The lock screen's other door: whom to ring, the code, a new passphrase twice."""

import flet as ft

from models.errors import CentreUnreachable, HandrailError
from models.passphrase import SHORTEST_PASSPHRASE, SHORTEST_PIN
from screens import parts
from screens.unlock.forgotten import Forgotten

CODE_HINT = "Four groups of five letters and digits"


def forgotten_body(state: Forgotten, back: parts.Handler) -> list[ft.Control | None]:
    return [
        _no_signal(state),
        parts.card(
            "First ring base",
            parts.text(
                f"Ring your manager or your IT lead, and say that it is {state.profile.label}. They can give you a code that "
                "works on this tablet alone, for 15 minutes."
            ),
            parts.text("Everything you saved is still here, drafts too, and stays here.", "strong"),
        ),
        parts.card(
            "Then set a new one",
            _field(state, "code", "Code from base", CODE_HINT),
            _field(state, "passphrase", _name(state), _hint(state)),
            _field(state, "again", f"{_name(state)} again", "", on_submit=state.set),
            parts.progress("Asking the centre", 0, None) if state.working else None,
            _problem(state.problem) if state.problem else None,
            parts.line(
                parts.button("Set it and unlock", state.set, "primary", disabled=state.working),
                parts.button("Back", back, "quiet"),
            ),
        ),
    ]


def _problem(error: HandrailError) -> ft.Control:
    """Beside the button that met it. A place without signal is nothing that went wrong."""
    kind = "info" if isinstance(error, CentreUnreachable) else "problem"
    return parts.banner(
        kind, error.happened, "Nothing has changed here, and nothing is lost.", error.do, word=""
    )


def _no_signal(state: Forgotten) -> ft.Control | None:
    if state.app.installation.signal:
        return None
    return parts.banner(
        "info",
        "Signal is switched off.",
        "A code needs signal: the tablet asks the centre. You can ring base meanwhile.",
        actions=[parts.button("Switch signal on", state.switch_signal_on)],
    )


def _name(state: Forgotten) -> str:
    return "New PIN or passphrase" if state.pins else "New passphrase"


def _hint(state: Forgotten) -> str:
    words = f"{SHORTEST_PASSPHRASE} characters or more. Three or four words are easy to remember."
    return f"A PIN of {SHORTEST_PIN} digits or more; or a passphrase of {words}" if state.pins else words


def _field(state: Forgotten, name: str, label: str, hint: str, **more) -> ft.Control:
    return parts.text_field(
        label,
        getattr(state, name),
        lambda text: state.put(name, text),
        hint=hint,
        error=state.wrong.get(name, ""),
        password=name != "code",
        **more,
    )
