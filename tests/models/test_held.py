"""What waits for a manager, and whose answer settles it."""

from typing import Any

import pytest

from models.authority import authorised, may_author
from models.directory import Directory
from models.entry import Entry
from models.errors import InvalidEntry
from models.held import answers, held_back, may_accept, told_id, unanswered
from models.kinds.held import EntrySettled
from tests.models.made import document, ident, made

PERSON = "person:" + ident(7)
AUTHOR, MANAGER, OTHER, ADMINISTRATOR = 10, 11, 12, 13
ROLES = {AUTHOR: "worker", MANAGER: "manager", OTHER: "worker", ADMINISTRATOR: "administrator"}
HELD = 900


@pytest.fixture
def directory() -> Directory:
    return Directory.fold(
        made(staff, "staff.joined", {"name": role, "role": role}, "2026-11-01 09:00", record=ident(staff))
        for staff, role in ROLES.items()
    )


def told(what: str = "entry", reason: str = "role_may_not", kind: str = "caseload.assigned") -> Entry:
    body = {"held": ident(HELD), "what": what, "kind": kind, "author": ident(AUTHOR), "reason": reason}
    return made(500, "entry.quarantined", body, scope=PERSON, author=99)


def answer(kind: str, author: int, target: int = HELD, **said: Any) -> Entry:
    return made(600, kind, {"target": ident(target), **said}, "2026-11-03 09:00", scope=PERSON, author=author)


ACCEPTED = {"kind": "entry.accepted", "rationale": "Agreed"}
NOT_AGAIN = {"kind": "entry.settled", "how": "not_again", "words": "Somebody else did it"}
LEFT = {"kind": "entry.settled", "how": "left", "words": "It is right as it is"}
REPLACED = {"kind": "entry.settled", "how": "replaced", "replaced_by": ident(901)}


@pytest.mark.parametrize(
    ("said", "by", "settles"),
    [
        (ACCEPTED, MANAGER, True),
        (ACCEPTED, ADMINISTRATOR, True),
        (ACCEPTED, AUTHOR, False),
        (NOT_AGAIN, AUTHOR, True),
        (NOT_AGAIN, OTHER, False),
        (NOT_AGAIN, MANAGER, True),
        (REPLACED, AUTHOR, True),
        (REPLACED, OTHER, False),
        (LEFT, MANAGER, True),
        (LEFT, AUTHOR, False),
    ],
)
def test_whose_answer_settles_it(directory: Directory, said: dict[str, Any], by: int, settles: bool):
    there = [told(), answer(author=by, **said)]
    assert (unanswered(there, directory) == ()) is settles
    assert (unanswered(there[::-1], directory) == ()) is settles
    assert len(held_back(there)) == 1


@pytest.mark.parametrize(
    ("said", "kind", "settles"),
    [
        (LEFT, "caseload.assigned", True),
        (LEFT, "cohort.set", False),
        (NOT_AGAIN, "caseload.assigned", True),
        (NOT_AGAIN, "cohort.set", False),
    ],
)
def test_an_administrator_decides_about_what_an_administrator_records(
    directory: Directory, said: dict[str, Any], kind: str, settles: bool
):
    there = [told(kind=kind), answer(author=ADMINISTRATOR, **said)]
    assert (unanswered(there, directory) == ()) is settles


def test_whom_the_standard_lets_record_it_may_have_it_count():
    people = [
        made(staff, "staff.joined", {"name": role, "role": role}, "2026-01-05", record=ident(staff))
        for staff, role in ROLES.items()
    ]
    published = {
        "version": "2026-12",
        "effective_at": "2026-01-01T00:00:00Z",
        "document": document() | {"delegated": {"audit.performed": ["worker"]}},
    }
    delegating = Directory.fold([*people, made(90, "standard.published", published, record="standard")])
    there = [told(kind="audit.performed"), answer(author=OTHER, **ACCEPTED)]
    assert unanswered(there, delegating) == ()
    assert len(unanswered([told(kind="cohort.set"), answer(author=OTHER, **ACCEPTED)], delegating)) == 1


def test_what_is_held_is_in_order_of_when_it_was_told_and_an_answer_names_what_it_answers():
    first, second = (
        made(number, "entry.quarantined", told().body | {"held": ident(held)}, at, scope=PERSON)
        for number, held, at in ((502, 901, "2026-11-02 09:00"), (501, 902, "2026-11-02 10:00"))
    )
    assert [each.told.id for each in held_back([second, first])] == [first.id, second.id]
    (given,) = answers([answer(author=MANAGER, **LEFT)])[ident(HELD)]
    assert (given.target, given.by.author) == (ident(HELD), ident(MANAGER))


@pytest.mark.parametrize("reason", ["invalid", "time", "author", "target"])
def test_what_cannot_stand_is_never_settled_by_accepting(directory: Directory, reason: str):
    there = [told(reason=reason), answer(author=MANAGER, **ACCEPTED)]
    assert len(unanswered(there, directory)) == 1
    assert not may_accept("manager", held_back(there)[0])


@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [
        ("manager", "caseload.assigned", True),
        ("senior", "contact.recorded", True),
        ("worker", "contact.recorded", False),
        ("administrator", "contact.recorded", False),
        ("manager", "staff.role_set", False),
        ("administrator", "staff.role_set", True),
        (None, "contact.recorded", False),
    ],
)
def test_nobody_accepts_what_they_may_not_record(role: str | None, kind: str, may: bool):
    held = held_back([told(kind=kind)])[0]
    assert may_accept(role, held) is may


def test_a_draft_is_answered_by_the_entry_that_tells_of_it(directory: Directory):
    draft = told(what="draft", reason="revoked", kind="contact.recorded")
    assert not held_back([draft])[0].acceptable
    assert len(unanswered([draft, answer(author=MANAGER, **LEFT)], directory)) == 1
    assert unanswered([draft, answer(author=MANAGER, target=500, **LEFT)], directory) == ()


def test_nobody_may_say_what_the_centre_says(directory: Directory):
    assert not any(may_author(role, "entry.quarantined") for role in ROLES.values())
    assert authorised(told(), directory)  # not flagged on a person: intake sees that it is the centre's own


@pytest.mark.parametrize(
    "body",
    [
        {"target": ident(1), "how": "replaced"},
        {"target": ident(1), "how": "not_again", "words": "  "},
        {"target": ident(1), "how": "left"},
    ],
)
def test_a_settlement_says_how(body: dict[str, Any]):
    with pytest.raises(InvalidEntry):
        _ = made(1, "entry.settled", body).said


def test_a_body_from_a_newer_version_is_passed_over(directory: Directory):
    broken = made(501, "entry.quarantined", {"held": "?"}, scope=PERSON)
    assert held_back([broken]) == ()
    assert EntrySettled.model_validate(REPLACED | {"target": ident(1)}).how.known
    assert told_id("entry", ident(1)) != told_id("row", ident(1))
