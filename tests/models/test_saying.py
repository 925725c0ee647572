"""What the trail says of each kind of entry, sentence by sentence."""

from datetime import timedelta
from typing import Any

import pytest

from models.directory import Directory
from models.entry import Clock, read_body
from models.saying import SAYS, said_in
from tests.cases.short_form import (
    SCOPE,
    background,
    directory,
    entry,
    id_of,
    moment,
    organisation,
    published,
    written,
)
from tests.models.made import ident

T = "2026-11-05T14:30:00Z"
ID = ident(1)
WORKER, COVER, MANAGER = (id_of(each) for each in ("worker", "cover", "manager"))
DETAILS = {
    "name": "Sam Fictional",
    "born_on": "1980-02-29",
    "team": id_of("team"),
    "no_nhs_number_because": "Unknown",
}
CONTACT = {
    "started_at": "2026-11-05T14:00:00Z",
    "ended_at": T,
    "mode": "01",
    "attendance": "5",
    "decision": "no_step_up",
}
PLAN = {
    "type": "temporary",
    "trigger": "Worse",
    "expires_at": T,
    "named_contacts": [{"who": "Sam Fictional", "mode": "02", "due_at": T}],
    "emergency_instructions": "Ring 999",
    "no_safeguarding_because": "Nobody else",
}
AT = "2026-11-02 10:00"
RESTRICTED, OPENED, REFERRAL = (
    each.body
    for each in written(
        [
            {"at": AT, "restricts": "Door alarm on", "review": "2026-11-30", "limit": "2026-12-20"},
            {"at": AT, "escalation": "very_urgent"},
            {"at": AT, "referral": "Sam Fictional"},
        ],
        background(),
    )[-3:]
)
DECIDED = {
    "referred": True,
    "reason": "Enough to refer",
    "wishes": "Stop it",
    "least_restrictive_check": "Nothing is restricted",
}
ABOUT = {"prompt": f"T5:{SCOPE}:{ID}", "evidence": [ID]}

