"""Two records of one person: any order of arrival joins them alike, and what joins and parts is told from each alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entry import Entry
from models.fold import AWAITING_A_MANAGER, fold
from models.fold.marks import unauthorised
from models.fold.matching import joined, links_in, main_of
from models.fold.unlisted import named_in
from models.rules import evaluate
from models.waiting import waiting
from tests.cases.short_form import SCOPE, background, directory, entry, id_of, moment, scope_of, written
from tests.models.histories import START, histories

STRANGER, THIRD = scope_of("stranger"), scope_of("third")
NOW = START + timedelta(days=30)
AT = "2026-11-10 10:00"


def test_joined_is_whoever_can_be_reached_either_way_along() -> None:
    links = {"b": {"a"}, "c": {"b"}, "x": {"y"}}
    assert joined("a", links) == joined("c", links) == ("a", "b", "c")
    assert joined("y", links) == ("x", "y")
    assert joined("alone", links) == ("alone",)
    assert joined("self", {"self": {"self"}}) == ("self",)
    branching = {"a": {"b", "c"}, "b": {"d"}, "c": {"e"}, "d": {"f"}}
    assert joined("a", branching) == tuple("abcdef")


def test_the_main_scope_is_where_they_were_first_registered_else_first_written_of() -> None:
    early, late, known = (
        entry(name, kind, {}, at, scope=scope)
        for name, kind, at, scope in (
            ("early", "contact.recorded", "2026-11-01 10:00", STRANGER),
            ("late", "contact.recorded", "2026-11-02 10:00", SCOPE),
            ("known", "person.registered", "2026-11-03 10:00", SCOPE),
        )
    )
    both = (SCOPE, STRANGER)
    assert main_of(STRANGER, both, [early, late, known]) == SCOPE
    assert main_of(SCOPE, both, [late, early]) == STRANGER
    assert main_of(SCOPE, (SCOPE,), [early]) == SCOPE
    assert main_of(SCOPE, both, []) == SCOPE


def test_records_go_on_by_the_scope_in_which_the_person_was_first_registered() -> None:
    entries = _with_a_stranger(by="manager")
    one, other = (fold(entries, directory(), scope) for scope in (SCOPE, STRANGER))
    assert one == other
    assert (one.scope, set(one.scopes)) == (SCOPE, {SCOPE, STRANGER})
    assert [each.entry.author for each in one.matches] == [id_of("manager")]
    assert not one.to_be_matched
    assert one.name == "Fictional Person"


def test_somebody_on_no_list_goes_by_what_was_said_of_them_until_they_are_matched() -> None:
    person = fold(_with_a_stranger(by="worker"), directory(), STRANGER)
    assert person.to_be_matched
    assert (person.name, person.team) == ("Sam Fictional", id_of("team"))
    assert person.born_on is not None


def test_what_was_said_of_somebody_on_no_list_names_the_entry_and_its_time() -> None:
    lines = [
        {"is": "referral", "at": "2026-11-01 10:00", "referral": "Samuel Fictional"},
        {"is": "met", "at": "2026-11-02 10:00", "contact": "mood 1", "not_on_list": "Sam Fictional"},
    ]
    person = fold(written(lines, []), directory())
    assert [(each.name, each.entry, each.at) for each in person.said_to_be] == [
        ("Samuel Fictional", id_of("referral"), moment("2026-11-01 10:00")),
        ("Sam Fictional", id_of("met"), moment("2026-11-02 10:00")),
    ]
    said = [named_in(each.said) for each in background()]
    assert said == [None] * len(said)


@pytest.mark.parametrize(("by", "together"), [("worker", True), ("manager", False)])
def test_who_takes_back_that_a_match_was_accepted_is_a_manager(by: str, together: bool) -> None:
    accepted = {"target": id_of("match"), "rationale": "The same birth date"}
    entries = [*_with_a_stranger(by="worker"), entry("yes", "entry.accepted", accepted, "2026-11-02 13:00")]
    assert fold(entries, directory(), SCOPE).scopes == tuple(sorted((SCOPE, STRANGER)))
    void = {"target": id_of("yes"), "reason": "wrong_person"}
    entries.append(entry("no", "entry.voided", void, "2026-11-02 14:00", by))
    person = fold(entries, directory(), SCOPE)
    assert (len(person.scopes) == 2) is together
    assert (id_of("no") in {each.entry.id for each in person.proposals}) is together


def test_a_workers_match_is_shown_as_waiting_for_a_manager_and_marked_so() -> None:
    person = fold(_with_a_stranger(by="worker"), directory(), SCOPE)
    assert person.scopes == (SCOPE,)
    assert [(each.entry.kind, each.words) for each in waiting(person, ())] == [
        ("person.matched", AWAITING_A_MANAGER)
    ]
    assert [note.words for note in person.annotations[id_of("match")]] == [AWAITING_A_MANAGER]
    assert id_of("match") in unauthorised(person, directory())


def test_a_match_that_a_manager_changes_joins_the_other_one_instead() -> None:
    entries = _with_a_stranger(by="manager")
    more = [
        {"is": "moved", "at": AT, "by": "manager", "amends": "match", "matched": "third"},
    ]
    person = fold(written(more, entries), directory(), SCOPE)
    assert set(person.scopes) == {SCOPE, THIRD}
    workers = fold(written([more[0] | {"by": "worker"}], entries), directory(), SCOPE)
    assert set(workers.scopes) == {SCOPE, STRANGER}


@given(entries=histories(6), others=histories(5), data=st.data())
def test_any_order_and_any_repetition_join_two_records_alike(
    entries: list[Entry], others: list[Entry], data: st.DataObject
) -> None:
    both = _joined_with(entries, others, data)
    again = data.draw(st.permutations([*both, *data.draw(st.lists(st.sampled_from(both), max_size=4))]))
    scope = data.draw(st.sampled_from([SCOPE, STRANGER]))
    one, other = fold(both, directory(), SCOPE), fold(again, directory(), scope)
    assert one == other
    assert evaluate(one, directory(), NOW) == evaluate(other, directory(), NOW)
    assert one.entries.keys() == {each.id for each in both}


@given(entries=histories(5), others=histories(5), data=st.data())
def test_a_match_that_was_voided_leaves_both_as_they_were(
    entries: list[Entry], others: list[Entry], data: st.DataObject
) -> None:
    both = _joined_with(entries, others, data)
    by = data.draw(st.sampled_from(["manager", "senior"]))
    apart = written([{"is": "apart", "at": AT, "by": by, "voids": "match"}], both)
    assert links_in(apart, directory()) == {}
    for scope in (SCOPE, STRANGER):
        alone = [each for each in both if each.scope == scope]
        person = fold(apart, directory(), scope)
        assert person.scopes == (scope,)
        before = [each.id for each in evaluate(fold(alone, directory(), scope), directory(), NOW).prompts]
        assert [each.id for each in evaluate(person, directory(), NOW).prompts] == before


def _with_a_stranger(by: str) -> list[Entry]:
    lines = [
        {
            "is": "met",
            "at": "2026-11-02 10:00",
            "of_person": "stranger",
            "contact": "mood 1",
            "not_on_list": "Sam Fictional",
            "born": "1980-02-29",
        },
        {"is": "match", "at": "2026-11-02 12:00", "by": by, "matched": "stranger"},
    ]
    return written(lines, background())


def _joined_with(entries: list[Entry], others: list[Entry], data: st.DataObject) -> list[Entry]:
    """Both histories as two records, the second under other ids, and a match said in either."""
    moved = [_elsewhere(each) for each in others]
    line = data.draw(
        st.sampled_from([{"matched": "stranger"}, {"matched": "person", "of_person": "stranger"}])
    )
    return written([{"is": "match", "at": AT, "by": "manager", **line}], [*entries, *moved])


def _elsewhere(entry: Entry) -> Entry:
    """The same, of the other record: every id in it is that record's own."""

    def other(value: object) -> object:
        if isinstance(value, dict):
            return {key: other(each) for key, each in value.items()}  # pyright: ignore[reportUnknownVariableType]
        if isinstance(value, list):
            return [other(each) for each in value]  # pyright: ignore[reportUnknownVariableType]
        return f"{int(value, 16) ^ 1:032x}" if isinstance(value, str) and value in OWN else value

    document = entry.model_dump(mode="json")
    kept = {"org", "author", "device", "role_seen", "salt"}
    moved = {key: value if key in kept else other(value) for key, value in document.items()}
    return Entry.model_validate(moved | {"scope": STRANGER})


OWN = {id_of(f"n{number}") for number in range(12)} | {
    id_of(name) for name in ("registered", "main worker", "not here")
}
