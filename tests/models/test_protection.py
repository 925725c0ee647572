"""Which entries and contacts a worker may not lower or void alone: those behind T1 and T5, and what keeps somebody safe."""

from typing import Any

import pytest

from models.fold import fold
from models.fold.lowering import protects
from models.fold.protection import opens_safety, stirs
from models.kinds import BODIES
from models.kinds.contact import ContactRecorded
from models.kinds.escalation import EscalationResponded, EscalationStepped
from models.standard import Standard, load
from tests.cases.short_form import background, directory, id_of, moment, published, written

DAGGERS = frozenset({"suicidal"})


def contact(*indicators: dict[str, Any], **rest: Any) -> ContactRecorded:
    at = moment("2026-11-02 10:00")
    usual = {"started_at": at, "ended_at": at, "mode": "01", "attendance": "5", "decision": "no_step_up"}
    return ContactRecorded.model_validate(usual | {"indicators": indicators} | rest)


def sign(code: str, level: int | None, **flags: bool) -> dict[str, Any]:
    return {"code": code} | ({"not_assessed": "not_reached"} if level is None else {"level": level}) | flags


def standards(*levels: int) -> tuple[Standard, ...]:
    """One for each level from which T1 takes a † seriously."""
    documents = (published("x", "2026-11-01 09:00", rules__t1__level=level).body for level in levels)
    return tuple(load(body["document"]) for body in documents)


@pytest.mark.parametrize(
    ("levels", "said", "opens"),
    [
        ((2,), [sign("suicidal", 2)], True),
        ((2,), [sign("suicidal", 1)], False),
        ((2,), [sign("sleep", 3)], False),
        ((1,), [sign("suicidal", 1)], True),
        ((1,), [sign("suicidal", 0)], False),
        ((1,), [sign("suicidal", None)], False),
        ((2, 1), [sign("suicidal", 1)], True),
        ((), [sign("suicidal", 2)], True),
        ((), [sign("suicidal", 1)], False),
        *(
            ((2,), [sign("sleep", 0), sign("suicidal", 0, **{flag: True})], True)
            for flag in ("new_disclosure", "plan", "means", "attempt")
        ),
        ((2,), [], False),
    ],
)
def test_what_opens_t1_by_its_content(
    levels: tuple[int, ...], said: list[dict[str, Any]], opens: bool
) -> None:
    assert opens_safety(contact(*said), standards(*levels), DAGGERS) is opens


def test_that_somebody_is_worried_opens_t5() -> None:
    assert opens_safety(contact(worried=[{"who": "carer"}]), standards(2), DAGGERS)


@pytest.mark.parametrize(
    ("said", "again"),
    [
        (sign("suicidal", 1), True),
        (sign("suicidal", 0), False),
        (sign("suicidal", None), False),
        (sign("sleep", 3), True),
        (sign("sleep", 2), False),
    ],
)
def test_what_may_prompt_a_standing_episode_again(said: dict[str, Any], again: bool) -> None:
    assert stirs(contact(sign("mood", 1), said), DAGGERS) is again


@pytest.mark.parametrize(
    ("first", "waits"), [("suicidal 2", True), ("suicidal 1", False), ("sleep 3", False)]
)
@pytest.mark.parametrize("later", ["suicidal 1", "sleep 3"])
def test_once_t1_was_met_what_may_prompt_again_is_lowered_and_voided_only_with_a_manager(
    first: str, waits: bool, later: str
) -> None:
    for correction in ({"amends": "second", "contact": "sleep 1"}, {"voids": "second"}):
        person = fold(
            written(
                [
                    {"at": "2026-11-02 10:00", "contact": first},
                    {"is": "second", "at": "2026-11-03 10:00", "contact": later},
                    {"is": "less", "at": "2026-11-03 11:00", **correction},
                ],
                background(),
            ),
            directory(),
        )
        assert [each.entry.id for each in person.proposals] == ([id_of("less")] if waits else [])


PROTECTING = """
plan.made plan.reviewed restriction.applied restriction.reviewed signature.set contact.agreed cohort.set threshold.overridden
person.registered person.updated escalation.opened escalation.owned escalation.contested escalation.disputed escalation.responded safeguarding.raised
safeguarding.decided action.assigned action.updated person.matched issue.logged issue.escalated risk.registered risk.reviewed
audit.performed
"""


def test_what_is_voided_only_with_a_manager() -> None:
    """Voiding an answer that declined takes a decision away; one that accepted, or any end, asks for more once it is gone."""
    found = {
        kind
        for kind, body in BODIES.items()
        if body is not EscalationResponded and protects(body.model_construct())
    }
    assert found | {"escalation.responded"} == set(PROTECTING.split())
    answers = {"accepted": False, "part": True, "declined": True}
    for answer, lowers in answers.items():
        assert protects(EscalationResponded.model_validate({"answer": answer})) is lowers
    for sent_on in (True, False):
        assert protects(EscalationStepped(redirected=sent_on)) is sent_on
