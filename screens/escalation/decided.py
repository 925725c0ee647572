"""What was decided and not done yet: contacts that say to escalate, while no escalation rests on them. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from models.fold import PersonState
from models.prompt import Prompt
from sync.views import Draft

LATELY = timedelta(days=7)


def to_escalate(state: PersonState, now: datetime) -> tuple[str, ...]:
    """The ids of those contacts, of the last days only."""
    named = {id for each in state.escalations for body in each.opened.bodies for id in body.evidence}
    return tuple(
        part.entry.id
        for visit in state.visits
        if now - visit.ended_at <= LATELY
        for part in visit.parts
        if part.body.decision == "escalate" and named.isdisjoint((part.entry.id, visit.id))
    )


def evidence(state: PersonState, prompts: Iterable[Prompt], now: datetime) -> tuple[str, ...]:
    """Those contacts, and all that the prompts rest on which stand on them."""
    contacts = to_escalate(state, now)
    beside = [each.evidence for each in prompts if not set(contacts).isdisjoint(each.evidence)]
    return tuple(dict.fromkeys([*contacts, *(id for some in beside for id in some)]))


def begun(drafts: Iterable[Draft], scope: str, contact: str) -> str:
    """The id of an escalation that was begun from this contact and is not saved yet; "" where there is none."""
    for draft in drafts:
        form: Mapping[str, object] = (draft.document or {}).get("form") or {}
        named = form.get("evidence")
        if (draft.kind, draft.scope) == ("escalation.opened", scope) and contact in (
            named if isinstance(named, list) else ()
        ):
            return draft.id
    return ""
