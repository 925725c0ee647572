"""What the fold makes of follows, corrections, proposals, gaps and the unknown."""

from datetime import date
from typing import Any

import pytest

from models.directory import Directory
from models.fold import PersonState, fold
from models.fold.marks import incomplete, unauthorised
from models.fold.state import Point
from tests.cases.short_form import background, directory, entry, id_of, moment, organisation, written

PLAN = {"plan": "temporary", "expires": "2026-11-05 10:00", "contacts": ["02 at 2026-11-03 09:00"]}


def _fold(*lines: dict[str, Any]) -> PersonState:
    return fold(written(list(lines), background()), directory())


def _heads(person: PersonState, record: str) -> list[str]:
    return [head.id for head in person.plan_slots[record].heads]


def test_the_person_as_registered() -> None:
    person = _fold()
    assert (person.name, person.born_on, person.team) == (
        "Fictional Person",
        date(1980, 2, 29),
        id_of("team"),
    )


def test_nobody_said_who_they_are() -> None:
    person = fold(written([{"at": "2026-11-02 10:00", "contact": "sleep 1"}], []), directory())
    assert (person.name, person.born_on, person.team) == ("", None, None)


def test_somebody_on_no_list_goes_by_what_a_referral_said_of_them() -> None:
    person = fold(written([{"at": "2026-11-02 10:00", "referral": "Sam Fictional"}], []), directory())
    assert (person.name, person.born_on, person.team) == (
        "Sam Fictional",
        date(1980, 2, 29),
        id_of("team"),
    )
    assert person.to_be_matched


def test_of_nothing_nobody_s_state_is_made() -> None:
    person = fold((), directory())
    assert (person.scope, person.entries) == ("", {})


def test_a_plan_that_is_amended_into_the_temporary_one_takes_its_place() -> None:
    person = _fold(
        {"is": "first", "at": "2026-11-02 10:00", "plan": "standing"},
        {"at": "2026-11-02 11:00", "by": "manager", "amends": "first", **PLAN},
    )
    assert (_heads(person, "plan_temporary"), person.standing_plan) == ([id_of("first")], None)


def test_each_plan_of_another_type_is_one_of_its_own() -> None:
    person = _fold(
        {"is": "to swim", "at": "2026-11-02 10:00", "plan": "positive_risk"},
        {"is": "to cook", "at": "2026-11-02 11:00", "plan": "positive_risk"},
        {"at": "2026-11-03 10:00", "by": "manager", "plan_reviewed": "end", "type": "", "of": "to cook"},
    )
    assert [plan.record for plan in person.plans] == [id_of("to swim")]


def test_a_later_clock_decides_nothing() -> None:
    person = _fold(
        {"is": "second", "at": "2026-11-02 09:00", **PLAN, "follows": ["first"]},
        {"is": "first", "at": "2026-11-02 10:00", **PLAN, "follows": []},
    )
    assert _heads(person, "plan_temporary") == [id_of("second")]


def test_following_passes_through_an_amendment() -> None:
    person = _fold(
        {"is": "first", "at": "2026-11-02 10:00", "plan": "standing"},
        {"is": "amended", "at": "2026-11-02 11:00", "by": "manager", "amends": "first", "plan": "standing"},
        {"is": "second", "at": "2026-11-02 12:00", "plan": "standing", "follows": ["amended"]},
    )
    assert _heads(person, "plan_standing") == [id_of("second")]


def test_a_voided_head_gives_back_what_it_followed() -> None:
    person = _fold(
        {"is": "first", "at": "2026-11-02 10:00", "plan": "standing"},
        {"is": "second", "at": "2026-11-02 11:00", "plan": "standing"},
        {"at": "2026-11-02 12:00", "by": "manager", "voids": "second", "follows": ["second"]},
    )
    assert _heads(person, "plan_standing") == [id_of("first")]
    assert [note.words for note in person.annotations[id_of("second")]] == ["voided"]


def test_two_plans_made_apart_are_both_shown_and_the_more_protective_governs() -> None:
    person = _fold(
        {"is": "hers", "at": "2026-11-02 10:00", **PLAN, "follows": []},
        {
            "is": "his",
            "at": "2026-11-02 10:00",
            "by": "cover",
            **PLAN,
            "expires": "2026-11-04 10:00",
            "follows": [],
        },
    )
    plan = person.temporary_plan
    assert plan is not None
    assert plan.conflicting
    assert {head.id for head in plan.heads} == {id_of("hers"), id_of("his")}
    assert plan.expires_at == moment("2026-11-04 10:00")
    assert len(plan.named) == 2
    assert [slot.record for slot in person.conflicts] == ["plan_temporary"]


