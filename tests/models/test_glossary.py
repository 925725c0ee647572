"""What a clinical lead or a newcomer looks up is there: every kind, rule, role and key of the standard."""

from pathlib import Path
from typing import Any

import pytest

from models.codes import Role
from models.kinds import BODIES
from models.standard.rules import RuleBook
from tests.models.made import document

DOCS = Path(__file__).parents[2] / "docs"
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
STANDARD = (DOCS / "operating-standard.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*BODIES, *Role.KNOWN])
def test_the_glossary_names_every_kind_and_role(name: str) -> None:
    assert f"`{name}`" in GLOSSARY


def test_the_glossary_names_every_rule() -> None:
    assert all(f"**{name.upper()}**" in GLOSSARY for name in RuleBook.model_fields)


def test_the_guide_names_every_key_of_the_standard_and_of_its_rules() -> None:
    rules: dict[str, dict[str, Any]] = document()["rules"]
    keys = {*document(), *rules} | {key for terms in rules.values() for key in terms}
    assert not {key for key in keys if f"`{key}`" not in STANDARD}
