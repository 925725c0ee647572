"""What the fold makes of what stands around a person: status, overrides, notes, goals, safeguarding, actions, traces."""

from datetime import timedelta
from typing import Any

import pytest

from models.fold import AWAITING_A_MANAGER, MAY_BE_AN_ERROR, PersonState, fold
from models.rules import evaluate
from models.standard.rules import T2, T4
from models.waiting import waiting
from tests.cases.short_form import SCOPE, background, directory, entry, id_of, moment, written

AT = moment("2026-11-03 10:00")


def _fold(*lines: dict[str, Any]) -> PersonState:
    return fold(written(list(lines), background()), directory())


def _waits(person: PersonState) -> list[tuple[str, str]]:
    return [(each.entry.id, each.words) for each in waiting(person, ())]


def test_nothing_recorded_is_supported() -> None:
    standing = _fold().standing
    assert standing.latest is None
    assert (standing.died, standing.away, standing.discharged, standing.death_in_doubt) == (False,) * 4
    assert standing.left is None


@pytest.mark.parametrize("status", ["in_hospital", "in_custody"])
def test_away_since_when_they_went_not_since_it_was_recorded(status: str) -> None:
    person = _fold({"at": "2026-11-02 10:00", "since": "2026-11-01 22:00", "status": status})
    assert person.standing.away
    assert person.standing.away_at(moment("2026-11-01 22:00"))
    assert not person.standing.away_at(moment("2026-11-01 21:59"))


def test_a_status_is_held_to_the_clock_of_its_device() -> None:
    person = _fold(
        {
            "at": "2026-11-02 10:00",
            "since": "2026-11-02 10:00",
            "status": "in_hospital",
            "clock_wrong_by_minutes": 120,
        }
    )
    assert person.standing.away_at(moment("2026-11-02 08:00"))
    assert not person.standing.away_at(moment("2026-11-02 07:59"))


def test_from_hospital_to_custody_and_back_they_leave_once() -> None:
    person = _fold(
        {"at": "2026-11-01 10:00", "status": "in_hospital"},
        {"at": "2026-11-02 10:00", "status": "in_custody"},
        {"is": "back", "at": "2026-11-03 10:00", "status": "supported"},
        {"at": "2026-11-04 10:00", "status": "supported"},
    )
    left = person.standing.left
    assert left is not None
    assert (left.id, left.at, left.words) == (id_of("back"), AT, "In custody until")
    assert person.standing.away_at(moment("2026-11-02 12:00"))
    assert not person.standing.away_at(AT)


@pytest.mark.parametrize(("one", "other"), [("hers", "his"), ("his", "hers")])
def test_of_two_returns_recorded_apart_and_then_joined_the_later_is_when_they_left(
    one: str, other: str
) -> None:
    person = _fold(
        {"is": "in", "at": "2026-11-01 10:00", "status": "in_hospital"},
        {"is": one, "at": "2026-11-02 10:00", "status": "supported", "follows": ["in"]},
        {"is": other, "at": "2026-11-03 10:00", "by": "cover", "status": "supported", "follows": ["in"]},
        {"at": "2026-11-04 10:00", "by": "manager", "status": "supported", "follows": [one, other]},
        {"at": "2026-11-05 10:00", "status": "supported"},
    )
    left = person.standing.left
    assert left is not None
    assert (left.id, left.at) == (id_of(other), AT)


def test_in_conflict_nobody_is_away_and_a_death_is_in_doubt() -> None:
    apart = {"at": "2026-11-02 10:00", "status": "supported", "follows": []}
    person = _fold({"at": "2026-11-02 10:00", "status": "in_hospital", "follows": []}, apart)
    assert not person.standing.away
    assert not person.standing.away_at(AT)
    person = _fold({"at": "2026-11-02 10:00", "status": "died", "follows": []}, apart)
    assert person.standing.death_in_doubt
    assert not person.standing.died
    assert [slot.record for slot in person.conflicts] == ["status"]


