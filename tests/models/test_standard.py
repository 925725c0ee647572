"""The operating standard: the shipped document, its floors, and errors that name the key."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidEntry
from models.standard import NEVER_ACTIONS, SHIPPED_VERSION, load
from tests.models.made import SHIPPED, document, shipped

Change = Callable[[dict[str, Any]], Any]

# With a default, since what was published before has none of it.
NEW_RULES = ("r1", "r2", "r3", "r4", "r5", "e1", "e2", "e3", "e4", "sg1", "sg2", "g1", "st1", "cd1", "d1")
CAME_LATER = (
    {("offline_days",), ("own_copy",), ("rules", "e2", "director"), ("rules", "r5", "asks_handover")}
    | {("rules", "r2", "asks_awaiting_change")}
    | {("rules", "t4", "after_leaving_hours"), ("rules", "t4", "asks_confirm")}
    | {("rules", rule) for rule in NEW_RULES}
)


def test_the_shipped_document_loads_as_bytes_and_as_a_mapping() -> None:
    assert load(SHIPPED.read_bytes()) == load(document())
    assert shipped().version == SHIPPED_VERSION == SHIPPED.stem


def test_sixteen_indicators_three_of_them_always_daggers() -> None:
    standard = shipped()
    assert len(standard.indicators) == 16
    assert standard.daggers == {"suicidal", "threat_to_others", "abuse_or_neglect"}
    assert standard.suicidal == {"suicidal"}
    assert [level[:10] for level in standard.levels] == [
        "No concern",
        "Noticeable",
        "Most days ",
        "Constant, ",
    ]


def test_the_numbers_are_those_of_the_domain() -> None:
    rules, standard = shipped().rules, shipped()
    assert (rules.t1.level, rules.t1.quiet_days, rules.t1.manager_minutes, rules.t1.senior_minutes) == (
        2,
        28,
        30,
        60,
    )
    assert (rules.t1.late_from.hour, rules.t1.late_hours) == (20, 4)
    assert (rules.t2.level, rules.t2.count) == (2, 3)
    assert (rules.t3.times, rules.t3.contacts, rules.t3.window_days, rules.t3.rise, rules.t3.sum_rise) == (
        2,
        3,
        90,
        2,
        3,
    )
    assert (rules.t4.multiple, rules.t4.default_days, rules.t4.attempts) == (1.5, 28, 2)
    assert (rules.a1.t1_hours, rules.a1.other_hours) == (1, 4)
    assert (rules.p1.warn_hours, rules.p1.senior_from) == (24, 3)
    assert (rules.p2.late_hours, rules.p2.manager_hours, rules.p2.early_hours) == (1, 2, 2)
    assert (rules.q1.unasked_times, rules.c1.working_days) == (2, 1)
    assert (standard.plan.temporary_hours, standard.plan.contact_gap_hours) == (72, 24)
    assert (standard.episodes.again_days, standard.episodes.quiet_days) == (14, 14)
    assert standard.crisis.emergency.number == "999"
    assert "option 2" in standard.crisis.nhs_111.words


def test_only_deeds_count_as_actions() -> None:
    standard = shipped()
    assert not any(standard.counts_as_action(code) for code in NEVER_ACTIONS)
    assert standard.counts_as_action("safety_plan_made")
    assert not standard.counts_as_action("from_a_newer_standard")


def test_an_unknown_code_is_shown_as_it_came() -> None:
    assert "zzz" in shipped().indicator_words("zzz")
    assert "zzz" in shipped().action_words("zzz")
    assert shipped().action_words("voicemail") == "Voicemail, mail or message left"


def test_rules_by_id() -> None:
    assert shipped().rule("T2") is shipped().rules.t2 or shipped().rule("T2") == shipped().rules.t2
    assert shipped().rule("X1") is None
    assert shipped().enabled("E1")
    off = document()
    off["rules"]["q1"]["enabled"] = False
    assert not load(off).enabled("Q1")


def test_a_standard_from_before_a_rule_came_lets_it_run() -> None:
    before = document()
    for name in ("r1", "r2", "r3", "r4", "r5"):
        before["rules"].pop(name, None)
    standard = load(before)
    assert all(standard.enabled(name) and standard.rule(name) for name in ("R1", "R2", "R3", "R4", "R5"))
    assert standard.rules.r2.asks.startswith("Do not rely on it. Ring your manager.")


def test_what_has_no_authority_always_says_so() -> None:
    off = document()
    off["rules"]["r2"] = {"enabled": False, "asks": "Wait.", "asks_awaiting": "Wait."}
    with pytest.raises(InvalidEntry) as caught:
        load(off)
    assert caught.value.fields == ("rules.r2.enabled",)


def _set(*path: str | int, to: Any) -> Change:
    def change(standard: dict[str, Any]) -> None:
        place: Any = standard
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


def _indicator(code: str, key: str, to: Any) -> Change:
    return lambda it: next(each for each in it["indicators"] if each["code"] == code).update({key: to})


def _action(code: str, key: str, to: Any) -> Change:
    return lambda it: next(each for each in it["actions"] if each["code"] == code).update({key: to})


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (_set("rules", "t1", "enabled", to=False), "rules.t1.enabled"),
        (_set("rules", "t1", "level", to=3), "rules.t1.level"),
        (_set("rules", "t1", "quiet_days", to=29), "rules.t1.quiet_days"),
        (_set("rules", "t1", "quiet_level", to=0), "rules.t1.quiet_level"),
        (_set("rules", "t1", "manager_minutes", to=31), "rules.t1.manager_minutes"),
        (_set("rules", "t1", "senior_minutes", to=61), "rules.t1.senior_minutes"),
        (_set("rules", "t1", "senior_minutes", to=10), "rules.t1.senior_minutes"),
        (_set("rules", "t1", "late_hours", to=5), "rules.t1.late_hours"),
        (_set("rules", "t5", "enabled", to=False), "rules.t5.enabled"),
        (_indicator("suicidal", "dagger", False), "indicators.suicidal.dagger"),
        (_indicator("suicidal", "plan_means_attempt", False), "indicators.suicidal.plan_means_attempt"),
        (_indicator("abuse_or_neglect", "code", "renamed"), "indicators.abuse_or_neglect.dagger"),
        (_indicator("suicidal", "asks", " "), "indicators.suicidal.asks"),
        (_indicator("sleep", "code", "mood"), "indicators.mood"),
        (_action("voicemail", "counts_as_action", True), "actions.voicemail.counts_as_action"),
    ],
)
def test_floors_cannot_be_loosened_and_the_error_names_the_key(change: Change, key: str) -> None:
    changed = document()
    change(changed)
    with pytest.raises(InvalidEntry) as caught:
        load(changed)
    assert caught.value.fields == (key,)
    assert key in caught.value.happened


@pytest.mark.parametrize(
    "change",
    [
        _set("rules", "t1", "level", to=1),
        _set("rules", "t1", "manager_minutes", to=15),
        _set("rules", "t2", "count", to=2),
        _set("rules", "p2", "enabled", to=False),
        _indicator("sleep", "dagger", False),
        _set("crisis", "provider", "number", to="01632 960 000"),
        _set("delegated", to={"cohort.set": ["worker"]}),
        _set("a_key_from_a_newer_standard", to=1),
    ],
)
def test_tightening_and_a_providers_own_words_are_welcome(change: Change) -> None:
    changed = document()
    change(changed)
    load(changed)


@pytest.mark.parametrize(
    "kind", ["staff.role_set", "standard.published", "caseload.assigned", "entry.confirmed", "person.matched"]
)
def test_what_decides_access_is_never_delegated(kind: str) -> None:
    with pytest.raises(InvalidEntry) as caught:
        load(document() | {"delegated": {kind: ["worker"]}})
    assert caught.value.fields == (f"delegated.{kind}",)


def test_a_document_with_nothing_in_it_is_still_one_readable_sentence() -> None:
    with pytest.raises(InvalidEntry) as caught:
        load({})
    assert len(caught.value.fields) == len(document()) - sum(len(path) == 1 for path in CAME_LATER)
    assert len(caught.value.happened) < 400


def _keys(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict):
        return [key for name, each in value.items() for key in [(*path, name), *_keys(each, (*path, name))]]
    return []


def _place(place: Any, path: tuple[str | int, ...]) -> Any:
    for key in path[:-1]:
        place = place[key]
    return place


def test_a_document_from_before_a_key_came_still_stands() -> None:
    before = document()
    for path in sorted(CAME_LATER, reverse=True):
        _place(before, path).pop(path[-1], None)
    assert load(before) == load(document())


@pytest.mark.parametrize(
    "path",
    [path for path in _keys(document()) if path not in CAME_LATER],
    ids=lambda path: ".".join(map(str, path)),
)
def test_every_key_is_needed_and_named_when_it_is_not_there(path: tuple[str | int, ...]) -> None:
    changed = document()
    del _place(changed, path)[path[-1]]
    with pytest.raises(InvalidEntry) as caught:
        load(changed)
    assert ".".join(map(str, path)) in caught.value.fields


@pytest.mark.parametrize("nonsense", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"version": 1}'])
def test_nonsense_is_one_clear_error(nonsense: bytes) -> None:
    with pytest.raises(InvalidEntry, match="The operating standard cannot be used as written"):
        load(nonsense)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.text(), each),
        max_leaves=20,
    )
)
def test_no_document_raises_anything_else(value: Any) -> None:
    for changed in (value, document() | {"rules": value}):
        try:
            load(json.dumps(changed).encode())
        except InvalidEntry:
            continue


def _easter(year: int) -> date:
    """Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _monday(on: date) -> date:
    return on + timedelta(days=-on.weekday() % 7)