def test_a_conflict_between_ending_and_going_on_leaves_it_open() -> None:
    person = _fold(
        {"is": "first", "at": "2026-11-02 10:00", **PLAN},
        {"at": "2026-11-03 10:00", "by": "manager", "plan_reviewed": "end", "follows": ["first"]},
        {"is": "on", "at": "2026-11-03 10:00", **PLAN, "plan_reviewed": "continue", "follows": ["first"]},
    )
    plan = person.temporary_plan
    assert plan is not None
    assert [head.id for head in plan.heads] == [id_of("on")]
    assert plan.conflicting


def test_a_plan_past_its_end_is_expired_and_still_there() -> None:
    plan = _fold({"at": "2026-11-02 10:00", **PLAN}).temporary_plan
    assert plan is not None
    assert not plan.expired(moment("2026-11-05 09:59"))
    assert plan.expired(moment("2026-11-05 10:00"))


def test_where_no_standard_has_arrived_yet_a_temporary_plan_runs_as_long_as_it_says() -> None:
    line = {"at": "2026-11-02 10:00", **PLAN, "expires": "2026-11-30 10:00"}
    plan = fold(written([line], background()), Directory.fold([])).temporary_plan
    assert plan is not None
    assert plan.expires_at == moment("2026-11-30 10:00")


def test_a_workers_ending_waits_though_a_correction_lies_between_and_their_clock_was_slow() -> None:
    person = _fold(
        {"is": "plan", "at": "2026-11-02 10:00", "by": "manager", **PLAN},
        {"is": "slip", "at": "2026-11-02 09:00", "voids": "plan", "follows": ["plan"]},
        {"at": "2026-11-02 09:00", "plan_reviewed": "end", "follows": ["slip"]},
    )
    plan = person.temporary_plan
    assert plan is not None
    assert [head.id for head in plan.heads] == [id_of("plan")]


def test_a_workers_ending_waits_and_a_managers_confirmation_makes_it_so() -> None:
    lines: list[dict[str, Any]] = [
        {"is": "first", "at": "2026-11-02 10:00", **PLAN},
        {"is": "end", "at": "2026-11-03 10:00", "plan_reviewed": "end"},
    ]
    waiting = _fold(*lines)
    assert waiting.temporary_plan is not None
    assert [(each.entry.id, each.target, each.words) for each in waiting.proposals] == [
        (id_of("end"), id_of("first"), "awaiting a manager")
    ]
    assert [note.words for note in waiting.annotations[id_of("first")]] == ["awaiting a manager"]
    confirmed = _fold(*lines, {"at": "2026-11-03 11:00", "by": "manager", "confirms": "end"})
    assert confirmed.temporary_plan is None
    assert confirmed.proposals == ()


def test_nobody_confirms_their_own_and_no_worker_confirms() -> None:
    lines: list[dict[str, Any]] = [
        {"is": "first", "at": "2026-11-02 10:00", **PLAN},
        {"is": "end", "at": "2026-11-03 10:00", "plan_reviewed": "end"},
        {"at": "2026-11-03 11:00", "by": "cover", "confirms": "end"},
    ]
    assert _fold(*lines).temporary_plan is not None


def test_nobody_confirms_their_own_though_they_have_become_a_manager_since() -> None:
    role = {"role": "manager", "teams": [id_of("team")]}
    made = entry("promoted", "staff.role_set", role, "2026-11-03 12:00", "administrator", scope="org")
    promoted = made.model_copy(update={"record": id_of("worker"), "follows": (id_of("worker joined"),)})
    here = Directory.fold([*organisation(), promoted])
    lines: list[dict[str, Any]] = [
        {"is": "first", "at": "2026-11-02 10:00", **PLAN},
        {"is": "end", "at": "2026-11-03 10:00", "plan_reviewed": "end"},
    ]
    for by, ended in (("worker", False), ("manager", True)):
        confirmed = [*lines, {"at": "2026-11-04 10:00", "by": by, "confirms": "end"}]
        person = fold(written(confirmed, background()), here)
        assert (person.temporary_plan is None) is ended


