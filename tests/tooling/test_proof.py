"""Sections of the proof are kept apart: one proof never writes over what another found."""

from pathlib import Path

from tests.support.proof import commit, put_section


def test_a_section_is_added_then_replaced_and_the_others_stay(tmp_path: Path):
    document = tmp_path / "proof.md"
    document.write_text("# Proof\n\nIn the beginning.\n", encoding="utf-8")
    put_section("line", "## Line\n\nlost 0", document)
    put_section("kills", r"## Kills \1", document)
    put_section("line", "## Line\n\nlost 0 of 12", document)
    assert document.read_text(encoding="utf-8") == (
        "# Proof\n\nIn the beginning.\n\n"
        "<!-- line:begin -->\n## Line\n\nlost 0 of 12\n<!-- line:end -->\n\n"
        "<!-- kills:begin -->\n## Kills \\1\n<!-- kills:end -->\n"
    )
    assert sorted(tmp_path.iterdir()) == [document]


def test_the_commit_is_named():
    assert len(commit().split()[0]) == 12
