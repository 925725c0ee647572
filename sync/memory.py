"""What one unlocked session has opened: the organisation, people, their summaries. Dropped whole at lock.

Everything in here is worked out from the vault and asked again when the shared vault says it changed, or when a person's
next moment to look again has come. Entries that were not accepted are held and shown, never folded.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.directory import Directory
from models.entry import ORGANISATION, Entry, Held, team_scope
from models.fold.matching import main_of
from models.held import unanswered
from sync.matches import Matches
from sync.opened import PERSON, Counted, Evaluated, OpenedScope, digest_of_set, documents_of, standing_in
from sync.shared import SharedVault, pack_moment, read_moment
from sync.summaries import PersonSummary, from_vault, made_with, summarise
from vault.keys import Keys
from vault.rows import to_ms
from vault.scopes import ScopeState
from vault.store import HeldScope, Summary

Version = tuple[int, int, int]
Versions = tuple[Version, ...]


@dataclass(frozen=True)
class Organisation:
    """The directory with the entries it was folded from; `digest` names them."""

    directory: Directory
    entries: Mapping[str, Entry]
    digest: bytes


class Memory:
    def __init__(self, shared: SharedVault, keys: Keys) -> None:
        self._shared = shared
        self._vault = shared.vault
        self._keys = keys
        self._organisation: tuple[Version, Organisation] | None = None
        self._held: dict[str, tuple[Version, tuple[Held, ...]]] = {}
        self._opened: dict[str, tuple[Versions, OpenedScope]] = {}
        self._evaluated: dict[str, Evaluated] = {}
        self._summaries: dict[bytes, PersonSummary] = {}
        self._matches = Matches(shared, keys, self._read, self._known)

    async def organisation(self) -> Organisation:
        version = self._shared.version(ORGANISATION)
        if self._organisation is None or self._organisation[0] != version:
            held = await self._vault.entries(self._keys, ORGANISATION)
            self._organisation = version, self._organisation_of(standing_in(held), digest_of_set(held))
        return self._organisation[1]

    def _organisation_of(self, standing: Mapping[str, Entry], digest: bytes) -> Organisation:
        """As it was folded before, if these are the same entries."""
        before = self._organisation[1] if self._organisation else None
        if before and before.entries.keys() == standing.keys():
            return replace(before, digest=digest)
        return Organisation(Directory.fold(standing.values()), standing, digest)

    async def open(self, scope: str) -> OpenedScope:
        """A scope, whole, with all that are one person's with it. One that is not here is empty."""
        directory = (await self.organisation()).directory
        scopes = await self._matches.joined(scope, directory)
        versions = self._versions(scopes)
        kept = self._opened.get(scopes[0])
        if kept is None or kept[0] != versions or kept[1].scopes != scopes:
            held = _in_order([await self._read(each) for each in scopes])
            states = [await self._vault.scope_state(self._keys, each) for each in scopes]
            standing = standing_in(held)
            main = main_of(scope, scopes, standing.values())
            counted = Counted(main, scopes, standing, "arriving" in states, directory)
            kept = versions, OpenedScope(held, kept[1].counted.or_else(counted) if kept else counted)
            self._opened[scopes[0]] = kept
        return kept[1]

    async def _read(self, scope: str) -> tuple[Held, ...]:
        """What is held in one scope; what was read before is not opened again."""
        version, kept = self._shared.version(scope), self._held.get(scope)
        if kept is None or kept[0] != version:
            known = kept[1] if kept else ()
            kept = version, await self._vault.entries(self._keys, scope, known=known)
            self._held[scope] = kept
        return kept[1]

    def _versions(self, scopes: Iterable[str]) -> Versions:
        return tuple(self._shared.version(each) for each in scopes)

    async def evaluated(self, scope: str, now: datetime) -> Evaluated:
        opened = await self.open(scope)
        scope = opened.scope
        kept = self._evaluated.get(scope)
        if kept is None or kept.opened.counted is not opened.counted or not kept.stands(now):
            kept = opened.evaluated(now)
        self._evaluated[scope] = kept = replace(kept, opened=opened)
        return kept

    async def teams(self, now: datetime) -> tuple[Evaluated, ...]:
        """Each team that whoever uses this profile leads. Nobody else holds all that is about a team."""
        directory, me = (await self.organisation()).directory, self._shared.card.staff
        led = [team for team in sorted(directory.teams) if directory.leads_team(me, team)]
        return tuple([await self.evaluated(team_scope(team), now) for team in led])

    async def leads(self, opened: OpenedScope) -> bool:
        """Whether it is a team of theirs."""
        directory = (await self.organisation()).directory
        return opened.is_team and directory.leads_team(self._shared.card.staff, opened.state.team)

    def last_evaluated(self, scope: str) -> Evaluated | None:
        """As it was last evaluated, however long ago."""
        return self._evaluated.get(scope)

    def is_current(self, opened: OpenedScope) -> bool:
        """Whether nothing has changed since it was opened."""
        kept = self._opened.get(opened.scopes[0])
        return kept is not None and kept[0] == self._versions(opened.scopes)

    def keep(self, opened: OpenedScope, evaluated: Evaluated | None) -> None:
        """What was opened, with an entry more, has been saved: it is what is held now."""
        for scope in opened.scopes:
            self._held[scope] = self._shared.version(scope), opened.of(scope)
        self._opened[opened.scopes[0]] = self._versions(opened.scopes), opened
        if evaluated:
            self._evaluated[opened.scope] = evaluated

    async def summary_of(self, evaluated: Evaluated) -> PersonSummary:
        opened, organisation = evaluated.opened, await self.organisation()
        known = made_with(organisation.digest)
        return summarise(
            opened.person,
            evaluated.evaluation,
            made_at=evaluated.at,
            made_with=known,
            entries=opened.digest,
            arriving=opened.arriving,
            held_back=len(unanswered(opened.standing.values(), opened.directory)),
        )

    async def people(self, now: datetime) -> list[tuple[HeldScope, PersonSummary]]:
        """Every person held, by summaries that are true now; those that were not are made anew and saved.

        Whose records were joined is there once, by the scope they go on by.
        """
        organisation = await self.organisation()
        known = made_with(organisation.digest)
        scopes = {
            each.scope: each for each in await self._vault.scopes(self._keys) if each.scope.startswith(PERSON)
        }
        groups = await self._matches.groups(scopes, organisation.directory)
        found: dict[tuple[str, ...], PersonSummary] = {}
        self._known(scopes.values())
        stale: list[tuple[str, ...]] = []
        for group in groups:
            summary = self._standing_for(
                group, [scopes[each] for each in group if each in scopes], known, now
            )
            if summary:
                found[group] = summary
            else:
                stale.append(group)
        found |= await self._made_anew(stale, scopes, now)
        moments = [each.look_again for each in found.values()]
        moments += [each.evaluation.look_again for each in await self.teams(now)]
        await self._note_look_again(moments)
        return [
            (HeldScope(found[group].scope, _state_of(group, scopes), None), found[group])
            for group in groups
            if group in found
        ]

    def _standing_for(
        self, group: tuple[str, ...], held: Sequence[HeldScope], known: str, now: datetime
    ) -> PersonSummary | None:
        """The summary that all scopes of a person keep, if it is true now."""
        summaries = [self._summaries.get(each.summary or b"") for each in held]
        first, arriving = summaries[0], any(each.state == "arriving" for each in held)
        if first is None or any(each is not first for each in summaries):
            return None
        stands = first.stands(known, now) and (first.arriving, first.scopes) == (arriving, group)
        return first if stands else None

    def _known(self, scopes: Iterable[HeldScope]) -> dict[bytes, PersonSummary]:
        """The summaries by their documents; one that was read before is not read again."""
        documents = {each.summary: each for each in scopes if each.summary}
        read = {
            document: self._summaries.get(document) or from_vault(each)
            for document, each in documents.items()
        }
        self._summaries = {document: summary for document, summary in read.items() if summary}
        return self._summaries

    async def _made_anew(
        self, stale: Collection[tuple[str, ...]], scopes: Mapping[str, HeldScope], now: datetime
    ) -> dict[tuple[str, ...], PersonSummary]:
        made: dict[tuple[str, ...], PersonSummary] = {}
        documents: list[Summary] = []
        for group in stale:
            await asyncio.sleep(0)  # many at once must not hold up the screen
            evaluated = await self.evaluated(group[0], now)
            if _state_of(group, scopes) == "ended" and not evaluated.opened.held:
                continue
            made[group] = await self.summary_of(evaluated)
            documents += documents_of(evaluated.opened, made[group])
        if documents:
            await self._vault.put_summaries(self._keys, documents)
        return made

    async def note_sooner(self, look_again: datetime | None) -> None:
        """After a save: bring the locked screen's moment forward if this one is sooner."""
        kept = read_moment((await self._vault.state()).get("look_again"))
        if look_again is not None and (kept is None or to_ms(look_again) < kept):
            await self._vault.put_state({"look_again": pack_moment(to_ms(look_again))})

    async def _note_look_again(self, moments: Iterable[datetime | None]) -> None:
        """What the locked screen needs: the earliest moment at which anything changes by itself."""
        known = [each for each in moments if each is not None]
        value = pack_moment(to_ms(min(known))) if known else None
        if (await self._vault.state()).get("look_again") != value:
            await self._vault.put_state({"look_again": value})


def _state_of(group: Iterable[str], scopes: Mapping[str, HeldScope]) -> ScopeState:
    """Of all that are one person's: arriving while any is, ended once all are."""
    states = {scopes[each].state for each in group if each in scopes}
    return "arriving" if "arriving" in states else "ended" if states == {"ended"} else "complete"


def _in_order(held: Sequence[tuple[Held, ...]]) -> tuple[Held, ...]:
    """What is held in several scopes, the latest recorded last."""
    if len(held) == 1:
        return held[0]
    together = (each for scope in held for each in scope)
    return tuple(sorted(together, key=lambda each: (each.entry.recorded_at, each.entry.id)))
