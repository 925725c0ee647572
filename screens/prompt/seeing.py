"""That I opened a prompt, recorded once."""

from typing import Any

from models.prompt import Prompt
from sync.device import Device
from sync.views import ScopeView


async def see(device: Device, view: ScopeView, me: str, only: str | None = None) -> bool:
    """Record that I opened the prompts that ask me, each once; just the prompt of id `only` if given. True when there were any.

    Never for what I recorded myself: it counts only from another.
    """
    if view.closed:
        return False  # they have not had all of its evidence in front of them
    authors = {id: entry.author for id, entry in view.state.entries.items()}
    mine = [
        prompt
        for prompt in view.evaluation.prompts
        if only in (None, prompt.id)
        and prompt.asks_of(me)
        and not _opened_by(me, prompt, view)
        and not any(authors.get(id) == me for id in prompt.evidence)
    ]
    for prompt in mine:
        await device.record("prompt.seen", view.scope, _about(prompt))
    return bool(mine)


def _opened_by(me: str, prompt: Prompt, view: ScopeView) -> bool:
    """Whether I have had all of its evidence in front of me."""
    opened = (fact.body for fact in view.state.seen if fact.entry.author == me)
    return any(body.prompt == prompt.id and set(prompt.evidence) <= set(body.evidence) for body in opened)


def _about(prompt: Prompt) -> dict[str, Any]:
    return {"prompt": prompt.id, "evidence": list(prompt.evidence)}
