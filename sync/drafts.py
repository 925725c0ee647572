"""What is sealed on the tablet and is no entry yet: forms as far as they are filled in, and openings that were noted."""

import json
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError

from sync.clock import Clock
from sync.views import Draft
from vault.keys import Keys
from vault.rows import from_ms, to_ms
from vault.store import Draft as KeptDraft
from vault.store import Vault


class Drafts:
    """The drafts of one vault. `keys` gives the session's, or raises Locked."""

    def __init__(self, vault: Vault, clock: Clock, keys: Callable[[], Keys]) -> None:
        self._vault = vault
        self._clock = clock
        self._keys = keys

    async def save(self, draft: Draft) -> None:
        document = {"kind": draft.kind, "scope": draft.scope, "document": draft.document}
        content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        await self._vault.put_draft(self._keys(), draft.id, content, to_ms(self._clock.now()))

    async def all(self) -> list[Draft]:
        """The latest changed first; one that cannot be opened has no document."""
        return [_read(kept) for kept in await self._vault.drafts(self._keys())]

    async def one(self, draft_id: str) -> Draft:
        """UnknownThing when there is none."""
        return _read(await self._vault.draft(self._keys(), draft_id))


class _KeptForm(BaseModel):
    """What a sealed draft holds."""

    kind: str
    scope: str
    document: dict[str, Any]


def _read(kept: KeptDraft) -> Draft:
    changed_at = from_ms(kept.changed_ms)
    try:
        content = _KeptForm.model_validate_json(kept.document or b"")
    except ValidationError:
        return Draft(kept.id, "", "", None, changed_at)
    return Draft(kept.id, content.kind, content.scope, content.document, changed_at)
