"""What another operating standard changes, in sentences by key."""

import json
from pathlib import Path
from typing import Any

import pytest

from models.standard import SHIPPED_VERSION, Standard, load
from models.standard.changes import ABSENT, changes, sentences, value_words
from models.standard.words import words_of

SHIPPED = Path(__file__).parents[2] / "assets" / "standard"


def document(version: str = SHIPPED_VERSION) -> dict[str, Any]:
    return json.loads((SHIPPED / f"{version}.json").read_bytes())


def said(**sections: dict[str, Any]) -> list[tuple[str, str]]:
    """What is said where these keys of these sections change."""
    new = document() | {"version": "2027-01"}
    for name, keys in sections.items():
        for key, value in keys.items():
            if isinstance(value, dict):
                new[name][key] |= value
            else:
                new[name][key] = value
    return [(each.key, each.words) for each in sentences(load(document()), load(new))]


@pytest.mark.parametrize(
    ("sections", "key", "words"),
    [
        ({"rules": {"a1": {"t1_hours": 2}}}, "rules.a1.t1_hours", "A1: time to act after T1: 1 h → 2 h"),
        (
            {"rules": {"t1": {"manager_minutes": 15}}},
            "rules.t1.manager_minutes",
            "T1: time until a manager has seen it: 30 min → 15 min",
        ),
        (
            {"rules": {"t4": {"multiple": 2.5}}},
            "rules.t4.multiple",
            "T4: how many times the agreed interval may pass: 1.5 → 2.5",
        ),
        ({"rules": {"q1": {"enabled": False}}}, "rules.q1.enabled", "Q1: whether it prompts: yes → no"),
        (
            {"rules": {"t1": {"late_from": "19:30:00"}}},
            "rules.t1.late_from",
            "T1: from when in the evening a decision may take longer: 20:00 → 19:30",
        ),
        (
            {"ladder": {"urgent": {"manager_minutes": 90}}},
            "ladder.urgent.manager_minutes",
            "Urgent escalation: time until a manager owns it: 2 h → 1 h 30 min",
        ),
        (
            {"ladder": {"routine": {"manager_working_days": 1}}},
            "ladder.routine.manager_working_days",
            "Routine escalation: time until a manager owns it: 2 working days → 1 working day",
        ),
        (
            {"review_days": {"cohort": 60}},
            "review_days.cohort",
            "Cohort: looked at again within: 90 days → 60 days",
        ),
        (
            {"crisis": {"provider": {"number": "01632 960 999"}}},
            "crisis.provider.number",
            "Your own number: nothing → “01632 960 999”",
        ),
    ],
)
def test_each_change_is_a_sentence_and_names_its_key(sections: dict[str, Any], key: str, words: str) -> None:
    assert said(**sections) == [(key, words)]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("approved_by", "", "nobody"),
        ("approved_by", ABSENT, "nobody"),
        ("crisis.provider.number", None, "nothing"),
        ("delegated.cohort.set", [], "nothing"),
        ("levels", ["calm", "worse"], "“calm”, “worse”"),
        ("hours.bank_holidays", ["2026-12-25", "2026-12-26"], "25 December 2026, 26 December 2026"),
        ("offline_days", 1, "1 day"),
        ("offline_days", 2, "2 days"),
        ("review_days.visit_note", 1, "1 day"),
        ("rules.st1.working_days", 1, "1 working day"),
        ("rules.t4.after_leaving_hours", 72, "72 h"),
        ("ladder.dispute.urgent_hours", 24, "24 h"),
        ("ladder.dispute.urgent_hours", 23, "23 h"),
        ("ladder.emergency.manager_minutes", 0, "at once"),
        ("ladder.dispute.plan_manager_hours", 0, "at once"),
        ("ladder.tell_seniors_again_minutes", 1440, "1440 min"),
        ("ladder.tell_seniors_again_minutes", 90, "1 h 30 min"),
        ("clock_warning_seconds", 120, "120 s"),
        ("rules.t2.count", 3, "3"),
        ("rules.q1.enabled", False, "no"),
        ("hours.on_call_from", "17:00:00", "17:00"),
    ],
)
def test_a_value_is_said_in_the_unit_its_key_names(key: str, value: Any, words: str) -> None:
    assert value_words(key, value) == words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (["worker"], ["worker", "manager", "senior"], "added “manager”, “senior”"),
        (["worker", "manager", "senior"], ["senior"], "taken out “worker”, “manager”"),
        (["worker", "manager"], ["manager", "worker"], "in another order"),
        (["worker"], ["manager"], "added “manager”; taken out “worker”"),
    ],
)
def test_of_a_list_what_comes_and_goes_is_said(before: list[str], after: list[str], words: str) -> None:
    old, new = (document() | {"delegated": {"cohort.set": roles}} for roles in (before, after))
    assert [each.words for each in sentences(load(old), load(new))] == [
        f"Who else may record “cohort.set”: {words}"
    ]


