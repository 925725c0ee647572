"""Every kind's body: what stands, what does not and which field says so, and what is kept from a newer app."""

import inspect
import json
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.checks.everywhere import leaves
from models.codes import Attendance, Code, Decision, Mode
from models.entry import FIXED_RECORDS, PLAN_RECORDS, author, decode, read_body
from models.errors import BadInput, ImpossibleTime, InvalidEntry, NewerFormat
from models.kinds import BODIES
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded
from models.nhs_number import check_digit, check_nhs_number, last_four, shown
from tests.models.made import ident, made

A, B = ident(1), ident(2)
CONTACT = {
    "started_at": "2026-11-05T13:40:00Z",
    "ended_at": "2026-11-05T14:20:00Z",
    "mode": "01",
    "attendance": "5",
    "with_whom": ["person"],
    "decision": "no_step_up",
}
TEMPORARY = {
    "type": "temporary",
    "trigger": "Three early warnings",
    "expires_at": "2026-11-08T14:20:00Z",
    "named_contacts": [{"who": "Ash Fern", "mode": "02", "due_at": "2026-11-06T10:00:00Z"}],
    "emergency_instructions": "Ring 999.",
    "no_safeguarding_because": "Nobody else is involved",
}
DECISION = {
    "referred": True,
    "reason": "At risk of harm",
    "wishes": "Wants it to stop",
    "least_restrictive_check": "Nothing is taken from them",
}
RISK = {"mitigations": "A duty rota", "owner": A, "review_on": "2026-12-01"}
REFERRAL = {
    "name": "Robin Vale",
    "team": A,
    "received_at": "2026-11-05T13:40:00Z",
    "from_service": "Their GP",
    "nhs_number": "999 000 0018",
    "known": ["risks"],
}
DETAILS = {"name": "Robin Vale", "born_on": "1990-05-03", "team": A, "no_nhs_number_because": "Not known yet"}
RESTRICTION: dict[str, Any] = {
    "what": "Kitchen knives locked away",
    "rationale": "Cut himself twice",
    "alternatives": [{"what": "Staff in the kitchen", "rejected_because": "Not at night"}],
    "legal_basis": "consent",
    "capacity": "has",
    "persons_view": "Agrees for now",
    "starts_on": "2026-11-02",
    "review_on": "2026-11-30",
    "limit_on": "2026-12-31",
}
WHOLE: dict[str, dict[str, Any]] = {
    "staff.joined": {"name": "Ash Fern", "role": "worker"},
    "staff.role_set": {"role": "manager", "teams": [A]},
    "staff.left": {"left_on": "2026-11-30"},
    "staff.leave_set": {"staff": A, "from_on": "2026-12-21"},
    "team.created": {"name": "North"},
    "team.renamed": {"name": "North End"},
    "device.enrolled": {"staff": A, "label": "Tablet A · 1"},
    "device.revoked": {},
    "device.recovery_issued": {"expires_at": "2026-11-20T12:15:00Z"},
    "rota.set": {"team": A},
    "standard.published": {"version": "x", "effective_at": "2026-11-01T00:00:00Z", "document": {}},
    "person.registered": DETAILS,
    "person.updated": DETAILS | {"nhs_number": "999 000 0018"},
    "cohort.set": {"in_cohort": True, "reason": "Recent discharge"},
    "contact.agreed": {"interval_days": 7},
    "signature.set": {"indicators": ["sleep"], "baselines": {"mood": 1}},
    "caseload.assigned": {"staff": A, "from_on": "2026-11-01"},
    "caseload.ended": {},
    "contact.recorded": CONTACT,
    "plan.made": TEMPORARY,
    "plan.reviewed": {"decision": "end", "rationale": "No longer needed"},
    "restriction.applied": RESTRICTION,
    "restriction.reviewed": {"decision": "continue", "rationale": "Still needed", "terms": RESTRICTION},
    "escalation.opened": {"priority": "urgent", "to": "Crisis team", "evidence": [A], "person_knows": False},
    "escalation.delivered": {"how": "voicemail", "to": "Crisis team"},
    "escalation.acknowledged": {"name": "Nurse Reed", "mode": "02"},
    "escalation.responded": {"answer": "declined", "reason": "Not our threshold", "advice": "Try the GP"},
    "escalation.contested": {"reason": "There is a plan and the means"},
    "escalation.agreed": {"reason": "The GP can do this"},
    "escalation.owned": {"staff": A},
    "escalation.stepped": {"to": "Home treatment", "redirected": True},
    "escalation.disputed": {"to": "Their senior", "reason": "As above"},
    "escalation.resolved": {"outcome": "person_safe", "words": "With her sister"},
    "escalation.reviewed": {"delay": "interface", "changed_in": A, "learning": "Ring the ward first"},
    "episode.stepped_down": {"episode": "step_up", "evidence": [A], "rationale": "Two settled visits"},
    "person.status": {"status": "discharged", "since_at": "2026-11-05T13:40:00Z", "rationale": "Moved away"},
    "person.matched": {"other": A, "reason": "The same name and date of birth"},
    "threshold.overridden": {
        "rule": "T2",
        "term": "count",
        "value": 2,
        "reason": "Becomes unwell fast",
        "expires_at": "2026-12-05T13:40:00Z",
    },
    "visit.note": {"fact": "A dog in the yard", "source": "Seen", "review_on": "2026-12-01"},
    "goal.set": {"goal": "Walk to the shop alone", "review_on": "2026-12-01"},
    "safeguarding.raised": {"type": "financial", "concern": "Money is missing"},
    "safeguarding.decided": DECISION,
    "action.assigned": {"what": "Ring the bank", "owner": A, "deadline_at": "2026-11-06T12:00:00Z"},
    "action.updated": {"words": "Rang the bank", "deadline_at": "2026-11-06T12:00:00Z"},
    "action.completed": {"outcome": "The card is stopped", "carried_out_at": "2026-11-05T13:40:00Z"},
    "issue.logged": {"what": "No answer for two days", "service": "Crisis team", "review_on": "2026-12-01"},
    "issue.escalated": {"to": "Their manager", "asked": "A named contact"},
    "issue.resolved": {"outcome": "A named contact is agreed"},
    "risk.registered": {"risk": "No cover at weekends", **RISK},
    "risk.reviewed": {"decision": "continue", "rationale": "Still there", "terms": RISK},
    "referral.received": REFERRAL,
    "referral.decided": {
        "decision": "decline",
        "reasons": ["outside_area"],
        "safer_alternative": "The team of their own area",
        "first_contact_by_on": "2026-12-01",
    },
    "audit.performed": {
        "from_on": "2026-10-01",
        "until_on": "2026-10-31",
        "looked_for": ["goals"],
        "of_how_many": 12,
        "sampled": [A],
    },
    "audit.finding": {"looked_for": "goals", "met": 3, "of": 4},
    "learning.recorded": {"what": "Ask who holds the keys", "learnt_from": [A]},
    "supervision.recorded": {"staff": A, "held_at": "2026-11-05T13:40:00Z", "next_on": "2026-12-05"},
    "prompt.delivered": {
        "prompt": "T2:x:y",
        "device": A,
        "staff": A,
        "delivered_at": "2026-11-05T13:40:00Z",
    },
    "device.silent": {"device": A, "staff": A, "last_heard_at": "2026-11-05T13:40:00Z"},
    "access.viewed": {"outside_caseload": True, "why": "On call tonight"},
    "handover.given": {"to": "Fictional ward", "as_at": "2026-11-05T13:40:00Z", "not_known": ["Goals"]},
    "handover.answered": {"answer": "not_yet", "name": "Nurse Reed", "words": "The plan first"},
    "copy.offered": {"about": A, "outcome": "given", "how": "read_aloud"},
    "candour.told": {"about": [A], "name": "Ash Fern", "said": "What happened, and that we are sorry"},
    "prompt.seen": {"prompt": "T2:x:y", "evidence": [A]},
    "prompt.told": {"prompt": "T2:x:y", "name": "Bo Reed", "told_at": "2026-11-05T14:30:00Z"},
    "prompt.answered": {"prompt": "T2:x:y", "done": "Visited again"},
    "entry.amended": {"target": A, "reason": "A wrong time", "body": CONTACT},
    "entry.voided": {"target": A, "reason": "wrong_person"},
    "entry.confirmed": {"target": A},
    "entry.quarantined": {"held": A, "kind": "caseload.assigned", "author": A, "reason": "role_may_not"},
    "entry.accepted": {"target": A, "rationale": "Agreed by phone"},
    "entry.settled": {"target": A, "how": "replaced", "replaced_by": A},
}


