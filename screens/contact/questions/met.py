"""What the contact, as entered so far, meets: said at once, with what was seen and what is asked."""

import flet as ft

from models.prompt import Prompt
from screens import parts
from screens.contact.state import ContactState


def urgent(state: ContactState) -> list[ft.Control]:
    """What cannot wait for the end of the form."""
    return [_met(prompt) for prompt in state.urgent]


def everything(state: ContactState) -> list[ft.Control]:
    return [_met(prompt) for prompt in state.met]


def _met(prompt: Prompt) -> ft.Control:
    seen = "; ".join(evidence.words for evidence in prompt.seen)
    return parts.banner(
        "needs you", seen, prompt.asks, word="This meets a threshold", key=f"met {prompt.rule}"
    )
