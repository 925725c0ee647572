"""What asks for a temporary plan now: escalations that were declined, or not answered in time, with no plan since. Pure."""

from collections.abc import Iterable
from datetime import datetime

from models.fold import PersonState
from models.prompt import Evidence, Prompt
from models.rules.e2 import planned_since

# A dispute asks a senior to settle it; the plan is asked for by what the dispute is about.
DISPUTES = frozenset({"escalation.contested", "escalation.disputed"})


def asks_for_plan(prompt: Prompt, state: PersonState, now: datetime) -> bool:
    if prompt.rule != "E2" or not prompt.seen:
        return False
    kinds = {state.entries[id].kind for id in prompt.evidence if id in state.entries}
    last = max(each.at for each in prompt.seen)
    return not kinds <= DISPUTES and not planned_since(state, last, lambda at: at <= now)


def demands(prompts: Iterable[Prompt], state: PersonState, now: datetime) -> tuple[str, ...]:
    """In words, which escalation and what came of it: "Urgent escalation to the crisis team: They said no"."""
    asking = (each for each in prompts if asks_for_plan(each, state, now))
    return tuple(dict.fromkeys(_said(seen, state) for prompt in asking for seen in prompt.seen))


def _said(seen: Evidence, state: PersonState) -> str:
    entry = state.entries.get(seen.entry_id)
    escalation = state.escalation(entry.record) if entry else None
    if escalation is None or seen.words.startswith(escalation.name):
        return seen.words
    return f"{escalation.name}: {seen.words}"
