"""docs/sync.md says what the code does: the states, the problems, the words kept for later."""

import re
from pathlib import Path

import pytest

from sync import session
from sync.enrolment import MOST_TICKET
from sync.frames import MOST_BYTES, PROBLEM_STATUS
from sync.messages import (
    MOST_AUTHORED,
    MOST_CHECKS,
    MOST_CODE,
    MOST_COMMANDS,
    MOST_CURSOR,
    MOST_NUMBERS,
    MOST_PAGE,
    MOST_PAGE_ENTRIES,
    MOST_ROWS,
    MOST_SEALED,
    MOST_WITNESS,
    MOST_WORDS,
    PROBLEMS,
    RESERVED_COMMANDS,
)
from vault.sealing import PAGE_LIMIT

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


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("a request, a response", [f"{MOST_BYTES >> 20} MiB"]),
        (
            "an entry's authored bytes",
            [f"{MOST_AUTHORED >> 20} MiB", f"+ {MOST_SEALED - MOST_AUTHORED >> 10} KiB"],
        ),
        ("rows, receipts and refusals", [f"{MOST_ROWS:,}"]),
        ("a page, sealed", [f"{MOST_PAGE >> 20} MiB", f"{PAGE_LIMIT >> 20} MiB"]),
        ("entries in a page", [f"{MOST_PAGE_ENTRIES:,}"]),
        (
            "cursor; witness; ticket",
            [f"{MOST_CURSOR >> 10} KiB", str(MOST_WITNESS), f"{MOST_TICKET >> 10} KiB"],
        ),
        ("checks; commands; numbers", [f"{MOST_CHECKS:,}", str(MOST_COMMANDS), str(MOST_NUMBERS)]),
        ("codes and standard's name", [str(MOST_CODE), str(MOST_WORDS)]),
    ],
)
def test_limits_are_those_in_the_code(line: str, values: list[str]):
    [row] = [row for row in PAGE.splitlines() if row.startswith(f"| {line}")]
    assert all(value in row for value in values), row


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
