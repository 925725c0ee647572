"""One role × kind table, judged at the role the author had seen; a concern is never refused."""

from typing import Any

import pytest

from models.authority import (
    BY_THE_CENTRE,
    LEAVE,
    MAY_AUTHOR,
    REASONS,
    ROLE_MAY_NOT,
    authorised,
    decided,
    decides_access,
    judge,
    may_author,
    may_lower,
    roles_for,
    silences_themselves,
)
from models.codes import Role
from models.directory import Directory
from models.entry import Entry
from models.kinds import BODIES
from models.standard import load
from tests.models.made import document, ident, made

PERSON = f"person:{ident(500)}"
FOR_DECIDERS = ("escalation.agreed", "escalation.reviewed")
STAFF = {"worker": 10, "manager": 11, "senior": 12, "administrator": 13}

CONCERNS = ("contact.", "plan.", "prompt.", "safeguarding.", "action.", "visit.", "goal.", "threshold.")


def organisation(delegated: dict[str, list[str]] | None = None) -> Directory:
    people = [
        made(number, "staff.joined", {"name": role.title(), "role": role}, "2026-01-05", record=ident(number))
        for role, number in STAFF.items()
    ]
    published = {
        "version": "2026-12",
        "effective_at": "2026-01-01T00:00:00Z",
        "document": document() | {"delegated": delegated or {}},
    }
    return Directory.fold(
        [*people, made(90, "standard.published", published, "2026-01-05", record="standard")]
    )


def by(role: str, kind: str, *, scope: str = PERSON, role_seen: int | None = None) -> Entry:
    number = STAFF.get(role, 999)
    return made(
        700, kind, {}, scope=scope, author=number, role_seen=role_seen if role_seen is not None else number
    )


def test_every_kind_has_a_row_and_every_row_a_kind() -> None:
    assert set(MAY_AUTHOR) == set(BODIES)
    assert all(set(roles) <= set(Role.KNOWN) for roles in MAY_AUTHOR.values())
    assert {kind for kind, roles in MAY_AUTHOR.items() if not roles} == BY_THE_CENTRE


@pytest.mark.parametrize(
    ("kind", "roles"),
    [
        ("staff.role_set", ["administrator"]),
        ("staff.leave_set", ["manager", "senior", "administrator"]),
        ("device.revoked", ["administrator"]),
        ("device.recovery_issued", ["manager", "senior", "administrator"]),
        ("rota.set", ["manager", "senior", "administrator"]),
        ("standard.published", ["senior", "administrator"]),
        ("person.registered", ["worker", "manager", "senior", "administrator"]),
        ("cohort.set", ["manager", "senior"]),
        ("caseload.assigned", ["manager", "senior", "administrator"]),
        ("contact.recorded", ["worker", "manager", "senior"]),
        ("plan.reviewed", ["worker", "manager", "senior"]),
        ("escalation.opened", ["worker", "manager", "senior"]),
        ("escalation.resolved", ["worker", "manager", "senior"]),
        ("escalation.agreed", ["manager", "senior"]),
        ("escalation.reviewed", ["manager", "senior"]),
        ("restriction.applied", ["worker", "manager", "senior"]),
        ("restriction.reviewed", ["worker", "manager", "senior"]),
        ("entry.confirmed", ["manager", "senior"]),
        ("entry.accepted", ["manager", "senior", "administrator"]),
        ("entry.settled", ["worker", "manager", "senior", "administrator"]),
        ("entry.quarantined", []),
        ("person.status", ["worker", "manager", "senior"]),
        ("person.matched", ["manager", "senior"]),
        ("threshold.overridden", ["worker", "manager", "senior"]),
        ("referral.decided", ["manager", "senior"]),
        ("supervision.recorded", ["worker", "manager", "senior"]),
        ("prompt.delivered", []),
        ("device.silent", []),
        ("kind.from_a_newer_app", []),
    ],
)
def test_the_table(kind: str, roles: list[str]) -> None:
    assert [role for role in Role.KNOWN if may_author(role, kind)] == roles == roles_for(kind)


def test_only_managers_and_seniors_lower_at_once() -> None:
    assert [role for role in [*Role.KNOWN, None, "from_a_newer_app"] if may_lower(role)] == [
        "manager",
        "senior",
    ]


