"""What the contact, as entered so far, meets: said at once, with what was seen and what is asked."""

from collections.abc import Iterable

import flet as ft

from models.prompt import Prompt
from screens import parts
from screens.contact.state import ContactState


def urgent(state: ContactState) -> list[ft.Control]:
    """What cannot wait for the end of the form. Stands above the question, where it is seen."""
    return _met(state.urgent)


def everything(state: ContactState) -> list[ft.Control]:
    return _met(state.met)


def _met(prompts: Iterable[Prompt]) -> list[ft.Control]:
    """One banner for what was seen, with everything it asks."""
    asked: dict[str, list[str]] = {}
    for prompt in prompts:
        asked.setdefault("; ".join(evidence.words for evidence in prompt.seen), []).append(prompt.asks)
    return [
        parts.banner("needs you", seen, *asks, word="This meets a threshold", key=f"met {seen}")
        for seen, asks in asked.items()
    ]