def test_what_was_confirmed_is_told_and_when_but_not_by_whom_it_may_not_be() -> None:
    elsewhere = entry("early", "entry.confirmed", {"target": id_of("not here yet")}, "2026-11-03 10:00")
    lines: list[dict[str, Any]] = [
        {"is": "first", "at": "2026-11-02 10:00", **PLAN},
        {"is": "end", "at": "2026-11-03 10:00", "plan_reviewed": "end"},
        {"is": "other", "at": "2026-11-03 10:30", "by": "cover", "plan_reviewed": "end"},
        {"at": "2026-11-03 11:00", "by": "manager", "confirms": "end"},
        {"at": "2026-11-03 12:00", "by": "senior", "confirms": "end"},
        {"at": "2026-11-03 11:00", "confirms": "other"},
    ]
    person = fold(written(lines, [*background(), elsewhere]), directory())
    assert person.confirmed == {id_of("end"): moment("2026-11-03 11:00")}
    notes = person.annotations[id_of("end")]
    assert [(note.words, note.reason) for note in notes] == [("confirmed", ""), ("confirmed", "")]


TWO_CONTACTS = {"contacts": ["02 at 2026-11-03 09:00", "02 at 2026-11-04 09:00"]}
WHOLE = {
    "is": "first",
    "at": "2026-11-02 10:00",
    **PLAN,
    **TWO_CONTACTS,
    "emergency": "Ring 999 or the duty number",
}
NEXT = {key: value for key, value in WHOLE.items() if key != "plan"} | {
    "is": "next",
    "at": "2026-11-02 11:00",
    "plan_reviewed": "modify",
}


@pytest.mark.parametrize(
    "change",
    [
        {"expires": "2026-11-05 09:59"},
        {"contacts": ["02 at 2026-11-03 09:00"]},
        {"emergency": "Ring 999"},
        {"plan_reviewed": "end"},
    ],
)
def test_what_lowers_a_plan(change: dict[str, Any]) -> None:
    assert [each.entry.id for each in _fold(WHOLE, NEXT | change).proposals] == [id_of("next")]


@pytest.mark.parametrize(
    "change",
    [{}, {"emergency": "Ring 999, or the duty number, day or night"}, {"expires": "2026-11-05 10:01"}],
)
def test_what_does_not(change: dict[str, Any]) -> None:
    assert _fold(WHOLE, NEXT | change).proposals == ()


@pytest.mark.parametrize(
    ("first", "then", "lowers"),
    [
        ({"agreed_days": 7}, {"agreed_days": 8}, True),
        ({"agreed_days": 7}, {"agreed_days": 7}, False),
        ({"agreed_days": 7, "face_to_face_days": 14}, {"agreed_days": 7}, True),
        ({"agreed_days": 7, "face_to_face_days": 14}, {"agreed_days": 7, "face_to_face_days": 15}, True),
        ({"agreed_days": 7}, {"agreed_days": 7, "face_to_face_days": 14}, False),
        ({"usual": "sleep 1"}, {"usual": "sleep 2"}, True),
        ({"usual": "sleep 1"}, {"usual": "sleep 1, mood 1"}, True),
        ({"usual": "sleep 1"}, {"usual": "sleep 0"}, False),
        ({"usual": "", "signature": ["sleep"]}, {"usual": "", "signature": []}, True),
        ({"usual": "", "signature": ["sleep"]}, {"usual": "", "signature": ["sleep", "mood"]}, False),
    ],
)
def test_what_lowers_a_threshold(first: dict[str, Any], then: dict[str, Any], lowers: bool) -> None:
    person = _fold({"at": "2026-11-02 10:00", **first}, {"at": "2026-11-03 10:00", **then})
    assert bool(person.proposals) is lowers


@pytest.mark.parametrize(
    ("then", "waits"),
    [
        ({"contact": "suicidal 1, sleep 1"}, True),
        ({"contact": "sleep 1"}, True),
        ({"contact": "suicidal 2"}, True),
        ({"contact": "suicidal 2, sleep 1", "ended": "2026-11-02 10:01"}, True),
        ({"contact": "suicidal 2, sleep 1", "ended": "2026-11-02 09:59"}, True),
        ({"contact": "suicidal 2, sleep 1", "what_changed": "He said he was"}, True),
        ({"contact": "suicidal 2, sleep 1", "actions": []}, True),
        ({"contact": "suicidal 3, sleep 1"}, False),
        ({"contact": "suicidal 2 plan, sleep 1, mood 2"}, False),
        ({"contact": "suicidal 2, sleep 1", "what_changed": "He said he was worse, and why"}, False),
    ],
)
def test_what_lowers_a_contact_behind_t1(then: dict[str, Any], waits: bool) -> None:
    told: dict[str, Any] = {"what_changed": "He said he was worse", "actions": ["safety_plan_made"]}
    person = _fold(
        {"is": "first", "at": "2026-11-02 10:00", "contact": "suicidal 2, sleep 1", **told},
        {"at": "2026-11-02 11:00", "amends": "first", **told, **then},
    )
    assert [each.words for each in person.proposals] == (["may be an error"] if waits else [])