def test_every_kind_is_tried_here_and_says_what_it_is() -> None:
    assert set(WHOLE) == set(BODIES)
    assert set(FIXED_RECORDS) <= set(BODIES)
    assert set(PLAN_RECORDS) == {"standing", "temporary"}
    assert all(name.islower() and "." in name for name in BODIES)


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_a_whole_body_stands_and_its_authored_bytes_read_back_the_same(kind: str) -> None:
    entry = made(5, kind, WHOLE[kind])
    authored = author(entry)
    assert decode(authored) == entry
    assert decode(authored).said == entry.said
    assert author(decode(authored)) == authored


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_a_field_from_a_newer_app_is_no_obstacle(kind: str) -> None:
    assert read_body(kind, WHOLE[kind] | {"from_a_newer_app": 1}) == read_body(kind, WHOLE[kind])


@pytest.mark.parametrize(
    ("kind", "field"), sorted((kind, field) for kind, body in WHOLE.items() for field in body)
)
def test_a_field_of_the_wrong_form_is_named(kind: str, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_body(kind, WHOLE[kind] | {field: [[3]]})
    assert caught.value.fields[0].split(".")[0] == field


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("person.status", {"rationale": " "}, "rationale"),
        ("person.status", {"handover_accepted_by": "Night Team"}, "handover_accepted_by"),
        ("person.status", {"handover_accepted_at": "2026-11-05T13:40:00Z"}, "handover_accepted_by"),
        ("threshold.overridden", {"rule": "T1"}, "rule"),
        ("threshold.overridden", {"rule": "t5"}, "rule"),
        ("threshold.overridden", {"rule": ""}, "rule"),
        ("threshold.overridden", {"expires_at": None}, "expires_at"),
        ("threshold.overridden", {"reason": " "}, "reason"),
        ("threshold.overridden", {"term": "baseline"}, "indicator"),
        ("threshold.overridden", {"indicator": "sleep"}, "indicator"),
        (
            "threshold.overridden",
            {"rule": "", "term": "baseline", "indicator": "sleep", "value": 1.5},
            "value",
        ),
        ("visit.note", {"review_on": None}, "review_on"),
        ("visit.note", {"source": ""}, "source"),
        ("safeguarding.decided", {"referred": None}, "referred"),
        ("safeguarding.decided", {"reason": " "}, "reason"),
        ("safeguarding.decided", {"wishes": ""}, "wishes"),
        ("safeguarding.decided", {"least_restrictive_check": ""}, "least_restrictive_check"),
        ("action.assigned", {"safeguarding": A}, "route"),
        ("action.completed", {"extent": "not_done"}, "extent"),
        ("risk.reviewed", {"terms": None}, "terms"),
        ("referral.received", {"nhs_number": "999 000 0019"}, "nhs_number"),
        ("referral.received", {"nhs_number": None}, "nhs_number"),
        ("referral.received", {"known": ["risks", "risks"]}, "known"),
        ("referral.decided", {"reasons": []}, "reasons"),
        ("referral.decided", {"safer_alternative": " "}, "safer_alternative"),
        ("audit.performed", {"until_on": "2026-09-30"}, "until_on"),
        ("audit.performed", {"sampled": [A, A]}, "sampled"),
        ("audit.performed", {"of_how_many": 0}, "sampled"),
        ("audit.finding", {"met": 5}, "met"),
        ("access.viewed", {"why": ""}, "why"),
    ],
)
def test_what_stands_around_a_person_is_whole(kind: str, change: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_body(kind, WHOLE[kind] | change)
    assert caught.value.fields == (field,)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("person.status", {"status": "in_hospital", "rationale": ""}),
        ("threshold.overridden", {"value": None, "expires_at": None}),
        ("visit.note", {"holds": False, "review_on": None}),
        ("safeguarding.decided", {"wishes": "", "wishes_not_known_because": "Not safe to ask"}),
        ("risk.reviewed", {"decision": "close", "terms": None}),
        ("referral.decided", {"decision": "accept", "reasons": [], "safer_alternative": ""}),
        ("access.viewed", {"outside_caseload": False, "why": ""}),
    ],
)
def test_what_need_not_be_said_is_not_asked(kind: str, change: dict[str, Any]) -> None:
    read_body(kind, WHOLE[kind] | change)


