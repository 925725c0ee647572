"""docs/sync.md says what the code does: the states, the problems, the words kept for later."""

import re
from pathlib import Path

import pytest

from sync import session
from sync.frames import PROBLEM_STATUS
from sync.messages import PROBLEMS, RESERVED_COMMANDS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "sync.md").read_text(encoding="utf-8")


def test_state_table_is_the_one_in_the_code():
    drawn = PAGE.split("<!-- states:begin -->")[1].split("<!-- states:end -->")[0].strip().splitlines()[2:]
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in drawn]
    coded = [
        (role, state, event, following)
        for role, states in session.TRANSITIONS.items()
        for state, events in states.items()
        for event, following in events.items()
    ]
    assert rows == coded


def test_problem_table_is_the_one_in_the_code():
    drawn = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", PAGE, re.MULTILINE))
    assert drawn == {code: str(status) for code, status in PROBLEM_STATUS.items()}


@pytest.mark.parametrize("word", [*PROBLEMS, *RESERVED_COMMANDS])
def test_every_word_of_the_protocol_is_explained(word: str):
    assert f"`{word}`" in PAGE


@pytest.mark.parametrize("role", session.TRANSITIONS)
def test_every_state_can_be_reached_and_an_unlisted_event_is_a_fault(role: str):
    table = session.TRANSITIONS[role]
    first = next(iter(table))
    reached = {first} | {following for events in table.values() for following in events.values()}
    assert set(table) <= reached
    with pytest.raises(RuntimeError):
        session.States(role).on("eclipsed")
