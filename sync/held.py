"""What the centre holds and has not accepted, as this tablet sees it: its author's list, and what waits for a manager."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.correcting import AMENDED
from models.entry import ORGANISATION, Entry, Held
from models.errors import DamagedRow, NewerFormat, NotAllowed, UnknownThing
from models.held import Answer, HeldBack, answers, may_decide, unanswered
from models.kinds.held import EntrySettled
from models.rules import evaluate_draft
from sync.memory import Memory
from sync.views import Draft, Me
from vault.keys import Keys
from vault.store import Vault

CONTACT = "contact.recorded"
NEVER_DROPPED = frozenset({"T1", "T5"})  # a contact that meets one of these has been said


@dataclass(frozen=True)
class NotAccepted:
    """Something I recorded that needs me. `must_stay`: it holds a concern, so it is put right and never dropped.

    `left` is what a manager said who left it as it is, None if none did.
    """

    held: Held
    must_stay: bool
    left: Answer | None = None


async def not_accepted(vault: Vault, keys: Keys, memory: Memory, me: str) -> tuple[NotAccepted, ...]:
    """What I recorded here and nobody has dealt with, the oldest first."""
    found: list[NotAccepted] = []
    for id, _ in (await vault.unsent()).not_accepted:
        try:
            held = await vault.entry(keys, id)
        except (UnknownThing, DamagedRow, NewerFormat):
            continue  # set aside, and shown as such
        opened = await memory.open(held.entry.scope)
        said = answers(opened.standing.values()).get(id, ())
        left = [each for each in said if isinstance(each.said, EntrySettled) and each.said.how == "left"]
        must_stay = await _must_stay(memory, held, me)
        found.append(NotAccepted(held, must_stay, left[-1] if left else None))
    return tuple(found)


async def refuse_to_drop(memory: Memory, held: Held, me: str) -> None:
    """NotAllowed for a contact that meets T1 or T5: that has been said, and is put right."""
    if await _must_stay(memory, held, me):
        raise NotAllowed(
            "This contact holds a concern that must be kept.",
            do="Put it right: record it again, with what was missing.",
        )


async def holds_a_concern(memory: Memory, draft: Draft, me: str, now: datetime) -> bool:
    """Whether a contact being written, or a correction of one, meets T1 or T5, where the record does not say so already."""
    opened = await memory.open(draft.scope)
    id, body = _contact_in(draft, opened.standing)
    if not id:
        return False
    met = evaluate_draft(opened.person, body, opened.directory, now, id, me, opened.arriving)
    standing = {each.id for each in (await memory.evaluated(draft.scope, now)).evaluation.prompts}
    return any(each.rule in NEVER_DROPPED and each.id not in standing for each in met)


def _contact_in(draft: Draft, held: Mapping[str, Entry]) -> tuple[str, Mapping[str, Any]]:
    """The id of the contact it would be or corrects, with what that would say; "" for anything else."""
    body: dict[str, Any] = (draft.document or {}).get("body", draft.document) or {}
    if draft.kind != AMENDED:
        return (draft.id, body) if draft.kind == CONTACT and body else ("", {})
    target = held.get(str(body.get("target")))
    return (target.id, body.get("body") or {}) if target and target.kind == CONTACT else ("", {})


async def waiting(memory: Memory, me: Me, people: Iterable[str]) -> tuple[HeldBack, ...]:
    """What waits for whoever reads, in the organisation, their teams and `people` (scopes that are known to have some)."""
    found: list[HeldBack] = []
    for scope in (ORGANISATION, *(f"team:{team}" for team in me.teams), *people):
        opened = await memory.open(scope)
        found += [
            each
            for each in unanswered(opened.standing.values(), opened.directory)
            if may_decide(me.role, each)
        ]
    return tuple(sorted(found, key=lambda each: (each.told.recorded_at, each.told.id)))


async def _must_stay(memory: Memory, held: Held, me: str) -> bool:
    entry = held.entry
    if entry.kind != CONTACT or not entry.scope.startswith("person:"):
        return False
    opened = await memory.open(entry.scope)
    try:
        met = evaluate_draft(
            opened.person, entry.body, opened.directory, entry.recorded_at, entry.id, me, opened.arriving
        )
    except (UnknownThing, NewerFormat):
        return True  # nobody can say that it holds none
    return any(prompt.rule in NEVER_DROPPED for prompt in met)
