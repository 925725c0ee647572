"""Why somebody is in the high-risk cohort: put there by a manager, or by itself while something says so."""

from typing import Any

import pytest

from models.cohort import EPISODE, ESCALATION, PLAN, SET, why_in_cohort
from models.fold import fold
from models.rules import evaluate
from tests.cases.short_form import background, directory, moment, written

AT = "2026-11-02 10:00"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"contact": "sleep 0"}, []),
        ({"contact": "sleep 2, mood 2, anxiety 2"}, []),  # a step-up episode does not
        ({"contact": "suicidal 2"}, [EPISODE]),
        ({"by": "manager", "cohort": True}, [SET]),
        (
            {"plan": "temporary", "expires": "2026-11-04 10:00", "contacts": ["02 at 2026-11-03 09:00"]},
            [PLAN],
        ),
        ({"plan": "standing"}, []),
        ({"escalation": "urgent"}, [ESCALATION]),
    ],
)
def test_what_puts_them_in_it_from_when_it_began(line: dict[str, Any], why: list[str]) -> None:
    person = fold(written([{"at": AT} | line], background()), directory())
    episodes = evaluate(person, directory(), moment("2026-11-02 12:00")).episodes
    assert list(why_in_cohort(person, episodes, moment("2026-11-02 09:59"))) == []
    assert list(why_in_cohort(person, episodes, moment(AT))) == why
