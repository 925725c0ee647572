"""What a body needs its surroundings for: every impossible and half-filled input is named, nothing else is refused."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.checks import check, check_entry, problems
from models.directory import Directory
from models.errors import BadInput, ImpossibleTime, InvalidEntry, NotAllowed
from models.kinds.plan import PlanMade
from tests.models.made import document, ident, made, utc

NOW = utc("2026-11-05 14:30")
TEAM, WORKER, GONE = ident(100), ident(10), ident(11)
PERSON = f"person:{ident(500)}"


@dataclass(frozen=True)
class Someone:
    born_on: date | None = date(1990, 5, 3)


def organisation() -> Directory:
    published = {"version": "2026-12", "effective_at": "2026-01-01T00:00:00Z", "document": document()}
    return Directory.fold(
        [
            made(1, "team.created", {"name": "North"}, "2026-01-05", record=TEAM),
            made(2, "staff.joined", {"name": "Ash Fern", "role": "worker"}, "2026-01-05", record=WORKER),
            made(3, "staff.joined", {"name": "Cam Moss", "role": "worker"}, "2026-01-05", record=GONE),
            made(4, "staff.left", {"left_on": "2026-06-30"}, "2026-06-01", record=GONE, follows=(3,)),
            made(5, "standard.published", published, "2026-01-05", record="standard"),
        ]
    )


HERE = organisation()
CONTACT = {
    "started_at": "2026-11-05T13:40:00Z",
    "ended_at": "2026-11-05T14:20:00Z",
    "mode": "01",
    "attendance": "5",
    "with_whom": ["person"],
    "indicators": [{"code": "sleep", "level": 2}],
    "actions": [{"code": "seen_alone"}],
    "decision": "no_step_up",
    "identity_confirmed": True,
}
TEMPORARY = {
    "type": "temporary",
    "trigger": "Three early warnings",
    "expires_at": "2026-11-07T14:30:00Z",
    "named_contacts": [
        {"who": "Ash Fern", "staff": WORKER, "mode": "02", "due_at": "2026-11-06T10:00:00Z"},
        {"who": "Ash Fern", "mode": "01", "due_at": "2026-11-07T09:00:00Z"},
    ],
    "emergency_instructions": "Ring 999.",
    "no_safeguarding_because": "Nobody else is involved",
}
DETAILS = {"name": "Robin Vale", "born_on": "1990-05-03", "team": TEAM, "no_nhs_number_because": "Unknown"}

STATUS = {"status": "in_hospital", "since_at": "2026-11-05T13:40:00Z"}
NOTE = {"fact": "A dog in the yard", "source": "Seen", "review_on": "2026-12-01"}
OVERRIDE = {
    "rule": "T2",
    "term": "count",
    "value": 2,
    "reason": "Becomes unwell fast",
    "expires_at": "2026-12-05T13:40:00Z",
}
BASELINE = OVERRIDE | {"rule": "", "term": "baseline", "indicator": "sleep"}
CONCERN = {"type": "financial", "concern": "Money is missing"}
ACTION = {
    "what": "Ring the bank",
    "owner": WORKER,
    "deadline_at": "2026-11-06T12:00:00Z",
    "code": "seen_alone",
}
RISK = {"mitigations": "A duty rota", "owner": WORKER, "review_on": "2026-12-01"}
REFERRAL = {
    "name": "Robin Vale",
    "born_on": "1990-05-03",
    "team": TEAM,
    "received_at": "2026-11-05T13:40:00Z",
    "from_service": "Their GP",
    "nhs_number": "9990000018",
}
AUDIT = {"from_on": "2026-10-01", "until_on": "2026-11-05", "of_how_many": 12}
SUPERVISION = {"staff": WORKER, "held_at": "2026-11-05T13:40:00Z"}
BODIES_HERE: dict[str, dict[str, Any]] = {
    "person.status": STATUS,
    "visit.note": NOTE,
    "threshold.overridden": OVERRIDE,
    "safeguarding.raised": CONCERN,
    "audit.performed": AUDIT,
    "supervision.recorded": SUPERVISION,
    "issue.logged": {"what": "Late", "service": "GP"},
    "learning.recorded": {"what": "Ask who holds the keys"},
    "device.silent": {"device": ident(3), "staff": WORKER},
    "access.viewed": {},
}


def tried(kind: str, body: dict[str, Any], at: datetime = NOW, **more: Any) -> Any:
    return check(kind, body, occurred_at=at, now=NOW, **({"person": Someone(), "directory": HERE} | more))


def refused(kind: str, body: dict[str, Any], **more: Any) -> BadInput:
    with pytest.raises(BadInput) as caught:
        tried(kind, body, **more)
    return caught.value


def test_a_whole_contact_and_a_whole_plan_stand() -> None:
    tried("contact.recorded", CONTACT)
    assert isinstance(tried("plan.made", TEMPORARY), PlanMade)
    tried("person.registered", DETAILS)


@pytest.mark.parametrize(
    ("change", "field", "error"),
    [
        ({"ended_at": "2026-11-05T14:32:01Z"}, "ended_at", ImpossibleTime),
        (
            {"started_at": "1990-05-02T09:00:00Z", "ended_at": "1990-05-02T10:00:00Z"},
            "started_at",
            ImpossibleTime,
        ),
        ({"started_at": "2026-11-04T14:19:00Z"}, "ended_at", ImpossibleTime),
        ({"next_contact_on": "2026-11-04"}, "next_contact_on", ImpossibleTime),
        (
            {"actions": [{"code": "seen_alone", "carried_out_at": "2026-11-05T15:00:00Z"}]},
            "actions.0.carried_out_at",
            ImpossibleTime,
        ),
        ({"identity_confirmed": False}, "identity_confirmed", InvalidEntry),
        ({"with_whom": []}, "with_whom", InvalidEntry),
        ({"attendance": "3"}, "with_whom", InvalidEntry),
        ({"mode": "77"}, "mode", InvalidEntry),
        ({"with_whom": ["person", "robot"]}, "with_whom.1", InvalidEntry),
        ({"indicators": [{"code": "sleeep", "level": 2}]}, "indicators.0.code", InvalidEntry),
        (
            {"indicators": [{"code": "mood", "not_assessed": "whatever"}]},
            "indicators.0.not_assessed",
            InvalidEntry,
        ),
        (
            {"indicators": [{"code": "mood", "level": 1, "new_disclosure": True}]},
            "indicators.0.new_disclosure",
            InvalidEntry,
        ),
        (
            {"indicators": [{"code": "threat_to_others", "level": 1, "plan": True}]},
            "indicators.0.plan",
            InvalidEntry,
        ),
        ({"actions": [{"code": "meant_well"}]}, "actions.0.code", InvalidEntry),
    ],
)
def test_a_contact_that_cannot_be_saved(change: dict[str, Any], field: str, error: type[BadInput]) -> None:
    raised = refused("contact.recorded", CONTACT | change)
    assert type(raised) is error
    assert field in raised.fields
    assert raised.safe == "Nothing you entered is lost."


@pytest.mark.parametrize(
    "change",
    [
        {"ended_at": "2026-11-05T14:31:59Z"},  # two clocks read by hand
        {"attendance": "3", "with_whom": []},
        {"attendance": "3", "with_whom": ["carer"]},
        {"what_changed": "a" * 50_000},
        {"what_changed": "😀 שלום مرحبا"},
        {"next_contact_on": "2026-11-05"},
        {"indicators": [{"code": "suicidal", "level": 1, "new_disclosure": True, "means": True}]},
        {"indicators": [], "actions": []},
        {"decision": "escalate", "rationale": "x"},
    ],
)
def test_a_contact_that_can(change: dict[str, Any]) -> None:
    tried("contact.recorded", CONTACT | change)


def test_every_field_is_named_and_the_first_one_gives_the_sentence() -> None:
    body = CONTACT | {"identity_confirmed": False, "mode": "77", "with_whom": []}
    raised = refused("contact.recorded", body)
    assert set(raised.fields) == {"identity_confirmed", "mode", "with_whom"}
    found = problems("contact.recorded", body, occurred_at=NOW, now=NOW, person=None, directory=HERE)
    assert [problem.field for problem in found] == list(raised.fields)
    assert raised.happened == "Mode: This app does not know this code."
    shape = problems("contact.recorded", {}, occurred_at=NOW, now=NOW, person=None, directory=HERE)
    assert {problem.field for problem in shape} >= {"started_at", "mode"}
    whole = problems("contact.recorded", CONTACT, occurred_at=NOW, now=NOW, person=None, directory=HERE)
    assert whole == ()


def test_an_entry_cannot_have_happened_in_the_future_or_before_birth() -> None:
    assert refused("caseload.ended", {}, at=NOW + timedelta(minutes=3)).fields == ("occurred_at",)
    assert refused("caseload.ended", {}, at=utc("1980-01-01")).fields == ("occurred_at",)
    tried("caseload.ended", {}, at=utc("1980-01-01"), person=None)
    tried("caseload.ended", {}, at=utc("1980-01-01"), person=Someone(born_on=None))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"expires_at": "2026-11-08T14:31:00Z"}, "expires_at", "at most 72 hours"),
        ({"expires_at": "2026-11-05T14:30:00Z"}, "expires_at", "runs out before it begins"),
        ({"expires_at": "2026-11-08T14:29:00Z"}, "named_contacts", "more than 24 hours"),
        (
            {"named_contacts": [{"who": "Ash", "mode": "02", "due_at": "2026-11-06T14:31:00Z"}]},
            "named_contacts",
            "more than 24 hours",
        ),
        (
            {"named_contacts": [{"who": "Ash", "mode": "02", "due_at": "2026-11-05T14:00:00Z"}]},
            "named_contacts.0.due_at",
            "due before the plan",
        ),
        (
            {"named_contacts": [{"who": "A", "staff": GONE, "mode": "02", "due_at": "2026-11-06T10:00:00Z"}]},
            "named_contacts.0.staff",
            "left",
        ),
    ],
)
def test_a_temporary_plan_out_of_its_limits(change: dict[str, Any], field: str, words: str) -> None:
    body = TEMPORARY | change
    assert field in refused("plan.made", body).fields
    found = problems("plan.made", body, occurred_at=NOW, now=NOW, person=None, directory=HERE)
    assert any(problem.field == field and words in problem.why for problem in found)


def test_a_continued_plan_keeps_to_the_same_limits() -> None:
    review = {"decision": "continue", "rationale": "Still needed", "terms": TEMPORARY}
    tried("plan.reviewed", review)
    longer = review | {"terms": TEMPORARY | {"expires_at": "2026-11-09T14:30:00Z"}}
    assert set(refused("plan.reviewed", longer).fields) == {"terms.expires_at", "terms.named_contacts"}
    tried("plan.reviewed", {"decision": "end", "rationale": "No longer needed"})
    tried("plan.made", {"type": "standing", "what_helps": "Music"})


@given(st.integers(1, 72), st.lists(st.integers(1, 71), max_size=6))
def test_no_gap_between_named_contacts_is_over_a_day(hours: int, due: list[int]) -> None:
    def ahead(number: int) -> str:
        return (NOW + timedelta(hours=number)).isoformat()

    contacts = [{"who": "Ash Fern", "mode": "02", "due_at": ahead(number)} for number in due] or TEMPORARY[
        "named_contacts"
    ]
    body = TEMPORARY | {"expires_at": ahead(hours), "named_contacts": contacts}
    found = problems("plan.made", body, occurred_at=NOW, now=NOW, person=None, directory=HERE)
    met = (
        sorted(number for number in due if number < hours)
        if due
        else [number for number in (19.5, 42.5) if number < hours]
    )
    covered = all(
        any(start < at <= start + 24 for at in [*met, hours]) for start in [0, *met] if start < hours
    )
    assert (not found) == covered


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("person.registered", DETAILS | {"born_on": "2026-11-06"}, "born_on"),
        ("person.registered", DETAILS | {"born_on": "1896-01-01"}, "born_on"),
        ("person.registered", DETAILS | {"team": ident(999)}, "team"),
        ("cohort.set", {"in_cohort": True, "reason": "x"}, "review_on"),
        ("cohort.set", {"in_cohort": True, "reason": "x", "review_on": "2026-11-04"}, "review_on"),
        ("cohort.set", {"in_cohort": True, "reason": "x", "review_on": "2027-02-04"}, "review_on"),
        ("signature.set", {"indicators": ["sleep", "sleeep"]}, "indicators.1"),
        ("signature.set", {"baselines": {"sleeep": 1}}, "baselines"),
        ("caseload.assigned", {"staff": ident(999), "from_on": "2026-11-05"}, "staff"),
        ("caseload.assigned", {"staff": GONE, "from_on": "2026-11-05"}, "staff"),
        (
            "caseload.assigned",
            {"staff": WORKER, "from_on": "2026-11-05", "until_on": "2026-11-04"},
            "until_on",
        ),
        ("staff.joined", {"name": "Ash", "role": "boss"}, "role"),
        ("staff.joined", {"name": "Ash", "role": "worker", "teams": [ident(999)]}, "teams"),
        ("device.enrolled", {"staff": ident(999), "label": "Tablet"}, "staff"),
        ("prompt.told", {"prompt": "x", "name": "Bo", "told_at": "2026-11-05T15:00:00Z"}, "told_at"),
        ("prompt.answered", {"prompt": "x", "actions": [{"code": "zzz"}]}, "actions.0.code"),
        ("entry.voided", {"target": ident(1), "reason": "bored"}, "reason"),
    ],
)
def test_other_kinds_out_of_their_limits(kind: str, body: dict[str, Any], field: str) -> None:
    assert refused(kind, body, person=None).fields == (field,)


@pytest.mark.parametrize(
    ("kind", "body", "field", "error"),
    [
        ("person.status", STATUS | {"since_at": "2026-11-05T15:00:00Z"}, "since_at", ImpossibleTime),
        ("person.status", STATUS | {"status": "on_the_moon"}, "status", InvalidEntry),
        ("visit.note", NOTE | {"review_on": "2026-11-04"}, "review_on", ImpossibleTime),
        ("visit.note", NOTE | {"review_on": "2027-02-04"}, "review_on", InvalidEntry),
        ("goal.set", {"goal": "Walk alone", "review_on": "2026-11-04"}, "review_on", ImpossibleTime),
        (
            "threshold.overridden",
            OVERRIDE | {"expires_at": "2026-11-05T14:30:00Z"},
            "expires_at",
            ImpossibleTime,
        ),
        ("threshold.overridden", OVERRIDE | {"rule": "A1", "term": "t1_hours"}, "term", InvalidEntry),
        ("threshold.overridden", OVERRIDE | {"rule": "T2", "term": "enabled"}, "term", InvalidEntry),
        ("threshold.overridden", OVERRIDE | {"value": 0}, "value", InvalidEntry),
        ("threshold.overridden", OVERRIDE | {"value": 2.5}, "value", InvalidEntry),
        ("threshold.overridden", BASELINE | {"indicator": "moonlight"}, "indicator", InvalidEntry),
        ("signature.set", {"set_with_person": False}, "not_with_person_because", InvalidEntry),
        ("safeguarding.raised", CONCERN | {"type": "moonlight"}, "type", InvalidEntry),
        (
            "safeguarding.raised",
            CONCERN | {"answer_due_at": "2026-11-05T14:00:00Z"},
            "answer_due_at",
            ImpossibleTime,
        ),
        ("action.assigned", ACTION | {"owner": GONE}, "owner", InvalidEntry),
        ("action.assigned", ACTION | {"owner": ident(99)}, "owner", InvalidEntry),
        ("action.assigned", ACTION | {"code": "moonlight"}, "code", InvalidEntry),
        ("action.assigned", ACTION | {"deadline_at": "2026-11-05T14:00:00Z"}, "deadline_at", ImpossibleTime),
        ("action.updated", {"words": "Rang", "owner": GONE}, "owner", InvalidEntry),
        (
            "action.completed",
            {"outcome": "Done", "carried_out_at": "2026-11-05T14:40:00Z"},
            "carried_out_at",
            ImpossibleTime,
        ),
        (
            "issue.logged",
            {"what": "Late", "service": "GP", "review_on": "2026-11-04"},
            "review_on",
            ImpossibleTime,
        ),
        ("risk.registered", {"risk": "Gaps", **RISK, "owner": GONE}, "owner", InvalidEntry),
        ("risk.registered", {"risk": "Gaps", **RISK, "review_on": "2026-11-04"}, "review_on", ImpossibleTime),
        (
            "risk.reviewed",
            {"decision": "change", "rationale": "Worse", "terms": RISK | {"owner": GONE}},
            "terms.owner",
            InvalidEntry,
        ),
        ("referral.received", REFERRAL | {"team": ident(99)}, "team", InvalidEntry),
        ("referral.received", REFERRAL | {"born_on": None}, "born_on", InvalidEntry),
        (
            "referral.decided",
            {"decision": "accept", "first_contact_by_on": "2026-11-04"},
            "first_contact_by_on",
            ImpossibleTime,
        ),
        ("audit.performed", AUDIT | {"until_on": "2026-11-06"}, "until_on", ImpossibleTime),
        ("supervision.recorded", SUPERVISION | {"staff": ident(99)}, "staff", InvalidEntry),
        (
            "supervision.recorded",
            SUPERVISION | {"held_at": "2026-11-06T09:00:00Z"},
            "held_at",
            ImpossibleTime,
        ),
    ],
)
def test_what_stands_around_a_person_out_of_its_limits(
    kind: str, body: dict[str, Any], field: str, error: type[BadInput]
) -> None:
    caught = refused(kind, body)
    assert caught.fields == (field,)
    assert type(caught) is error


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("person.status", STATUS),
        ("visit.note", NOTE | {"review_on": "2027-02-03"}),  # 90 days on
        ("visit.note", NOTE | {"review_on": None, "holds": False}),
        ("threshold.overridden", OVERRIDE),
        ("threshold.overridden", OVERRIDE | {"rule": "T4", "term": "multiple", "value": 1.25}),
        ("threshold.overridden", BASELINE),
        ("safeguarding.raised", CONCERN),
        ("action.assigned", ACTION),
        ("referral.received", REFERRAL),
        ("audit.performed", AUDIT),
        ("supervision.recorded", SUPERVISION),
    ],
)
def test_within_their_limits_they_stand(kind: str, body: dict[str, Any]) -> None:
    tried(kind, body)


@pytest.mark.parametrize(
    ("kind", "scope", "record", "fields"),
    [
        ("audit.performed", PERSON, None, ("scope",)),
        ("audit.performed", "org", None, ("scope",)),
        ("supervision.recorded", f"team:{TEAM}", None, ()),
        ("device.silent", "org", None, ("scope",)),
        ("device.silent", f"team:{TEAM}", None, ()),
        ("issue.logged", f"team:{TEAM}", None, ()),
        ("issue.logged", PERSON, None, ()),
        ("learning.recorded", "org", None, ("scope",)),
        ("visit.note", f"team:{TEAM}", None, ("scope",)),
        ("visit.note", PERSON, ident(8), ()),
        ("safeguarding.raised", PERSON, ident(8), ("record",)),
        ("person.status", PERSON, ident(8), ("record",)),
        ("person.status", PERSON, "status", ()),
        ("threshold.overridden", PERSON, ident(8), ("record",)),
        ("threshold.overridden", PERSON, "threshold_t2_count", ()),
        ("access.viewed", PERSON, None, ()),
    ],
)
def test_each_kind_has_its_scope_and_its_record(
    kind: str, scope: str, record: str | None, fields: tuple[str, ...]
) -> None:
    entry = made(7, kind, BODIES_HERE[kind], "2026-11-05 14:30", scope=scope, record=record)
    if not fields:
        check_entry(entry, person=None, directory=HERE)
        return
    with pytest.raises(InvalidEntry) as caught:
        check_entry(entry, person=None, directory=HERE)
    assert caught.value.fields == fields


def test_the_longest_review_of_the_cohort_is_the_standards() -> None:
    tried("cohort.set", {"in_cohort": True, "reason": "x", "review_on": "2027-02-03"})
    tried("cohort.set", {"in_cohort": False, "reason": "Settled since May"})


def test_a_rota_has_shifts_that_end_after_they_start_with_people_who_are_here() -> None:
    shift = {
        "staff": WORKER,
        "role": "manager",
        "starts_at": "2026-11-05T17:00:00Z",
        "ends_at": "2026-11-06T09:00:00Z",
    }
    tried("rota.set", {"team": TEAM, "shifts": [shift]})
    bad = shift | {"ends_at": "2026-11-05T17:00:00Z", "role": "worker", "staff": GONE}
    raised = refused("rota.set", {"team": TEAM, "shifts": [shift, bad]})
    assert set(raised.fields) == {"shifts.1.ends_at", "shifts.1.role", "shifts.1.staff"}


def test_a_standard_is_published_only_when_it_loads_and_names_itself() -> None:
    body = {"version": "2026-12", "effective_at": "2026-12-01T00:00:00Z", "document": document()}
    tried("standard.published", body)
    assert refused("standard.published", body | {"version": "2027-01"}).fields == ("version",)
    loose = document()
    loose["rules"]["t1"]["level"] = 3
    assert refused("standard.published", body | {"document": loose}).fields == ("document.rules.t1.level",)


def test_a_role_that_may_not_is_told_so() -> None:
    told = refused("staff.left", {"left_on": "2026-11-30"}, role="worker")
    assert (type(told), told.fields) == (NotAllowed, ("kind",))
    tried("staff.left", {"left_on": "2026-11-30"}, role="administrator")


def test_an_amendment_stands_as_what_it_replaces() -> None:
    target = made(50, "contact.recorded", CONTACT, "2026-11-05 14:20", scope=PERSON)
    body = {"target": ident(50), "reason": "Wrong time", "body": CONTACT}
    tried("entry.amended", body, target=target)
    tried("entry.amended", body)
    future = body | {"body": CONTACT | {"ended_at": "2026-11-05T16:00:00Z"}}
    assert refused("entry.amended", future, target=target).fields == ("body.ended_at",)
    half = body | {"body": {"mode": "01"}}
    assert "body.started_at" in refused("entry.amended", half, target=target).fields


def test_from_elsewhere_the_unknown_is_kept() -> None:
    newer = CONTACT | {
        "mode": "77",
        "indicators": [{"code": "from_newer", "level": 2}],
        "actions": [{"code": "from_newer"}],
        "identity_confirmed": False,
        "with_whom": [],
    }
    for entry in (
        made(60, "contact.recorded", newer, "2026-11-05 14:20", scope=PERSON),
        made(61, "kind.from_newer", {}, scope=PERSON),
        made(62, "caseload.assigned", {"staff": ident(999), "from_on": "2026-11-05"}, scope=PERSON),
    ):
        check_entry(entry, person=Someone(), directory=HERE)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (made(60, "contact.recorded", CONTACT, "2026-11-05 14:20"), "scope"),
        (made(60, "staff.joined", {"name": "X", "role": "manager"}, scope=PERSON), "scope"),
        (made(60, "contact.recorded", CONTACT, "2026-11-05 14:20", scope=PERSON, record=ident(61)), "record"),
        (made(60, "person.registered", DETAILS, scope=PERSON), "record"),
        (made(60, "plan.made", TEMPORARY, "2026-11-05 14:30", scope=PERSON), "record"),
        (
            made(
                60,
                "plan.made",
                TEMPORARY | {"expires_at": "2026-11-20T00:00:00Z"},
                "2026-11-05 14:30",
                scope=PERSON,
                record="plan_temporary",
            ),
            "expires_at",
        ),
        (
            made(60, "caseload.ended", {}, "2026-11-05 14:30", recorded_at="2026-11-05 14:00", scope=PERSON),
            "occurred_at",
        ),
        (made(60, "caseload.ended", {}, "1980-01-01", scope=PERSON), "occurred_at"),
    ],
)
def test_from_elsewhere_what_can_never_stand_is_refused(entry: Any, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_entry(entry, person=Someone(), directory=HERE)
    assert field in caught.value.fields


def test_a_wrong_device_clock_is_no_reason_to_refuse() -> None:
    ahead = made(60, "caseload.ended", {}, "2031-01-01 09:00", scope=PERSON)
    check_entry(ahead, person=Someone(), directory=HERE)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda each: st.lists(each, max_size=3),
        max_leaves=6,
    )
)
def test_no_input_gives_anything_but_a_clear_refusal(value: Any) -> None:
    for field in CONTACT:
        try:
            tried("contact.recorded", CONTACT | {field: value})
            fields = (field,)
        except BadInput as error:
            fields = error.fields
        assert fields