SENTENCES: list[tuple[str, dict[str, Any], str]] = [
    ("device.recovery_issued", {"expires_at": T}, "A code to reset the tablet's passphrase was given"),
    ("person.registered", DETAILS, "Registered"),
    ("person.updated", DETAILS, "Details updated"),
    ("cohort.set", {"in_cohort": True, "reason": "x"}, "Put in the high-risk cohort"),
    ("cohort.set", {"in_cohort": False, "reason": "x"}, "Taken out of the high-risk cohort"),
    ("contact.agreed", {"interval_days": 14}, "Contact agreed every 14 days"),
    (
        "contact.agreed",
        {"interval_days": 14, "face_to_face_days": 28},
        "Contact agreed every 14 days, face to face every 28 days",
    ),
    ("signature.set", {}, "Signature set: none of their own"),
    (
        "signature.set",
        {"indicators": ["sleep", "suicidal"], "baselines": {"sleep": 1, "mood": 0, "anxiety": 2}},
        "Signature set: Sleep; Hopelessness, suicidal or self-harm thoughts. Usual levels: Sleep 1; Anxiety or agitation 2",
    ),
    (
        "signature.set",
        {
            "indicators": ["sleep"],
            "baselines": {"mood": 0},
            "set_with_person": False,
            "not_with_person_because": " Asleep. ",
        },
        "Signature set: Sleep. Usual levels: all 0. Not set with them: Asleep",
    ),
    (
        "caseload.assigned",
        {"staff": COVER, "part": "cover", "from_on": "2026-11-02", "until_on": "2026-11-08"},
        "Colin Fictional: cover from 2 November 2026 to 8 November 2026",
    ),
    (
        "caseload.assigned",
        {"staff": WORKER, "from_on": "2026-11-02"},
        "Wendy Fictional: main worker from 2 November 2026",
    ),
    ("caseload.ended", {}, "Caseload part ended"),
    ("contact.recorded", CONTACT, "Contact: Seen, on time. Decision: No step-up"),
    (
        "contact.recorded",
        CONTACT | {"same_visit_as": id_of("other")},
        "Contact: Seen, on time. The same visit as in another record. Decision: No step-up",
    ),
    (
        "contact.recorded",
        CONTACT
        | {
            "indicators": [
                {"code": "sleep", "level": 2},
                {"code": "suicidal", "level": 1},
                {"code": "mood", "level": 0},
            ],
            "worried": [{"who": "carer"}, {"who": "person"}],
            "actions": [
                {"code": "safety_plan_made"},
                {"code": "extra_contact_made", "extent": "partly"},
                {"code": "seen_alone", "extent": "not_done"},
            ],
            "decision": "step_up",
            "rationale": "Worse",
        },
        "Contact: Seen, on time. Sleep 2; Hopelessness, suicidal or self-harm thoughts 1. A carer or family member is worried; The person is worried. Carried out: Safety plan made or changed together; Extra contact made. Decision: Step up",
    ),
    ("plan.made", {"type": "standing", "what_helps": "Music"}, "Standing safety plan made"),
    ("plan.made", PLAN, "Temporary safety plan made, until 5 November 2026 14:30"),
    ("plan.reviewed", {"decision": "end", "rationale": "x"}, "Plan reviewed: end"),
    (
        "plan.reviewed",
        {"decision": "continue", "rationale": "x", "terms": PLAN},
        "Plan reviewed: continue, until 5 November 2026 14:30",
    ),
    (
        "plan.reviewed",
        {"decision": "modify", "rationale": "x", "terms": {"type": "standing"}},
        "Plan reviewed: modify",
    ),
    (
        "restriction.applied",
        RESTRICTED,
        "Restriction applied: Door alarm on. Review 30 November 2026, authority ends 20 December 2026",
    ),
    (
        "restriction.applied",
        RESTRICTED | {"found_in_use": True, "review_on": None, "limit_on": None},
        "Restriction found in use: Door alarm on. Review no date given, authority ends no date given",
    ),
    (
        "restriction.reviewed",
        {"decision": "continue", "rationale": "x", "terms": RESTRICTED},
        "Restriction reviewed: continue: Door alarm on. Review 30 November 2026, authority ends 20 December 2026",
    ),
    ("restriction.reviewed", {"decision": "step_down", "rationale": "x"}, "Restriction reviewed: step down"),
    (
        "restriction.reviewed",
        {"decision": "step_down", "rationale": "x", "terms": RESTRICTED},
        "Restriction reviewed: step down",
    ),
    (
        "escalation.opened",
        OPENED | {"requested": " A bed. ", "to": " Crisis team "},
        "Very urgent escalation to Crisis team. Asked: A bed",
    ),
    (
        "escalation.opened",
        OPENED | {"requested": " ", "to": " ", "priority": "urgent"},
        "Urgent escalation to a service not known",
    ),
    (
        "escalation.delivered",
        {"how": "voicemail", "to": "Crisis team", "words": "Said to ring back."},
        "Voicemail left with Crisis team: nobody there has it yet. Said to ring back",
    ),
    ("escalation.delivered", {"how": "mail"}, "Mail left: nobody there has it yet"),
    (
        "escalation.acknowledged",
        {"name": "Bo Fictional", "mode": "02", "words": "Will ring."},
        "Bo Fictional there has it (telephone). Will ring",
    ),
    (
        "escalation.acknowledged",
        {"name": "Bo Fictional", "mode": "01"},
        "Bo Fictional there has it (face to face)",
    ),
    (
        "escalation.responded",
        {"answer": "declined", "name": " Bo Fictional ", "reason": "Not for us.", "advice": " Ring the GP "},
        "They said no (Bo Fictional). Not for us. Advice: Ring the GP",
    ),
    ("escalation.responded", {"answer": "accepted"}, "They accepted"),
    (
        "escalation.contested",
        {"reason": "They want form X."},
        "We disagree with their answer. They want form X",
    ),
    (
        "entry.voided",
        {"target": ID, "reason": "wrong_person", "words": "House X. "},
        "Void: Recorded on the wrong person. House X",
    ),
    ("escalation.contested", {"reason": "Too late."}, "We disagree with their answer. Too late"),
    (
        "escalation.agreed",
        {"reason": "They see him on Monday"},
        "A manager agrees with their answer. They see him on Monday",
    ),
    ("escalation.owned", {"staff": MANAGER, "words": "Mine now"}, "Mona Fictional takes it. Mine now"),
    ("escalation.owned", {"staff": MANAGER}, "Mona Fictional takes it"),
    (
        "escalation.stepped",
        {"to": "Duty doctor", "mode": "02", "redirected": True, "words": "Out of hours"},
        "Sent on to Duty doctor (telephone). Out of hours",
    ),
    ("escalation.stepped", {"mode": "02"}, "Rung again (telephone)"),
    (
        "escalation.disputed",
        {"to": "Their manager", "reason": "It is urgent"},
        "Dispute taken up with Their manager, senior to senior. It is urgent",
    ),
    ("escalation.disputed", {"reason": "It is urgent"}, "Dispute taken up, senior to senior. It is urgent"),
    (
        "escalation.resolved",
        {"outcome": "person_safe", "words": "At home"},
        "Escalation resolved: the person is safe. At home",
    ),
    ("escalation.resolved", {"outcome": "handed_over"}, "Escalation resolved: handed over"),
    (
        "escalation.reviewed",
        {"delay": "interface", "plan_change": " A new number "},
        "Escalation reviewed. Delay: between services (threshold or access). In the plan: A new number",
    ),
    (
        "escalation.reviewed",
        {"delay": "ours", "no_change_because": " it held "},
        "Escalation reviewed. Delay: ours (seen or passed on late). No change because it held",
    ),
    (
        "episode.stepped_down",
        {"episode": "safety", "evidence": [ID], "rationale": "Settled", "reply_given": ""},
        "Safety episode stepped down: Settled",
    ),
    ("prompt.seen", ABOUT, "Opened the prompt “Someone is worried the person is unsafe or worse”"),
    (
        "prompt.told",
        ABOUT | {"name": "Bo Fictional", "told_at": T},
        "Told Bo Fictional at 14:30 about “Someone is worried the person is unsafe or worse”",
    ),
    (
        "prompt.answered",
        ABOUT | {"actions": [{"code": "safety_plan_made"}], "done": " Rang. ", "why_not": ""},
        "Answered “Someone is worried the person is unsafe or worse”: Safety plan made or changed together; Rang.",
    ),
    (
        "prompt.answered",
        ABOUT | {"done": "", "why_not": " Not at home "},
        "Answered “Someone is worried the person is unsafe or worse”: Not at home",
    ),
    ("entry.amended", {"target": ID, "reason": "Wrong time", "body": {}}, "Amendment: Wrong time"),
    ("entry.voided", {"target": ID, "reason": "recorded_in_error"}, "Void: Recorded in error"),
    (
        "entry.voided",
        {"target": ID, "reason": "wrong_person", "words": "The neighbour's."},
        "Void: Recorded on the wrong person. The neighbour's",
    ),
    ("entry.confirmed", {"target": ID}, "Confirmed by a manager"),
    (
        "entry.quarantined",
        {"held": ID, "reason": "role_may_not", "author": WORKER},
        "Held centrally, not accepted: a record, by Wendy Fictional",
    ),
    (
        "entry.quarantined",
        {"held": ID, "what": "row", "reason": "x"},
        "Held centrally, not accepted: a record that cannot be read as one",
    ),
    (
        "entry.quarantined",
        {"held": ID, "what": "draft", "author": WORKER, "reason": "x"},
        "Held centrally, not accepted: a record not finished, by Wendy Fictional",
    ),
    ("entry.accepted", {"target": ID, "rationale": "As it was"}, "Accepted by a manager: As it was"),
    ("entry.settled", {"target": ID, "how": "left", "words": " Known "}, "Left as it is by a manager: Known"),
    (
        "entry.settled",
        {"target": ID, "how": "not_again", "words": "Sent twice"},
        "Not to be sent again: Sent twice",
    ),
    ("person.status", {"status": "supported", "since_at": T}, "Supported by us, since 5 November 2026 14:30"),
    (
        "person.status",
        {"status": "in_hospital", "since_at": T, "where": "Fictional ward"},
        "In hospital, Fictional ward, since 5 November 2026 14:30",
    ),
    (
        "person.status",
        {
            "status": "discharged",
            "since_at": T,
            "rationale": "Moved",
            "handover_accepted_by": "Bo Fictional",
            "handover_accepted_at": T,
        },
        "Discharged, since 5 November 2026 14:30. Handover accepted by Bo Fictional",
    ),
    (
        "person.matched",
        {"other": ID, "reason": "The same birth date"},
        "One person with another record: The same birth date",
    ),
    (
        "threshold.overridden",
        {"rule": "T2", "term": "count", "value": 1, "reason": "Quick", "expires_at": "2026-12-05T00:00:00Z"},
        "T2, how many indicators it takes in one contact: 1 indicator for this person, until the end of 4 December 2026. Quick",
    ),
    (
        "threshold.overridden",
        {"rule": "T2", "term": "count", "value": 4, "reason": "Slow", "expires_at": "2026-12-05T13:40:00Z"},
        "T2, how many indicators it takes in one contact: 4 indicators for this person, until 5 December 2026 13:40. Slow",
    ),
    (
        "threshold.overridden",
        {"rule": "T2", "term": "count", "reason": "Settled"},
        "T2, how many indicators it takes in one contact: as in the standard again, for this person",
    ),
    (
        "threshold.overridden",
        {"rule": "Z9", "term": "how_far", "value": 2.5, "reason": "Newer", "expires_at": T},
        "Z9, how far: 2.5 for this person, until 5 November 2026 14:30. Newer",
    ),
    (
        "threshold.overridden",
        {"term": "baseline", "indicator": "sleep", "value": 1, "reason": "Always so", "expires_at": T},
        "Usual level of Sleep: 1 for this person, until 5 November 2026 14:30. Always so",
    ),
    (
        "visit.note",
        {"fact": "A dog", "source": "Seen", "review_on": "2026-12-01"},
        "Visit note: A dog (Seen), looked at again by 1 December 2026",
    ),
    (
        "visit.note",
        {"fact": "The dog is gone", "source": "Seen", "holds": False},
        "Visit note no longer holds: The dog is gone",
    ),
    ("goal.set", {"goal": "Walk alone"}, "Goal: Walk alone"),
    ("goal.set", {"goal": "Walk alone", "reached": True}, "Goal reached: Walk alone"),
    ("goal.set", {"goal": "Walk alone", "dropped_because": "No wish"}, "Goal dropped: Walk alone"),
    (
        "safeguarding.raised",
        {"type": "financial", "concern": "Money is missing"},
        "Safeguarding concern, financial or material abuse: Money is missing. No decision yet",
    ),
    (
        "safeguarding.raised",
        {"type": "financial", "concern": "Money is missing"} | DECIDED,
        "Safeguarding concern, financial or material abuse: Money is missing. Referred: Enough to refer",
    ),
    (
        "safeguarding.decided",
        DECIDED | {"partner_response": "Looking into it"},
        "Referred: Enough to refer. They said: Looking into it",
    ),
    ("safeguarding.decided", DECIDED | {"referred": False}, "Not referred: Enough to refer"),
    (
        "action.assigned",
        {"what": "Ring the bank", "owner": MANAGER, "deadline_at": T},
        "Action for Mona Fictional, by 5 November 2026 14:30: Ring the bank",
    ),
    ("action.updated", {"words": "Rang"}, "Action: Rang"),
    (
        "action.updated",
        {"words": "Rang", "partner_response": "Next week", "deadline_at": T},
        "Action: Rang. They said: Next week. Now by 5 November 2026 14:30",
    ),
    ("action.completed", {"outcome": "Rang", "extent": "partly"}, "Action partly done: Rang"),
    ("handover.given", {"to": "Fictional ward"}, "Handover given to Fictional ward, telephone"),
    (
        "handover.given",
        {
            "to": "Fictional ward",
            "given_to": " Bo Fictional ",
            "mode": "02",
            "not_known": ["Current Plan", "Restrictions"],
        },
        "Handover given to Fictional ward (Bo Fictional), telephone. Not known: current plan, restrictions",
    ),
    (
        "handover.answered",
        {"answer": "accepted", "name": "Bo Fictional"},
        "Bo Fictional, of the handover: they accept it",
    ),
    (
        "handover.answered",
        {"answer": "not_yet", "name": "Bo Fictional", "words": " The plan "},
        "Bo Fictional, of the handover: not yet: they ask for more first. The plan",
    ),
    (
        "copy.offered",
        {"about": ID, "outcome": "given", "how": "written", "said": " Thanks "},
        "Their own copy: copy given (they were given it on paper). Thanks",
    ),
    (
        "copy.offered",
        {"about": ID, "outcome": "unsafe_to_leave", "why": " Seen by others "},
        "Their own copy: unsafe to leave a copy. Seen by others",
    ),
    (
        "candour.told",
        {"about": [ID], "name": "Bo Fictional", "said": "We rang too late"},
        "Bo Fictional told the person what went wrong (face to face): We rang too late",
    ),
    (
        "issue.logged",
        {"what": "Nobody rings back", "service": "Fictional GP"},
        "Issue with Fictional GP: Nobody rings back",
    ),
    (
        "issue.escalated",
        {"to": "Their lead", "asked": "A named person"},
        "Issue taken to Their lead: A named person",
    ),
    ("issue.resolved", {"outcome": "A named person"}, "Issue resolved: A named person"),
    (
        "risk.registered",
        {"risk": "Beds are full", "mitigations": "x", "owner": MANAGER, "review_on": "2026-12-01"},
        "Risk: Beds are full",
    ),
    (
        "risk.reviewed",
        {"decision": "close", "rationale": "Beds again"},
        "Risk reviewed, close: it is no longer there: Beds again",
    ),
    ("referral.received", REFERRAL, "Referral from The GP"),
    ("referral.decided", {"decision": "accept"}, "Referral accepted"),
    (
        "referral.decided",
        {"decision": "decline", "reasons": ["no_room", "outside_area"], "safer_alternative": "x"},
        "Referral declined: no room at present; outside our area",
    ),
    (
        "audit.performed",
        {"from_on": "2026-10-01", "until_on": "2026-10-31", "of_how_many": 12, "sampled": [ID]},
        "Audit of 1 October 2026 to 31 October 2026: 1 of 12 records",
    ),
    ("audit.finding", {"looked_for": "goals", "met": 3, "of": 5}, "Audit finding, goals are set: 3 of 5"),
    ("learning.recorded", {"what": "Ask who holds the keys"}, "Learning: Ask who holds the keys"),
    (
        "supervision.recorded",
        {"staff": WORKER, "held_at": T},
        "Supervision of Wendy Fictional, 5 November 2026",
    ),
    ("access.viewed", {}, "Opened this record"),
    (
        "access.viewed",
        {"outside_caseload": True, "why": "On call"},
        "Opened this record outside their caseload: On call",
    ),
    (
        "prompt.delivered",
        {"prompt": "T1:x:y", "device": ID, "staff": WORKER, "delivered_at": T},
        "“Suicide, harm or abuse at 2 or above, a new disclosure, or plan, means or attempt” came onto a tablet of Wendy Fictional",
    ),
    ("device.silent", {"device": ID, "staff": WORKER}, "Nothing heard from a tablet of Wendy Fictional"),
    (
        "device.silent",
        {"device": ID, "staff": WORKER, "last_heard_at": T},
        "Nothing heard from a tablet of Wendy Fictional since 5 November 2026 14:30",
    ),
    (
        "device.silent",
        {"device": ID, "staff": WORKER, "last_heard_at": T, "heard_at": T},
        "Heard from Wendy Fictional again 5 November 2026 14:30",
    ),
]


