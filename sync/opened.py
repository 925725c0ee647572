"""A person, or another scope, as it is held and opened now; what of it counts, and what that comes to.

Entries that were not accepted are held and shown, never folded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from models.directory import Directory
from models.entry import Entry, Held
from models.fold import NEVER_FOLDED, PersonState, ScopeState, TeamState, fold, fold_scope
from models.rules import Evaluation, evaluate
from sync.attest import entries_digest
from sync.summaries import PersonSummary, to_vault
from vault.store import Summary

PERSON = "person:"


@dataclass(frozen=True)
class Counted:
    """The entries that count, by id, of the `scopes` that are one person's (or of one other), and what they fold to.

    `scope` is the one by which they go on. A receipt changes none of it.
    """

    scope: str
    scopes: tuple[str, ...]
    standing: Mapping[str, Entry]
    arriving: bool
    directory: Directory

    @cached_property
    def state(self) -> ScopeState:
        """The person, or the team, these entries are about."""
        return fold_scope(self.standing.values(), self.directory, self.scope)

    def or_else(self, other: "Counted") -> "Counted":
        """This, already folded, if the other is the same; else the other."""
        same = (self.standing.keys(), self.arriving) == (other.standing.keys(), other.arriving)
        same = same and (self.scope, self.scopes) == (other.scope, other.scopes)
        return self if same and self.directory is other.directory else other


@dataclass(frozen=True)
class OpenedScope:
    """A person, or another scope, as held now, and what of it counts."""

    held: tuple[Held, ...]
    counted: Counted

    @property
    def scope(self) -> str:
        return self.counted.scope

    @property
    def scopes(self) -> tuple[str, ...]:
        return self.counted.scopes

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
    def state(self) -> ScopeState:
        return self.counted.state

    @property
    def person(self) -> PersonState:
        """Whom it is about; nobody known where it is not about a person."""
        state = self.counted.state
        return state if isinstance(state, PersonState) else fold((), self.directory)

    @property
    def is_team(self) -> bool:
        return isinstance(self.counted.state, TeamState)

    @cached_property
    def digest(self) -> bytes:
        return digest_of_set(self.held)

    def with_entry(self, new: Held) -> "OpenedScope":
        held = (*self.held, new)
        return OpenedScope(held, replace(self.counted, standing=standing_in(held)))

    def of(self, scope: str) -> tuple[Held, ...]:
        """What of it is held in one of its scopes."""
        if len(self.scopes) == 1:
            return self.held
        return tuple(each for each in self.held if each.entry.scope == scope)

    def evaluated(self, now: datetime) -> "Evaluated":
        return Evaluated(self, evaluate(self.state, self.directory, now, arriving=self.arriving), now)


@dataclass(frozen=True)
class Evaluated:
    """A person's, or a team's, evaluation, true from `at` until it says to look again."""

    opened: OpenedScope
    evaluation: Evaluation
    at: datetime

    def stands(self, now: datetime) -> bool:
        again = self.evaluation.look_again
        return self.at <= now and (again is None or now < again)


def documents_of(opened: OpenedScope, summary: PersonSummary) -> list[Summary]:
    """The summary as each of the person's scopes that is held keeps it."""
    there = [each for each in opened.scopes if len(opened.scopes) == 1 or opened.of(each)]
    return [to_vault(scope, summary, opened.of(scope)) for scope in there]


def standing_in(held: Iterable[Held]) -> dict[str, Entry]:
    return {each.entry.id: each.entry for each in held if each.accepted is not False}


def digest_of_set(held: Iterable[Held]) -> bytes:
    """Of what counts and is folded: who opened a record is on some tablets and not on others."""
    return entries_digest(
        (bytes.fromhex(each.entry.id), each.digest)
        for each in held
        if each.accepted is not False and each.entry.kind not in NEVER_FOLDED
    )
