"""Episodes: per person one safety episode (T1) and one step-up episode (T2, T3, T5) at a time.

An episode opens at the end of the contact that first met one of its rules. It is prompted again by a new rule, a higher †,
any level 3 or a new disclosure. It closes only by `episode.stepped_down`, which closes only the evidence it names.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from models.authority import may_author, may_lower
from models.directory import Directory
from models.fold import PersonState, Visit
from models.fold.facts import AWAITING_A_MANAGER, Fact, Proposal
from models.kinds.contact import Indicator
from models.kinds.prompt import EpisodeSteppedDown
from models.met import Met, level_words, met_by

RULES_OF = {"safety": ("T1",), "step_up": ("T5", "T2", "T3")}  # the strongest first
WORKER_MAY_CLOSE = frozenset({"T2", "T3"})


@dataclass(frozen=True, slots=True)
class Raising:
    """One prompt's worth of evidence: the contact that raised it and those after it that raised nothing new."""

    rule: str
    met: tuple[Met, ...]

    @property
    def raised_by(self) -> str:
        return self.met[0].evidence[0]

    @property
    def raised_at(self) -> datetime:
        return self.met[0].at


@dataclass(frozen=True)
class Episode:
    """`raisings` hold open evidence only. `ended` is "", "stepped_down" or "withdrawn" (nothing was left of it)."""

    kind: str
    opened_by: str
    opened_at: datetime
    rules: frozenset[str]
    raisings: tuple[Raising, ...] = ()
    closed_at: datetime | None = None
    ended: str = ""
    proposals: tuple[Proposal, ...] = ()

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def spans(self, at: datetime) -> bool:
        return self.opened_at <= at and (self.closed_at is None or at < self.closed_at)


Test = Callable[[PersonState, Visit], Met | None]


@dataclass(frozen=True)
class Tests:
    """What opens an episode, by rule; and whether a contact by itself is still above T2's or T3's test.

    `opens` is asked only of a contact that says something: a level above 0, a flag, somebody worried.
    """

    opens: Mapping[str, Test]
    unsettled: Callable[[PersonState, Visit], bool]


def episodes(person: PersonState, directory: Directory, tests: Tests) -> tuple[Episode, ...]:
    """Every episode there has been, in order of opening."""
    walk = _Walk(person, directory, tests)
    for step in _in_order(person, walk):
        step()
    return tuple(sorted(walk.done + walk.standing(), key=lambda each: (each.opened_at, each.kind)))


def _in_order(person: PersonState, walk: "_Walk") -> list[Callable[[], None]]:
    """Contacts by their end, and each record of one by its own; each step-down at its time, and never before the end of a record it
    names.

    At the same moment contacts come first, and each kind stays in the order it has: that of time.
    """
    ends = _ends(person.visits) if person.step_downs else {}
    steps = [(visit.placed_at, partial(walk.pass_visit, visit)) for visit in person.visits]
    steps += [
        (record.ended_at, partial(walk.pass_record, record))
        for visit in person.visits
        for record in visit.records
    ]
    for fact in person.step_downs:
        named = (ends[id] for id in fact.body.evidence if id in ends)
        steps.append((max([fact.at, *named]), partial(walk.pass_step_down, fact)))
    return [step for _, step in sorted(steps, key=itemgetter(0))]


def _ends(visits: Iterable[Visit]) -> dict[str, datetime]:
    """By the id of anything a contact is made of, when the record it is of ended."""
    ends: dict[str, datetime] = {}
    for record in (record for visit in visits for record in visit.records):
        ends |= dict.fromkeys((*(part.evidence for part in record.parts), *record.entries), record.ended_at)
    return ends


class _Dagger(NamedTuple):
    """A † seen while an episode stood: what a later record would have to exceed, if it was recorded after `known_at`."""

    level: int
    known_at: datetime
    evidence: str