def test_a_contact_without_concern_is_amended_and_voided_by_its_worker() -> None:
    person = _fold(
        {"is": "first", "at": "2026-11-02 10:00", "contact": "sleep 2"},
        {"at": "2026-11-02 11:00", "amends": "first", "contact": "sleep 1"},
        {"is": "second", "at": "2026-11-02 12:00", "contact": "sleep 2"},
        {"at": "2026-11-02 13:00", "voids": "second"},
    )
    assert [visit.level("sleep") for visit in person.visits] == [1]
    assert person.proposals == ()
    assert id_of("second") in person.entries


def test_a_void_of_a_void_stands_again() -> None:
    person = _fold(
        {"is": "first", "at": "2026-11-02 10:00", "contact": "sleep 2"},
        {"is": "void", "at": "2026-11-02 11:00", "voids": "first"},
        {"at": "2026-11-02 12:00", "voids": "void"},
    )
    assert [visit.id for visit in person.visits] == [id_of("first")]


@pytest.mark.parametrize(
    ("by", "back", "waits"),
    [("worker", "worker", False), ("manager", "worker", True), ("manager", "senior", False)],
)
def test_what_a_manager_recorded_and_was_voided_comes_back_only_by_one(
    by: str, back: str, waits: bool
) -> None:
    person = _fold(
        {"is": "goal", "at": "2026-11-02 10:00", "by": by, "goal": "A walk a day", "reached": True},
        {"is": "void", "at": "2026-11-02 11:00", "voids": "goal"},
        {"is": "again", "at": "2026-11-02 12:00", "by": back, "voids": "void"},
    )
    assert [each.entry.id for each in person.proposals] == ([id_of("again")] if waits else [])
    assert [goal.record for goal in person.goals] == ([] if waits else [id_of("goal")])


def test_linked_records_are_one_visit_and_the_higher_level_wins() -> None:
    person = _fold(
        {"is": "hers", "at": "2026-11-02 10:00", "contact": "sleep 1, mood not_reached"},
        {
            "is": "his",
            "at": "2026-11-02 10:05",
            "by": "cover",
            "contact": "sleep 2, mood 0",
            "same_visit_as": "hers",
        },
    )
    (visit,) = person.visits
    assert visit.id == id_of("hers")
    assert (visit.level("sleep"), visit.level("mood")) == (2, 0)
    assert visit.authors == {id_of("worker"), id_of("cover")}


def test_a_visit_of_two_records_ends_when_the_last_did_whichever_was_made_first() -> None:
    person = _fold(
        {
            "is": "hers",
            "at": "2026-11-02 11:00",
            "recorded": "2026-11-02 13:00",
            "contact": "sleep 1",
            "clock_wrong_by_minutes": 0,
            "clock_holds": False,
        },
        {
            "is": "his",
            "at": "2026-11-02 10:50",
            "by": "cover",
            "contact": "mood 2",
            "same_visit_as": "hers",
        },
    )
    (visit,) = person.visits
    assert (visit.id, visit.first) == (id_of("hers"), id_of("his"))
    assert (visit.ended_at, visit.certain) == (moment("2026-11-02 11:00"), False)
    assert {reading.code for reading in visit.noted} == {"sleep", "mood"}


def test_of_two_readings_the_higher_counts_with_what_either_flags() -> None:
    person = _fold(
        {"is": "hers", "at": "2026-11-02 10:00", "contact": "suicidal 1 plan"},
        {"at": "2026-11-02 10:05", "by": "cover", "contact": "suicidal 2 means", "same_visit_as": "hers"},
    )
    (reading,) = person.visits[0].noted
    assert (reading.level, reading.plan, reading.means, reading.attempt) == (2, True, True, False)


