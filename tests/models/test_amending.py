"""What an amendment makes of an entry: what it says from then on, from when, whose evidence it is, and which of two comes first."""

from typing import Any

import pytest

from models.entry import Entry
from models.fold import PersonState, fold
from models.fold.marks import incomplete, unauthorised
from tests.cases.short_form import background, directory, entry, id_of, moment, written

FIRST: dict[str, Any] = {"is": "first", "at": "2026-11-02 10:00", "contact": "suicidal 2, sleep 1"}


def _fold(*lines: dict[str, Any]) -> PersonState:
    return fold(written(list(lines), background()), directory())


def _amended(name: str, by: str, contact: str, hour: int = 12) -> dict[str, Any]:
    at = f"2026-11-02 {hour}:00"
    return {"is": name, "at": at, "by": by, "amends": "first", "contact": contact, "follows": ["first"]}


@pytest.mark.parametrize(
    ("contact", "evidence"),
    [
        ("suicidal 3, sleep 1", "amended"),
        ("suicidal 2, sleep 1, mood 1", "amended"),
        ("suicidal 1, sleep 1", "first"),
        ("suicidal 2, sleep 1", "first"),
    ],
)
def test_only_what_says_more_is_evidence_of_its_own(contact: str, evidence: str) -> None:
    ((statement,),) = [visit.parts for visit in _fold(FIRST, _amended("amended", "manager", contact)).visits]
    assert statement.evidence == id_of(evidence)


def test_it_is_stated_when_it_was_amended_and_the_contact_when_it_was_recorded() -> None:
    (visit,) = _fold(FIRST, _amended("amended", "manager", "suicidal 3")).visits
    assert visit.stated_at == moment("2026-11-02 10:00")
    assert [part.stated_at for part in visit.parts] == [moment("2026-11-02 12:00")]


@pytest.mark.parametrize(
    ("codes", "level", "by", "gave"),
    [
        ({"suicidal"}, 3, "2026-11-02 12:00", True),
        ({"suicidal"}, 2, "2026-11-02 12:00", True),
        ({"suicidal"}, 3, "2026-11-02 11:59", False),
        ({"suicidal"}, 4, "2026-11-02 12:00", False),
        ({"sleep"}, 1, "2026-11-02 12:00", False),
    ],
)
def test_what_had_been_said_by_then(codes: set[str], level: int, by: str, gave: bool) -> None:
    (visit,) = _fold(FIRST, _amended("amended", "manager", "suicidal 3, sleep not_reached")).visits
    assert visit.gave(codes, level, moment(by)) is gave


@pytest.mark.parametrize(("higher", "lower"), [("a", "b"), ("b", "a")])
def test_of_two_blind_of_each_other_the_more_prompting_is_shown_first_whichever_it_is(
    higher: str, lower: str
) -> None:
    person = _fold(
        FIRST, _amended(higher, "manager", "suicidal 3, sleep 1"), _amended(lower, "senior", "suicidal 1")
    )
    (visit,) = person.visits
    assert [part.body.indicators[0].level for part in visit.parts] == [3, 1]
    assert visit.level("suicidal") == 3


def test_amendments_that_name_each_other_change_nothing_and_are_kept() -> None:
    def amending(name: str, target: str) -> Entry:
        body = {"target": id_of(target), "reason": "A slip", "body": {}}
        return entry(name, "entry.amended", body, "2026-11-02 12:00", record=id_of("first"))

    def voiding(name: str, target: str) -> Entry:
        body = {"target": id_of(target), "reason": "recorded_in_error"}
        return entry(name, "entry.voided", body, "2026-11-02 13:00", "worker", record=id_of("first"))

    ring = [amending("one", "two"), amending("two", "one"), voiding("void", "one")]
    person = fold([*written([FIRST], background()), *ring], directory())
    assert {id_of("one"), id_of("two")} <= set(person.entries)
    assert [visit.id for visit in person.visits] == [id_of("first")]


def test_however_long_a_row_of_voids_is_a_concern_that_stands_again_stays() -> None:
    void: dict[str, Any] = {"at": "2026-11-02 12:00", "by": "manager", "voids": "first", "follows": []}
    row = [void | {"is": "void 0"}]
    assert not _fold(FIRST, *row).visits
    for each in range(1, 600):
        row.append(void | {"is": f"void {each}", "by": "worker", "voids": f"void {each - 1}"})
    for length in (2, 3, 4, 599, 600):
        assert [visit.id for visit in _fold(FIRST, *row[:length]).visits] == [id_of("first")]


@pytest.mark.parametrize(("length", "stands"), [(1, False), (2, True), (600, True)])
def test_a_confirmation_that_is_taken_back_counts_no_more_however_long_the_row_after_it(
    length: int, stands: bool
) -> None:
    row: list[dict[str, Any]] = []
    target, rest = "first", {"at": "2026-11-02 12:00", "follows": []}
    for each in range(length):
        row.append(rest | {"is": f"void {each}", "by": "worker", "voids": target})
        target = f"yes {each}"
        row.append(rest | {"is": target, "by": "manager", "confirms": f"void {each}"})
    assert bool(_fold(FIRST, *row).visits) is stands


def _since(name: str, by: str, target: str, status: str, since: str) -> dict[str, Any]:
    rest = {"status": status, "since": since, "follows": [target]}
    return {"is": name, "at": "2026-11-05 10:00", "by": by, "amends": target} | rest


def test_of_two_times_they_went_and_came_back_the_shorter_absence_holds() -> None:
    went = {"is": "went", "at": "2026-11-01 10:00", "status": "in_hospital"}
    back = {"is": "back", "at": "2026-11-04 10:00", "status": "supported", "follows": ["went"]}
    standing = _fold(
        went,
        back,
        _since("went at 8", "manager", "went", "in_hospital", "2026-11-01 08:00"),
        _since("went at 9", "senior", "went", "in_hospital", "2026-11-01 09:00"),
        _since("back at 14", "manager", "back", "supported", "2026-11-04 14:00"),
        _since("back at 15", "senior", "back", "supported", "2026-11-04 15:00"),
    ).standing
    assert [standing.away_at(moment(f"2026-11-01 0{at}")) for at in ("8:59", "9:00")] == [False, True]
    assert [standing.away_at(moment(f"2026-11-04 {at}")) for at in ("13:59", "14:00")] == [True, False]


def test_a_correction_needs_the_role_its_target_needs() -> None:
    person = _fold(
        {"is": "in", "at": "2026-11-02 10:00", "by": "manager", "cohort": True},
        {"is": "out", "at": "2026-11-02 11:00", "amends": "in", "cohort": False},
        FIRST,
        {"at": "2026-11-02 12:00", "voids": "first"},
        {"is": "void", "at": "2026-11-02 13:00", "voids": "in"},
    )
    assert unauthorised(person, directory()) == (id_of("out"), id_of("void"))


def test_a_correction_lacks_its_target_until_that_is_here() -> None:
    body = {"target": id_of("elsewhere"), "reason": "recorded_in_error"}
    void = entry("void", "entry.voided", body, "2026-11-02 10:00", "worker", record=id_of("elsewhere"))
    assert incomplete(fold([*background(), void], directory())) == {id_of("void"): (id_of("elsewhere"),)}