def _said(kind: str, body: dict[str, Any], held: Directory | None = None, **more: Any) -> str:
    made = entry("said", kind, body, "2026-11-05 14:30", **more)
    return said_in(made, read_body(kind, body), held or directory())


@pytest.mark.parametrize(("kind", "body", "sentence"), SENTENCES)
def test_each_kind_in_its_sentence(kind: str, body: dict[str, Any], sentence: str) -> None:
    assert _said(kind, body) == sentence


def test_no_kind_that_is_said_is_missing() -> None:
    assert {kind for kind, _, _ in SENTENCES} == set(SAYS)


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("prompt.told", ABOUT | {"name": "Bo Fictional", "told_at": T}, "at 14:20 about"),
        ("person.status", {"status": "in_custody", "since_at": T}, "since 5 November 2026 14:20"),
    ],
)
def test_a_time_somebody_gave_is_put_right_by_the_clock_it_was_read_from(
    kind: str, body: dict[str, Any], said: str
) -> None:
    ahead = Clock(error_ms=10 * 60_000, holds=True).model_dump()
    assert said in _said(kind, body, clock=ahead)


def test_codes_are_said_by_the_standard_stamped_else_of_the_time_else_as_they_are() -> None:
    contact = CONTACT | {
        "indicators": [{"code": "sleep", "level": 2}],
        "actions": [{"code": "safety_plan_made"}],
    }
    answer = ABOUT | {"actions": [{"code": "safety_plan_made"}]}
    later = published("later", "2026-11-05 14:25")
    document = later.body["document"]
    for each in (*document["indicators"], *document["actions"]):
        if each["code"] in ("sleep", "safety_plan_made"):
            each["words"] = f"Later {each['code']}"
    held = Directory.fold([*organisation(), later])
    assert "Sleep 2. Carried out: Safety plan made" in _said("contact.recorded", contact, held)
    assert "Later sleep 2. Carried out: Later safety_plan_made" in _said(
        "contact.recorded", contact, held, standard="not here"
    )
    early = {"error_ms": timedelta(minutes=10) / timedelta(milliseconds=1), "holds": True}
    assert "Sleep 2" in _said("contact.recorded", contact, held, standard="not here", clock=early)
    nothing = Directory.fold([])
    assert "sleep 2. Carried out: safety_plan_made" in _said("contact.recorded", contact, nothing)
    assert _said("prompt.answered", answer, nothing).endswith(": safety_plan_made")


def test_what_is_not_read_here_is_said_to_be_newer_or_by_its_kind() -> None:
    newer = entry("newer", "weather.noted", {}, moment("2026-11-05 14:30"))
    assert (
        said_in(newer, None, directory())
        == "“weather.noted”. Written by a newer Handrail: needs a newer app."
    )
    body = read_body("entry.confirmed", {"target": ID})
    assert said_in(newer, body, directory()) == "weather.noted"
