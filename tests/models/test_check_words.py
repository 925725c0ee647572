"""Every refusal of `models.checks` word for word and at its edge: what is refused here, what is kept from elsewhere."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.checks import check, check_entry, problems
from models.directory import Directory
from models.errors import BadInput, ImpossibleTime, InvalidEntry
from models.overridable import TERMS
from tests.cases.short_form import background, written
from tests.models.made import document, ident, made, shipped
from tests.models.test_checks import (
    ACTION,
    AUDIT,
    CONCERN,
    CONTACT,
    DETAILS,
    GONE,
    HERE,
    NOTE,
    NOW,
    OVERRIDE,
    PERSON,
    REFERRAL,
    RISK,
    SUPERVISION,
    TEAM,
    TEMPORARY,
    WORKER,
    Someone,
)

NOBODY = ident(999)
PAST = "This review date is in the past."
NO_STAFF, LEFT = "There is no member of staff with this id.", "They have left."
NO_TEAM = "There is no team with this id."
NO_INDICATOR = "The operating standard has no such indicator."
NO_ACTION = "The operating standard has no such action."
ORDER = "The end is before the start."
ISSUE = {"what": "Late", "service": "GP"}
ESCALATED = {"to": "The lead", "asked": "An answer"}
SHIFT = {
    "staff": WORKER,
    "role": "senior",
    "starts_at": "2026-11-05T17:00:00Z",
    "ends_at": "2026-11-06T09:00:00Z",
}
HANDOVER = {"to": "A ward"}
ANSWERED = {"answer": "accepted", "name": "Bo Reed"}
CANDOUR = {"about": [ident(1)], "name": "Bo Reed", "said": "What happened"}
SILENT = {"device": ident(3), "staff": WORKER}
RESTRICTED: dict[str, Any] = written(
    [
        {
            "at": "2026-11-05 14:30",
            "restricts": "Door alarm on",
            "review": "2026-11-30",
            "limit": "2026-12-20",
            "by": "manager",
        }
    ],
    background(),
)[-1].body
CHANGED = {"decision": "modify", "rationale": "Worse", "terms": RESTRICTED}
HOURS = shipped().restrictions.instants_under_hours
COUNT = TERMS["T2", "count"]


def _found(kind: str, body: dict[str, Any], at: datetime = NOW, directory: Directory = HERE) -> list[Any]:
    found = problems(kind, body, occurred_at=at, now=NOW, person=Someone(), directory=directory)
    return [(each.field, each.why, each.error) for each in found]


def _at(minutes: float) -> str:
    return (NOW + timedelta(minutes=minutes)).isoformat()


def _plan(**change: Any) -> dict[str, Any]:
    return TEMPORARY | change


def _due(*minutes: float) -> list[dict[str, Any]]:
    return [{"who": "Ash Fern", "mode": "02", "due_at": _at(each)} for each in minutes]


def _terms(**change: Any) -> dict[str, Any]:
    return CHANGED | {"terms": RESTRICTED | change}


REFUSED: list[tuple[str, dict[str, Any], list[tuple[str, str, type[BadInput]]]]] = [
    # contacts
    (
        "contact.recorded",
        CONTACT | {"started_at": "2026-11-04T14:19:59Z"},
        [("ended_at", "This contact is longer than a day.", ImpossibleTime)],
    ),
    (
        "contact.recorded",
        CONTACT | {"next_contact_on": "2026-11-04"},
        [("next_contact_on", "The next contact is before this one.", ImpossibleTime)],
    ),
    (
        "contact.recorded",
        CONTACT | {"not_on_list": {"name": "Robin Vale", "team": NOBODY}},
        [("not_on_list.team", NO_TEAM, InvalidEntry)],
    ),
    (
        "contact.recorded",
        CONTACT | {"identity_confirmed": False},
        [
            (
                "identity_confirmed",
                "Confirm that this is the right person before saving.",
                InvalidEntry,
            )
        ],
    ),
    (
        "contact.recorded",
        CONTACT | {"with_whom": []},
        [("with_whom", "Say who you were in contact with.", InvalidEntry)],
    ),
    (
        "contact.recorded",
        CONTACT | {"attendance": "3"},
        [
            (
                "with_whom",
                "This says that the person was not reached, and that they were.",
                InvalidEntry,
            )
        ],
    ),
    (
        "contact.recorded",
        CONTACT | {"mode": "77"},
        [("mode", "This app does not know this code.", InvalidEntry)],
    ),
    (
        "contact.recorded",
        CONTACT | {"indicators": [{"code": "sleep", "level": 1}, {"code": "moonlight", "level": 1}]},
        [("indicators.1.code", NO_INDICATOR, InvalidEntry)],
    ),
    (
        "contact.recorded",
        CONTACT | {"indicators": [{"code": "mood", "level": 1, "new_disclosure": True}]},
        [("indicators.0.new_disclosure", "Only a † indicator carries this.", InvalidEntry)],
    ),
    *(
        (
            "contact.recorded",
            CONTACT | {"indicators": [{"code": "threat_to_others", "level": 1, flag: True}]},
            [("indicators.0.plan", "This indicator carries no plan, means or attempt.", InvalidEntry)],
        )
        for flag in ("plan", "means", "attempt")
    ),
    (
        "contact.recorded",
        CONTACT | {"actions": [{"code": "seen_alone"}, {"code": "meant_well"}]},
        [("actions.1.code", NO_ACTION, InvalidEntry)],
    ),
    (
        "prompt.answered",
        {"prompt": "x", "actions": [{"code": "meant_well"}]},
        [("actions.0.code", NO_ACTION, InvalidEntry)],
    ),
    # plans
    (
        "plan.made",
        _plan(expires_at=_at(0)),
        [("expires_at", "The plan runs out before it begins.", ImpossibleTime)],
    ),
    (
        "plan.made",
        _plan(expires_at=_at(72 * 60 + 1), named_contacts=_due(24 * 60, 48 * 60, 72 * 60)),
        [("expires_at", "A temporary plan lasts at most 72 hours.", InvalidEntry)],
    ),
    (
        "plan.made",
        _plan(expires_at=_at(48 * 60), named_contacts=_due(24 * 60 + 1)),
        [("named_contacts", "There is more than 24 hours without a named contact.", InvalidEntry)],
    ),
    (
        "plan.made",
        _plan(expires_at=_at(60), named_contacts=_due(30, -2.1)),
        [("named_contacts.1.due_at", "This contact is due before the plan.", ImpossibleTime)],
    ),
    (
        "plan.made",
        _plan(expires_at=_at(60), named_contacts=[_due(30)[0] | {"staff": GONE}]),
        [("named_contacts.0.staff", LEFT, InvalidEntry)],
    ),
    (
        "plan.reviewed",
        {"decision": "modify", "rationale": "Worse", "terms": _plan(expires_at=_at(0))},
        [("terms.expires_at", "The plan runs out before it begins.", ImpossibleTime)],
    ),
    # the person, who works with them, the organisation
    (
        "person.registered",
        DETAILS | {"born_on": "2026-11-06"},
        [("born_on", "This date of birth is in the future.", ImpossibleTime)],
    ),
    (
        "person.registered",
        DETAILS | {"born_on": "1905-12-31"},
        [("born_on", "This date of birth is over 120 years ago.", ImpossibleTime)],
    ),
    ("person.registered", DETAILS | {"team": NOBODY}, [("team", NO_TEAM, InvalidEntry)]),
    (
        "person.status",
        {"status": "in_hospital", "since_at": _at(2.1)},
        [("since_at", "This time is in the future.", ImpossibleTime)],
    ),
    (
        "person.status",
        {"status": "in_hospital", "since_at": "1990-05-02T10:00:00Z"},
        [("since_at", "This time is before the person was born.", ImpossibleTime)],
    ),
    (
        "cohort.set",
        {"in_cohort": True, "reason": "x"},
        [("review_on", "Say when this is reviewed.", InvalidEntry)],
    ),
    (
        "cohort.set",
        {"in_cohort": True, "reason": "x", "review_on": "2027-02-04"},
        [("review_on", "A review is at most 90 days ahead.", InvalidEntry)],
    ),
    (
        "signature.set",
        {"indicators": ["sleep", "moonlight"]},
        [("indicators.1", NO_INDICATOR, InvalidEntry)],
    ),
    ("signature.set", {"baselines": {"moonlight": 1}}, [("baselines", NO_INDICATOR, InvalidEntry)]),
    (
        "signature.set",
        {"set_with_person": False, "not_with_person_because": " "},
        [("not_with_person_because", "Say why it was not set with them.", InvalidEntry)],
    ),
    (
        "caseload.assigned",
        {"staff": WORKER, "from_on": "2026-11-05", "until_on": "2026-11-04"},
        [("until_on", ORDER, ImpossibleTime)],
    ),
    ("caseload.assigned", {"staff": NOBODY, "from_on": "2026-11-05"}, [("staff", NO_STAFF, InvalidEntry)]),
    (
        "staff.leave_set",
        {"staff": WORKER, "from_on": "2026-11-05", "until_on": "2026-11-04"},
        [("until_on", ORDER, ImpossibleTime)],
    ),
    ("staff.leave_set", {"staff": GONE, "from_on": "2026-11-05"}, [("staff", LEFT, InvalidEntry)]),
    (
        "staff.role_set",
        {"role": "worker", "teams": [TEAM, NOBODY]},
        [("teams", NO_TEAM, InvalidEntry)],
    ),
    ("device.enrolled", {"staff": GONE, "label": "Tablet"}, [("staff", LEFT, InvalidEntry)]),
    ("rota.set", {"team": NOBODY}, [("team", NO_TEAM, InvalidEntry)]),
    (
        "rota.set",
        {"team": TEAM, "shifts": [SHIFT, SHIFT | {"ends_at": "2026-11-05T17:00:00Z"}]},
        [("shifts.1.ends_at", "The end is not after the start.", ImpossibleTime)],
    ),
    (
        "rota.set",
        {"team": TEAM, "shifts": [SHIFT | {"role": "worker"}]},
        [("shifts.0.role", "Only managers and seniors are on call.", InvalidEntry)],
    ),
    (
        "rota.set",
        {"team": TEAM, "shifts": [SHIFT | {"staff": NOBODY}]},
        [("shifts.0.staff", NO_STAFF, InvalidEntry)],
    ),
    (
        "standard.published",
        {"version": "2027-01", "effective_at": _at(0), "document": document()},
        [("version", "This is not the version the document gives itself.", InvalidEntry)],
    ),
    (
        "device.silent",
        SILENT | {"last_heard_at": _at(0.1)},
        [("last_heard_at", "It was heard of after this.", ImpossibleTime)],
    ),
    # what stands around a person
    ("visit.note", NOTE | {"review_on": "2026-11-04"}, [("review_on", PAST, ImpossibleTime)]),
    (
        "visit.note",
        NOTE | {"review_on": "2027-02-04"},
        [("review_on", "A review is at most 90 days ahead.", InvalidEntry)],
    ),
    (
        "goal.set",
        {"goal": "Walk alone", "review_on": "2026-11-04"},
        [("review_on", PAST, ImpossibleTime)],
    ),
    (
        "threshold.overridden",
        OVERRIDE | {"expires_at": _at(0)},
        [("expires_at", "This runs out before it begins.", ImpossibleTime)],
    ),
    (
        "threshold.overridden",
        OVERRIDE | {"rule": "A1", "term": "t1_hours"},
        [("term", "This number is the same for everybody.", InvalidEntry)],
    ),
    (
        "threshold.overridden",
        OVERRIDE | {"value": COUNT.most + 1},
        [("value", f"This must be between {COUNT.least} and {COUNT.most}.", InvalidEntry)],
    ),
    (
        "threshold.overridden",
        OVERRIDE | {"rule": "", "term": "baseline", "indicator": "moonlight"},
        [("indicator", NO_INDICATOR, InvalidEntry)],
    ),
    *(
        (
            kind,
            body | {"answer_due_at": _at(-2.1)},
            [("answer_due_at", "Their answer was due before this.", ImpossibleTime)],
        )
        for kind, body in (
            ("safeguarding.raised", CONCERN),
            ("action.assigned", ACTION),
            ("action.updated", {"words": "Rang"}),
            ("issue.escalated", ESCALATED),
        )
    ),
    *(
        (
            kind,
            body | {"deadline_at": _at(-2.1)},
            [("deadline_at", "This deadline is before the action was set.", ImpossibleTime)],
        )
        for kind, body in (("action.assigned", ACTION), ("action.updated", {"words": "Rang"}))
    ),
    ("action.assigned", ACTION | {"code": "meant_well"}, [("code", NO_ACTION, InvalidEntry)]),
    *(
        (kind, body | {"owner": GONE}, [("owner", LEFT, InvalidEntry)])
        for kind, body in (
            ("action.assigned", ACTION),
            ("action.updated", {"words": "Rang"}),
            ("issue.logged", ISSUE),
            ("issue.escalated", ESCALATED),
            ("risk.registered", RISK | {"risk": "Gaps"}),
        )
    ),
    *(
        (kind, body | {"review_on": "2026-11-04"}, [("review_on", PAST, ImpossibleTime)])
        for kind, body in (
            ("issue.logged", ISSUE),
            ("issue.escalated", ESCALATED),
            ("risk.registered", RISK | {"risk": "Gaps"}),
        )
    ),
    (
        "risk.reviewed",
        {"decision": "change", "rationale": "Worse", "terms": RISK | {"review_on": "2026-11-04"}},
        [("terms.review_on", PAST, ImpossibleTime)],
    ),
    (
        "referral.received",
        REFERRAL | {"born_on": None, "words": " "},
        [
            (
                "born_on",
                "Give the date of birth, or say in a few words why it is not known.",
                InvalidEntry,
            )
        ],
    ),
    (
        "referral.decided",
        {"decision": "accept", "first_contact_by_on": "2026-11-04"},
        [("first_contact_by_on", "The first contact is before the decision.", ImpossibleTime)],
    ),
    (
        "audit.performed",
        AUDIT | {"until_on": "2026-11-06"},
        [("until_on", "This date is in the future.", ImpossibleTime)],
    ),
    ("audit.performed", AUDIT | {"re_audit_on": "2026-11-04"}, [("re_audit_on", PAST, ImpossibleTime)]),
    ("supervision.recorded", SUPERVISION | {"staff": NOBODY}, [("staff", NO_STAFF, InvalidEntry)]),
    (
        "supervision.recorded",
        SUPERVISION | {"next_on": "2026-11-04"},
        [("next_on", PAST, ImpossibleTime)],
    ),
    ("escalation.owned", {"staff": GONE}, [("staff", LEFT, InvalidEntry)]),
    ("handover.given", HANDOVER | {"to_team": NOBODY}, [("to_team", NO_TEAM, InvalidEntry)]),
    ("handover.answered", ANSWERED | {"staff": GONE}, [("staff", LEFT, InvalidEntry)]),
    ("candour.told", CANDOUR | {"staff": NOBODY}, [("staff", NO_STAFF, InvalidEntry)]),
    # restrictions
    (
        "restriction.applied",
        RESTRICTED | {"starts_on": "2026-12-01", "review_on": "2026-11-30"},
        [("review_on", "The review is dated before the restriction.", ImpossibleTime)],
    ),
    (
        "restriction.applied",
        RESTRICTED | {"starts_on": "2026-12-01", "review_on": "2026-11-29", "limit_on": "2026-11-30"},
        [
            ("review_on", "The review is dated before the restriction.", ImpossibleTime),
            ("limit_on", "The restriction ends before it starts.", ImpossibleTime),
        ],
    ),
    (
        "restriction.applied",
        RESTRICTED | {"review_on": None, "review_at": "2026-11-08T14:00:00Z", "limit_on": "2026-11-07"},
        [("review_at", "The review is dated past the time limit.", ImpossibleTime)],
    ),
    *(
        (
            "restriction.applied",
            RESTRICTED | {f"{name}_on": None, f"{name}_at": _at(HOURS * 60 + 1)} | more,
            [
                (
                    f"{name}_at",
                    f"Give a date, not a time: this is more than {HOURS} hours ahead.",
                    InvalidEntry,
                )
            ],
        )
        for name, more in (("review", {}), ("limit", {"review_on": "2026-11-06"}))
    ),
    (
        "restriction.applied",
        RESTRICTED | {"review_on": "2026-12-07"},
        [("review_on", "A review is at most 31 days ahead, unless a court set it.", InvalidEntry)],
    ),
    (
        "restriction.applied",
        RESTRICTED | {"limit_on": "2027-02-04"},
        [("limit_on", "A time limit is at most 90 days ahead, unless a court set it.", InvalidEntry)],
    ),
    (
        "restriction.reviewed",
        CHANGED | {"step_down_plan": "Hour by hour", "step_down_on": "2026-11-04"},
        [("step_down_on", "This date is in the past.", ImpossibleTime)],
    ),
    (
        "restriction.reviewed",
        _terms(legal_basis="none_identified") | {"decision": "continue"},
        [
            (
                "terms.legal_basis",
                "No legal basis identified: it cannot be continued. Modify it with a legal basis, or step it down.",
                InvalidEntry,
            )
        ],
    ),
    (
        "restriction.reviewed",
        _terms(starts_on="2026-09-01", review_on="2026-11-04"),
        [("terms.review_on", "This lies before the review itself.", ImpossibleTime)],
    ),
    (
        "restriction.reviewed",
        _terms(review_on=None, review_at=_at(0)),
        [("terms.review_at", "This lies before the review itself.", ImpossibleTime)],
    ),
    (
        "restriction.reviewed",
        _terms(review_on="2026-12-07"),
        [("terms.review_on", "A review is at most 31 days ahead, unless a court set it.", InvalidEntry)],
    ),
]


@pytest.mark.parametrize(("kind", "body", "expected"), REFUSED)
def test_each_refusal_names_its_field_and_says_why(
    kind: str, body: dict[str, Any], expected: list[Any]
) -> None:
    assert _found(kind, body) == expected


INDICATORS = dict.fromkeys(shipped().indicator_by_code, 1)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("contact.recorded", CONTACT | {"started_at": "2026-11-04T14:20:00Z"}),
        ("contact.recorded", CONTACT | {"not_on_list": {"name": "Robin Vale", "team": TEAM}}),
        ("plan.made", _plan(expires_at=_at(72 * 60), named_contacts=_due(24 * 60, 48 * 60))),
        ("plan.made", _plan(expires_at=_at(60), named_contacts=_due(-2, -1, 30))),
        ("plan.made", {"type": "standing", "what_helps": "Music", "expires_at": "2027-11-05T14:30:00Z"}),
        ("plan.reviewed", {"decision": "end", "rationale": "Settled", "terms": _plan(expires_at=_at(0))}),
        ("plan.reviewed", {"decision": "end", "rationale": "Settled"}),
        ("person.registered", DETAILS | {"born_on": "2026-11-05"}),
        ("person.registered", DETAILS | {"born_on": "1906-01-01"}),
        ("person.status", {"status": "in_hospital", "since_at": _at(2)}),
        ("person.status", {"status": "in_hospital", "since_at": "1990-05-03T10:00:00Z"}),
        ("cohort.set", {"in_cohort": False, "reason": "Settled", "review_on": "2026-11-04"}),
        ("signature.set", {"indicators": list(INDICATORS), "baselines": INDICATORS}),
        ("signature.set", {"set_with_person": False, "not_with_person_because": "Asleep"}),
        ("caseload.assigned", {"staff": WORKER, "from_on": "2026-11-05", "until_on": "2026-11-05"}),
        ("staff.leave_set", {"staff": WORKER, "from_on": "2026-11-05", "until_on": "2026-11-05"}),
        ("staff.leave_set", {"staff": WORKER, "from_on": "2026-11-05"}),
        ("device.enrolled", {"staff": WORKER, "label": "Tablet"}),
        ("rota.set", {"team": TEAM, "shifts": [SHIFT, SHIFT | {"role": "manager"}]}),
        ("standard.published", {"version": "2026-12", "effective_at": _at(0), "document": document()}),
        ("device.silent", SILENT),
        ("device.silent", SILENT | {"last_heard_at": _at(0)}),
        ("device.silent", SILENT | {"last_heard_at": _at(-60)}),
        ("visit.note", NOTE | {"holds": False, "review_on": "2026-11-04"}),
        ("visit.note", NOTE | {"review_on": "2026-11-05"}),
        ("goal.set", {"goal": "Walk alone"}),
        ("goal.set", {"goal": "Walk alone", "review_on": "2029-11-05"}),
        ("threshold.overridden", OVERRIDE | {"value": None, "expires_at": None}),
        ("threshold.overridden", OVERRIDE | {"value": COUNT.most}),
        ("safeguarding.raised", CONCERN | {"answer_due_at": _at(-2)}),
        ("action.assigned", {name: of for name, of in ACTION.items() if name != "code"}),
        ("action.assigned", ACTION | {"deadline_at": _at(-2), "answer_due_at": _at(-2)}),
        ("action.updated", {"words": "Rang", "owner": WORKER}),
        ("action.completed", {"outcome": "Done"}),
        ("issue.logged", ISSUE | {"owner": WORKER}),
        ("issue.escalated", ESCALATED | {"review_on": "2026-11-05"}),
        ("risk.registered", RISK | {"risk": "Gaps"}),
        ("risk.reviewed", {"decision": "close", "rationale": "Gone"}),
        ("referral.received", REFERRAL | {"born_on": None, "words": "They did not know it"}),
        ("referral.decided", {"decision": "accept"}),
        ("referral.decided", {"decision": "accept", "first_contact_by_on": "2026-11-05"}),
        ("audit.performed", AUDIT | {"re_audit_on": "2027-11-05"}),
        ("supervision.recorded", SUPERVISION | {"next_on": "2026-12-05"}),
        ("escalation.owned", {"staff": WORKER}),
        ("handover.given", HANDOVER),
        ("handover.given", HANDOVER | {"to_team": TEAM}),
        ("handover.answered", ANSWERED),
        ("handover.answered", ANSWERED | {"staff": WORKER}),
        ("candour.told", CANDOUR | {"staff": WORKER}),
        ("restriction.applied", RESTRICTED),
        ("restriction.applied", RESTRICTED | {"starts_on": "2026-11-30", "review_on": "2026-11-30"}),
        ("restriction.applied", RESTRICTED | {"review_on": "2026-12-06", "limit_on": "2026-12-06"}),
        ("restriction.reviewed", CHANGED | {"step_down_plan": "Hourly", "step_down_on": "2026-11-05"}),
        ("restriction.reviewed", {"decision": "step_down", "rationale": "Settled"}),
        (
            "restriction.reviewed",
            _terms(review_on="2026-11-04", starts_on="2026-09-01") | {"decision": "step_down"},
        ),
        ("restriction.reviewed", _terms(legal_basis="none_identified")),
    ],
)
def test_what_lies_just_within_stands(kind: str, body: dict[str, Any]) -> None:
    assert _found(kind, body) == []


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (2, []),
        (3, [("carried_out_at", "This is after it was said to be complete.", ImpossibleTime)]),
    ],
)
def test_an_action_is_carried_out_before_it_is_said_to_be_complete(minutes: int, expected: list[Any]) -> None:
    body = {"outcome": "Done", "carried_out_at": _at(minutes - 30)}
    assert _found("action.completed", body, NOW - timedelta(minutes=30)) == expected


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("visit.note", NOTE),
        ("cohort.set", {"in_cohort": True, "reason": "x"}),
        ("plan.made", TEMPORARY),
        ("restriction.applied", RESTRICTED),
    ],
)
def test_before_any_standard_is_published_nothing_is_too_far_ahead(kind: str, body: dict[str, Any]) -> None:
    nothing = Directory.fold([])
    staff = [field for field, why, _ in _found(kind, body, directory=nothing) if why != NO_STAFF]
    assert staff == []
    assert check(
        "person.status",
        {"status": "died", "since_at": _at(0)},
        occurred_at=NOW,
        now=NOW,
        person=None,
        directory=nothing,
        role="worker",
    )


def test_before_any_standard_is_published_no_code_is_known() -> None:
    found = _found("contact.recorded", CONTACT, directory=Directory.fold([]))
    assert found == [
        ("indicators.0.code", NO_INDICATOR, InvalidEntry),
        ("actions.0.code", NO_ACTION, InvalidEntry),
    ]
    signature = {"indicators": ["sleep"], "baselines": {"sleep": 1}}
    found = _found("signature.set", signature, directory=Directory.fold([]))
    assert [field for field, _, _ in found] == ["indicators.0", "baselines"]


def test_a_standard_that_cannot_be_used_is_not_published() -> None:
    loose = document()
    loose["rules"]["t1"]["level"] = 3
    body = {"version": "2026-12", "effective_at": _at(0), "document": loose}
    (problem,) = problems("standard.published", body, occurred_at=NOW, now=NOW, person=None, directory=HERE)
    assert problem.field == "document.rules.t1.level"
    assert problem.why.startswith("The operating standard cannot be used as written. rules.t1.level: ")


def test_a_role_may_what_the_standard_delegates_to_it() -> None:
    cohort = document() | {"version": "with us", "delegated": {"cohort.set": ["worker"]}}
    published = {"version": "with us", "effective_at": "2026-11-01T00:00:00Z", "document": cohort}
    directory = Directory.fold([made(9, "standard.published", published, "2026-11-01", record="standard")])
    said = {"in_cohort": False, "reason": "Settled"}
    assert check(
        "cohort.set", said, occurred_at=NOW, now=NOW, person=None, directory=directory, role="worker"
    )


def _elsewhere(kind: str, body: dict[str, Any], directory: Directory = HERE, **more: Any) -> None:
    target = more.pop("target", None)
    entry = made(7, kind, body, more.pop("at", "2026-11-05 14:30"), **{"scope": PERSON, **more})
    check_entry(entry, person=Someone(), directory=directory, target=target)


@pytest.mark.parametrize(
    ("kind", "body", "more"),
    [
        ("goal.set", {"goal": "Walk", "review_on": "2026-11-04"}, {}),
        ("visit.note", NOTE | {"review_on": "2026-11-04"}, {}),
        ("cohort.set", {"in_cohort": True, "reason": "x"}, {"record": "cohort"}),
        ("action.assigned", ACTION | {"code": "from_newer", "owner": NOBODY}, {}),
        ("issue.logged", ISSUE | {"review_on": "2026-11-04", "owner": NOBODY}, {}),
        ("risk.registered", RISK | {"risk": "Gaps", "review_on": "2026-11-04"}, {}),
        ("audit.performed", AUDIT | {"re_audit_on": "2026-11-04"}, {"scope": f"team:{TEAM}"}),
        ("supervision.recorded", SUPERVISION | {"next_on": "2026-11-04"}, {"scope": f"team:{TEAM}"}),
        ("handover.given", HANDOVER | {"to_team": NOBODY}, {}),
        ("referral.received", REFERRAL | {"born_on": None, "team": NOBODY}, {}),
        ("staff.joined", {"name": "Ash Fern", "role": "worker", "teams": [NOBODY]}, {"scope": "org"}),
        (
            "rota.set",
            {"team": NOBODY, "shifts": [SHIFT | {"role": "worker"}]},
            {"scope": "org", "record": NOBODY},
        ),
        ("plan.made", {"type": "positive_risk", "what_helps": "Music"}, {}),
        ("plan.made", {"type": "standing", "what_helps": "Music"}, {"record": "plan_standing"}),
        ("entry.voided", {"target": ident(1), "reason": "in_error"}, {"scope": "org", "record": ident(1)}),
        ("person.matched", {"other": ident(501), "reason": "The same"}, {}),
        (
            "standard.published",
            {"version": "x", "effective_at": "2026-11-05T14:30:00Z", "document": {}},
            {"scope": "org", "record": "standard"},
        ),
    ],
)
def test_from_elsewhere_what_may_yet_be_right_is_kept(
    kind: str, body: dict[str, Any], more: dict[str, Any]
) -> None:
    _elsewhere(kind, body, **more)


@pytest.mark.parametrize(
    ("kind", "body", "more", "sentence"),
    [
        ("contact.recorded", CONTACT, {"scope": "org"}, "Scope: This kind does not belong in this scope."),
        (
            "contact.recorded",
            CONTACT,
            {"record": ident(8)},
            "Record: This kind does not belong in this record.",
        ),
        (
            "person.matched",
            {"other": ident(500), "reason": "The same"},
            {},
            "Other: This is the same record, not another one.",
        ),
        (
            "plan.made",
            {"type": "positive_risk", "what_helps": "Music"},
            {"record": ident(8)},
            "Record: This kind does not belong in this record.",
        ),
        (
            "standard.published",
            {"version": "x", "effective_at": "2026-11-05T14:30:00Z", "document": {}},
            {"scope": "org"},
            "Record: This kind does not belong in this record.",
        ),
        (
            "entry.amended",
            {"target": ident(50), "reason": "Time", "body": CONTACT | {"ended_at": "2026-11-05T16:00:00Z"}},
            {"target": made(50, "contact.recorded", CONTACT, "2026-11-05 14:20", scope=PERSON)},
            "Body, ended at: This time is in the future.",
        ),
    ],
)
def test_from_elsewhere_what_can_never_stand_is_refused_in_words(
    kind: str, body: dict[str, Any], more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput) as caught:
        _elsewhere(kind, body, **more)
    assert caught.value.happened == sentence


def test_an_amendment_is_held_to_when_what_it_amends_occurred() -> None:
    target = made(50, "visit.note", NOTE, "2026-10-20 10:00", scope=PERSON)
    body = {"target": ident(50), "reason": "Wrong", "body": NOTE | {"review_on": "2026-11-01"}}
    assert check("entry.amended", body, occurred_at=NOW, now=NOW, person=None, directory=HERE, target=target)
    early = body | {"body": NOTE | {"review_on": "2026-10-19"}}
    with pytest.raises(ImpossibleTime) as caught:
        check("entry.amended", early, occurred_at=NOW, now=NOW, person=None, directory=HERE, target=target)
    assert caught.value.happened == f"Body, review on: {PAST}"


def test_an_entry_is_held_to_the_standard_it_is_stamped_with() -> None:
    longer = document() | {"version": "longer"}
    longer["plan"] = longer["plan"] | {"temporary_hours": 96}
    published = [
        made(
            1,
            "standard.published",
            {"version": "2026-12", "effective_at": "2026-01-01T00:00:00Z", "document": document()},
            "2026-01-05",
            record="standard",
        ),
        made(
            2,
            "standard.published",
            {"version": "longer", "effective_at": "2026-02-01T00:00:00Z", "document": longer},
            "2026-01-06",
            record="standard",
            follows=(1,),
        ),
    ]
    directory = Directory.fold(published)
    plan = _plan(expires_at=_at(80 * 60), named_contacts=_due(*(hours * 60 for hours in (20, 40, 60))))
    with pytest.raises(InvalidEntry):
        _elsewhere("plan.made", plan, directory, record="plan_temporary")
    assert _found("plan.made", plan, directory=directory) == []


def test_an_entry_stamped_with_a_standard_not_here_yet_is_held_to_the_one_of_its_time() -> None:
    unknown = made(
        7,
        "plan.made",
        _plan(expires_at=_at(80 * 60)),
        "2026-11-05 14:30",
        scope=PERSON,
        record="plan_temporary",
    )
    with pytest.raises(InvalidEntry):
        check_entry(unknown.model_copy(update={"standard": "2099-01"}), person=None, directory=HERE)
