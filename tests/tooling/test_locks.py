"""The locks carry hashes and no address, cover what is declared, and agree with each other."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = DECLARED["project"]
FULL, RUN, MUTANTS = "requirements.lock", "requirements-run.lock", "requirements-mutants.lock"


def pins(lock: str) -> dict[str, str]:
    """Package to everything the lock says of it, its hashes included."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return {line.split("==")[0]: line for line in text.splitlines()}


def declared(*extras: str) -> set[str]:
    lines = PROJECT["dependencies"] + [
        line for extra in extras for line in PROJECT["optional-dependencies"][extra]
    ]
    return names(lines)


def names(lines: list[str]) -> set[str]:
    return {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in lines}  # pyright: ignore[reportOptionalSubscript]


@pytest.mark.parametrize("lock", [FULL, RUN, MUTANTS])
def test_every_line_is_a_pin_with_hashes(lock: str):
    for line in pins(lock).values():
        assert re.fullmatch(r"[a-z0-9-]+==[^\s;]+( ;[^\\]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", line), (
            line[:80]
        )


@pytest.mark.parametrize("lock", [FULL, RUN, MUTANTS])
def test_no_address(lock: str):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|@ |--(extra-)?index-url|--find-links|--trusted-host", text)


def test_full_lock_has_everything_declared():
    assert declared(*PROJECT["optional-dependencies"]) <= set(pins(FULL))


def test_run_lock_has_what_the_demo_needs_and_no_tools():
    assert declared("central", "web") <= set(pins(RUN))
    assert not {"pytest", "playwright", "ruff", "pyright", "hypothesis", "sqlcipher3-wheels"} & set(pins(RUN))


def test_run_lock_is_a_part_of_the_full_one():
    full = pins(FULL)
    assert {name: full.get(name) for name in pins(RUN)} == pins(RUN)


def test_mutants_lock_has_its_group_in_the_versions_of_the_full_one_which_does_not_pay_for_it():
    group, full = pins(MUTANTS), pins(FULL)
    assert names(DECLARED["dependency-groups"]["mutants"]) <= set(group)
    assert "mutmut" not in full
    shared = set(group) & set(full)
    assert {name: version(group[name]) for name in shared} == {name: version(full[name]) for name in shared}


def version(line: str) -> str:
    return line.split()[0]
