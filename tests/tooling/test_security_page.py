"""docs/security.md cannot drift: each claim names a test, and each test it names is one that runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py::test_\w+)`")
ATTACKERS = (
    "a thief of a locked tablet",
    "a thief of an unlocked tablet",
    "a stranger on the line",
    "a leaver",
    "a worker",
    "an administrator",
    "a stolen backup, a stolen key file, both",
)


def claims(page: str) -> list[tuple[str, list[str]]]:
    """Each claim with the tests it names, from every table headed Claim."""
    found: list[tuple[str, list[str]]] = []
    within = False
    for line in page.splitlines():
        if not line.startswith("|"):
            within = False
        elif line.startswith("| Claim |"):
            within = True
        elif within and not line.startswith("|---"):
            claim, tests = line.strip("| ").rsplit(" | ", 1)
            found.append((claim, NAMED.findall(tests)))
    return found


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_every_claim_names_a_test(page: str):
    assert len(claims(page)) > 30
    assert [claim for claim, tests in claims(page) if not tests] == []


def test_every_attacker_has_a_part(page: str):
    headings = {heading.lower() for heading in re.findall(r"^## (.+)$", page, re.MULTILINE)}
    assert set(ATTACKERS) | {"what we do not claim"} <= headings


def test_every_test_named_is_collected(page: str):
    named = set(NAMED.findall(page))
    files = sorted({name.split("::")[0] for name in named})
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "prove or not prove", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
    )
    collected = {line.split("[")[0] for line in listed.stdout.splitlines() if "::" in line}
    assert named - collected == set(), listed.stdout[-500:]


def test_a_claim_that_names_nothing_is_seen():
    table = (
        "| Claim | Tried by |\n|---|---|\n| All is well. | `tests/a.py::test_b` |\n| Surely. | we think |\n"
    )
    assert claims(table) == [("All is well.", ["tests/a.py::test_b"]), ("Surely.", [])]