def test_records_linked_to_each_other_both_ways_are_one_visit_and_so_is_what_was_linked_to_them() -> None:
    first, second = sorted(("hers", "his"), key=id_of)
    lines = [
        {"is": "third", "at": "2026-11-02 10:10", "contact": "mood 1", "same_visit_as": second},
        {"is": first, "at": "2026-11-02 10:00", "contact": "sleep 1", "same_visit_as": second},
        {"is": second, "at": "2026-11-02 10:05", "by": "cover", "contact": "sleep 2", "same_visit_as": first},
    ]
    (visit,) = _fold(*lines).visits
    assert visit.id == id_of(first)
    assert set(visit.entries) == {id_of("third"), id_of(first), id_of(second)}


def test_linked_to_one_that_is_voided_or_not_here_yet_a_record_is_a_visit_of_its_own() -> None:
    hers = {"is": "hers", "at": "2026-11-02 10:00", "contact": "sleep 1"}
    his = {
        "is": "his",
        "at": "2026-11-02 10:05",
        "by": "cover",
        "contact": "sleep 2",
        "same_visit_as": "hers",
    }
    for lines in ([his], [hers, his, {"at": "2026-11-02 11:00", "voids": "hers"}]):
        (visit,) = _fold(*lines).visits
        assert (visit.id, visit.certain) == (id_of("his"), True)


def test_of_two_readings_at_the_same_level_the_words_that_were_said_first_are_shown() -> None:
    lines = written(
        [
            {"is": "hers", "at": "2026-11-02 10:00", "contact": "sleep 2"},
            {"at": "2026-11-02 10:05", "by": "cover", "contact": "sleep 2", "same_visit_as": "hers"},
        ],
        background(),
    )
    for line, words in zip(lines[-2:], ("Up all night", "Tired"), strict=True):
        line.body["indicators"][0]["words"] = words
    (visit,) = fold(lines, directory()).visits
    assert visit.readings["sleep"].words == "Up all night"


def test_every_fixed_record_is_called_what_its_kind_calls_it() -> None:
    person = _fold(
        {"at": "2026-11-02 10:00", "contact": "sleep 1"},
        {"at": "2026-11-02 10:00", "agreed_days": 14},
        {"at": "2026-11-02 10:00", "usual": "sleep 1"},
    )
    assert {"details", "cohort", "signature", "contact_agreed", "status"} <= {
        slot.record for slot in person.slots
    }
    assert [fact.id for fact in person.contacts] == [person.visits[0].id]


def test_every_other_record_is_called_what_its_entries_call_it() -> None:
    dated = {"review": "2026-11-20", "limit": "2026-11-30"}
    person = _fold(
        {"is": "note", "at": "2026-11-02 10:00", "visit_note": "A dog in the yard", "review": "2026-12-01"},
        {"is": "goal", "at": "2026-11-02 10:00", "goal": "Walk to the shop"},
        {"is": "r", "at": "2026-11-02 10:00", "by": "manager", "restricts": "Door alarm on", **dated},
        {"at": "2026-11-02 10:00", "override": "T2 count 2", "until": "2026-12-01 10:00"},
    )
    held = (*person.visit_notes, *person.goals, *(each.slot for each in person.restrictions))
    assert [slot.record for slot in held] == [id_of("note"), id_of("goal"), id_of("r")]
    for slot in person.overrides.slots.values():
        assert {fact.entry.record for fact in slot.facts} == {slot.record}


def test_indicators_over_time_leave_gaps_and_say_why() -> None:
    person = _fold(
        {"is": "level", "at": "2026-11-02 10:00", "contact": "sleep 2"},
        {"is": "reason", "at": "2026-11-03 10:00", "contact": "sleep not_safe_to_ask"},
        {"is": "neither", "at": "2026-11-04 10:00", "contact": "mood 0"},
        {"at": "2026-11-05 10:00", "contact": "", "attendance": "3"},
        {"is": "zero", "at": "2026-11-06 10:00", "contact": "sleep 0"},
    )
    assert person.over_time("sleep") == (
        Point(moment("2026-11-02 10:00"), 2, "", id_of("level")),
        Point(moment("2026-11-03 10:00"), None, "Not safe to ask", id_of("reason")),
        Point(moment("2026-11-04 10:00"), None, "Not recorded", id_of("neither")),
        Point(moment("2026-11-06 10:00"), 0, "", id_of("zero")),
    )


