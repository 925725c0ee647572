"""What a prompt's id names, and the words of what is counted for one person."""

import pytest

from models.overridable import TERMS
from models.prompt import rule_of, scope_of, without_round


@pytest.mark.parametrize(
    ("id", "rule", "scope", "kept"),
    [
        ("T1:person:a:b", "T1", "person:a", "T1:person:a:b"),
        ("T1:person:a:b:r2", "T1", "person:a", "T1:person:a:b"),
        ("G1:team:a:b:r12", "G1", "team:a", "G1:team:a:b"),
        ("T1:person:a:r", "T1", "person:a", "T1:person:a:r"),  # an entry's id, and no round
        ("T1:person:a:rb", "T1", "person:a", "T1:person:a:rb"),
        ("T1:person:a:12", "T1", "person:a", "T1:person:a:12"),
        ("T1:person:a:x1", "T1", "person:a", "T1:person:a:x1"),
    ],
)
def test_what_its_id_names(id: str, rule: str, scope: str, kept: str) -> None:
    assert (rule_of(id), scope_of(id), without_round(id)) == (rule, scope, kept)


@pytest.mark.parametrize(
    ("about", "value", "words"),
    [
        (("T2", "count"), 1, "1 indicator"),
        (("T2", "count"), 2, "2 indicators"),
        (("T4", "multiple"), 1.5, "1.5 times"),
        (("T2", "level"), 1, "1"),
    ],
)
def test_a_number_is_said_with_what_it_counts(about: tuple[str, str], value: float, words: str) -> None:
    assert TERMS[about].said(value) == words
