"""What an escalation is to whoever reads it: its parts, its clocks, its owner, what waits for a manager; and its sentences."""

from typing import Any

import pytest

from models.checks import check, check_entry
from models.errors import InvalidEntry, NotAllowed
from models.fold import Escalation, PersonState, fold
from models.fold.facts import A_DISPUTE_IS_OPEN, AWAITING_A_MANAGER, MAY_BE_AN_ERROR
from models.fold.marks import incomplete
from models.kinds.escalation import EscalationOpened
from models.saying import said_in
from models.waiting import waiting
from tests.cases.short_form import background, directory, entry, id_of, moment, written

ESC = {"is": "esc", "at": "2026-11-02 14:00", "escalation": "very_urgent"}
PLAN = {
    "is": "plan",
    "at": "2026-11-02 15:00",
    "plan": "temporary",
    "expires": "2026-11-04 15:00",
    "contacts": ["02 at 2026-11-03 09:00"],
}


def person(*lines: dict[str, Any]) -> PersonState:
    return fold(written([ESC, *lines], background()), directory())


def escalation(*lines: dict[str, Any]) -> Escalation:
    found = person(*lines).escalation(id_of("esc"))
    assert found is not None
    return found


def step(at: str, **what: Any) -> dict[str, Any]:
    return {"at": f"2026-11-02 {at}", **what}


def test_a_blank_part_reads_not_known_and_holds_nothing_up() -> None:
    bare = EscalationOpened.model_validate({"priority": "emergency"})
    assert set(bare.parts.values()) == {"not known"}
    assert not bare.whole
    assert len(bare.parts) == 6
    assert bare.model_copy(update=dict.fromkeys(bare.parts, "Said")).whole


def test_nobody_has_it_until_somebody_took_it() -> None:
    assert escalation().owners == ()
    owned = escalation(step("14:05", owned="esc"), step("14:20", owned="esc", by="manager"))
    assert [fact.body.staff for fact in owned.owners] == [id_of("manager")]
    apart = escalation(
        step("14:05", owned="esc", follows=["esc"]), step("14:20", owned="esc", by="manager", follows=["esc"])
    )
    assert [fact.body.staff for fact in apart.owners] == [id_of("worker"), id_of("manager")]


def test_the_two_clocks_stop_apart() -> None:
    acknowledged = escalation(step("14:05", acknowledged="esc"))
    assert acknowledged.climb_stopped
    assert not acknowledged.answered_by(moment("2026-11-02 18:00"))
    answered = escalation(step("14:05", responded="esc accepted"))
    assert answered.climb_stopped
    assert answered.answered_by(moment("2026-11-02 14:05"))
    assert not answered.answered_by(moment("2026-11-02 14:04"))


def test_it_is_open_until_resolved_and_was_open_until_then() -> None:
    ended = escalation(step("14:30", resolved="esc", by="manager"))
    assert not ended.open
    assert not ended.open_at(moment("2026-11-02 13:59"))
    assert ended.open_at(moment("2026-11-02 14:29"))
    assert not ended.open_at(moment("2026-11-02 14:30"))


def test_a_confirmed_resolution_ends_it_when_it_was_confirmed() -> None:
    ended = escalation(
        step("14:30", resolved="esc") | {"is": "end"}, step("15:00", confirms="end", by="manager")
    )
    assert ended.open_at(moment("2026-11-02 14:59"))
    assert not ended.open_at(moment("2026-11-02 15:00"))


@pytest.mark.parametrize("word", ["resolved", "agreed_with"])
def test_what_a_worker_may_not_decide_waits_for_a_manager(word: str) -> None:
    state = person(step("14:30", **{word: "esc"}))
    assert [each.words for each in waiting(state, ())] == [AWAITING_A_MANAGER]
    assert state.open_escalations


@pytest.mark.parametrize(
    "lines",
    [
        [step("14:30", voids="esc")],
        [step("14:20", owned="esc") | {"is": "it"}, step("14:30", voids="it")],
        [step("14:20", contested="esc") | {"is": "it"}, step("14:30", voids="it")],
        [step("14:20", disputed="esc") | {"is": "it"}, step("14:30", voids="it")],
        [step("14:20", responded="esc declined") | {"is": "it"}, step("14:30", voids="it")],
        [step("14:30", amends="esc", escalation="routine")],
        [step("14:30", amends="esc", escalation="very_urgent", requested="Advice")],
        [step("14:30", amends="esc", escalation="very_urgent", same_as="registered")],
        [
            step("14:20", contested="esc", reason="The means") | {"is": "it"},
            step("14:30", amends="it", contested="esc"),
        ],
    ],
)
def test_what_lowers_it_may_be_an_error(lines: list[dict[str, Any]]) -> None:
    assert [each.words for each in person(*lines).proposals] == [MAY_BE_AN_ERROR]


