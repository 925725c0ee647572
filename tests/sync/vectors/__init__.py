"""The vectors of the sync language, made: one module a family of messages, `python -m tests.sync.vectors` writes them.

The same bytes every time; a test holds that. One case a file. `layer` names who must refuse it, null when it is
accepted. Bytes are hexadecimal.
"""

import json
from pathlib import Path

from tests.sync.vectors import enrolments, recoveries, requests, responses, tokens, vouched
from tests.sync.vectors.base import Case

FOLDER = Path(__file__).resolve().parents[2] / "vectors" / "sync"
FAMILIES = (
    responses.responses,
    responses.pages,
    requests.requests,
    requests.joined,
    tokens.tokens,
    vouched.vouched,
    enrolments.invitations,
    enrolments.enrolments,
    recoveries.recoveries,
)


def every() -> dict[str, Case]:
    cases = [case for family in FAMILIES for case in family()]
    named = {case["name"]: case for case in cases}
    assert len(named) == len(cases), "two vectors with one name"
    return named


def written(case: Case) -> str:
    return json.dumps(case, indent=1, ensure_ascii=False) + "\n"
