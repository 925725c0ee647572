"""docs/central.md names the commands and health fields there are, all of them and no others."""

import re
from pathlib import Path

import typer
from fastapi.testclient import TestClient

from central.app import create_app
from central.cli import app
from tests.central.played import PlayedCentre

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "central.md").read_text(encoding="utf-8")


def first_cells(heading: str) -> str:
    """The first column of the table under a heading row."""
    table = TEXT.split(heading)[1].split("\n\n")[0]
    return "\n".join(row.split("|")[1] for row in table.splitlines() if row.startswith("| "))


def test_every_command_is_in_the_document():
    group = typer.main.get_command(app)
    named = set(re.findall(r"`(?:central )?([a-z]+)", first_cells("| Command | Does |")))
    assert named - {"central", "diff", "publish"} == set(getattr(group, "commands", {}))


def test_every_health_field_is_in_the_document(played: PlayedCentre):
    with TestClient(create_app(played.centre)) as client:
        said = client.get("/health").json()
    counts = {f"evaluator.{name}" for name in said["evaluator"]}
    fields = said.keys() - {"evaluator", "wire_versions"}
    named = set(re.findall(r"`([a-z_.]+)`", first_cells("| Field | Look when |")))
    assert fields <= named <= fields | counts
