"""What waits for a manager, and what has been overtaken: decided by something in force recorded in knowledge of it."""

from typing import Any

import pytest

from models.fold import AWAITING_A_MANAGER, AWAITING_AUTHORITY, MAY_BE_AN_ERROR, fold
from models.waiting import waiting
from tests.cases.short_form import background, directory, id_of, written

Line = dict[str, Any]
PLAN: Line = {
    "is": "plan",
    "at": "2026-11-02 10:00",
    "plan": "temporary",
    "expires": "2026-11-04 10:00",
    "contacts": ["02 at 2026-11-03 09:00"],
}
SLIP: Line = {"is": "slip", "at": "2026-11-02 11:00", "voids": "plan"}
TAKEN_BACK: Line = {"is": "back", "at": "2026-11-02 12:00", "voids": "slip"}
SHORTER = PLAN | {
    "is": "shorter",
    "at": "2026-11-02 11:00",
    "amends": "plan",
    "expires": "2026-11-03 12:00",
    "follows": ["plan"],
}
CONCERN: Line = {"is": "concern", "at": "2026-11-02 10:00", "safeguarding": "financial", "referred": True}
NOT_AFTER_ALL: Line = {"is": "not", "at": "2026-11-02 11:00", "decides": "concern", "referred": False}


def by_a_manager(line: Line, **more: Any) -> Line:
    return line | {"is": "hers", "at": "2026-11-02 12:00", "by": "manager"} | more


@pytest.mark.parametrize(
    ("lines", "waits"),
    [
        ([PLAN, SLIP], [("slip", "plan", MAY_BE_AN_ERROR)]),
        ([PLAN | {"by": "manager"}, SLIP, TAKEN_BACK], []),
        ([PLAN, SLIP, by_a_manager(SLIP)], []),
        ([PLAN, SLIP, by_a_manager(SLIP, follows=["plan"])], []),
        ([PLAN, SLIP, by_a_manager(PLAN, amends="plan", follows=["slip"])], []),
        (
            [PLAN, SLIP, by_a_manager(PLAN, amends="plan", follows=["plan"])],
            [("slip", "plan", MAY_BE_AN_ERROR)],
        ),
        ([PLAN, SHORTER], [("shorter", "plan", MAY_BE_AN_ERROR)]),
        ([PLAN, SHORTER, by_a_manager(SHORTER, follows=["shorter"])], []),
        ([PLAN, SHORTER, by_a_manager(SHORTER)], [("shorter", "plan", MAY_BE_AN_ERROR)]),
        ([PLAN, SHORTER, by_a_manager(SLIP)], []),
        ([PLAN, SHORTER, by_a_manager(SLIP, follows=["plan"])], []),
        ([CONCERN, NOT_AFTER_ALL], [("not", "concern", AWAITING_A_MANAGER)]),
        ([CONCERN, NOT_AFTER_ALL, by_a_manager(NOT_AFTER_ALL)], []),
        (
            [
                {
                    "is": "hers",
                    "at": "2026-11-02 10:00",
                    "restricts": "Door alarm on",
                    "review": "2026-11-30",
                    "limit": "2026-12-20",
                }
            ],
            [("hers", "hers", AWAITING_AUTHORITY)],
        ),
    ],
)
def test_what_waits_and_for_what(lines: list[Line], waits: list[tuple[str, str, str]]) -> None:
    found = waiting(fold(written(lines, background()), directory()))
    assert [(each.entry.id, each.target, each.words) for each in found] == [
        (id_of(entry), id_of(target), words) for entry, target, words in waits
    ]
