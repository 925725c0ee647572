"""The benchmark runs, whole and small, and says all it promises. What it finds is for people: no time fails a test."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import opening, saving, syncing

ROOT = Path(__file__).resolve().parents[2]
FIGURES = {*saving.WHAT, *opening.WHAT, *syncing.WHAT, *syncing.PAYLOAD}
TARGETS = (*saving.TARGETS, *opening.TARGETS, *syncing.TARGETS)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What one quick run writes."""
    work = tmp_path_factory.mktemp("work")
    words = [sys.executable, "-m", "benchmarks", "--quick", "--work", str(work)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr
    assert list(work.iterdir()) == []
    return done.stdout


@pytest.fixture(scope="module")
def lines(said: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said.splitlines() if line.startswith("{")]


def test_every_figure_is_one_line(lines: list[dict[str, Any]]):
    figures = [line for line in lines if "figure" in line]
    assert {line["figure"] for line in figures} == FIGURES
    assert len(figures) == len(FIGURES)
    for line in figures:
        assert 0 < line["min"] <= line["median"] <= line["max"]
        assert line["what"]
        assert line["unit"] in ("ms", "bytes", "requests")


def test_every_target_is_one_line_with_its_aim(lines: list[dict[str, Any]]):
    found = {(line.get("ratio") or line["target"], line.get("to")): line for line in lines if "aim" in line}
    assert set(found) == {(target.figure, target.against) for target in TARGETS}
    for line in found.values():
        assert (line["aim"] is None) == (line["reached"] is None)


def test_the_table_comes_last_with_every_figure_and_target(said: str):
    table = said[said.rindex('"reached"') :]
    for name in FIGURES:
        assert f"\n{name} " in table
    for target in TARGETS:
        assert target.words in table
        assert target.aim is None or target.aim in table


def test_what_no_clock_decides_holds_in_a_quick_run_too(lines: list[dict[str, Any]]):
    found = {line["figure"]: line["median"] for line in lines if "figure" in line}
    assert found["idle.requests"] == 1
    assert max(found["idle.up"], found["idle.down"]) < 400
    assert found["push.requests"] <= 4
    assert found["size.together"] < found["size.sealed"] < found["size.authored"]
