"""What an unlocked tablet made of the people and teams it holds, in digests, for the centre to compare and tell operators of a difference."""

from collections.abc import Iterable
from datetime import datetime

from models.rules import RULES_VERSION
from sync.attest import checked_digest, prompts_digest
from sync.memory import Memory
from sync.messages import MOST_CHECKS, Check
from sync.shared import SharedVault
from vault.rows import to_ms


async def checks_to_send(shared: SharedVault, memory: Memory, now: datetime) -> tuple[Check, ...]:
    """One for each complete person, and team one leads, whose entries or prompts differ from what was last sent."""
    organisation = await memory.organisation()
    if not organisation.directory.standards:
        return ()
    made = [
        (each.scope, bytes.fromhex(summary.entries), summary.made_at, summary.prompts)
        for each, summary in await memory.people(now)
        if each.state == "complete"
    ]
    made += [
        (each.opened.scope, each.opened.digest, each.at, each.evaluation.prompts)
        for each in await memory.teams(now)
        if each.opened.held and not each.opened.arriving
    ]
    found: list[Check] = []
    for scope, entries, made_at, prompts in made:
        check = Check(
            scope=scope,
            entries=checked_digest(entries, organisation.digest),
            standard=organisation.directory.standard_at(made_at).version,
            rules=str(RULES_VERSION),
            now_ms=to_ms(made_at),
            prompts=prompts_digest(prompt.id for prompt in prompts),
        )
        if shared.checked.get(scope) != _said(check):
            found.append(check)
    return tuple(found[:MOST_CHECKS])


def remember(shared: SharedVault, sent: Iterable[Check]) -> None:
    shared.checked.update({check.scope: _said(check) for check in sent})


def _said(check: Check) -> tuple[bytes, bytes]:
    return check.entries, check.prompts
