"""Whatever a rule counts in hours or days, it counts by the stamped and by the effective standard, and the earlier holds."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from models.directory import Directory
from models.fold import fold
from models.prompt import Prompt
from models.rules import evaluate
from models.times import local
from tests.cases.made_up import STANDARD
from tests.cases.short_form import background, directory, moment, organisation, published, written

LONG_BEFORE, BETWEEN = "2026-01-05 09:00", "2026-02-02 09:00"
T1 = [{"is": "it", "at": "2026-11-02 10:00", "contact": "suicidal 2"}]
ESC = [
    {"is": "esc", "at": "2026-11-02 14:00", "escalation": "very_urgent"},
    {"is": "it", "at": "2026-11-02 15:00", "responded": "esc declined"},
]
SILENT = ESC[:1]
STEP_UP = [T1[0] | {"contact": "sleep 2, mood 2, anxiety 2"}]
PLANNED: list[dict[str, Any]] = [
    {"is": "it", "at": "2026-11-02 10:00", "plan": "temporary", "expires": "2026-11-05 10:00"}
    | {"contacts": ["02 at 2026-11-03 09:00"]}
]
CALLED = [*PLANNED, {"at": "2026-11-03 07:40", "minutes": 10, "mode": "02", "contact": "sleep 0"}]
DUE = [{"is": "it", "at": "2026-11-02 10:00", "action": "Ring the bank", "deadline": "2026-11-03 10:00"}]
REPEAT = [
    {"is": "one", "at": "2026-11-02 10:00", "escalation": "urgent"},
    {"is": "two", "at": "2026-11-03 10:00", "escalation": "urgent"},
    {"is": "it", "at": "2026-11-04 10:00", "by": "manager", "reviewed": "two"},
]
RESTRICTED: dict[str, Any] = {
    "is": "it",
    "at": "2026-11-02 10:00",
    "by": "manager",
    "restricts": "Door alarm",
}
DATED = [RESTRICTED | {"review": "2026-11-30", "limit": "2026-12-31"}]
THEIRS = [DATED[0] | {"imposed_by": "another_service"}]
WITH_AN_END = [
    DATED[0],
    {"is": "plan", "at": "2026-11-20 10:00", "by": "manager", "restriction_reviewed": "modify", "of": "it"}
    | {"review": "2026-12-20", "step_down_on": "2026-12-28"},
]
SEEN = [{"is": "it", "at": "2026-11-02 10:00", "contact": "sleep 0"}]
LAPSED = [RESTRICTED | {"review": "2026-11-05", "limit": "2026-11-05"}]


def _of(rule: str, **terms: Any) -> dict[str, Any]:
    """A rule that came later has its terms as a default: all of them, but for these."""
    usual = directory().standards[0].standard.rules
    return {f"rules__{rule}": getattr(usual, rule).model_dump(mode="json") | terms}


@dataclass(frozen=True)
class Told:
    """With `change` in one of the two standards the rule says `then` at `now`, where it would say `otherwise`."""

    rule: str
    lines: list[dict[str, Any]]
    change: dict[str, Any]
    now: str
    then: list[str]
    otherwise: list[str]


CASES = [
    Told(
        "T1",
        T1,
        {"rules__t1__manager_minutes": 10},
        "2026-11-02 10:05",
        ["worker 2 11:00", "manager 2 10:10"],
        ["worker 2 11:00", "manager 2 10:30"],
    ),
    Told(
        "T1",
        T1,
        {"rules__t1__senior_minutes": 40},
        "2026-11-02 10:35",
        ["worker 2 11:00", "manager 2 10:30", "senior 2 10:40"],
        ["worker 2 11:00", "manager 2 10:30", "senior 2 11:00"],
    ),
    Told(
        "E2",
        ESC,
        {"ladder__dispute__plan_manager_hours": 1, "ladder__dispute__plan_senior_hours": 2},
        "2026-11-02 17:00",
        ["worker 2 15:00", "manager 2 16:00", "senior 2 17:00"],
        ["worker 2 15:00", "manager 2 16:00"],
    ),
    Told(
        "E2",
        SILENT,
        {"ladder__dispute__plan_senior_hours": 2},
        "2026-11-02 20:00",
        ["worker 2 18:00", "manager 2 19:00", "senior 2 20:00"],
        ["worker 2 18:00", "manager 2 19:00"],
    ),
    Told(
        "G1",
        DUE,
        _of("g1", manager_working_days=1),
        "2026-11-04 17:00",
        ["worker 4 17:00", "manager 4 17:00"],
        ["worker 10 17:00"],
    ),
    Told(
        "E4",
        REPEAT,
        _of("e4", working_days=1),
        "2026-11-04 11:00",
        ["manager 5 17:00"],
        ["manager 11 17:00"],
    ),
    Told(
        "A1",
        STEP_UP,
        {"rules__a1__other_hours": 2},
        "2026-11-02 12:00",
        ["worker 2 12:00", "manager 2 12:00"],
        [],
    ),
    Told(
        "P1",
        PLANNED,
        {"rules__p1__warn_hours": 48},
        "2026-11-03 10:00",
        ["worker 5 10:00", "manager 5 10:00"],
        [],
    ),
    Told(
        "P1",
        PLANNED,
        {"rules__p1__senior_from": 1},
        "2026-11-04 10:00",
        ["worker 5 10:00", "senior 5 10:00"],
        ["worker 5 10:00", "manager 5 10:00"],
    ),
    Told(
        "P2",
        PLANNED,
        {"rules__p2__manager_hours": 1},
        "2026-11-03 10:00",
        ["worker 3 10:00", "manager 3 10:00"],
        ["worker 3 11:00"],
    ),
    Told("P2", CALLED, {"rules__p2__early_hours": 1}, "2026-11-03 10:00", ["worker 3 11:00"], []),
    Told("R3", DATED, {"restrictions__long_running_days": 10}, "2026-11-13 10:00", ["manager 1 00:00"], []),
    Told(
        "R3",
        WITH_AN_END,
        {"restrictions__step_down_plan_quiet_days": 20, "restrictions__long_running_days": 10},
        "2026-12-11 10:00",
        ["manager 21 00:00"],
        [],
    ),
    Told("T4", SEEN, {"rules__t4__default_days": 10}, "2026-11-13 10:00", ["worker 13 17:00"], []),
    Told(
        "R5",
        THEIRS,
        {"restrictions__inherited_working_days": 2},
        "2026-11-02 11:00",
        ["manager 4 17:00"],
        ["manager 9 17:00"],
    ),
    Told(
        "CD1",
        LAPSED,
        _of("cd1", working_days=2),
        "2026-11-06 10:00",
        ["worker 10 17:00"],
        ["worker 13 17:00"],
    ),
]
NAMED = pytest.mark.parametrize(
    "told", CASES, ids=[f"{each.rule} {next(iter(each.change))}" for each in CASES]
)


@NAMED
def test_the_effective_standard_counts_though_the_stamped_one_gives_longer(told: Told) -> None:
    held = Directory.fold([*organisation(), published("strict", BETWEEN, **told.change)])
    assert _asked(told, held) == told.then
    assert _asked(told, Directory.fold(organisation())) == told.otherwise


@NAMED
def test_the_stamped_standard_counts_though_the_effective_one_gives_longer(told: Told) -> None:
    strict, usual = published("strict", LONG_BEFORE, **told.change), published("usual again", BETWEEN)
    held = Directory.fold([*organisation(), strict, usual])
    assert _asked(told, held, under="strict") == told.then
    assert _asked(told, held, under="usual again") == told.otherwise


@NAMED
def test_a_later_standard_gives_no_other_time(told: Told) -> None:
    after = max(line["at"] for line in told.lines) + ":01"
    held = Directory.fold([*organisation(), published("strict", after, **told.change)])
    assert _asked(told, held) == told.otherwise


@pytest.mark.parametrize(
    ("told", "stamped", "effective"),
    [
        (
            Told("P1", PLANNED, {}, "2026-11-03 10:00", ["worker 5 10:00", "senior 5 10:00"], []),
            {"rules__p1__warn_hours": 48},
            {"rules__p1__senior_from": 1},
        ),
        (
            Told("P2", CALLED, {}, "2026-11-03 10:00", ["worker 3 11:00"], []),
            {"rules__p2__manager_hours": 4},
            {"rules__p2__late_hours": 2, "rules__p2__early_hours": 1},
        ),
    ],
    ids=["P1", "P2"],
)
def test_each_number_of_a_rule_is_the_stricter_of_the_two(
    told: Told, stamped: dict[str, Any], effective: dict[str, Any]
) -> None:
    """Whichever of them is stricter in the others."""
    for one, other in ((stamped, effective), (effective, stamped)):
        held = [published("one", LONG_BEFORE, **one), published("other", BETWEEN, **other)]
        assert _asked(told, Directory.fold([*organisation(), *held]), under="one") == told.then


@pytest.mark.parametrize("strict", ["first", "last"])
def test_of_three_apart_the_strictest_standard_says_whether_it_is_asked_and_how_soon(strict: str) -> None:
    """Under one a manager decides, and sleep is a †, whose usual level is to be decided at once; the other asks nothing."""
    usual = published("usual", BETWEEN).body["document"]["indicators"]
    indicators = [
        each | ({"dagger": True, "asks": "Ask."} if each["code"] == "sleep" else {}) for each in usual
    ]
    lines = [
        {"is": name, "at": at, "by": by, "usual": f"sleep {level}", "follows": []}
        for name, at, by, level in (
            ("one", "2026-11-02 10:00", "worker", 0),
            ("two", "2026-11-02 11:00", "cover", 1),
            ("it", "2026-11-02 12:00", "manager", 2),
        )
    ]
    lines[-1]["under"] = "since"
    asks, off = {**_of("c1"), "indicators": indicators}, _of("c1", enabled=False)
    before, since = (asks, off) if strict == "first" else (off, asks)
    told = Told("C1", lines, {}, "2026-11-02 12:05", ["manager 2 12:00"], [])
    held = Directory.fold(
        [
            *organisation(**before),
            published("since", "2026-11-02 11:30", **since),
        ]
    )
    assert _asked(told, held) == told.then
    ids = ["manager 2 11:00"] if strict == "first" else []
    assert _asked(Told("C1", lines[:2], {}, told.now, [], []), held) == ids


def _asked(told: Told, held: Directory, **stamped: str) -> list[str]:
    person = fold(written([line | stamped for line in told.lines], background()), held)
    prompts = [each for each in evaluate(person, held, moment(told.now)).prompts if each.rule == told.rule]
    return [words for prompt in prompts for words in _words(prompt)]


def _words(prompt: Prompt) -> list[str]:
    return [f"{each.role} {local(each.by).day} {local(each.by):%H:%M}" for each in prompt.asked]


@pytest.mark.parametrize("stamped_first", ["strict", "usual again"])
def test_one_visit_of_two_records_is_judged_by_the_standards_of_both_whichever_was_made_first(
    stamped_first: str,
) -> None:
    hard = {"medicines": {"dagger": True, "asks": "Ask today."}}
    indicators = json.loads(STANDARD.read_text())["indicators"]
    change = {"indicators": [each | hard.get(each["code"], {}) for each in indicators]}
    strict = published("strict", LONG_BEFORE, rules__t2__count=2, **change)
    held = Directory.fold([*organisation(), strict, published("usual again", BETWEEN)])
    other = {"strict": "usual again", "usual again": "strict"}[stamped_first]
    lines = [
        {"is": "it", "at": "2026-11-02 10:00", "under": stamped_first, "contact": "sleep 2, medicines 2"},
        {"at": "2026-11-02 10:05", "under": other, "contact": "sleep 1", "same_visit_as": "it"},
    ]
    person = fold(written(lines, background()), held)
    assert {each.rule for each in evaluate(person, held, moment("2026-11-02 10:10")).prompts} >= {"T1", "T2"}