def test_a_coded_thing_is_named_by_its_words_and_its_key_says_where_it_stands() -> None:
    old, new = document(), document() | {"version": "2027-01"}
    sleep = next(each for each in new["indicators"] if each["code"] == "sleep")
    sleep["words"], sleep["how_to_ask"] = "Sleeping", "How do you sleep?"
    gone = next(each for each in new["actions"] if each["counts_as_action"])
    new["actions"].remove(gone)
    other = new["actions"][0]
    other["words"] = "Another word"
    was = next(each for each in old["actions"] if each["code"] == other["code"])["words"]
    found = [(each.key, each.words) for each in sentences(load(old), load(new))]
    asked = next(each for each in old["indicators"] if each["code"] == "sleep").get("how_to_ask", "")
    said_before = f"“{asked}”" if asked else "nothing"
    assert found == [
        ("indicators.sleep.words", "Indicator “Sleeping”: its words: “Sleep” → “Sleeping”"),
        (
            "indicators.sleep.how_to_ask",
            f"Indicator “Sleeping”: how to ask about it: {said_before} → “How do you sleep?”",
        ),
        *sorted(
            [
                (f"actions.{gone['code']}", f"Action taken out: {gone['words']}"),
                (
                    f"actions.{other['code']}.words",
                    f"Action “Another word”: its words: “{was}” → “Another word”",
                ),
            ],
            key=lambda each: [action["code"] for action in old["actions"]].index(each[0].split(".")[1]),
        ),
    ]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("indicators.never.words", "Indicator never: its words"),
        ("indicators.sleep.colour", "Indicator “Sleep”: colour"),
        ("rules.z9.how_far", "Z9: how_far"),
        ("rules.z9.enabled", "Z9: whether it prompts"),
        ("ladder.urgent.answer_hours", "Urgent escalation: time until their answer is due"),
        ("ladder.urgent.weather", "ladder.urgent.weather"),
        ("ladder.weather.manager_hours", "ladder.weather.manager_hours"),
        ("plan.urgent.manager_hours", "plan.urgent.manager_hours"),
        ("ladder.urgent.manager_hours.more", "Urgent escalation: time until a manager owns it"),
        ("rules.e1.manager.more", "E1: manager.more"),
        ("indicators.sleep.asks.more", "Indicator “Sleep”: asks.more"),
    ],
)
def test_what_a_key_decides_and_one_this_version_does_not_know(key: str, words: str) -> None:
    assert words_of(key, load(document())) == words


def test_a_list_that_is_not_all_coded_is_one_value() -> None:
    mixed = {"items": [{"code": "a", "words": "x"}, "loose"]}
    (only,) = changes(mixed, {"items": [{"code": "a", "words": "x"}]})[:1]
    assert (only.key, only.before) == ("items", mixed["items"])
    loose = {"items": ["a code", "b code"]}
    assert [each.key for each in changes({}, loose)] == ["items"]
    assert [each.key for each in changes({}, {"X": {".x": 1}})] == ["X..x"]


def test_an_indicator_that_comes_or_goes_is_one_sentence() -> None:
    new = document() | {"version": "2027-01"}
    plain = next(each for each in new["indicators"] if not each["dagger"])
    new["indicators"] = [each for each in new["indicators"] if each is not plain]
    new["indicators"].append(plain | {"code": "money", "words": "Money worries"})
    assert [each.words for each in sentences(load(document()), load(new))] == [
        f"Indicator taken out: {plain['words']}",
        "Indicator added: Money worries",
    ]


def test_bank_holidays_are_said_by_what_comes_and_goes_whatever_their_order() -> None:
    old, new = document(), document() | {"version": "2027-01"}
    new["hours"]["bank_holidays"] = list(reversed(old["hours"]["bank_holidays"]))
    assert sentences(load(old), load(new)) == ()
    new["hours"]["bank_holidays"] = [*old["hours"]["bank_holidays"][1:], "2031-05-05"]
    (only,) = sentences(load(old), load(new))
    assert only.key == "hours.bank_holidays"
    assert only.words.startswith("Bank holidays: added 5 May 2031; taken out ")


def test_a_key_left_out_and_its_default_are_the_same() -> None:
    assert sentences(load(document("2026-11")), load(document("2026-12"))) == ()
    keys = {each.key for each in changes(document("2026-11"), document("2026-12"))}
    assert "rules.r1.asks" in keys
    gone = changes({"plan": {"temporary_hours": 72}}, {})
    assert [(each.key, each.after is ABSENT) for each in gone] == [("plan.temporary_hours", True)]


def test_who_else_may_record_a_kind_is_said() -> None:
    new = document() | {"version": "2027-01", "delegated": {"cohort.set": ["worker"]}}
    assert [each.words for each in sentences(load(document()), load(new))] == [
        "Who else may record “cohort.set”: nothing → “worker”"
    ]


def test_every_key_of_the_shipped_standard_has_words() -> None:
    whole = load(document())
    keys = {each.key for each in changes({}, whole.model_dump(mode="json"))} - {"delegated"}
    assert len(keys) > 200
    without = {key for key in keys if wordless(key, whole)}
    assert without == set()


def wordless(key: str, standard: Standard) -> bool:
    words = words_of(key, standard)
    return words == key or (words.endswith(f": {key.rpartition('.')[2]}") and not key.endswith(".code"))
