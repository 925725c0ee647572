"""What a rule is given, and what it gives back.

A rule is a pure function `(Case) -> iterable of Finding`; one that is about teams too takes any `ScopeCase`. It never looks at the clock, only at `case.look`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models.cohort import why_in_cohort
from models.directory import Directory
from models.episodes import Episode, Raising
from models.fold import Fact, PersonState, ScopeState
from models.fold.judging import Judges
from models.kinds.base import Body
from models.prompt import Asked, Evidence
from models.rules.carried_out import last_carried_out
from models.rules.doings import Doings
from models.rules.look import Look
from models.rules.open_things import Open, open_at
from models.rules.people import People
from models.standard import Standard


@dataclass(frozen=True)
class Finding:
    """What a rule found. `evidence` are the ids an answer must name, all of them, to quiet it.

    `again` are later moments at which it prompts again; `every_days` repeats for as long as it stands. `managers_only`: only a
    manager or senior who is not an author of the evidence can answer it. `climbed_to` is the rung that has to have it by now.
    """

    rule: str
    raised_by: str
    raised_at: datetime
    seen: tuple[Evidence, ...]
    evidence: tuple[str, ...]
    asks: str
    clears: str
    asked: tuple[Asked, ...]
    episode: str | None = None
    again: tuple[datetime, ...] = ()
    every_days: int | None = None
    first_round: int = 1
    managers_only: bool = False
    climbed_to: str = ""


@dataclass(frozen=True)
class ScopeCase:
    """A person or a team, the organisation, and the look at the clock: what a rule about any register needs."""

    state: ScopeState
    directory: Directory
    look: Look

    @cached_property
    def people(self) -> People:
        return People(self.state, self.directory, self.look)

    @cached_property
    def doings(self) -> Doings:
        return Doings(self.state, self.directory)

    @cached_property
    def judges(self) -> Judges:
        return Judges(self.directory)

    @property
    def died(self) -> bool:
        """Whether there is nobody any more whom anybody could see or ring."""
        return False

    def standards_of(self, id: str) -> tuple[Standard, ...]:
        """The standards that judge an entry: the one stamped on it and the one effective when it occurred."""
        return self.judges.of(self.state.entries[id], self.state.at[id]).standards

    def standard_at(self, at: datetime) -> Standard:
        """The standard effective then: whose sentences and times a prompt raised then shows."""
        return self.directory.standard_at(at)


@dataclass(frozen=True)
class Case(ScopeCase):
    """One person, and the episodes there have been."""

    state: PersonState
    episodes: tuple[Episode, ...]

    @property
    def person(self) -> PersonState:
        return self.state

    @property
    def died(self) -> bool:
        return self.person.standing.died

    @cached_property
    def last_acted_at(self) -> datetime | None:
        """When something was last carried out for this person, None where nothing was."""
        return last_carried_out(self.person, self.judges)

    def raisings(self, *rules: str) -> Iterable[tuple[Episode, Raising]]:
        """What stands of these rules in the open episodes."""
        for episode in self.episodes:
            if episode.open:
                yield from ((episode, each) for each in episode.raisings if each.rule in rules)

    def in_cohort(self, at: datetime) -> bool:
        """Set by a manager, or by itself during a safety episode, a temporary plan or an open escalation."""
        return any(why_in_cohort(self.person, self.episodes, at))

    @cached_property
    def confirm_status(self) -> str:
        """What is asked in place of contact while a death is in doubt."""
        said_at = max(head.at for head in self.person.standing.heads)
        return self.standard_at(said_at).rules.t4.asks_confirm

    @cached_property
    def discharged(self) -> bool:
        """Whether a discharge is in effect: with something open, a senior decided it and the handover was accepted."""
        return self.person.standing.discharged and not self.discharge_waits_for

    @cached_property
    def discharge_waits_for(self) -> tuple[Open, ...]:
        """What is open at a discharge that no senior has decided, or whose handover nobody has accepted."""
        latest = self.person.standing.latest
        if latest is None or not self.person.standing.discharged:
            return ()
        taken = all(self.person.handed_over(body) for body in latest.bodies)
        settled = taken and self.decided_by(latest, "senior")
        return () if settled else open_at(self.person, self.episodes, latest.at)

    def decided_by(self, fact: Fact[Body], role: str) -> bool:
        """Whether someone of this role said what it says now, or confirmed it. Amended, it is said by whoever amended it."""
        said = [each.by for each in fact.statements]
        notes = (self.person.annotations.get(id, ()) for id in {fact.id, *(each.id for each in said)})
        confirms = (note.by for each in notes for note in each if note.words == "confirmed")
        return any(self.directory.role_seen(each) == role for each in (*said, *confirms))
