"""Handovers, own copies and candour in the fold: what stands, what is accepted, and what a worker cannot take away."""

from models.fold import PersonState, fold
from models.rules import evaluate
from tests.cases.short_form import background, directory, entry, id_of, moment, written

GIVEN = {"is": "handover", "at": "2026-11-05 10:00", "handed_over_to": "Fictional ward"}
ACCEPTED = {"at": "2026-11-05 11:00", "handover_answered": "handover accepted"}
NOT_YET = {"at": "2026-11-05 11:30", "handover_answered": "handover not_yet", "words": "The plan first"}


def folded(*lines: dict) -> PersonState:
    return fold(written([*lines], background()), directory())


def test_a_handover_is_given_then_accepted_by_a_named_human() -> None:
    (given,) = folded(GIVEN).handovers
    assert (given.id, given.to, given.answer, given.accepted) == (
        id_of("handover"),
        "Fictional ward",
        None,
        None,
    )
    (taken,) = folded(GIVEN, ACCEPTED).handovers
    assert taken.accepted is not None
    assert taken.accepted.body.name == "Nurse Fictional"


def test_asking_for_more_after_accepting_takes_the_acceptance_back_until_they_accept_again() -> None:
    (asked,) = folded(GIVEN, ACCEPTED, NOT_YET).handovers
    assert asked.accepted is None
    assert asked.answer is not None
    assert asked.answer.body.words == "The plan first"
    again = {"at": "2026-11-05 12:00", "handover_answered": "handover accepted"}
    assert folded(GIVEN, ACCEPTED, NOT_YET, again).handovers[0].accepted is not None


def test_of_two_answers_recorded_apart_the_one_that_does_not_accept_is_shown() -> None:
    apart = NOT_YET | {"by": "cover", "at": "2026-11-05 10:30", "follows": ["handover"]}
    (handover,) = folded(GIVEN, ACCEPTED | {"follows": ["handover"]}, apart).handovers
    assert handover.accepted is None
    assert handover.answer is not None
    assert not handover.answer.body.answer.accepts
    same = ACCEPTED | {"by": "cover", "at": "2026-11-05 11:05", "follows": ["handover"]}
    assert folded(GIVEN, ACCEPTED | {"follows": ["handover"]}, same).handovers[0].accepted is not None


def test_handovers_are_in_the_order_they_were_given_whatever_a_slow_clock_says_of_an_answer() -> None:
    later = GIVEN | {"is": "later", "at": "2026-11-06 10:00", "handed_over_to": "Fictional team"}
    slow = {"at": "2026-11-05 09:00", "handover_answered": "later accepted", "follows": ["later"]}
    found = folded(GIVEN, later, slow).handovers
    assert [each.id for each in found] == [id_of("handover"), id_of("later")]
    assert [each.slot.record for each in found] == [each.id for each in found]


def test_a_voided_handover_is_none_and_an_answer_alone_is_none_yet() -> None:
    assert not folded(GIVEN, ACCEPTED, {"at": "2026-11-05 12:00", "voids": "handover"}).handovers
    assert not folded(ACCEPTED | {"follows": []}).handovers


def test_an_accepted_handover_asks_the_receiving_team_for_no_other() -> None:
    lines = (
        {"is": "r", "at": "2026-11-02 10:00", "by": "manager", "restricts": "Knives locked away"}
        | {"review": "2026-11-30", "limit": "2026-12-30"},
        GIVEN | {"team": "another team"},
        {"is": "moved", "at": "2026-11-06 18:00", "by": "manager", "moved_to": "another team"},
    )
    assert "handover" in _r5(*lines)
    assert "handover" not in _r5(*lines, ACCEPTED)


def _r5(*lines: dict) -> str:
    prompts = evaluate(folded(*lines), directory(), moment("2026-11-07 12:00")).prompts
    return next(each.asks for each in prompts if each.rule == "R5")


def test_what_they_were_told_stands_until_it_is_taken_back() -> None:
    told = {"is": "told", "at": "2026-11-05 12:00", "told_of": "handover"}
    assert [fact.id for fact in folded(GIVEN, told).candour] == [id_of("told")]
    assert not folded(GIVEN, told, {"at": "2026-11-05 12:05", "voids": "told"}).candour


def test_a_copy_they_were_offered_is_on_record_until_that_is_taken_back() -> None:
    plan = written([{"is": "plan", "at": "2026-11-05 12:00", "plan": "standing"}], background())
    about = {"about": id_of("plan"), "outcome": "given", "how": "written"}
    offered = [*plan, entry("copy", "copy.offered", about, "2026-11-05 12:30", "worker")]
    assert [fact.id for fact in fold(offered, directory()).copies] == [id_of("copy")]
    voided = written([{"at": "2026-11-05 12:35", "voids": "copy"}], offered)
    assert not fold(voided, directory()).copies