def test_a_workers_discharge_waits_though_nothing_was_recorded_before() -> None:
    person = _fold({"is": "out", "at": "2026-11-02 10:00", "status": "discharged"})
    assert not person.standing.discharged
    assert _waits(person) == [(id_of("out"), AWAITING_A_MANAGER)]


def test_a_discharge_that_was_taken_up_by_a_manager_waits_no_more() -> None:
    person = _fold(
        {"is": "out", "at": "2026-11-02 10:00", "status": "discharged"},
        {"at": "2026-11-02 11:00", "by": "manager", "status": "supported"},
    )
    assert _waits(person) == []


def test_a_discharge_said_again_by_a_worker_waits_for_nobody() -> None:
    person = _fold(
        {"at": "2026-11-02 10:00", "by": "manager", "status": "discharged"},
        {"is": "again", "at": "2026-11-02 11:00", "status": "discharged"},
    )
    assert _waits(person) == []
    assert [head.id for head in person.status.heads] == [id_of("again")]


def test_a_death_amended_to_a_discharge_by_a_worker_may_be_an_error() -> None:
    person = _fold(
        {"is": "died", "at": "2026-11-02 10:00", "status": "died"},
        {"is": "amended", "at": "2026-11-02 11:00", "amends": "died", "status": "discharged"},
    )
    assert person.standing.died
    assert _waits(person) == [(id_of("amended"), MAY_BE_AN_ERROR)]


def test_a_confirmation_that_was_voided_confirms_nothing() -> None:
    died = {"is": "died", "at": "2026-11-02 10:00", "status": "died"}
    confirmed = {"is": "yes", "at": "2026-11-02 11:00", "by": "senior", "confirms": "died"}
    voided = {"at": "2026-11-02 12:00", "by": "senior", "voids": "yes"}

    def rules(*lines: dict[str, Any]) -> set[str]:
        return {each.rule for each in evaluate(_fold(*lines), directory(), AT).prompts}

    assert "ST1" not in rules(died, confirmed)
    assert "ST1" in rules(died, confirmed, voided)


def _t2(person: PersonState, at: str) -> T2:
    return person.overrides.terms("T2", directory().standard_at(AT).rules.t2, moment(at))


def _t4(person: PersonState, at: str) -> T4:
    return person.overrides.terms("T4", directory().standard_at(AT).rules.t4, moment(at))


def test_what_asks_for_less_ends_at_its_expiry_and_what_asks_for_more_does_not() -> None:
    looser = {
        "at": "2026-11-02 10:00",
        "by": "manager",
        "override": "T2 count 5",
        "until": "2026-11-09 10:00",
    }
    person = _fold(looser, looser | {"override": "T2 level 1"})
    assert [_t2(person, at).count for at in ("2026-11-02 09:59", "2026-11-02 10:00", "2026-11-09 09:59")] == [
        3,
        5,
        5,
    ]
    assert _t2(person, "2026-11-09 10:00").count == 3
    assert [_t2(person, at).level for at in ("2026-11-02 09:59", "2026-11-02 10:00", "2027-11-09 10:00")] == [
        2,
        1,
        1,
    ]
    assert _t2(person, "2026-11-03 10:00").asks == directory().standard_at(AT).rules.t2.asks


def test_a_number_out_of_bounds_or_unknown_here_changes_nothing() -> None:
    line = {"at": "2026-11-02 10:00", "by": "manager", "until": "2026-12-09 10:00"}
    person = _fold(
        line | {"override": "T4 multiple 0.5"},
        line | {"override": "T2 moons 1"},
        line | {"override": "A1 t1_hours 9"},
    )
    terms = directory().standard_at(AT).rules
    assert (_t4(person, "2026-11-03 10:00"), _t2(person, "2026-11-03 10:00")) == (terms.t4, terms.t2)
    assert person.overrides.terms("A1", terms.a1, AT) == terms.a1


