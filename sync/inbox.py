"""Taking in pages: opened in the order they came, sealed again under this device's key, put back if they do not open."""

from dataclasses import dataclass

from models.errors import DamagedRow, NewerFormat, NotUnderstood
from sync.messages import Page
from vault.keys import Keys
from vault.sealing import open_page
from vault.store import InboxPage, Vault


@dataclass(frozen=True)
class TakenIn:
    """What applying the inbox did. `rewound`: a page did not open, and will be asked for again."""

    scopes: frozenset[str] = frozenset()
    new: int = 0
    conflicts: tuple[str, ...] = ()
    rewound: bool = False


async def take_in(vault: Vault, keys: Keys, at_ms: int) -> TakenIn:
    """Apply every waiting page. Stops at one that does not open: it is set aside and the cursor goes back to before it."""
    total = TakenIn()
    while page := await vault.first_page():
        try:
            opened = Page.read(open_page(keys, page.asked, page.sealed))
        except (DamagedRow, NewerFormat, NotUnderstood) as error:
            await vault.rewind(page.number, error.fields[0] if error.fields else "message")
            return TakenIn(total.scopes, total.new, total.conflicts, rewound=True)
        total = _sum(total, await _apply(vault, keys, page, opened, at_ms))
    return total


async def _apply(vault: Vault, keys: Keys, page: InboxPage, opened: Page, at_ms: int) -> TakenIn:
    applied = await vault.apply_page(
        keys,
        page.number,
        opened.entries,
        arriving=opened.arriving,
        complete=opened.complete,
        ended=opened.purge,
        at_ms=at_ms,
    )
    moved = frozenset((*opened.arriving, *opened.complete, *opened.purge))
    return TakenIn(applied.scopes | moved, applied.new, applied.conflicts)


def _sum(one: TakenIn, other: TakenIn) -> TakenIn:
    return TakenIn(one.scopes | other.scopes, one.new + other.new, one.conflicts + other.conflicts)