@pytest.mark.parametrize(
    ("change", "fields", "error"),
    [
        ({"ended_at": "2026-11-05T13:00:00Z"}, ("ended_at",), ImpossibleTime),
        ({"decision": "step_up"}, ("rationale",), InvalidEntry),
        ({"started_at": "2026-11-05T13:40:00"}, ("started_at",), InvalidEntry),  # no zone
        ({"indicators": [{"code": "sleep"}]}, ("indicators.0.level",), InvalidEntry),
        (
            {"indicators": [{"code": "sleep", "level": 2, "not_assessed": "not_reached"}]},
            ("indicators.0.level",),
            InvalidEntry,
        ),
        ({"indicators": [{"code": "sleep", "level": 4}]}, ("indicators.0.level",), InvalidEntry),
        ({"indicators": [{"code": "mood", "level": 1}] * 2}, ("indicators",), InvalidEntry),
        ({"what_changed": "a" * 60_001}, ("what_changed",), InvalidEntry),
        ({"what_changed": "\ud800"}, ("what_changed",), InvalidEntry),
    ],
)
def test_a_contact_that_cannot_stand(
    change: dict[str, Any], fields: tuple[str, ...], error: type[BadInput]
) -> None:
    with pytest.raises(error) as caught:
        read_body("contact.recorded", CONTACT | change)
    assert caught.value.fields == fields


