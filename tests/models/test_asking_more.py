"""Of what waits for a manager, what asks for more than was known: that much is taken at once, and the rest left as it was."""

from typing import Any

import pytest

from models.fold import fold
from models.fold.asking_more import with_more
from models.kinds import BODIES
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded
from tests.cases.short_form import background, directory, id_of, written
from tests.models.test_lowering import said

DAGGERS = frozenset({"suicidal", "threat_to_others"})
CONTACT = {
    "started_at": "2026-11-02T09:30:00Z",
    "ended_at": "2026-11-02T10:00:00Z",
    "mode": "01",
    "attendance": "5",
}
NOT_ASKED = {"level": None, "not_assessed": "not_reached"}


def contact(*indicators: dict[str, Any], **rest: Any) -> Body:
    usual = CONTACT | {"decision": "no_step_up", "with_whom": ["person"]}
    return BODIES["contact.recorded"].model_validate(usual | {"indicators": indicators} | rest)


@pytest.mark.parametrize(
    ("reading", "taken"),
    [
        ({"code": "sleep", "level": 2}, True),
        ({"code": "sleep", "level": 3}, True),
        ({"code": "sleep", "level": 1}, False),
        ({"code": "sleep"} | NOT_ASKED, False),
        ({"code": "threat_to_others", "level": 1}, True),
        ({"code": "threat_to_others", "level": 0}, False),
        ({"code": "threat_to_others", "level": 0, "new_disclosure": True}, True),
        ({"code": "threat_to_others", "new_disclosure": True} | NOT_ASKED, True),
    ],
)
def test_of_a_contact_the_readings_that_may_prompt(reading: dict[str, Any], taken: bool) -> None:
    old, new = contact({"code": "suicidal", "level": 2}), contact(reading)
    body = with_more(old, new, DAGGERS)
    assert isinstance(body, ContactRecorded)
    codes = [each.code for each in body.indicators]
    assert codes == (["suicidal", reading["code"]] if taken else ["suicidal"])
    assert (body is old) is not taken


def test_a_correction_that_only_says_less_is_nobodys_word_yet() -> None:
    first = {"is": "first", "at": "2026-11-02 10:00", "contact": "suicidal 2"}
    less = {"at": "2026-11-02 11:00", "by": "cover", "amends": "first", "contact": "suicidal 1"}
    (visit,) = fold(written([first, less], background()), directory()).visits
    assert [part.by.id for part in visit.parts] == [id_of("first")]


@pytest.mark.parametrize(("then", "taken"), [("emergency", True), ("urgent", False), ("routine", False)])
def test_of_an_escalation_a_higher_priority(then: str, taken: bool) -> None:
    old, new = (
        said("escalation.opened", {"priority": "urgent"}),
        said("escalation.opened", {"priority": then}),
    )
    assert (with_more(old, new, DAGGERS) is old) is not taken


HELD, WITHOUT = {"legal_basis": "consent", "objects": False}, {"legal_basis": "none_identified"}


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        (HELD, WITHOUT, True),
        (HELD, HELD, False),
        (WITHOUT, HELD, False),
        (WITHOUT, WITHOUT, False),
        (HELD, {"decision": "step_down", "terms": None}, False),
        ({"decision": "step_down", "terms": None}, WITHOUT, False),
    ],
)
def test_of_a_restrictions_review_that_it_cannot_stand(
    before: dict[str, Any], after: dict[str, Any], taken: bool
) -> None:
    old, new = said("restriction.reviewed", before), said("restriction.reviewed", after)
    assert (with_more(old, new, DAGGERS) is old) is not taken
