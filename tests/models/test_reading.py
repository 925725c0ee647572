"""From a document that does not validate to a field and a plain sentence for each; never a value of it."""

from datetime import UTC
from typing import Any

import pytest

from models.entry import read_body
from models.errors import BadInput, ImpossibleTime, InvalidEntry
from models.kinds import BODIES
from models.kinds.base import EARLIEST_YEAR, LATEST_YEAR
from models.kinds.restriction import restriction_terms
from models.kinds.safety import ThresholdOverridden, threshold_record
from models.nhs_number import check_digit, check_nhs_number
from models.reading import Problem, impossible, refuse, wrong
from tests.models.made import ident

SUPERVISION = {"staff": ident(1), "held_at": "2026-11-05T13:40:00Z"}
DETAILS = {"name": "Sam Fictional", "born_on": "1990-05-03", "team": ident(2)}


def _refused(kind: str, body: dict[str, Any]) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_body(kind, body)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "body", "field", "sentence"),
    [
        (
            "supervision.recorded",
            SUPERVISION | {"minutes": 0},
            "minutes",
            "Minutes: This must be at least 1.",
        ),
        (
            "supervision.recorded",
            SUPERVISION | {"minutes": 1441},
            "minutes",
            "Minutes: This must be at most 1440.",
        ),
        (
            "supervision.recorded",
            SUPERVISION | {"minutes": "soon"},
            "minutes",
            "Minutes: This is not a whole number.",
        ),
        (
            "supervision.recorded",
            SUPERVISION | {"minutes": []},
            "minutes",
            "Minutes: This is not a whole number.",
        ),
        (
            "supervision.recorded",
            SUPERVISION | {"held_at": "2026-11-05T13:40:00"},
            "held_at",
            "Held at: This time needs its time zone.",
        ),
        (
            "supervision.recorded",
            SUPERVISION | {"held_at": "noon"},
            "held_at",
            "Held at: This is not in the right form.",
        ),
        (
            "supervision.recorded",
            SUPERVISION | {"held_at": "1849-12-31T13:40:00Z"},
            "held_at",
            "Held at: This year cannot be right.",
        ),
        ("supervision.recorded", {"staff": ident(1)}, "held_at", "Held at: This is missing."),
        ("team.created", {"name": ""}, "name", "Name: This is missing."),
        ("team.created", {"name": "a" * 10_000}, "name", "Name: This is too long."),
        ("team.created", {"name": "\ud800"}, "name", "Name: This has a character that cannot be written."),
        (
            "person.registered",
            DETAILS | {"nhs_number": "9990000019"},
            "nhs_number",
            "NHS number: The last digit does not match the others: check each digit.",
        ),
        (
            "person.registered",
            DETAILS | {"born_on": "soon", "no_nhs_number_because": "x"},
            "born_on",
            "Date of birth: This is not in the right form.",
        ),
        (
            "person.registered",
            DETAILS,
            "nhs_number",
            "NHS number: Give the NHS number, or a reason why there is none.",
        ),
        (
            "signature.set",
            {"baselines": {"sleep": 1, "not a plain key": 9}},
            "baselines.?",
            "Baselines, ?: This must be at most 3.",
        ),
        (
            "rota.set",
            {"team": ident(1), "shifts": [{"staff": "x", "role": "manager"}]},
            "shifts.0.staff",
            "Shifts, 0, staff: This is not in the right form.",
        ),
    ],
)
def test_each_field_and_its_sentence(kind: str, body: dict[str, Any], field: str, sentence: str) -> None:
    refused = _refused(kind, body)
    assert field in refused.fields
    assert refused.happened == sentence


@pytest.mark.parametrize("year", [EARLIEST_YEAR, LATEST_YEAR])
def test_the_first_and_the_last_year_that_can_be_right(year: int) -> None:
    said = read_body("supervision.recorded", SUPERVISION | {"held_at": f"{year}-06-01T13:40:00+01:00"})
    held_at = said.model_dump()["held_at"]
    assert (held_at.year, held_at.hour) == (year, 12)
    assert held_at.tzinfo is UTC
    for beyond in (EARLIEST_YEAR - 1, LATEST_YEAR + 1):
        refused = _refused("supervision.recorded", SUPERVISION | {"held_at": f"{beyond}-06-01T13:40:00Z"})
        assert type(refused) is ImpossibleTime


def test_a_record_s_name_is_no_longer_than_a_record_may_be() -> None:
    long = ThresholdOverridden(rule="R" * 16, term="t" * 64, reason="x")
    assert threshold_record(long) == f"threshold_{'r' * 16}_{'t' * 37}"


def test_only_what_is_of_a_restriction_has_terms_of_one() -> None:
    assert restriction_terms(read_body("team.created", {"name": "North"})) is None


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("", "Mode: This is missing."), ("x" * 64, ""), ("x" * 65, "Mode: This is too long.")],
)
def test_a_code_is_short_and_never_empty(code: str, sentence: str) -> None:
    body = {"name": "Bo Fictional", "mode": code}
    if sentence:
        assert _refused("escalation.acknowledged", body).happened == sentence
        return
    mode = read_body("escalation.acknowledged", body).model_dump(mode="json")["mode"]
    assert (mode, type(mode)) == (code, str)


def test_an_end_before_its_start_is_an_impossible_time() -> None:
    refused = _refused(
        "audit.performed", {"from_on": "2026-11-02", "until_on": "2026-11-01", "of_how_many": 1}
    )
    assert type(refused) is ImpossibleTime
    assert (refused.fields, refused.happened) == (("until_on",), "Until on: The end is before the start.")


def test_one_sentence_for_all_each_field_named_once() -> None:
    found = (Problem("", "All of it."), Problem("born_on", "No."), Problem("born_on", "Never."))
    refused = refuse(found)
    assert type(refused) is InvalidEntry
    assert (refused.happened, refused.fields) == ("All of it.", ("born_on",))
    assert refuse((Problem("ended_at", "No.", ImpossibleTime),)).happened == "End: No."


@pytest.mark.parametrize(("makes", "type"), [(wrong, "wrong"), (impossible, "impossible_time")])
def test_a_validator_s_sentence_is_its_message_too(makes: Any, type: str) -> None:
    made = makes("Say why.", "reason", "words")
    assert (made.type, made.message()) == (type, "Say why.")
    assert made.context == {"fields": ("reason", "words"), "why": "Say why."}


@pytest.mark.parametrize(
    ("first_nine", "digit"),
    [
        ("999000001", 8),
        ("943476591", 9),
        ("000000000", 0),
        ("000000031", 0),
        ("000000040", None),
        ("123456788", 1),
    ],
)
def test_the_check_digit_of_an_nhs_number(first_nine: str, digit: int | None) -> None:
    assert check_digit(first_nine) == digit
    if digit is not None and len(set(first_nine)) > 1:
        assert (
            check_nhs_number(f"{first_nine[:3]} {first_nine[3:6]}-{first_nine[6:]}{digit}")
            == f"{first_nine}{digit}"
        )


def test_a_kind_from_a_newer_version_is_named() -> None:
    assert "weather.noted" not in BODIES
    with pytest.raises(Exception, match=r"^“weather\.noted” needs a newer app\.$"):
        read_body("weather.noted", {})