@dataclass
class _Standing:
    """An episode as it is being walked through. `known_at`: when the first that met one of its rules was recorded."""

    kind: str
    opened_by: str
    opened_at: datetime
    known_at: datetime
    met: list[list[Met]] = field(default_factory=list[list[Met]])
    rules: set[str] = field(default_factory=set[str])
    daggers: dict[str, list[_Dagger]] = field(default_factory=dict[str, list[_Dagger]])
    proposals: list[Proposal] = field(default_factory=list[Proposal])

    @property
    def strongest(self) -> str:
        """As which rule it prompts again."""
        return next(rule for rule in RULES_OF[self.kind] if rule in self.rules)

    def add(self, visit: Visit, met: list[Met], stirred: Met | None) -> None:
        """Take in a contact: each rule it met joins that rule's latest prompt, or raises one of its own."""
        for each in met:
            latest = next((group for group in reversed(self.met) if group[0].rule == each.rule), None)
            if latest is None or stirred:
                self.met.append([each])
            else:
                latest.append(each)
            self.rules.add(each.rule)
        if stirred:
            self._stir(met, stirred)
        for part in visit.parts:
            for each in part.body.indicators:
                if each.level and each.code in visit.daggers:
                    seen = _Dagger(each.level, max(part.stated_at, self.known_at), part.evidence)
                    self.daggers.setdefault(each.code, []).append(seen)

    def named(self, stirred: Met) -> bool:
        """Whether it is named already as it would be now."""
        weak = self.strongest in WORKER_MAY_CLOSE
        return any(
            set(stirred.evidence) <= set(met.evidence)
            for group in self.met
            for met in group
            if weak or met.rule == self.strongest
        )

    def close(self, closed: Callable[[Met], bool]) -> bool:
        """Let go of what is closed; whether anything is left. What was seen then and is closed is compared with no more."""
        left = [[met for met in group if not closed(met)] for group in self.met]
        self.met = [group for group in left if group]
        named = {id for group in self.met for met in group for id in met.evidence}
        for code, seen in self.daggers.items():
            self.daggers[code] = [each for each in seen if each.evidence in named]
        return bool(self.met)

    def _stir(self, met: list[Met], stirred: Met) -> None:
        """A worry, or a †, is prompted again as itself: with what the contact met of its rule, else alone."""
        strongest = self.strongest
        if met and strongest in WORKER_MAY_CLOSE:
            return
        stirred = replace(stirred, rule=strongest, threshold=False)
        same = next((each for each in met if each.rule == strongest), None)
        if same is None:
            self.met.append([stirred])
        elif not set(stirred.evidence) <= set(same.evidence):
            next(group for group in self.met if group[0] is same).append(stirred)

    def as_episode(self, closed_at: datetime | None = None) -> Episode:
        return Episode(
            kind=self.kind,
            opened_by=self.opened_by,
            opened_at=self.opened_at,
            rules=frozenset(self.rules),
            raisings=tuple(_raising(group) for group in self.met),
            closed_at=closed_at,
            ended="stepped_down" if closed_at else "",
            proposals=tuple(self.proposals),
        )


def _raising(group: list[Met]) -> Raising:
    """The earliest end first, so that whatever is linked to a contact later moves no deadline."""
    return Raising(group[0].rule, tuple(sorted(group, key=lambda met: (met.at, met.evidence))))