def _bank_holidays(year: int) -> set[date]:
    """England and Wales. A holiday on a weekend moves to the next working day that is not one already."""
    easter = _easter(year)
    fixed = {easter - timedelta(days=2), easter + timedelta(days=1)}
    fixed |= {_monday(date(year, 5, 1)), _monday(date(year, 5, 25)), _monday(date(year, 8, 25))}
    for on in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while on.weekday() > 4 or on in fixed:
            on += timedelta(days=1)
        fixed.add(on)
    return fixed


def test_bank_holidays_of_england_and_wales() -> None:
    assert _easter(2026) == date(2026, 4, 5)
    expected = set[date]().union(*(_bank_holidays(year) for year in range(2025, 2029)))
    assert shipped().hours.bank_holidays == expected


def test_what_shipped_before_says_the_same_by_what_it_leaves_out() -> None:
    before = load(SHIPPED.with_name("2026-11.json").read_bytes())
    assert before.model_dump(exclude={"version"}) == shipped().model_dump(exclude={"version"})


def test_what_cannot_be_used_is_said_key_by_key_and_what_is_safe() -> None:
    body = document()
    body["rules"]["t1"]["enabled"] = False
    body["approved_by"] = "a" * 201
    with pytest.raises(InvalidEntry) as caught:
        load(body)
    assert caught.value.happened == (
        "The operating standard cannot be used as written. approved_by: This is too long. "
        "rules.t1.enabled: This rule cannot be switched off."
    )
    assert caught.value.safe == "The standard in use is unchanged."
    assert caught.value.do == "Correct these keys and publish it again."


@pytest.mark.parametrize(("missing", "more"), [(5, ""), (6, " And 1 more."), (7, " And 2 more.")])
def test_of_many_keys_the_first_five_are_said_and_how_many_more(missing: int, more: str) -> None:
    body = document()
    for key in ("version", "approved_by", "levels", "indicators", "actions", "rules", "episodes")[:missing]:
        del body[key]
    with pytest.raises(InvalidEntry) as caught:
        load(body)
    assert len(caught.value.fields) == missing
    assert caught.value.happened.endswith("This is missing." + more)


def test_what_is_no_document_at_all_is_named_as_the_document() -> None:
    with pytest.raises(InvalidEntry, match=r"written\. document: This is not readable\.$"):
        load(b"{")