@pytest.mark.parametrize("role", [*STAFF, "someone not known here"])
@pytest.mark.parametrize(
    "kind", sorted(kind for kind in BODIES if kind.startswith(CONCERNS) and kind not in BY_THE_CENTRE)
)
def test_an_entry_that_raises_concern_is_accepted_from_anyone(role: str, kind: str) -> None:
    directory, entry = organisation(), by(role, kind)
    assert judge(entry, directory) is None
    assert authorised(entry, directory) == (role in ("worker", "manager", "senior"))


@pytest.mark.parametrize(
    ("role", "kind", "scope", "reason"),
    [
        ("worker", "staff.role_set", "org", ROLE_MAY_NOT),
        ("manager", "staff.role_set", "org", ROLE_MAY_NOT),
        ("administrator", "staff.role_set", "org", None),
        ("worker", "caseload.assigned", PERSON, ROLE_MAY_NOT),
        ("manager", "caseload.assigned", PERSON, None),
        ("worker", "standard.published", "org", ROLE_MAY_NOT),
        ("nobody", "staff.joined", "org", ROLE_MAY_NOT),
        ("worker", "contact.recorded", "org", None),  # refused for its place, not for its author
        ("worker", "cohort.set", PERSON, None),
        ("worker", "person.matched", PERSON, ROLE_MAY_NOT),
        ("manager", "person.matched", PERSON, None),
        ("administrator", "person.status", PERSON, None),
        ("worker", "audit.performed", f"team:{ident(100)}", None),
        ("worker", "entry.accepted", PERSON, ROLE_MAY_NOT),
        ("manager", "entry.accepted", PERSON, None),
        ("nobody", "entry.settled", "org", None),  # takes it off a list, and decides nothing
    ],
)
def test_what_decides_access_is_held_back(role: str, kind: str, scope: str, reason: str | None) -> None:
    assert judge(by(role, kind, scope=scope), organisation()) == reason
    assert reason is None or reason in REASONS


def test_authority_is_judged_at_the_role_entry_seen() -> None:
    directory = organisation()
    demoted = made(91, "staff.role_set", {"role": "worker"}, "2026-06-01", record=ident(11), follows=(11,))
    later = Directory.fold([*(entry_of(role) for role in STAFF), demoted])
    assert directory.staff[ident(11)].role == "manager"
    assert authorised(by("manager", "cohort.set", role_seen=11), later)
    assert not authorised(by("manager", "cohort.set", role_seen=91), later)


def entry_of(role: str) -> Entry:
    number = STAFF[role]
    return made(number, "staff.joined", {"name": role, "role": role}, "2026-01-05", record=ident(number))


def test_the_stamped_standard_delegates() -> None:
    entry = by("worker", "cohort.set")
    assert not authorised(entry, organisation())
    assert authorised(entry, organisation({"cohort.set": ["worker"]}))
    delegating = load(document() | {"delegated": {"cohort.set": ["worker"]}})
    assert may_author("worker", "cohort.set", delegating)
    assert roles_for("cohort.set", delegating) == ["worker", "manager", "senior"]


def test_a_correction_needs_what_its_target_needs() -> None:
    directory = organisation()
    role_set = made(92, "staff.role_set", {"role": "worker"}, record=ident(10))
    assigned = made(93, "caseload.assigned", {}, scope=PERSON)
    contact = made(94, "contact.recorded", {}, scope=PERSON)
    amended = by("worker", "entry.amended")
    in_org = by("worker", "entry.voided", scope="org")
    assert judge(amended, directory, contact) is None
    assert judge(amended, directory, assigned) == ROLE_MAY_NOT
    assert judge(in_org, directory, role_set) == ROLE_MAY_NOT
    assert judge(in_org, directory) == ROLE_MAY_NOT
    assert judge(by("administrator", "entry.voided", scope="org"), directory) is None
    assert judge(amended, directory) is None
    assert decides_access(amended, assigned)
    assert not decides_access(amended, contact)


@pytest.mark.parametrize(
    ("by_whom", "body", "reason"),
    [
        ("manager", {"staff": ident(10)}, None),
        ("manager", {"staff": ident(11)}, ROLE_MAY_NOT),
        ("senior", {"staff": ident(12), "ended": False}, ROLE_MAY_NOT),
        ("administrator", {"staff": ident(13)}, ROLE_MAY_NOT),
        ("manager", {"staff": ident(11), "ended": True}, None),  # they are back, and are asked again
        ("worker", {"staff": ident(10), "ended": True}, ROLE_MAY_NOT),
    ],
)
def test_nobody_sets_their_own_leave_whatever_their_role(
    by_whom: str, body: dict[str, Any], reason: str | None
) -> None:
    entry = made(700, LEAVE, body, author=STAFF[by_whom], role_seen=STAFF[by_whom])
    assert judge(entry, organisation()) == reason


