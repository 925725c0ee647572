"""The rules, one a row; and `evaluate`, which gives every prompt that stands and when to look again.

To add a rule: write its pure function `(Case) -> Finding`s in a file of its own, add a row. The numbers are the
standard's; what a rule means is code, so a change of meaning raises its version and `RULES_VERSION`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.directory import Directory
from models.entry import Entry
from models.episodes import Episode, Tests, episodes
from models.fold import PersonState, ScopeState, Visit, fold
from models.prompt import Prompt
from models.rules import (
    a1,
    c1,
    cd1,
    e1,
    e2,
    e3,
    e4,
    g1,
    p1,
    p2,
    q1,
    r1,
    r2,
    r3,
    r4,
    r5,
    sg1,
    sg2,
    st1,
    t1,
    t2,
    t3,
    t4,
    t5,
)
from models.rules.case import Case, Finding, ScopeCase
from models.rules.draft import draft_entry
from models.rules.look import Look
from models.rules.prompting import prompt
from models.withdrawn import withdrawn

RULES_VERSION = 7


@dataclass(frozen=True)
class Named:
    """A rule's id and version, who owns what it asks first, and what it watches for."""

    id: str
    version: int
    owner: str
    words: str


@dataclass(frozen=True)
class Rule(Named):
    """A rule about a person, with its function. `on_arrival`: evaluated even while their record is still arriving."""

    find: Callable[[Case], Iterable[Finding]]
    on_arrival: bool = False


@dataclass(frozen=True)
class RuleOfAny(Rule):
    """A rule about whatever has a state: of a person and of a team."""

    find: Callable[[ScopeCase], Iterable[Finding]]


RULES = (
    Rule(
        "T1",
        4,
        "manager",
        "Suicide, harm or abuse at 2 or above, a new disclosure, or plan, means or attempt",
        t1.find,
        True,
    ),
    Rule("T5", 4, "manager", "Someone is worried the person is unsafe or worse", t5.find, True),
    Rule("E1", 3, "worker", "An escalation that nobody there has yet", e1.find),
    Rule("E2", 4, "worker", "They said no, or did not answer in time", e2.find),
    Rule("T2", 5, "worker", "Three or more indicators at 2 or above in one contact", t2.find, True),
    Rule("T3", 5, "worker", "Well above their usual levels in two of three contacts", t3.find),
    Rule("A1", 5, "worker", "A threshold met and no action carried out", a1.find),
    Rule("P2", 4, "worker", "A contact named in a temporary plan is late", p2.find),
    Rule("P1", 3, "worker", "A plan is about to expire, or has", p1.find),
    Rule(
        "T4", 4, "worker", "No contact for longer than agreed, or attempts that did not reach them", t4.find
    ),
    Rule("R2", 1, "manager", "A restriction without authority: ended, or not given yet", r2.find),
    Rule("R4", 3, "manager", "A restriction without a legal basis", r4.find),
    Rule("R1", 2, "manager", "A restriction's review is due, or overdue", r1.find),
    Rule("R5", 3, "manager", "A restriction inherited from others", r5.find),
    Rule("R3", 2, "manager", "A restriction in force for long", r3.find),
    Rule("SG2", 2, "manager", "A safeguarding concern without a decision", sg2.find),
    Rule("SG1", 2, "worker", "A safeguarding action or an answer is overdue", sg1.find),
    Rule("ST1", 3, "senior", "A death on record, or a discharge with something open", st1.find),
    Rule("CD1", 3, "worker", "Something went wrong: has the person been told?", cd1.find),
    RuleOfAny("C1", 5, "manager", "Two people recorded the same thing apart", c1.find),
    Rule("E3", 2, "manager", "A second escalation soon after the last", e3.find),
    Rule("E4", 2, "manager", "A reviewed repeat whose plan was not changed", e4.find),
    Rule("Q1", 3, "worker", "A hard question, or an early sign of theirs, without a level", q1.find),
    RuleOfAny("G1", 3, "worker", "An action or a line of a register past its date", g1.find),
)
OF_ANY = tuple(rule for rule in RULES if isinstance(rule, RuleOfAny))
# About a tablet and not a person, so at the centre alone, which knows when it was last heard (`models.rules.d1`).
D1 = Named("D1", 1, "manager", "A tablet on duty that the centre has not heard from")
WORDS: Mapping[str, str] = {rule.id: rule.words for rule in (*RULES, D1)}


def rule_words(id: str) -> str:
    """What a rule watches for, in plain words."""
    return WORDS.get(id, f"a rule of a newer app ({id})")


@dataclass(frozen=True)
class Evaluation:
    """What stands now. `prompts` in the order of `RULES`, then of raising; `look_again`: nothing changes before it."""

    prompts: tuple[Prompt, ...]
    look_again: datetime | None
    episodes: tuple[Episode, ...] = ()


def evaluate(state: ScopeState, directory: Directory, now: datetime, *, arriving: bool = False) -> Evaluation:
    """Every prompt that stands for one person, or one team. While the record is still arriving, only T1, T2 and T5 are asked."""
    look = Look(now)
    if not isinstance(state, PersonState):
        of_any = ScopeCase(state, directory, look)
        asked = () if arriving else OF_ANY
        prompts = _prompts(of_any, ((rule, rule.find(of_any)) for rule in asked))
        return Evaluation(prompts, look.again)
    case = Case(state, directory, look, episodes(state, directory, TESTS))
    asked = (rule for rule in RULES if rule.on_arrival or not arriving)
    prompts = _prompts(case, ((rule, rule.find(case)) for rule in asked))
    ended = withdrawn(state, directory, case.episodes, TESTS)
    return Evaluation(prompts, look.again, (*case.episodes, *ended))


def _prompts(case: ScopeCase, found: Iterable[tuple[Rule, Iterable[Finding]]]) -> tuple[Prompt, ...]:
    """In the order of the rules, then of raising."""
    return tuple(
        prompt(case, finding, rule.version)
        for rule, findings in found
        for finding in sorted(findings, key=lambda each: (each.raised_at, each.raised_by, each.first_round))
    )


def evaluate_draft(
    person: PersonState,
    body: Mapping[str, Any],
    directory: Directory,
    now: datetime,
    entry_id: str,
    author: str,
    arriving: bool = False,
) -> tuple[Prompt, ...]:
    """What an unsaved contact would prompt by the rules of the episodes, from as much of its body as can be read.

    With the id of a contact that is there already, it is judged in the place of that one and of its amendments.
    """
    standard = directory.standard_at(now).version
    draft = draft_entry(person.scope, body, now, entry_id, author, standard)
    beside = (each for each in person.entries.values() if not _says(each, entry_id))
    person = fold([*beside, draft], directory, person.scope)
    prompts = evaluate(person, directory, now, arriving=arriving).prompts
    return tuple(each for each in prompts if each.episode and entry_id in each.evidence)


def _says(entry: Entry, contact: str) -> bool:
    """Whether an entry is that contact, or an amendment of it."""
    return entry.id == contact or (entry.kind == "entry.amended" and entry.body.get("target") == contact)


def _unsettled(person: PersonState, visit: Visit) -> bool:
    return t2.meets(person, visit) is not None or t3.test_is_met(person, visit)


TESTS = Tests(opens={"T1": t1.meets, "T2": t2.meets, "T3": t3.meets, "T5": t5.meets}, unsettled=_unsettled)

__all__ = [
    "RULES",
    "RULES_VERSION",
    "Evaluation",
    "Finding",
    "Rule",
    "evaluate",
    "evaluate_draft",
    "rule_words",
]
