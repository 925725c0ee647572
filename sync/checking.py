"""What an unlocked tablet made of the people it holds, in digests, for the centre to compare and tell operators of a difference."""

from collections.abc import Iterable
from datetime import datetime

from models.rules import RULES_VERSION
from sync.attest import checked_digest, prompts_digest
from sync.memory import Memory
from sync.messages import MOST_CHECKS, Check
from sync.shared import SharedVault
from vault.rows import to_ms


async def checks_to_send(shared: SharedVault, memory: Memory, now: datetime) -> tuple[Check, ...]:
    """One for each complete person whose entries or prompts differ from what was last sent."""
    organisation = await memory.organisation()
    if not organisation.directory.standards:
        return ()
    found: list[Check] = []
    for held, summary in await memory.people(now):
        check = Check(
            scope=held.scope,
            entries=checked_digest(bytes.fromhex(summary.entries), organisation.digest),
            standard=organisation.directory.standard_at(summary.made_at).version,
            rules=str(RULES_VERSION),
            now_ms=to_ms(summary.made_at),
            prompts=prompts_digest(prompt.id for prompt in summary.prompts),
        )
        if held.state == "complete" and shared.checked.get(held.scope) != _said(check):
            found.append(check)
    return tuple(found[:MOST_CHECKS])


def remember(shared: SharedVault, sent: Iterable[Check]) -> None:
    shared.checked.update({check.scope: _said(check) for check in sent})


def _said(check: Check) -> tuple[bytes, bytes]:
    return check.entries, check.prompts