@pytest.mark.parametrize(
    ("kind", "about"), [("entry.amended", 11), ("entry.accepted", 11), ("entry.amended", 10)]
)
def test_nor_by_correcting_or_accepting_it(kind: str, about: int) -> None:
    leave = made(95, LEAVE, {"staff": ident(about)}, author=12)
    said = {"target": ident(95), "body": {"staff": ident(about), "until_on": "2026-12-31"}}
    entry = made(700, kind, said, author=11, role_seen=11)
    assert judge(entry, organisation(), leave) == (ROLE_MAY_NOT if about == 11 else None)
    voided = made(701, "entry.voided", {"target": ident(95)}, author=11, role_seen=11)
    assert judge(voided, organisation(), leave) is None


@pytest.mark.parametrize(
    ("was", "said", "reason"),
    [
        (10, {"staff": ident(11)}, ROLE_MAY_NOT),  # somebody else's, made their own
        (11, {"staff": ident(10)}, None),
        (11, {"staff": ident(11), "ended": True}, None),
        (11, None, None),  # a body that cannot be read changes nothing
    ],
)
def test_an_amendment_of_leave_is_judged_by_what_would_then_hold(
    was: int, said: dict[str, Any] | None, reason: str | None
) -> None:
    leave = made(95, LEAVE, {"staff": ident(was)}, author=12)
    body = {"target": ident(95)} if said is None else {"target": ident(95), "body": said}
    entry = made(700, "entry.amended", body, author=13, role_seen=13)
    own = made(700, "entry.amended", body, author=11, role_seen=11)
    assert judge(entry, organisation(), leave) is None
    assert silences_themselves(own.author, own.kind, own.body, leave) is (reason is not None)


def test_an_acceptance_of_leave_is_judged_by_the_leave() -> None:
    for whose, reason in ((11, ROLE_MAY_NOT), (10, None)):
        leave = made(95, LEAVE, {"staff": ident(whose)}, author=12)
        body = {"target": ident(95), "rationale": "As it was"}
        entry = made(700, "entry.accepted", body, author=11, role_seen=11)
        assert judge(entry, organisation(), leave) == reason


def test_what_the_standard_delegates_may_be_corrected_by_whom_it_is_delegated_to() -> None:
    target = made(96, "cohort.set", {}, scope=PERSON)
    amended = by("worker", "entry.amended")
    assert not authorised(amended, organisation(), target)
    assert authorised(amended, organisation({"cohort.set": ["worker"]}), target)


def test_nobody_has_count_what_they_may_not_record_themselves() -> None:
    accepted = by("administrator", "entry.accepted")
    assert authorised(accepted, organisation(), made(97, "caseload.assigned", {}, scope=PERSON))
    assert not authorised(accepted, organisation(), made(97, "person.matched", {}, scope=PERSON))


@pytest.mark.parametrize(
    ("role", "kind", "delegated", "may"),
    [
        ("worker", "restriction.applied", {}, False),
        ("worker", "restriction.applied", {"restriction.applied": ["worker"]}, True),
        ("worker", "restriction.reviewed", {"restriction.applied": ["worker"]}, False),
        ("administrator", "restriction.applied", {"restriction.applied": ["worker"]}, False),
        ("manager", "person.status", {}, True),
        ("senior", "escalation.resolved", {}, True),
        ("worker", "escalation.resolved", {"escalation.resolved": ["worker"]}, True),
        ("worker", "plan.reviewed", {"plan.reviewed": ["worker"]}, False),
        ("worker", "cohort.set", {"cohort.set": ["worker"]}, False),
    ],
)
def test_what_is_decided_by_whom(role: str, kind: str, delegated: dict[str, list[str]], may: bool) -> None:
    """Delegated is the decision of a kind that has one; ending a plan or leaving the cohort lowers, and stays a manager's."""
    assert decided(by(role, kind), organisation(delegated)) is may
    assert not may_lower("worker")
