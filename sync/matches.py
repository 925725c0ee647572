"""Which of the scopes held here are one person's. Told from each scope's own entries, by the same code as at the centre.

Hardly any scope holds a match, and a summary that covers its rows says whether its scope does; so only scopes that changed
since are read for it.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from models.directory import Directory
from models.entry import Entry, Held
from models.fold.matching import MATCHED, Links, joined, links_in
from sync.shared import SharedVault
from sync.summaries import PersonSummary
from vault.keys import Keys
from vault.scopes import HeldScope

PERSON = "person:"
Read = Callable[[str], Awaitable[Sequence[Held]]]
Known = Callable[[Iterable[HeldScope]], Mapping[bytes, PersonSummary]]


class Matches:
    """`read` gives what is held of a scope, `known` the summaries by their documents. Cheap to ask again: nothing is read twice while nothing changes."""

    def __init__(self, shared: SharedVault, keys: Keys, read: Read, known: Known) -> None:
        self._shared = shared
        self._keys = keys
        self._read = read
        self._known = known
        self._looked: dict[str, int] | None = None
        self._everywhere = -1
        self._with_matches: set[str] = set()
        self._links: tuple[Directory, Links] | None = None

    async def joined(self, scope: str, directory: Directory) -> tuple[str, ...]:
        """The scope and those that are one person's with it, in order."""
        return joined(scope, await self._standing(directory)) if scope.startswith(PERSON) else (scope,)

    async def groups(self, scopes: Iterable[str], directory: Directory) -> list[tuple[str, ...]]:
        """The scopes by whose they are, each once."""
        links = await self._standing(directory)
        return list(dict.fromkeys(joined(scope, links) for scope in scopes))

    async def _standing(self, directory: Directory) -> Links:
        changed = await self._look()
        if changed or self._links is None or self._links[0] is not directory:
            there = [entry for scope in sorted(self._with_matches) for entry in await self._entries(scope)]
            self._links = directory, links_in(there, directory)
        return self._links[1]

    async def _look(self) -> bool:
        """Bring up to date which scopes hold matches; whether what they say may have changed."""
        now = self._shared.changes
        if self._looked is None or self._everywhere != self._shared.everywhere:
            self._everywhere, self._looked = self._shared.everywhere, now
            self._with_matches = await self._all_with_matches()
            return True
        new = [scope for scope, count in now.items() if self._looked.get(scope) != count]
        self._looked, before = now, set(self._with_matches)
        for scope in new:
            if scope.startswith(PERSON) and _has_match(await self._entries(scope)):
                self._with_matches.add(scope)
            else:
                self._with_matches.discard(scope)
        return bool(self._with_matches.union(before).intersection(new))

    async def _all_with_matches(self) -> set[str]:
        people = [
            each for each in await self._shared.vault.scopes(self._keys) if each.scope.startswith(PERSON)
        ]
        summaries = self._known(people)
        found: set[str] = set()
        for held in people:
            summary = summaries.get(held.summary or b"")
            if summary.matches if summary else _has_match(await self._entries(held.scope)):
                found.add(held.scope)
        return found

    async def _entries(self, scope: str) -> list[Entry]:
        return [held.entry for held in await self._read(scope) if held.accepted is not False]


def _has_match(entries: Iterable[Entry]) -> bool:
    return any(entry.kind == MATCHED for entry in entries)