@pytest.mark.parametrize(
    "lines",
    [
        [step("14:20", acknowledged="esc") | {"is": "it"}, step("14:30", voids="it")],
        [step("14:20", responded="esc accepted") | {"is": "it"}, step("14:30", voids="it")],
        [step("14:20", left_with="esc") | {"is": "it"}, step("14:30", voids="it")],
        [step("14:20", resolved="esc", by="manager") | {"is": "it"}, step("14:30", voids="it")],
        [step("14:30", amends="esc", escalation="emergency")],
        [
            step("14:20", acknowledged="esc") | {"is": "it"},
            step("14:30", amends="it", acknowledged="esc", name="Bo"),
        ],
    ],
)
def test_what_asks_for_more_counts_at_once(lines: list[dict[str, Any]]) -> None:
    assert not person(*lines).proposals


def test_an_ending_of_the_plan_waits_for_the_dispute_and_no_manager_need_confirm_it() -> None:
    lines = [step("14:30", disputed="esc"), PLAN, step("16:00", plan_reviewed="end", by="manager")]
    disputed = person(*lines)
    assert disputed.temporary_plan
    assert [(each.target, each.words) for each in disputed.proposals] == [(id_of("plan"), A_DISPUTE_IS_OPEN)]
    assert waiting(disputed, ()) == ()
    settled = person(*lines, step("17:00", resolved="esc", by="senior"))
    assert settled.temporary_plan is None
    slot = settled.plan_slots["plan_temporary"]
    assert [fact.id for fact in slot.heads_at(moment("2026-11-02 16:59"))] == [id_of("plan")]


def test_steps_of_an_opening_not_here_yet_are_kept_and_make_no_escalation() -> None:
    state = fold(written([step("14:30", owned="esc", follows=["esc"])], background()), directory())
    assert state.escalations == ()
    assert id_of("esc") in next(iter(incomplete(state).values()))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (ESC, "Very urgent escalation to Fictional crisis team. Asked: An assessment today"),
        (step("14:05", left_with="esc"), "Voicemail left: nobody there has it yet"),
        (step("14:05", acknowledged="esc"), "Nurse Fictional there has it (telephone)"),
        (
            step("14:05", responded="esc declined", reason="Not ours.", advice="Try the GP."),
            "They said no. Not ours. Advice: Try the GP",
        ),
        (step("14:05", contested="esc", reason="The means"), "We disagree with their answer. The means"),
        (step("14:05", agreed_with="esc"), "A manager agrees with their answer. The GP can do this"),
        (step("14:05", owned="esc", by="manager"), "Mona Fictional takes it"),
        (step("14:05", stepped="esc", to="the ward"), "Rung again to the ward (telephone)"),
        (step("14:05", stepped="esc", to="the ward", redirected=True), "Sent on to the ward (telephone)"),
        (step("14:05", disputed="esc"), "Dispute taken up, senior to senior"),
        (step("14:05", resolved="esc person_safe"), "Escalation resolved: the person is safe"),
        (
            step("14:05", reviewed="esc ours", no_change_because="it held"),
            "Escalation reviewed. Delay: ours (seen or passed on late). No change because it held",
        ),
    ],
)
def test_the_trail_says_it_in_a_sentence(line: dict[str, Any], words: str) -> None:
    made = written([line], written([ESC], background()))[-1]
    assert said_in(made, made.said, directory()) == words


def test_a_step_lies_in_the_record_of_its_escalation() -> None:
    opened = entry("esc", "escalation.opened", {"priority": "urgent"}, "2026-11-02 14:00")
    check_entry(opened, person=None, directory=directory())
    stray = entry("it", "escalation.owned", {"staff": id_of("manager")}, "2026-11-02 14:00")
    for wrong in (
        stray,
        entry("x", "escalation.opened", {"priority": "urgent"}, "2026-11-02 14:00", record="y"),
    ):
        with pytest.raises(InvalidEntry) as caught:
            check_entry(wrong, person=None, directory=directory())
        assert caught.value.fields == ("record",)
    check_entry(
        entry("it", "escalation.owned", {"staff": id_of("manager")}, "2026-11-02 14:00", record=id_of("esc")),
        person=None,
        directory=directory(),
    )


def test_before_saving_staff_are_known_codes_too_and_the_role_may() -> None:
    def tried(kind: str, body: dict[str, Any], role: str) -> None:
        at = moment("2026-11-02 14:00")
        check(kind, body, occurred_at=at, now=at, person=None, directory=directory(), role=role)

    tried("escalation.opened", {"priority": "emergency"}, "worker")
    tried("escalation.owned", {"staff": id_of("manager")}, "worker")
    tried("escalation.agreed", {"reason": "The GP can do this"}, "manager")
    with pytest.raises(InvalidEntry):
        tried("escalation.owned", {"staff": id_of("nobody")}, "worker")
    with pytest.raises(InvalidEntry):
        tried("escalation.opened", {"priority": "soonish"}, "worker")
    with pytest.raises(NotAllowed):
        tried("escalation.agreed", {"reason": "The GP can do this"}, "worker")