class _Walk:
    """Goes through a person's contacts and step-downs once, in order of time."""

    def __init__(self, person: PersonState, directory: Directory, tests: Tests) -> None:
        self.person, self.directory, self.tests = person, directory, tests
        self.now: dict[str, _Standing] = {}
        self.done: list[Episode] = []
        self.passed: list[Visit] = []
        self.recorded_at = datetime.min.replace(tzinfo=UTC)  # the last of those passed
        self.closed: dict[str, set[str]] = {kind: set() for kind in RULES_OF}
        self.replied: set[str] = set()

    def standing(self) -> list[Episode]:
        return [each.as_episode() for each in self.now.values()]

    def pass_visit(self, visit: Visit) -> None:
        self.passed.append(visit)
        self.recorded_at = max([self.recorded_at, *(part.stated_at for part in visit.parts)])
        if not visit.noted and not visit.worries:
            return
        for kind, rules in RULES_OF.items():
            met = [found for rule in rules if (found := self.tests.opens[rule](self.person, visit))]
            if met or kind in self.now:
                self._take(kind, visit, met)

    def _take(self, kind: str, visit: Visit, met: list[Met]) -> None:
        standing = self.now.get(kind)
        if standing is None:
            first = min(met, key=lambda each: each.at)
            standing = _Standing(kind, first.evidence[0], first.at, self._known_at(first))
            self.now[kind] = standing
        standing.known_at = min([standing.known_at, *(self._known_at(each) for each in met)])
        standing.add(visit, met, _stirs(visit, standing))

    def _known_at(self, met: Met) -> datetime:
        """When the first of what shows it was recorded; of T2 and T3, when all they are judged by was: their thresholds and what came before."""
        shown = min(part.stated_at for part in met.visit.parts if part.evidence in met.evidence)
        if met.rule not in WORKER_MAY_CLOSE:
            return shown
        slots = (self.person.signature_slot, *self.person.overrides.slots.values())
        facts = (fact for slot in slots for fact in slot.facts if fact.at <= met.visit.ended_at)
        return max([shown, self.recorded_at, *(said.stated_at for fact in facts for said in fact.statements)])

    def pass_record(self, record: Visit) -> None:
        """An episode that opened since the visit's first record ended, or at the same moment, is prompted again by what this one gives."""
        if not record.noted:
            return
        for kind, standing in self.now.items():
            stirred = _stirs(record, standing)
            if stirred and not standing.named(stirred) and not self.closed[kind].issuperset(stirred.evidence):
                standing.add(record, [], stirred)

    def pass_step_down(self, fact: Fact[EpisodeSteppedDown]) -> None:
        standing = self.now.get(fact.body.episode)
        if standing is None:
            return
        if not self._may_close(fact, standing):
            standing.proposals.append(Proposal(fact.entry, standing.opened_by, AWAITING_A_MANAGER))
            return
        self.closed[standing.kind] |= set(fact.body.evidence)
        self.replied |= set(fact.body.evidence) if fact.body.reply_given.strip() else set()
        was = standing.as_episode(closed_at=max(fact.at, standing.opened_at))
        if not standing.close(lambda met: self._is_closed(met, standing.kind)):
            self.done.append(was)
            del self.now[standing.kind]

    def _is_closed(self, met: Met, kind: str) -> bool:
        """Named by a step-down in force; for a worry, one that records the reply given."""
        named = self.replied & self.closed[kind] if met.rule == "T5" else self.closed[kind]
        return named.issuperset(met.evidence)

    def _may_close(self, fact: Fact[EpisodeSteppedDown], standing: _Standing) -> bool:
        role = self.directory.role_seen(fact.entry)
        if may_lower(role) or fact.id in self.person.confirmed:
            return True
        if not may_author(role, fact.entry.kind):
            return False
        if standing.kind != "step_up" or not standing.rules <= WORKER_MAY_CLOSE:
            return False
        latest = next((visit for visit in reversed(self.passed) if visit.assessed), None)
        return latest is not None and not self.tests.unsettled(self.person, latest)


def _stirs(visit: Visit, standing: _Standing) -> Met | None:
    """What prompts a standing episode again: any level 3, a higher †, a new disclosure. None when nothing does.

    A † counts as higher unless that level was already recorded in this episode when this was, so a later record can never quiet it.
    """
    codes = [
        each.code
        for each in visit.noted
        if each.level == 3 or each.new_disclosure or _higher(visit, each.code, each.level or 0, standing)
    ]
    if not codes:
        return None
    words = "; ".join(level_words(visit, code) for code in codes)
    return met_by(
        "", visit, lambda part: any(_speaks(visit, codes, each) for each in part.body.indicators), words
    )


def _speaks(visit: Visit, codes: list[str], reading: Indicator) -> bool:
    """Whether a record of the visit itself gives what stirs, and does not merely mention the indicator."""
    itself = (
        reading.level == 3 or reading.new_disclosure or bool(reading.level and reading.code in visit.daggers)
    )
    return itself and reading.code in codes


def _higher(visit: Visit, code: str, level: int, standing: _Standing) -> bool:
    if not level or code not in visit.daggers:
        return False
    before = standing.daggers.get(code, ())
    return not any(each.level >= level and each.known_at <= visit.stated_at for each in before)