def test_going_back_to_the_standard_from_less_is_no_lowering_and_from_more_it_is() -> None:
    less = {"at": "2026-11-02 10:00", "by": "manager", "override": "T2 count 5", "until": "2026-12-09 10:00"}
    back = {"at": "2026-11-02 11:00", "override": "T2 count"}
    assert _t2(_fold(less, back), "2026-11-03 10:00").count == 3
    more = less | {"override": "T2 count 2"}
    person = _fold(more, back | {"is": "back"})
    assert _t2(person, "2026-11-03 10:00").count == 2
    assert _waits(person) == [(id_of("back"), AWAITING_A_MANAGER)]


def test_a_worker_may_not_put_off_the_end_of_what_asks_for_less() -> None:
    less = {"at": "2026-11-02 10:00", "by": "manager", "override": "T2 count 5", "until": "2026-11-04 10:00"}
    person = _fold(less, less | {"by": "worker", "at": "2026-11-03 10:00", "until": "2026-12-04 10:00"})
    assert _t2(person, "2026-11-04 10:00").count == 3


def test_usual_levels_are_those_set_for_now_over_the_signature() -> None:
    person = _fold(
        {"at": "2026-11-01 10:00", "by": "manager", "usual": "sleep 1, mood 1"},
        {
            "at": "2026-11-02 10:00",
            "by": "manager",
            "override": "baseline sleep 2",
            "until": "2026-11-09 10:00",
        },
        {"at": "2026-11-02 10:00", "override": "baseline mood 0", "until": "2026-11-09 10:00"},
    )
    before, then, after = (
        person.signature_at(moment(at)) for at in ("2026-11-02 09:59", "2026-11-02 10:00", "2026-11-09 10:00")
    )
    assert [(each.baseline("sleep"), each.baseline("mood")) for each in (before, then, after)] == [
        (1, 1),
        (2, 0),
        (1, 0),
    ]


def test_a_note_and_a_goal_are_replaced_within_their_record() -> None:
    person = _fold(
        {"is": "dog", "at": "2026-11-01 10:00", "visit_note": "A dog in the yard", "review": "2026-12-01"},
        {"is": "key", "at": "2026-11-01 11:00", "visit_note": "The key is next door", "review": "2026-12-01"},
        {"at": "2026-11-02 10:00", "visit_note": "The dog is gone", "holds": False, "of": "dog"},
        {"is": "walk", "at": "2026-11-01 10:00", "goal": "Walk to the shop"},
        {"at": "2026-11-02 10:00", "goal": "Walk to the shop", "reached": True, "of": "walk"},
    )
    assert [[head.body.fact for head in slot.heads] for slot in person.visit_notes] == [
        ["The dog is gone"],
        ["The key is next door"],
    ]
    assert [[head.body.reached for head in slot.heads] for slot in person.goals] == [[True]]


def test_an_action_belongs_to_whoever_has_it_now_and_open_beats_done() -> None:
    act = {"is": "act", "at": "2026-11-01 10:00", "action": "Ring the bank", "deadline": "2026-11-05 12:00"}
    done = {"at": "2026-11-02 10:00", "action_completed": "act", "follows": ["act"]}
    more = {"at": "2026-11-02 11:00", "action_updated": "act", "owner": "cover", "follows": ["act"]}
    (action,) = _fold(act, done, more).actions
    assert not action.done
    assert action.owner == id_of("cover")
    (action,) = _fold(act, more, done | {"follows": ["line 2"]}).actions
    assert action.done


def test_the_last_word_on_an_action_is_what_follows_whatever_the_clocks_said() -> None:
    given = {
        "is": "act",
        "at": "2026-11-02 10:00",
        "by": "manager",
        "action": "worker",
        "deadline": "2026-11-03 12:00",
    }
    first = {"is": "on", "at": "2026-11-02 11:00", "by": "manager", "action_updated": "act"}
    later = {"at": "2026-11-02 10:30", "by": "senior", "action_updated": "act", "follows": ["on"]}
    (action,) = _fold(
        given,
        {**first, "deadline": "2026-11-04 12:00", "owner": "cover", "follows": ["act"]},
        {**later, "deadline": "2026-11-05 12:00", "owner": "worker"},
    ).actions
    assert action.deadline.at == moment("2026-11-05 12:00")
    assert action.owner == id_of("worker")


