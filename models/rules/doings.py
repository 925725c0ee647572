"""What people did about a prompt: seen, told, answered. Each counts only for the evidence it names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from models.authority import may_lower
from models.directory import Directory
from models.fold import Fact, ScopeState
from models.fold.graph import reach
from models.kinds.prompt import AboutPrompt, PromptAnswered, PromptSeen, PromptTold
from models.prompt import Asked, rule_of
from models.rules.people import LADDER
from models.times import correct, day_of
from models.told import Told

A = TypeVar("A", bound=AboutPrompt)
WORKER, ADMINISTRATOR = "worker", "administrator"
AMENDED = "entry.amended"
# Rules that ask no worker, by the lowest role they ask: nobody below it sees or answers such a prompt for them.
DECIDED_BY: Mapping[str, str] = dict.fromkeys(("C1", "E3", "E4", "R3", "R4", "R5", "SG2"), "manager") | {
    "ST1": "senior"
}

# These prompt several times about one entry, each at its own time: what was done before that was about another.
SEVERAL_OF_ONE = frozenset({"CD1", "P2"})


def since_of(rule: str, raised_at: datetime) -> datetime | None:
    """From when what is done counts for a prompt of this rule that was raised then; None for any time."""
    return raised_at if rule in SEVERAL_OF_ONE else None


def lowest_of(rule: str) -> str:
    """The lowest role that a rule asks."""
    return DECIDED_BY.get(rule, WORKER)


@dataclass(frozen=True, slots=True)
class Counts:
    """Who counts as having seen a prompt: of the `lowest` role it asks or above; and the staff who are `asked` now, whoever they are.

    Nobody counts for what they did before `since`.
    """

    lowest: str = WORKER
    asked: frozenset[str] = frozenset()
    since: datetime | None = None

    def in_time(self, fact: Fact[AboutPrompt]) -> bool:
        return self.since is None or fact.at >= self.since


@dataclass(frozen=True)
class Doings:
    """`rule`'s doings are found by the rule in the prompt's id and the evidence they name, whatever its round was."""

    state: ScopeState
    directory: Directory

    @cached_property
    def _answers(self) -> "Index[PromptAnswered]":
        return Index(self.state.answers)

    @cached_property
    def _seen(self) -> "Index[PromptSeen]":
        return Index(self.state.seen)

    @cached_property
    def _told(self) -> "Index[PromptTold]":
        return Index(self.state.told)

    def authors(self, evidence: Iterable[str]) -> frozenset[str]:
        """Who wrote these entries; for an amendment, who wrote what it amends as well, and the amendments that it builds on."""
        entries, amended = self.state.entries, self._amended
        written = (kept for id in evidence for kept in amended.get(id, (id,)))
        return frozenset(entries[id].author for id in written if id in entries)

    @cached_property
    def _amended(self) -> Mapping[str, list[str]]:
        """By amendment: it, the entry it amends, and the amendments of that which its author had seen."""
        entries = self.state.entries
        records = {id: each.record for id, each in entries.items() if each.kind == AMENDED}
        follows = {id: each.follows for id, each in entries.items()} if records else {}
        return {
            id: [each for each in reach([id], follows) if records.get(each) == record] + [record]
            for id, record in records.items()
        }

    def answers(
        self, rule: str, evidence: Iterable[str], managers_only: bool, climbed_to: str = ""
    ) -> list[Fact[PromptAnswered]]:
        """The answers that may quiet some of it. T1 and T5 are answered by a manager or senior, never its author; what has climbed
        to a rung by that rung or above.
        """
        ids, lowest = tuple(evidence), climbed_to or lowest_of(rule)
        return [
            fact
            for fact in self.every_answer(rule, ids)
            if self._is_of(fact, lowest)
            and (not managers_only or any(self._decides(fact, id) for id in ids if id in fact.body.evidence))
        ]

    def every_answer(self, rule: str, evidence: Iterable[str]) -> list[Fact[PromptAnswered]]:
        """Every answer that names any of it, whether it quiets anything or not."""
        return self._answers.about(rule, evidence)

    def all_answered(self, rule: str, evidence: Sequence[str], managers_only: bool) -> bool:
        """Whether every piece of the evidence has an answer that may quiet it, be it long ago."""
        return all(self.answers(rule, (id,), managers_only) for id in evidence)

    def seen(self, rule: str, evidence: Sequence[str], managers_only: bool) -> tuple[str, datetime] | None:
        """Who saw the last of the evidence, and when; None while any has not been seen by someone asked, not its author."""
        return self._seen_by(rule, evidence, Counts("manager" if managers_only else WORKER))

    def _seen_by(self, rule: str, evidence: Sequence[str], counts: "Counts") -> tuple[str, datetime] | None:
        first = [self._first_seen(rule, id, counts) for id in evidence]
        known = [each for each in first if each is not None]
        if len(known) < len(first):
            return None
        at, staff = max(known)
        return staff, at

    def _first_seen(self, rule: str, id: str, counts: "Counts") -> tuple[datetime, str] | None:
        facts = (*self._seen.about(rule, (id,)), *self._answers.about(rule, (id,)))
        counting = (fact for fact in facts if self._was_asked(fact, id, counts))
        return min(((fact.at, fact.entry.author) for fact in counting), default=None)

    def told(
        self,
        rule: str,
        evidence: Sequence[str],
        asked: Iterable[Asked],
        raised_at: datetime,
        climbed_to: str = "",
    ) -> Told:
        """Who has it: the first who was told in a call, and who of those asked has seen all of it. `climbed_to`: the rung it is
        on by now.
        """
        since = since_of(rule, raised_at)
        counts = Counts(lowest_of(rule), frozenset(id for each in asked for id in each.staff_ids), since)
        seen = self._seen_by(rule, evidence, counts)
        calls = [
            (correct(fact.entry.clock, fact.body.told_at), fact)
            for fact in self._told.about(rule, evidence)
            if set(evidence) <= set(fact.body.evidence) and counts.in_time(fact)
        ]
        told, call = min(calls, key=lambda each: (each[0].at, each[1].id), default=(None, None))
        name_of = self.directory.name_of
        return Told(
            seen_by=seen[0] if seen else None,
            seen_name=name_of(seen[0]) if seen else "",
            seen_at=seen[1] if seen else None,
            told_by=call.entry.author if call else None,
            told_by_name=name_of(call.entry.author) if call else "",
            told_name=call.body.name if call else "",
            told_at=told.at if told else None,
            certain=self._saw_certainly(rule, evidence, *seen) if seen else told is None or told.certain,
            lacks=""
            if not climbed_to or self._rung_has_it(rule, evidence, climbed_to, counts)
            else climbed_to,
        )

    def _rung_has_it(self, rule: str, evidence: Sequence[str], rung: str, counts: "Counts") -> bool:
        """Whether somebody of that rung or above has seen all of it or was told; of who was told without an id, nobody knows."""
        roles = LADDER[LADDER.index(rung) :]
        facts = (*self._seen.about(rule, evidence), *self._answers.about(rule, evidence))
        whole = [fact for fact in facts if set(evidence) <= set(fact.body.evidence)]
        if any(
            self._is_of(fact, rung) and all(self._was_asked(fact, id, counts) for id in evidence)
            for fact in whole
        ):
            return True
        calls = (fact.body.staff for fact in self._told.about(rule, evidence))
        known = self.directory.staff
        return any(staff is None or (staff in known and known[staff].role in roles) for staff in calls)

    def _saw_certainly(self, rule: str, evidence: Sequence[str], staff: str, at: datetime) -> bool:
        facts = (*self._seen.about(rule, evidence), *self._answers.about(rule, evidence))
        return any(fact.certain for fact in facts if (fact.entry.author, fact.at) == (staff, at))

    def _was_asked(self, fact: Fact[AboutPrompt], id: str, counts: "Counts") -> bool:
        """Whether its author was one of those asked: who leads their team, or worked with the person then; not the author."""
        entry = fact.entry
        if entry.author in self.authors((id,)) or not counts.in_time(fact):
            return False
        if entry.author in counts.asked:
            return True
        on = day_of(fact.at)
        works = any(each.staff == entry.author and each.acting(on) for each in self.state.caseload)
        if works and counts.lowest == WORKER:
            return True
        teams = self.state.teams
        leads = not teams or self.directory.led(
            entry, teams
        )  # of whose team nobody knows, anybody who leads one
        return leads and may_lower(self.directory.role_seen(entry)) and self._is_of(fact, counts.lowest)

    def _is_of(self, fact: Fact[AboutPrompt], lowest: str) -> bool:
        """Whether its author is of that role or above. An administrator sees nothing clinical, so is asked nothing."""
        role = self.directory.role_seen(fact.entry)
        return role != ADMINISTRATOR if lowest == WORKER else role in LADDER[LADDER.index(lowest) :]

    def _decides(self, fact: Fact[AboutPrompt], id: str) -> bool:
        return fact.entry.author not in self.authors((id,)) and may_lower(
            self.directory.role_seen(fact.entry)
        )


class Index(Generic[A]):
    """Doings of one kind, by rule and by the evidence they name, so that each question looks only at its own."""

    def __init__(self, facts: Iterable[Fact[A]]) -> None:
        self._facts: dict[tuple[str, str], list[Fact[A]]] = {}
        for fact in facts:
            for id in dict.fromkeys(fact.body.evidence):
                self._facts.setdefault((rule_of(fact.body.prompt), id), []).append(fact)

    def about(self, rule: str, evidence: Iterable[str]) -> list[Fact[A]]:
        """Those about this rule that name any of the evidence, each once, in order of time."""
        found = {fact.id: fact for id in evidence for fact in self._facts.get((rule, id), ())}
        return sorted(found.values(), key=lambda fact: (fact.at, fact.id))
