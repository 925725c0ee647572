"""What the standard says about the rules of escalations: switched off, sooner under another version, a director by name."""

from typing import Any

import pytest

from models.directory import Directory
from models.entry import Entry
from models.fold import fold
from models.prompt import Prompt
from models.rules import evaluate
from models.standard import load
from models.standard.rules import RuleBook, RuleTerms
from tests.cases.short_form import background, moment, organisation, published, written
from tests.models.made import document

REPEAT = [
    {"at": "2026-11-02 09:00", "escalation": "urgent"},
    {"is": "esc", "at": "2026-11-02 14:00", "escalation": "very_urgent"},
]
STORIES: dict[str, list[dict[str, Any]]] = {
    "E1": [REPEAT[1]],
    "E2": [REPEAT[1], {"at": "2026-11-02 14:05", "responded": "esc declined"}],
    "E3": REPEAT,
    "E4": [*REPEAT, {"at": "2026-11-02 14:10", "by": "manager", "reviewed": "esc ours"}],
}
UNSET: dict[str, RuleTerms] = {rule: RuleBook.model_fields[rule.lower()].default for rule in STORIES}


def under(*standards: Entry, **changes: Any) -> Directory:
    return Directory.fold([*organisation(**changes), *standards])


def prompts(rule: str, held: Directory, lines: list[dict[str, Any]], now: str) -> list[Prompt]:
    state = fold(written(lines, background()), held)
    return [each for each in evaluate(state, held, moment(now)).prompts if each.rule == rule]


def terms(rule: str, **changes: Any) -> dict[str, Any]:
    return {f"rules__{rule.lower()}": UNSET[rule].model_dump(mode="json") | changes}


@pytest.mark.parametrize("rule", sorted(STORIES))
def test_a_standard_from_before_the_rule_still_lets_it_run(rule: str) -> None:
    older = document()
    older["rules"].pop(rule.lower(), None)
    assert load(older).rule(rule) == UNSET[rule]
    assert prompts(rule, under(), STORIES[rule], "2026-11-02 15:00")


@pytest.mark.parametrize("rule", sorted(STORIES))
def test_switched_off_it_asks_nothing(rule: str) -> None:
    assert not prompts(rule, under(**terms(rule, enabled=False)), STORIES[rule], "2026-11-02 15:00")


@pytest.mark.parametrize("rule", sorted(STORIES))
def test_either_standard_opens(rule: str) -> None:
    """Switched off in the one stamped, on in the one effective since before it occurred."""
    later = published("2026-11b", "2026-11-01 00:00", **terms(rule))
    assert prompts(rule, under(later, **terms(rule, enabled=False)), STORIES[rule], "2026-11-02 15:00")


@pytest.mark.parametrize("rule", sorted(STORIES))
def test_switched_off_since_it_asks_while_the_stamped_one_has_it_on(rule: str) -> None:
    later = published("2026-11b", "2026-11-01 00:00", **terms(rule, enabled=False))
    assert prompts(rule, under(later), STORIES[rule], "2026-11-02 15:00")


def test_the_sooner_rung_of_two_standards_counts() -> None:
    sooner = published("2026-11b", "2026-11-01 00:00", ladder__very_urgent__again_minutes=5)
    (found,) = prompts("E1", under(sooner), STORIES["E1"], "2026-11-02 14:06")
    assert found.by == moment("2026-11-02 14:05")


def test_a_later_standard_never_reaches_back() -> None:
    later = published("2026-11b", "2026-11-02 14:01", ladder__very_urgent__again_minutes=5)
    assert not prompts("E1", under(later), STORIES["E1"], "2026-11-02 14:06")


def test_the_director_is_named_where_the_standard_names_one() -> None:
    lines = [*STORIES["E2"], {"is": "we", "at": "2026-11-02 14:10", "contested": "esc"}]
    held = under(**terms("E2", director="Dr Dana Fictional, director of nursing"))
    found = [each.asks for each in prompts("E2", held, lines, "2026-11-02 18:10")]
    assert any("take it to Dr Dana Fictional, director of nursing, and log it" in asks for asks in found)
    held = under(**terms("E2", asks_director="Ring {nobody} {director}."))
    assert any(
        each.asks.endswith("Ring {nobody} the named director.")
        for each in prompts("E2", held, lines, "2026-11-02 18:10")
    )


def test_the_director_is_not_asked_before_the_dispute_is_late() -> None:
    lines = [*STORIES["E2"], {"is": "we", "at": "2026-11-02 14:10", "contested": "esc"}]
    for now, late in (("2026-11-02 18:09:59", False), ("2026-11-02 18:10", True)):
        asks = [each.asks for each in prompts("E2", under(), lines, now)]
        assert any("the named director" in each for each in asks) is late


def test_the_sooner_dispute_of_two_standards_counts() -> None:
    lines = [*STORIES["E2"], {"is": "we", "at": "2026-11-02 14:10", "contested": "esc"}]
    sooner = published("2026-11b", "2026-11-01 00:00", ladder__dispute__very_urgent_hours=1)
    found = prompts("E2", under(sooner), lines, "2026-11-02 15:09")
    assert moment("2026-11-02 15:10") in {each.by for each in found}


@pytest.mark.parametrize(("days", "found"), [(3, 1), (2, 0)])
def test_the_longer_span_of_repeats_counts(days: int, found: int) -> None:
    lines = [REPEAT[0], {"is": "esc", "at": "2026-11-05 14:00", "escalation": "urgent"}]
    one = {"ladder__repeats__within_days": 1}
    other = published("2026-11b", "2026-11-01 00:00", ladder__repeats__within_days=days)
    assert len(prompts("E3", under(other, **one), lines, "2026-11-05 14:00")) == found


def test_what_clears_it_is_said_of_an_emergency_as_of_any_other() -> None:
    (urgent,) = prompts("E1", under(), STORIES["E1"], "2026-11-02 14:15")
    emergency = [STORIES["E1"][0] | {"escalation": "emergency"}]
    (danger,) = prompts("E1", under(), emergency, "2026-11-02 14:15")
    assert urgent.clears.startswith("A named human at the service has it")
    assert danger.clears.startswith("They have taken over")


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("", "Team's duty number: 01632 960999."),
        ("01632 960999", "Your duty number: 01632 960999."),
        ("01632 960111", "Your duty number: 01632 960111; Team's duty number: 01632 960999."),
    ],
)
def test_each_number_is_said_once(own: str, said: str) -> None:
    held = under(without=("manager", "senior"), crisis__provider__number=own)
    (found,) = prompts("E1", held, STORIES["E1"], "2026-11-02 14:30")
    assert found.asks.endswith(f"NHS 111, option 2 (mental health): 111; {said}")


def test_the_sooner_review_of_two_standards_counts() -> None:
    sooner = published("2026-11b", "2026-11-01 00:00", ladder__repeats__review_working_days=2)
    (found,) = prompts("E3", under(sooner), REPEAT, "2026-11-02 15:00")
    assert found.by == moment("2026-11-04 17:00")