def test_an_answer_stops_the_clock_it_answers_and_not_one_set_after_it() -> None:
    act = {
        "is": "act",
        "at": "2026-11-01 10:00",
        "action": "Ask for a visit",
        "deadline": "2026-11-30 12:00",
        "answer_due": "2026-11-03 12:00",
    }
    answered = {"at": "2026-11-02 10:00", "action_updated": "act", "answer": "On Friday"}
    asked_again = {
        "is": "again",
        "at": "2026-11-02 11:00",
        "by": "manager",
        "action_updated": "act",
        "answer_due": "2026-11-06 12:00",
    }
    assert _fold(act).actions[0].answer_due is not None
    assert _fold(act, answered).actions[0].answer_due is None
    due = _fold(act, answered, asked_again).actions[0].answer_due
    assert due is not None
    assert (due.at, due.entry) == (moment("2026-11-06 12:00"), id_of("again"))


def test_a_workers_correction_makes_no_safeguarding_action_an_ordinary_one_nor_later_nor_less() -> None:
    act = {
        "is": "act",
        "at": "2026-11-01 10:00",
        "action": "Ring the bank",
        "concern": "x",
        "deadline": "2026-11-05 12:00",
    }
    for change in ({"concern": None}, {"deadline": "2026-11-06 12:00"}, {"action": "Ring"}):
        less = {"at": "2026-11-02 10:00", "amends": "act"} | {
            key: value for key, value in (act | change).items() if key not in ("is", "at") and value
        }
        person = _fold(act, less)
        assert [words for _, words in _waits(person)] == [MAY_BE_AN_ERROR]
        assert person.actions[0].body.safeguarding == id_of("x")
        assert person.actions[0].deadline.at == moment("2026-11-05 12:00")
        assert person.actions[0].body.what == "Ring the bank"


def test_a_concern_is_never_lowered_by_a_worker() -> None:
    person = _fold(
        {"is": "concern", "at": "2026-11-02 10:00", "safeguarding": "financial", "referred": True},
        {"is": "not", "at": "2026-11-02 11:00", "decides": "concern", "referred": False},
        {"is": "less", "at": "2026-11-02 12:00", "amends": "concern", "safeguarding": "financial"},
        {"is": "void", "at": "2026-11-02 13:00", "voids": "concern"},
    )
    (concern,) = person.concerns
    assert concern.latest.body.referred
    assert {id for id, _ in _waits(person)} == {id_of("not"), id_of("less"), id_of("void")}


def test_who_opened_the_record_is_no_part_of_it() -> None:
    opened = entry("opened", "access.viewed", {}, "2026-11-02 10:00", "manager")
    before = background()
    assert fold([*before, opened], directory(), SCOPE) == fold(before, directory(), SCOPE)


def test_on_whose_tablet_a_prompt_is_is_no_part_of_it() -> None:
    body = {
        "prompt": "T4:x:y",
        "device": id_of("tablet"),
        "staff": id_of("worker"),
        "delivered_at": AT.isoformat(),
    }
    delivered = entry("delivered", "prompt.delivered", body, "2026-11-03 10:00", "manager")
    before = background()
    assert fold([*before, delivered], directory(), SCOPE) == fold(before, directory(), SCOPE)


def test_a_death_is_recorded_and_outreach_stops_at_once_even_offline() -> None:
    seen = {"at": "2026-10-06 10:00", "contact": "sleep 0"}
    died = {"at": "2026-11-10 10:00", "status": "died"}
    now = moment("2026-11-10 10:00") + timedelta(days=30)
    rules = {each.rule for each in evaluate(_fold(seen, died), directory(), now).prompts}
    assert rules == {"ST1"}
