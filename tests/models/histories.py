"""Hypothesis strategies for whole histories of one person: contacts, plans, thresholds, answers and corrections of them all."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from models.entry import Entry
from models.rules import RULES as TABLE
from tests.cases.short_form import SCOPE, TEAM_SCOPE, background, id_of, moment, written

START = moment("2026-11-02 08:00")
CODES = ("sleep", "mood", "anxiety", "suicidal", "threat_to_others", "abuse_or_neglect")
PEOPLE = ("worker", "cover", "manager", "senior")
WORKERS = ("worker", "cover")
STEPS = {
    "left_with": ["", "mail"],
    "acknowledged": [""],
    "responded": ["accepted", "part", "declined"],
    "contested": [""],
    "agreed_with": [""],
    "owned": [""],
    "stepped": [""],
    "disputed": [""],
    "resolved": ["person_safe", "handed_over"],
    "reviewed": ["ours", "interface"],
}
RULES = tuple(rule.id for rule in TABLE)


def histories(size: int = 9) -> st.SearchStrategy[list[Entry]]:
    """The background and up to `size` entries, by anybody."""
    return (
        st.integers(0, size)
        .flatmap(lambda count: _lines(0, count, PEOPLE))
        .map(lambda lines: written(lines, background()))
    )


def team_histories(size: int = 9) -> st.SearchStrategy[list[Entry]]:
    """Up to `size` entries of the team, by anybody."""
    return (
        st.integers(0, size)
        .flatmap(lambda count: _lines(0, count, PEOPLE, OF_A_TEAM))
        .map(lambda lines: written(lines, [], TEAM_SCOPE))
    )


def with_more_by_workers(
    size: int = 5, more: int = 4, only: tuple[str, ...] = (), scope: str = SCOPE
) -> st.SearchStrategy[tuple[list[Entry], list[Entry]]]:
    """A history, and the same with further entries that only workers recorded, all after it though of any time.

    `only` these shapes of entries, where given.
    """

    @st.composite
    def both(draw: st.DrawFn) -> tuple[list[Entry], list[Entry]]:
        count = draw(st.integers(1, size))
        before = written(draw(_lines(0, count, PEOPLE, only)), background(), scope)
        lines = draw(_lines(count, draw(st.integers(1, more)), WORKERS, only))
        recorded = START + timedelta(days=40)
        late = [
            line | {"recorded": f"{recorded + timedelta(minutes=n):%Y-%m-%d %H:%M}"}
            for n, line in enumerate(lines)
        ]
        return before, written(late, before, scope)

    return both()


def _lines(
    first: int, count: int, people: tuple[str, ...], only: tuple[str, ...] = ()
) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.tuples(*(_line(number, people, only) for number in range(first, first + count))).map(list)


@st.composite
def _line(draw: st.DrawFn, number: int, people: tuple[str, ...], only: tuple[str, ...]) -> dict[str, Any]:
    """One line, about any of those before it; its author may have seen all, some or none of them."""
    at = START + timedelta(minutes=draw(st.integers(0, 60 * 24 * 20)))
    before = [f"n{each}" for each in range(number)]
    shapes = sorted(SHAPES if before else FIRST)
    wanted = draw(st.sampled_from([each for each in shapes if each in only or not only]))
    line = draw(SHAPES[wanted](at, before)) | {
        "is": f"n{number}",
        "at": f"{at:%Y-%m-%d %H:%M}",
        "by": draw(st.sampled_from(people)),
    }
    if before and draw(st.integers(0, 3)) == 0:
        line["follows"] = draw(st.lists(st.sampled_from([*before, "not here"]), max_size=2, unique=True))
    if draw(st.integers(0, 9)) == 0:
        line |= {"clock_wrong_by_minutes": draw(st.integers(-90, 90)), "clock_holds": draw(st.booleans())}
    return line


@st.composite
def _contact(draw: st.DrawFn, at: datetime, before: list[str]) -> dict[str, Any]:
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=5))
    line: dict[str, Any] = {
        "contact": ", ".join(f"{code} {draw(st.sampled_from(LEVELS))}" for code in codes),
        "mode": draw(st.sampled_from(["01", "02"])),
        "attendance": draw(st.sampled_from(["5", "3", "4"])),
        "worried": draw(st.sampled_from([{}, {}, {"carer": "Not himself"}])),
        "actions": draw(st.sampled_from([[], ["discussed"], ["safety_plan_made"]])),
    }
    if before and draw(st.integers(0, 4)) == 0:
        line["same_visit_as"] = draw(st.sampled_from(before))
    return line


def _plan(at: datetime, before: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    ends = st.integers(1, 80).map(lambda hours: f"{at + timedelta(hours=hours):%Y-%m-%d %H:%M}")
    due = st.integers(1, 60).map(lambda hours: f"02 at {at + timedelta(hours=hours):%Y-%m-%d %H:%M}")
    made = st.fixed_dictionaries(
        {
            "plan": st.sampled_from(["temporary", "standing"]),
            "expires": ends,
            "contacts": st.lists(due, min_size=1, max_size=2),
        }
    )
    reviewed = st.fixed_dictionaries(
        {
            "plan_reviewed": st.sampled_from(["continue", "modify", "end"]),
            "expires": ends,
            "contacts": st.lists(due, min_size=1, max_size=2),
        }
    )
    return made | reviewed


def _restriction(at: datetime, before: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    on = st.integers(1, 60).map(lambda days: f"{at + timedelta(days=days):%Y-%m-%d}")
    terms = {
        "review": on,
        "limit": on,
        "basis": st.sampled_from(["consent", "mca", "none_identified"]),
        "objects": st.booleans(),
        "imposed_by": st.sampled_from(["us", "another_service"]),
    }
    applied = st.fixed_dictionaries({"restricts": st.sampled_from(["Door alarm on", "Phone taken"])} | terms)
    if not before:
        return applied
    decisions = st.sampled_from(["continue", "modify", "step_down"])
    reviewed = st.fixed_dictionaries(
        {"restriction_reviewed": decisions, "of": st.sampled_from(before)},
        optional=terms | {"restricts": st.just("Door alarm on"), "step_down_on": on},
    )
    return applied | reviewed


def _threshold(at: datetime, before: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    usual = st.lists(
        st.sampled_from(["sleep 1", "sleep 2", "mood 2", "suicidal 1"]),
        max_size=2,
        unique_by=lambda each: each[:4],
    )
    return (
        st.fixed_dictionaries(
            {"usual": usual.map(", ".join), "signature": st.sampled_from([[], ["sleep", "mood"]])}
        )
        | st.fixed_dictionaries(
            {"agreed_days": st.integers(1, 20), "face_to_face_days": st.none() | st.integers(1, 20)}
        )
        | st.fixed_dictionaries({"cohort": st.booleans()})
    )


def _escalation(at: datetime, before: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"escalation": st.sampled_from(PRIORITIES)})


@st.composite
def _step(draw: st.DrawFn, at: datetime, before: list[str]) -> dict[str, Any]:
    """A step of an escalation; at times of something that is none."""
    word = draw(st.sampled_from(sorted(STEPS)))
    return {word: f"{draw(st.sampled_from(before))} {draw(st.sampled_from(STEPS[word]))}".strip()}


@st.composite
def _around(draw: st.DrawFn, at: datetime, before: list[str]) -> dict[str, Any]:
    """Status, thresholds of their own, safeguarding and actions."""
    later = f"{at + timedelta(hours=draw(st.integers(1, 24 * 20))):%Y-%m-%d %H:%M}"
    statuses = ["supported", "in_hospital", "in_custody", "discharged", "died"]
    numbers = ["T2 count 2", "T2 count 5", "T3 rise 1", "T4 multiple 3", "T4 multiple 1", "T2 count"]
    levels = ["baseline sleep 2", "baseline suicidal 3", "baseline mood 0", "Q1 unasked_times 1"]
    lines: list[dict[str, Any]] = [
        {"status": draw(st.sampled_from(statuses)), "handover": "Night Team"},
        {"override": draw(st.sampled_from(numbers + levels)), "until": later},
        {"safeguarding": "financial", "answer_due": later, **draw(REFERRED)},
        {"action": "Ring the bank", "deadline": later, "code": draw(st.sampled_from([None, "seen_alone"]))},
    ]
    if before:
        target = draw(st.sampled_from(before))
        lines += [
            {"decides": target, "referred": draw(st.booleans()), "answer_due": later},
            {"action_updated": target, **draw(st.sampled_from([{}, {"deadline": later}, {"answer": "Yes"}]))},
            {"action_completed": target},
            {"action": "Ring round", "deadline": later, "concern": target, "answer_due": later},
        ]
    return draw(st.sampled_from(lines))


@st.composite
def _register(draw: st.DrawFn, at: datetime, before: list[str]) -> dict[str, Any]:
    """A line of a register, or what is added to one; at times to something that is none."""
    on = f"{at + timedelta(days=draw(st.integers(0, 30))):%Y-%m-%d}"
    owner = draw(st.sampled_from(PEOPLE))
    lines: list[dict[str, Any]] = [
        {"issue": "Nobody rings back", "review": on, "owner": owner},
        {"risk": "Beds are full", "review": on, "owner": owner},
        {"audit": "2026-09-01 to 2026-09-30", "again_on": on},
        {"supervision": owner, "next": on},
        {"action": "Ring the bank", "deadline": f"{on} 12:00", "owner": owner},
        {"learning": "Ask earlier"},
    ]
    if before:
        target = draw(st.sampled_from(before))
        lines += [
            {"issue_escalated": target, **draw(st.sampled_from([{}, {"review": on}, {"answer": "Soon"}]))},
            {"issue_resolved": target},
            {
                "risk_reviewed": f"{target} {draw(st.sampled_from(['continue', 'change', 'close']))}",
                "review": on,
            },
            {"audit": "2026-10-01 to 2026-10-31", "re_audits": target},
            {"finding": f"{target} goals 1 5"},
            {"action_completed": target},
        ]
    return draw(st.sampled_from(lines))


@st.composite
def _about(draw: st.DrawFn, at: datetime, before: list[str]) -> dict[str, Any]:
    evidence = " ".join(draw(st.lists(st.sampled_from(before), min_size=1, max_size=3, unique=True)))
    rule = draw(st.sampled_from(["T1", "T5"]) | st.sampled_from(RULES))
    about = f"{rule} {evidence}"
    word = draw(st.sampled_from(["seen", "answered", "told", "stepped_down"]))
    if word == "stepped_down":
        about = f"{draw(st.sampled_from(['safety', 'step_up']))} {evidence}"
    return {word: about, "name": "Mona", "reply": draw(st.sampled_from(["", "Rang her back"]))}


@st.composite
def _correction(draw: st.DrawFn, at: datetime, before: list[str]) -> dict[str, Any]:
    """Of any of those before it, of the latest above all: corrections of corrections are where they go wrong."""
    target = draw(st.sampled_from([*before, before[-1], before[-1]]))
    word = draw(st.sampled_from(["amends", "voids", "confirms"]))
    said = draw(
        st.sampled_from([_contact, _escalation, _register, _about, _about, _plan, _restriction, _step])
    )
    return {word: target} | (draw(said(at, before)) if word == "amends" else {})


LEVELS = ("0", "1", "2", "3", "1 new_disclosure", "0 attempt", "not_reached")
PRIORITIES = ("emergency", "very_urgent", "urgent", "routine")
REFERRED = st.sampled_from([{}, {"referred": True}, {"referred": False}])
FIRST = ("around", "contact", "escalation", "plan", "register", "restriction", "threshold")
OF_A_TEAM = ("register", "about", "correction", "correction again")
SHAPES: dict[str, Any] = {
    "contact": _contact,
    "contact again": _contact,
    "plan": _plan,
    "restriction": _restriction,
    "threshold": _threshold,
    "escalation": _escalation,
    "step": _step,
    "step again": _step,
    "around": _around,
    "around again": _around,
    "register": _register,
    "about": _about,
    "correction": _correction,
    "correction again": _correction,
}

__all__ = ["OF_A_TEAM", "START", "histories", "id_of", "team_histories", "with_more_by_workers"]