def test_a_half_filled_contact_names_everything_that_is_missing() -> None:
    with pytest.raises(InvalidEntry) as caught:
        read_body("contact.recorded", {"mode": "01"})
    assert caught.value.fields == ("started_at", "ended_at", "attendance", "decision")


@pytest.mark.parametrize("missing", ["trigger", "expires_at", "named_contacts", "emergency_instructions"])
def test_a_temporary_plan_is_whole(missing: str) -> None:
    with pytest.raises(InvalidEntry) as caught:
        read_body("plan.made", {name: each for name, each in TEMPORARY.items() if name != missing})
    assert caught.value.fields == (missing,)
    assert read_body("plan.made", {"type": "standing"})


def test_a_temporary_plan_says_what_safeguarding_or_why_none() -> None:
    with pytest.raises(InvalidEntry) as caught:
        read_body("plan.made", TEMPORARY | {"no_safeguarding_because": " "})
    assert caught.value.fields == ("safeguarding_actions",)


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("plan.reviewed", {"decision": "continue", "rationale": "x"}, "terms"),
        ("plan.reviewed", {"decision": "end", "rationale": " "}, "rationale"),
        ("prompt.answered", {"prompt": "x"}, "done"),
        ("escalation.opened", {"to": "Crisis team"}, "priority"),
        ("escalation.acknowledged", {"name": " "}, "name"),
        ("escalation.agreed", {"reason": ""}, "reason"),
        ("episode.stepped_down", {"episode": "safety", "evidence": [], "rationale": "x"}, "evidence"),
        ("cohort.set", {"in_cohort": True, "reason": "\n"}, "reason"),
        ("restriction.applied", RESTRICTION | {"alternatives": []}, "alternatives"),
        (
            "restriction.applied",
            RESTRICTION | {"alternatives": [{"what": "Staff", "rejected_because": " "}]},
            "alternatives.0.rejected_because",
        ),
        (
            "restriction.applied",
            RESTRICTION | {"alternatives": [{"what": "Staff"}]},
            "alternatives.0.rejected_because",
        ),
        ("restriction.applied", RESTRICTION | {"review_on": None}, "review_on"),
        ("restriction.applied", RESTRICTION | {"limit_on": None}, "limit_on"),
        ("restriction.applied", RESTRICTION | {"limit_at": "2026-11-03T09:00:00Z"}, "limit_on"),
        ("restriction.reviewed", {"decision": "continue", "rationale": "x"}, "terms"),
        ("restriction.reviewed", {"decision": "modify", "rationale": "x"}, "terms"),
        ("restriction.reviewed", {"decision": "step_down", "rationale": " "}, "rationale"),
        (
            "restriction.reviewed",
            {"decision": "step_down", "rationale": "x", "step_down_plan": "Weekends first"},
            "step_down_on",
        ),
        ("person.registered", DETAILS | {"no_nhs_number_because": ""}, "nhs_number"),
        ("person.registered", DETAILS | {"nhs_number": "999 000 0019"}, "nhs_number"),
        ("person.registered", DETAILS | {"name": "  "}, "name"),
        ("person.registered", DETAILS | {"born_on": "1990-02-30"}, "born_on"),
        ("signature.set", {"baselines": {"a name nobody should read": 9}}, "baselines.?"),
    ],
)
def test_what_does_not_stand_is_named_and_never_repeated(kind: str, body: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_body(kind, body)
    assert caught.value.fields == (field,)
    said = caught.value.sentence + repr(caught.value) + str(caught.value.__cause__)
    assert not any(value in said for value in ("Robin", "999 000", "nobody should read"))


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "😀🧭👩🏽‍⚕️", "שלום מה שלומך", "مرحبا كيف حالك", "line\nline\ttab", "\u202eabc"]
)
def test_words_are_kept_as_they_were_written(text: str) -> None:
    entry = made(5, "contact.recorded", CONTACT | {"what_changed": text})
    said = decode(author(entry)).said
    assert isinstance(said, ContactRecorded)
    assert said.what_changed == text


