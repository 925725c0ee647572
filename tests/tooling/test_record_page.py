"""docs/record.md says what the models say."""

import re

from models.codes import Role
from models.kinds import BODIES
from tests.tooling.record_page import HOW_TO, PAGE, page


def test_the_page_is_what_the_models_say():
    same = PAGE.read_text(encoding="utf-8") == page()
    assert same, f"docs/record.md is not what the models say: {HOW_TO}"


def test_every_kind_and_every_field_of_it_has_its_line():
    sections = dict(re.findall(r"^### `([a-z_.]+)`\n(.*?)(?=^##)", page(), re.MULTILINE | re.DOTALL))
    assert set(sections) == set(BODIES)
    for kind, body in BODIES.items():
        assert set(re.findall(r"^\| `([a-z_]+)` \|", sections[kind], re.MULTILINE)) == set(body.model_fields)


def test_a_field_says_its_type_unit_whether_it_is_needed_and_what_it_means():
    lines = page().splitlines()
    assert "| `interval_days` | whole number 1–366 | days | yes | Interval days |" in lines
    assert any(
        line.startswith("| `value` | number 0–10000 | – | no | `value` is the number") for line in lines
    )
    assert any(line.startswith("| `status` | [Status](#status) | – | yes |") for line in lines)
    assert any(line.startswith("| `until_on` | date | date in Europe/London | no |") for line in lines)


def test_every_code_has_its_words_and_every_link_its_heading():
    text = page()
    assert all(f"| `{role}` | {role.words} |" in text for role in Role.all())
    found = re.findall(r"^### (\w+)$", text, re.MULTILINE)
    assert len(found) == len(set(found)), "one name, one thing"
    headings = {heading.lower() for heading in found}
    assert set(re.findall(r"\]\(#(\w+)\)", text)) <= headings
