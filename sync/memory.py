"""What one unlocked session has opened: the organisation, people, their summaries. Dropped whole at lock.

Everything in here is worked out from the vault and asked again when the shared vault says it changed, or when a person's
next moment to look again has come. Entries that were not accepted are held and shown, never folded.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from models.directory import Directory
from models.entry import ORGANISATION, Entry, Held
from models.fold import NEVER_FOLDED, PersonState, fold
from models.held import unanswered
from models.rules import Evaluation, evaluate
from sync.attest import entries_digest
from sync.shared import SharedVault, pack_moment, read_moment
from sync.summaries import PersonSummary, from_vault, made_with, summarise, to_vault
from vault.keys import Keys
from vault.rows import to_ms
from vault.store import HeldScope, Summary

Version = tuple[int, int, int]
PERSON = "person:"


@dataclass(frozen=True)
class Organisation:
    """The directory with the entries it was folded from; `digest` names them."""

    directory: Directory
    entries: Mapping[str, Entry]
    digest: bytes


@dataclass(frozen=True)
class Counted:
    """The entries of a scope that count, by id, and what they fold to. A receipt changes none of it."""

    scope: str
    standing: Mapping[str, Entry]
    arriving: bool
    directory: Directory

    @cached_property
    def state(self) -> PersonState:
        """The person these entries are about."""
        return fold(self.standing.values(), self.directory, self.scope)

    def or_else(self, other: "Counted") -> "Counted":
        """This, already folded, if the other is the same; else the other."""
        same = (self.standing.keys(), self.arriving) == (other.standing.keys(), other.arriving)
        return self if same and self.directory is other.directory else other


@dataclass(frozen=True)
class OpenedScope:
    """A scope as it is held now, and what of it counts."""

    held: tuple[Held, ...]
    counted: Counted

    @property
    def scope(self) -> str:
        return self.counted.scope

    @property
    def is_person(self) -> bool:
        return self.scope.startswith(PERSON)

    @property
    def standing(self) -> Mapping[str, Entry]:
        return self.counted.standing

    @property
    def arriving(self) -> bool:
        return self.counted.arriving

    @property
    def directory(self) -> Directory:
        return self.counted.directory

    @property
    def state(self) -> PersonState:
        return self.counted.state

    @cached_property
    def digest(self) -> bytes:
        return digest_of_set(self.held)

    def with_entry(self, new: Held) -> "OpenedScope":
        held = (*self.held, new)
        return OpenedScope(held, replace(self.counted, standing=standing_in(held)))

    def evaluated(self, now: datetime) -> "Evaluated":
        return Evaluated(self, evaluate(self.state, self.directory, now, arriving=self.arriving), now)


@dataclass(frozen=True)
class Evaluated:
    """A person's evaluation, true from `at` until it says to look again."""

    opened: OpenedScope
    evaluation: Evaluation
    at: datetime

    def stands(self, now: datetime) -> bool:
        again = self.evaluation.look_again
        return self.at <= now and (again is None or now < again)