def test_an_unknown_code_is_kept_and_shown_as_it_came() -> None:
    said = read_body("contact.recorded", CONTACT | {"mode": "77", "decision": "from_newer", "rationale": "x"})
    assert isinstance(said, ContactRecorded)
    assert said.mode == "77"
    assert not said.mode.known
    assert "77" in said.mode.words
    assert json.loads(said.model_dump_json())["decision"] == "from_newer"


def test_an_unknown_kind_is_a_newer_format() -> None:
    assert not made(5, "kind.from_newer", {}).known
    with pytest.raises(NewerFormat):
        read_body("kind.from_newer", {})


def test_attendance_says_who_was_reached() -> None:
    assert [code for code in Attendance.KNOWN if Attendance(code).attended] == ["5", "6"]
    assert [code for code in Attendance.KNOWN if Attendance(code).not_reached] == ["7", "2", "3"]
    with_carer = ContactRecorded.model_validate(CONTACT | {"with_whom": ["carer"]})
    assert not with_carer.attended
    assert ContactRecorded.model_validate(CONTACT | {"mode": "02"}).attended


def test_every_code_has_words_that_may_be_read_aloud() -> None:
    from models import codes

    kinds = [
        each
        for each in vars(codes).values()
        if inspect.isclass(each) and issubclass(each, Code) and each is not Code
    ]
    for kind in kinds:
        assert all(code.known and code.words for code in kind.all())
        words = " ".join(kind.KNOWN.values()).lower()
        assert not any(
            word in words.split() for word in ("patient", "refused", "dna", "failed", "manipulative")
        )
    assert Mode.FACE_TO_FACE in Mode.KNOWN
    assert Decision("no_step_up").words == "No step-up"