def test_a_parent_not_here_yet_is_incomplete_and_no_conflict() -> None:
    person = _fold(
        {"is": "first", "at": "2026-11-02 10:00", "plan": "standing", "follows": []},
        {"is": "second", "at": "2026-11-02 11:00", "plan": "standing", "follows": ["elsewhere"]},
    )
    assert incomplete(person) == {id_of("second"): (id_of("elsewhere"),)}
    assert _heads(person, "plan_standing") == [id_of("first"), id_of("second")]
    assert person.conflicts == ()


def test_a_newer_kind_is_kept_and_never_folded() -> None:
    person = _fold({"is": "newer", "at": "2026-11-02 10:00", "newer_kind": "weather.noted"})
    assert [entry.id for entry in person.unknown] == [id_of("newer")]
    assert id_of("newer") in person.entries


def test_an_unauthorised_entry_is_accepted_and_flagged() -> None:
    person = _fold({"is": "in", "at": "2026-11-02 10:00", "cohort": True})
    assert person.set_in_cohort(moment("2026-11-02 10:00"))
    assert unauthorised(person, directory()) == (id_of("in"),)


def test_who_works_with_them_on_a_day() -> None:
    person = _fold(
        {"at": "2026-11-02 10:00", "by": "manager", "cover_from": "2026-11-10", "until": "2026-11-12"},
        {"at": "2026-11-20 10:00", "by": "manager", "caseload_ended": "main worker"},
    )

    def parts(on: date) -> list[str]:
        return [each.part for each in person.working_with(on)]

    assert parts(date(2026, 11, 9)) == ["main"]
    assert parts(date(2026, 11, 12)) == ["main", "cover"]
    assert parts(date(2026, 11, 19)) == ["main"]
    assert parts(date(2026, 11, 20)) == []


def test_an_assignment_ended_twice_ends_with_the_earlier_and_is_known_by_its_entry() -> None:
    person = _fold(
        {"at": "2026-11-20 10:00", "by": "manager", "caseload_ended": "main worker"},
        {"at": "2026-11-25 10:00", "by": "senior", "caseload_ended": "main worker"},
    )
    (main,) = person.working_with(date(2026, 11, 19))
    assert main.id == id_of("main worker")
    assert person.working_with(date(2026, 11, 20)) == ()


def test_main_workers_come_first_though_somebody_has_covered_for_longer() -> None:
    person = _fold({"at": "2026-11-02 10:00", "by": "manager", "cover_from": "2025-12-01"})
    assert [each.part for each in person.working_with(date(2026, 11, 2))] == ["main", "cover"]


def test_nobody_is_asked_about_a_number_that_only_a_newer_app_knows() -> None:
    person = _fold({"at": "2026-11-02 10:00", "override": "T2 newest 1", "until": "2026-12-01 10:00"})
    assert person.proposals == ()


def test_what_changed_since_my_last_visit() -> None:
    person = _fold(
        {"is": "mine", "at": "2026-11-02 10:00", "contact": "sleep 2"},
        {
            "is": "late",
            "at": "2026-11-01 10:00",
            "recorded": "2026-11-03 10:00",
            "by": "cover",
            "contact": "sleep 1",
        },
        {"is": "known", "at": "2026-11-01 12:00", "by": "cover", "contact": "sleep 1"},
        {"is": "own", "at": "2026-11-04 10:00", "plan": "standing"},
    )
    mine = person.last_visit_of(id_of("worker"))
    assert mine is not None
    changed = person.changed_since(mine.ended_at, but_by=id_of("worker"))
    assert [entry.id for entry in changed] == [id_of("late")]
    assert mine.id == id_of("mine")
    assert [entry.id for entry in person.changed_since(mine.ended_at)] == [id_of("late"), id_of("own")]
    assert person.last_visit_of(id_of("manager")) is None


def test_what_a_new_entry_follows() -> None:
    person = _fold(
        {"is": "first", "at": "2026-11-02 10:00", **PLAN},
        {"is": "end", "at": "2026-11-03 10:00", "plan_reviewed": "end"},
    )
    assert person.latest("plan_temporary") == (id_of("end"),)
    assert person.latest("plan_standing") == ()


def test_entries_of_another_person_are_left_out() -> None:
    other = [each.model_copy(update={"scope": f"person:{id_of('other')}"}) for each in background()]
    person = fold([*background(), *other], directory(), scope=background()[0].scope)
    assert len(person.entries) == len(background())