class Memory:
    def __init__(self, shared: SharedVault, keys: Keys) -> None:
        self._shared = shared
        self._vault = shared.vault
        self._keys = keys
        self._organisation: tuple[Version, Organisation] | None = None
        self._opened: dict[str, tuple[Version, OpenedScope]] = {}
        self._evaluated: dict[str, Evaluated] = {}
        self._summaries: dict[bytes, PersonSummary] = {}

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
        """A scope, whole. One that is not here is empty."""
        version = self._shared.version(scope)
        kept = self._opened.get(scope)
        if kept is None or kept[0] != version:
            directory = (await self.organisation()).directory
            held = await self._vault.entries(self._keys, scope, known=kept[1].held if kept else ())
            arriving = await self._vault.scope_state(self._keys, scope) == "arriving"
            counted = Counted(scope, standing_in(held), arriving, directory)
            kept = version, OpenedScope(held, kept[1].counted.or_else(counted) if kept else counted)
            self._opened[scope] = kept
        return kept[1]

    async def evaluated(self, scope: str, now: datetime) -> Evaluated:
        opened = await self.open(scope)
        kept = self._evaluated.get(scope)
        if kept is None or kept.opened.counted is not opened.counted or not kept.stands(now):
            kept = opened.evaluated(now)
        self._evaluated[scope] = kept = replace(kept, opened=opened)
        return kept

    def last_evaluated(self, scope: str) -> Evaluated | None:
        """As it was last evaluated, however long ago."""
        return self._evaluated.get(scope)

    def is_current(self, scope: str) -> bool:
        """Whether nothing has changed since the scope was opened."""
        kept = self._opened.get(scope)
        return kept is not None and kept[0] == self._shared.version(scope)

    def keep(self, opened: OpenedScope, evaluated: Evaluated | None) -> None:
        """What was opened, with an entry more, has been saved: it is what is held now."""
        self._opened[opened.scope] = self._shared.version(opened.scope), opened
        if evaluated:
            self._evaluated[opened.scope] = evaluated

    async def summary_of(self, evaluated: Evaluated) -> PersonSummary:
        opened, organisation = evaluated.opened, await self.organisation()
        known = made_with(organisation.digest)
        return summarise(
            opened.state,
            evaluated.evaluation,
            made_at=evaluated.at,
            made_with=known,
            entries=opened.digest,
            arriving=opened.arriving,
            held_back=len(unanswered(opened.standing.values(), opened.directory)),
        )

    async def people(self, now: datetime) -> list[tuple[HeldScope, PersonSummary]]:
        """Every person held, by summaries that are true now; those that were not are made anew and saved."""
        known = made_with((await self.organisation()).digest)
        scopes = [each for each in await self._vault.scopes(self._keys) if each.scope.startswith(PERSON)]
        found: dict[str, PersonSummary] = {}
        stale: list[HeldScope] = []
        self._summaries = self._read(scopes)
        for each in scopes:
            summary = self._summaries.get(each.summary or b"")
            if summary and summary.stands(known, now) and summary.arriving == (each.state == "arriving"):
                found[each.scope] = summary
            else:
                stale.append(each)
        found |= await self._made_anew(stale, now)
        await self._note_look_again(found.values())
        return [(each, found[each.scope]) for each in scopes if each.scope in found]

    def _read(self, scopes: Iterable[HeldScope]) -> dict[bytes, PersonSummary]:
        """The summaries by their documents; one that was read before is not read again."""
        documents = {each.summary: each for each in scopes if each.summary}
        read = {
            document: self._summaries.get(document) or from_vault(each)
            for document, each in documents.items()
        }
        return {document: summary for document, summary in read.items() if summary}

    async def _made_anew(self, stale: Collection[HeldScope], now: datetime) -> dict[str, PersonSummary]:
        made: dict[str, PersonSummary] = {}
        documents: list[Summary] = []
        for each in stale:
            await asyncio.sleep(0)  # many at once must not hold up the screen
            evaluated = await self.evaluated(each.scope, now)
            if each.state == "ended" and not evaluated.opened.held:
                continue
            made[each.scope] = await self.summary_of(evaluated)
            documents.append(to_vault(each.scope, made[each.scope], evaluated.opened.held))
        if documents:
            await self._vault.put_summaries(self._keys, documents)
        return made

    async def note_sooner(self, look_again: datetime | None) -> None:
        """After a save: bring the locked screen's moment forward if this one is sooner."""
        kept = read_moment((await self._vault.state()).get("look_again"))
        if look_again is not None and (kept is None or to_ms(look_again) < kept):
            await self._vault.put_state({"look_again": pack_moment(to_ms(look_again))})

    async def _note_look_again(self, summaries: Iterable[PersonSummary]) -> None:
        """What the locked screen needs: the earliest moment at which anything changes by itself."""
        moments = [each.look_again for each in summaries if each.look_again is not None]
        value = pack_moment(to_ms(min(moments))) if moments else None
        if (await self._vault.state()).get("look_again") != value:
            await self._vault.put_state({"look_again": value})


def standing_in(held: Iterable[Held]) -> dict[str, Entry]:
    return {each.entry.id: each.entry for each in held if each.accepted is not False}


def digest_of_set(held: Iterable[Held]) -> bytes:
    """Of what counts and is folded: who opened a record is on some tablets and not on others."""
    return entries_digest(
        (bytes.fromhex(each.entry.id), each.digest)
        for each in held
        if each.accepted is not False and each.entry.kind not in NEVER_FOLDED
    )