@pytest.mark.parametrize("number", ["9990000018", "999 000 0018", "999-000-0018"])
def test_an_nhs_number_is_ten_digits_however_it_is_written(number: str) -> None:
    assert check_nhs_number(number) == "9990000018"
    assert (shown("9990000018"), last_four("9990000018")) == ("999 000 0018", "0018")


@pytest.mark.parametrize(
    "number",
    ["9990000019", "999000001", "99900000188", "", "٩٩٩٠٠٠٠٠١٨", "1111111111", "0000000000", "999000001x"],
)
def test_what_is_not_an_nhs_number(number: str) -> None:
    with pytest.raises(ValueError, match=r"^An NHS number|^The last digit") as caught:
        check_nhs_number(number)
    assert not number or number not in str(caught.value)


@given(st.integers(999_000_000, 999_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(first_nine: int, place: int, off: int) -> None:
    digit = check_digit(str(first_nine))
    if digit is None or first_nine == 999_999_999:  # one digit repeated is no number at all
        return
    number = f"{first_nine}{digit}"
    changed = number[:place] + str((int(number[place]) + off) % 10) + number[place + 1 :]
    assert check_nhs_number(number) == number
    with pytest.raises(ValueError):
        check_nhs_number(changed)


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("contact.recorded", {"started_at": "0001-01-01T00:00:00+14:00"}, "started_at"),
        ("contact.recorded", {"ended_at": "9999-12-31T23:59:59Z"}, "ended_at"),
        ("contact.recorded", {"next_contact_on": "9999-12-31"}, "next_contact_on"),
        ("plan.made", {"expires_at": "2201-01-01T00:00:00Z"}, "expires_at"),
        ("person.registered", {"born_on": "0019-05-03"}, "born_on"),
        ("caseload.assigned", {"until_on": "9999-12-31"}, "until_on"),
    ],
)
def test_a_year_in_which_no_arithmetic_holds_is_refused(
    kind: str, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(ImpossibleTime) as caught:
        read_body(kind, WHOLE[kind] | change)
    assert caught.value.fields == (field,)


@pytest.mark.parametrize(
    "change",
    [
        {"occurred_at": "9999-12-31T23:59:59Z"},
        {"recorded_at": "0001-01-01T00:00:00+14:00"},
        {"clock": {"error_ms": 10**18, "holds": True}},
    ],
)
def test_an_envelope_no_clock_can_have_written_is_refused(change: dict[str, Any]) -> None:
    document = json.loads(author(made(5, "caseload.ended", {}))) | change
    with pytest.raises(InvalidEntry) as caught:
        decode(json.dumps(document).encode())
    assert caught.value.fields[0].split(".")[0] in change


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_whatever_is_in_a_body_it_stands_or_is_bad_input(kind: str, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(sorted(BODIES[kind].model_fields) or ["none"]))
    body = WHOLE[kind] | {field: data.draw(ANYTHING)}
    try:
        read_body(kind, body)
        fields = (field,)
    except BadInput as error:
        fields = error.fields
    assert fields


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("sought", [date, Code])
def test_no_time_and_no_code_of_a_body_escapes_the_checks(kind: str, sought: type):
    """`leaves` looks only where annotations allow such a value; walking everything finds no more."""
    said = read_body(kind, WHOLE[kind])
    assert dict(leaves(said, sought)) == dict(everywhere(said, "", sought))


def everywhere(value: object, path: str, sought: type) -> Iterator[tuple[str, object]]:
    if isinstance(value, sought):
        yield path, value
    elif isinstance(value, Body):
        for name, inner in vars(value).items():
            yield from everywhere(inner, f"{path}.{name}".lstrip("."), sought)
    elif isinstance(value, tuple):
        for place, inner in enumerate(cast(tuple[object, ...], value)):
            yield from everywhere(inner, f"{path}.{place}", sought)
