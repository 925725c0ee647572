"""What lowers protection and what does not, kind by kind and field by field: just under, the same, just over."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pytest

from models.fold.lowering import DECIDES_MORE, LOWERS, decides_more, lowers
from models.kinds import BODIES
from models.kinds.base import Body
from tests.cases import lines

SINCE = datetime.fromisoformat("2026-11-05T12:00+00:00")
ONE, TWO = f"{1:032x}", f"{2:032x}"

# Whether a change lowers: as a correction, and as an entry that takes over at `SINCE` from what it follows.
BOTH, NEITHER, CORRECTING, FOLLOWING = (True, True), (False, False), (True, False), (False, True)


def sign(code: str, level: int | None = None, **rest: Any) -> dict[str, Any]:
    return {"code": code} | ({"not_assessed": "not_reached"} if level is None else {"level": level}) | rest


def call(due: str, mode: str = "02") -> dict[str, Any]:
    return {"who": "Wendy", "mode": mode, "due_at": f"2026-11-{due}:00+00:00"}


PLAN: dict[str, Any] = {
    "type": "temporary",
    "trigger": "Worse this week",
    "emergency_instructions": "Ring 999",
    "no_safeguarding_because": "Nobody else is at risk",
    "named_contacts": [call("05T12"), call("05T13")],
    "expires_at": "2026-11-08T10:00:00+00:00",
}
_, RESTRICTION, _ = lines.said(
    {"at": "2026-11-01", "restricts": "Door alarm on", "review": "2026-11-20", "limit": "2026-12-20"}, []
)
RISK: dict[str, Any] = {"mitigations": "A weekly call", "owner": ONE, "review_on": "2026-11-20"}
USUALLY: dict[str, dict[str, Any]] = {
    "contact.recorded": {
        "started_at": "2026-11-05T09:00:00+00:00",
        "ended_at": "2026-11-05T10:00:00+00:00",
        "mode": "01",
        "attendance": "5",
        "decision": "no_step_up",
    },
    "plan.made": PLAN,
    "plan.reviewed": {"decision": "modify", "rationale": "Talked it over", "terms": PLAN},
    "restriction.applied": RESTRICTION,
    "restriction.reviewed": {"decision": "continue", "rationale": "Needed still", "terms": RESTRICTION},
    "signature.set": {"indicators": ["sleep"], "baselines": {"sleep": 1}},
    "contact.agreed": {"interval_days": 7},
    "cohort.set": {"in_cohort": True, "reason": "Seen weekly", "review_on": "2026-11-20"},
    "escalation.opened": {"priority": "urgent"},
    "escalation.owned": {"staff": ONE},
    "escalation.stepped": {},
    "escalation.agreed": {"reason": "They are right"},
    "escalation.responded": {"answer": "declined"},
    "escalation.resolved": {"outcome": "person_safe"},
    "escalation.contested": {},
    "escalation.disputed": {},
    "person.status": {"status": "supported", "since_at": "2026-11-05T10:00:00+00:00", "rationale": "Settled"},
    "threshold.overridden": {
        "rule": "T2",
        "term": "count",
        "value": 4,
        "reason": "As agreed",
        "expires_at": "2026-11-20T10:00:00+00:00",
    },
    "safeguarding.raised": {"type": "financial", "concern": "Money is gone"},
    "safeguarding.decided": {
        "referred": True,
        "reason": "At risk",
        "wishes": "Wants it",
        "least_restrictive_check": "It is",
    },
    "action.assigned": {"what": "Ring the bank", "owner": ONE, "deadline_at": "2026-11-06T10:00:00+00:00"},
    "action.updated": {"words": "Rang", "deadline_at": "2026-11-06T10:00:00+00:00"},
    "person.matched": {"other": ONE, "reason": "The same name"},
    "issue.logged": {"what": "Nobody rings back", "service": "Crisis team", "review_on": "2026-11-20"},
    "issue.escalated": {"to": "Their manager", "asked": "Ring back", "review_on": "2026-11-20"},
    "risk.registered": RISK | {"risk": "Beds are full"},
    "risk.reviewed": {"decision": "continue", "rationale": "As before", "terms": RISK},
    "audit.performed": {
        "from_on": "2026-09-01",
        "until_on": "2026-09-30",
        "of_how_many": 10,
        "re_audit_on": "2026-11-20",
    },
}
DECISIONS: dict[str, dict[str, Any]] = {
    "episode.stepped_down": {"episode": "safety", "evidence": [ONE], "rationale": "Settled since"},
    "prompt.seen": {"prompt": f"T1:{ONE}", "evidence": [ONE]},
    "prompt.answered": {"prompt": f"T1:{ONE}", "evidence": [ONE], "done": "Rang"},
    "escalation.reviewed": {"delay": "ours", "changed_in": ONE},
    "referral.decided": {
        "decision": "decline",
        "reasons": ["no_room"],
        "safer_alternative": "The crisis team, today",
    },
}
WITH_TERMS = ("plan.reviewed", "restriction.reviewed", "risk.reviewed")


def said(kind: str, change: dict[str, Any]) -> Body:
    """A body of the kind, said as usual but for the change: in its terms, where it is a review that has some."""
    usual = (USUALLY | DECISIONS)[kind]
    if kind in WITH_TERMS and not change.keys() & BODIES[kind].model_fields.keys():
        change = {"terms": usual["terms"] | change}
    return BODIES[kind].model_validate(usual | change)


class Row(NamedTuple):
    """`then` after `first` (both changes of what is usual; `as_kind` where it is another kind): does it lower?"""

    kind: str
    first: dict[str, Any]
    then: dict[str, Any]
    lowers: tuple[bool, bool]
    as_kind: str = ""


def both_ways(
    kind: str, more: dict[str, Any], less: dict[str, Any], what: tuple[bool, bool] = BOTH
) -> list[Row]:
    """From more to less it lowers; not the other way about, and not when the same is said again."""
    return [
        Row(kind, more, less, what),
        Row(kind, less, more, NEITHER),
        Row(kind, more, more, NEITHER),
        Row(kind, less, less, NEITHER),
    ]


def words(kind: str, *names: str, what: tuple[bool, bool] = BOTH) -> list[Row]:
    """Of each of these texts: a word taken out or put in another's place, all of it gone; and words added or moved."""
    rows: list[Row] = []
    for name in names:
        long, short, other = {name: "Ring Anna first"}, {name: "ring Anna."}, {name: "Ring Ben first"}
        rows += both_ways(kind, long, short, what)
        rows += [Row(kind, long, other, what), Row(kind, short, {name: "Anna, ring"}, NEITHER)]
    return rows


def later(kind: str, name: str, when: Any, then: Any, what: tuple[bool, bool] = BOTH) -> list[Row]:
    """Of a date: one later, and none."""
    return both_ways(kind, {name: when}, {name: then}, what) + both_ways(
        kind, {name: when}, {name: None}, what
    )


def contact() -> Iterator[Row]:
    kind = "contact.recorded"
    for more, less in (
        (sign("mood", 2), sign("mood", 1)),
        (sign("mood", 1), sign("mood", 0)),
        (sign("mood", 1), sign("mood")),
        (sign("mood", 1), sign("anxiety", 1)),
        *((sign("mood", 0, **{flag: True}), sign("mood", 0)) for flag in ("plan", "means", "attempt")),
        (sign("mood", new_disclosure=True), sign("mood")),
        (sign("mood", new_disclosure=True), sign("anxiety", new_disclosure=True)),
        (sign("mood", 0, words="Worse than ever"), sign("mood", 0, words="Worse")),
    ):
        yield Row(kind, {"indicators": [more]}, {"indicators": [less]}, BOTH)
        yield Row(kind, {"indicators": [more]}, {"indicators": []}, BOTH)
        yield Row(kind, {"indicators": [more]}, {"indicators": [more]}, NEITHER)
        yield Row(kind, {"indicators": []}, {"indicators": [more]}, NEITHER)
        if more["code"] == less["code"]:
            yield Row(kind, {"indicators": [less]}, {"indicators": [more]}, NEITHER)
    for nothing in (sign("mood", 0), sign("mood")):
        yield Row(kind, {"indicators": [nothing]}, {"indicators": []}, NEITHER)
        yield Row(kind, {"indicators": [nothing]}, {"indicators": [sign("mood", 0)]}, NEITHER)
        yield Row(kind, {"indicators": [nothing]}, {"indicators": [sign("mood")]}, NEITHER)
    yield from words(kind, "what_changed", "rationale", "also_present")
    carer, they = {"who": "carer", "words": "Not himself"}, {"who": "person"}
    # Of a word said twice, one is gone; and one that is left only within another.
    yield from both_ways(kind, {"what_changed": "Worse, much worse"}, {"what_changed": "Much worse"})
    yield Row(kind, {"what_changed": "Ring Ann, Anna"}, {"what_changed": "Ring Anna, Anna"}, BOTH)
    yield from both_ways(kind, {"worried": [carer, they]}, {"worried": [carer]})
    yield from both_ways(kind, {"worried": [carer]}, {"worried": [{"who": "carer", "words": "Not"}]})
    yield Row(kind, {"worried": [carer]}, {"worried": [they]}, BOTH)
    plan, stayed = {"code": "safety_plan_made"}, {"code": "stayed_until_safe", "extent": "partly"}
    yield from both_ways(kind, {"actions": [plan, stayed]}, {"actions": [plan]})
    yield Row(kind, {"actions": [plan, stayed]}, {"actions": [stayed, plan]}, NEITHER)
    yield Row(kind, {"actions": [plan]}, {"actions": [plan | {"extent": "partly"}]}, BOTH)
    for name in ("detail", "outcome"):
        yield from both_ways(kind, {"actions": [plan | {name: "Copy left"}]}, {"actions": [plan]})
    for minute in ("09:59", "10:01"):
        yield Row(kind, {}, {"ended_at": f"2026-11-05T{minute}:00+00:00"}, BOTH)


def plans(kind: str) -> Iterator[Row]:
    texts = ("warning_signs", "what_helps", "people_and_places", "professionals", "safer_surroundings")
    yield from words(kind, *texts, "safeguarding_actions", "emergency_instructions")
    yield from both_ways(kind, {}, {"expires_at": "2026-11-08T09:59:00+00:00"})
    standing = {"type": "standing", "expires_at": None}
    yield from both_ways(kind, standing, {"type": "standing"})
    yield Row(kind, {"type": "standing"}, {}, BOTH)
    yield Row(kind, {}, {"type": "standing"}, BOTH)
    # Of the two contacts one is due at 12:00, when the entry that follows takes over: that one is behind it.
    yield from both_ways(kind, {}, {"named_contacts": [call("05T13")]}, CORRECTING)
    yield Row(kind, {}, {"named_contacts": [call("05T12")]}, BOTH)
    yield Row(kind, {}, {"named_contacts": [call("05T12", "01"), call("05T13", "01")]}, NEITHER)
    # A correction puts none off, the first of them against the first; nor takes away that they are seen.
    yield from both_ways(kind, {}, {"named_contacts": [call("05T12"), call("05T14")]}, CORRECTING)
    yield from both_ways(kind, {"named_contacts": [call("05T12", "01"), call("05T13")]}, {}, CORRECTING)
    seen_first = {"named_contacts": [call("05T12", "01"), call("05T13")]}
    yield from both_ways(
        kind, seen_first, {"named_contacts": [call("05T12"), call("05T13", "01")]}, CORRECTING
    )
    # Past its end (at 12:00 too) only the plan itself is left to lower.
    for ended, what in (("12:00", CORRECTING), ("12:01", BOTH)):
        over = {"expires_at": f"2026-11-05T{ended}:00+00:00"}
        yield Row(kind, over, over | {"emergency_instructions": "Ring"}, what)
        yield Row(kind, over, END, BOTH, "plan.reviewed")
    for end in (END, {"decision": "end"}):  # whatever terms it may carry
        yield Row(kind, {}, end, BOTH, "plan.reviewed")
        yield Row("plan.reviewed", end, {}, NEITHER, kind)


END = {"decision": "end", "terms": None}
BASIS_BY_NOW = (
    ({"legal_basis": "none_identified"}, {"legal_basis": "mca"}),
    ({"objects": True}, {}),
    ({"objects": True}, {"objects": True, "legal_basis": "mca"}),
    ({"found_in_use": True}, {}),
)


def restrictions(kind: str) -> Iterator[Row]:
    for name in ("review", "limit"):
        on, at = f"{name}_on", f"{name}_at"
        yield from both_ways(kind, {on: "2026-11-03"}, {on: "2026-11-04"})
        midnight = {on: None, at: "2026-11-04T00:00:00+00:00"}  # the end of the 3rd
        yield from both_ways(kind, midnight, {on: None, at: "2026-11-04T00:01:00+00:00"})
        yield Row(kind, {on: "2026-11-03"}, midnight, NEITHER)
        yield Row(kind, midnight, {on: "2026-11-03"}, NEITHER)
        found = {"found_in_use": True}
        yield from both_ways(kind, found | {on: "2026-11-03"}, found | {on: None})
    yield from both_ways(kind, {}, {"starts_on": "2026-11-02"})
    for before, after in BASIS_BY_NOW:
        yield from both_ways(kind, before, after)
    yield Row(kind, {"legal_basis": "none_identified"}, {"objects": True}, NEITHER)
    for whose in ("another_team", "another_service"):
        yield from both_ways(kind, {"imposed_by": whose}, {})
    yield Row(kind, {"imposed_by": "another_team"}, {"imposed_by": "another_service"}, NEITHER)
    yield from words(kind, "what")
    yield Row(kind, {}, {"what": "Door on", "persons_view": "Agrees for now: alarm"}, FOLLOWING)
    # A review has its own reason, and what they think of it now.
    yield from words(kind, "persons_view", "authorised_by", "imposed_by_name", what=CORRECTING)
    if kind == "restriction.applied":
        yield from words(kind, "rationale", what=CORRECTING)
    sign, staff = RESTRICTION["alternatives"][0], {"what": "Staff there", "rejected_because": "Too few"}
    yield from both_ways(kind, {"alternatives": [sign, staff]}, {"alternatives": [sign]}, CORRECTING)
    yield Row(kind, {}, {"alternatives": [sign | {"rejected_because": "Torn"}]}, CORRECTING)
    for over in ({"decision": "step_down", "terms": None}, {"decision": "step_down"}):
        yield Row(kind, {}, over, BOTH, "restriction.reviewed")
        yield Row("restriction.reviewed", over, {}, NEITHER, kind)


def step_down_plans() -> Iterator[Row]:
    """A dated plan to end it is somebody's decision: it quiets R3."""
    kind, none = "restriction.reviewed", {"decision": "continue"}
    weekends = {"step_down_plan": "Weekends first", "step_down_on": "2026-12-01"}
    yield from both_ways(kind, none, weekends, CORRECTING)
    for change in (
        {"step_down_on": "2026-12-02"},
        {"step_down_on": "2026-11-30"},
        {"step_down_plan": "At once"},
    ):
        yield Row(kind, weekends, weekends | change, CORRECTING)


def thresholds() -> Iterator[Row]:
    kind = "threshold.overridden"
    yield from both_ways(kind, {"value": 4}, {"value": 5})
    for looks_back in ("contacts", "window_days"):  # the only ones of which fewer ask for less
        set_for = {"rule": "T3", "term": looks_back}
        yield from both_ways(kind, set_for | {"value": 4}, set_for | {"value": 3})
    usual = {"rule": "", "term": "baseline", "indicator": "sleep"}
    yield from both_ways(kind, usual | {"value": 1}, usual | {"value": 2})
    yield Row(kind, usual | {"value": 1}, usual | {"indicator": "mood", "value": 1}, BOTH)
    yield from both_ways(kind, {}, {"expires_at": "2026-11-20T10:01:00+00:00"})
    standards = {"value": None}
    yield Row(kind, {}, standards, BOTH)
    yield Row(kind, {}, standards | {"expires_at": None}, BOTH)
    yield Row(kind, {"expires_at": None} | standards, {}, BOTH)
    yield Row(kind, {}, {"term": "level"}, BOTH)
    yield Row(kind, {}, {"rule": "T3", "term": "times"}, BOTH)
    newer = {"rule": "T9", "term": "count"}
    yield Row(kind, newer, newer, BOTH)  # which way it asks for less, only a newer app knows
    yield Row(kind, {}, {"reason": "Other words"}, NEITHER)


def others() -> Iterator[Row]:
    yield from both_ways("signature.set", {}, {"baselines": {"sleep": 2}})
    yield from both_ways("signature.set", {}, {"baselines": {"sleep": 1, "mood": 1}})
    yield from both_ways("signature.set", {"indicators": ["sleep", "mood"]}, {"indicators": ["mood"]})
    yield Row("signature.set", {}, {"baselines": {"sleep": 1, "mood": 0}}, NEITHER)
    yield Row("signature.set", {}, {"baselines": {}}, NEITHER)
    yield from both_ways("contact.agreed", {}, {"interval_days": 8})
    yield from later("contact.agreed", "face_to_face_days", 14, 15)
    yield Row("contact.agreed", {}, {"interval_days": 6}, NEITHER)
    yield from both_ways("cohort.set", {}, {"in_cohort": False})
    yield from later("cohort.set", "review_on", "2026-11-20", "2026-11-21")
    gone = {"in_cohort": False}
    yield Row("cohort.set", gone, gone | {"review_on": None}, NEITHER)
    yield Row("cohort.set", {}, {"reason": "Other words"}, NEITHER)
    for status in ("supported", "in_hospital", "in_custody", "died"):
        yield from both_ways("person.status", {"status": status}, {"status": "discharged"})
    yield Row("person.status", {"status": "supported"}, {"status": "died"}, NEITHER)
    yield Row("person.matched", {}, {"other": TWO}, BOTH)
    yield Row("person.matched", {}, {"reason": "Other words"}, NEITHER)
    for kind in ("issue.logged", "issue.escalated"):
        yield from later(kind, "review_on", "2026-11-20", "2026-11-21")
    yield from later("audit.performed", "re_audit_on", "2026-11-20", "2026-11-21")
    for kind in ("risk.registered", "risk.reviewed"):
        yield from both_ways(kind, {}, {"review_on": "2026-11-21"})
        yield Row(kind, {}, {"decision": "close", "terms": None}, BOTH, "risk.reviewed")


def escalations() -> Iterator[Row]:
    kind = "escalation.opened"
    for high, low in (("emergency", "very_urgent"), ("very_urgent", "urgent"), ("urgent", "routine")):
        yield from both_ways(kind, {"priority": high}, {"priority": low})
    yield from both_ways(kind, {"evidence": [ONE, TWO]}, {"evidence": [TWO]})
    yield Row(kind, {"evidence": [ONE]}, {"evidence": [TWO]}, BOTH)
    yield from both_ways(kind, {}, {"same_as": ONE})
    yield Row(kind, {"same_as": ONE}, {"same_as": TWO}, BOTH)
    parts = ("presentation", "key_risks", "what_changed", "already_tried", "requested", "time_sensitivity")
    yield from words(kind, "to", *parts)
    kept_going = ("opened", "owned", "agreed", "contested", "disputed")
    for each in kept_going:
        yield Row(f"escalation.{each}", {}, {}, FOLLOWING, "escalation.resolved")
        if each != "agreed":
            yield Row(f"escalation.{each}", {}, {}, FOLLOWING, "escalation.agreed")
        for then in kept_going[1:]:
            if then not in ("agreed", each):
                yield Row(f"escalation.{each}", {}, {}, NEITHER, f"escalation.{then}")
    yield Row("escalation.owned", {}, {"staff": TWO}, NEITHER)
    yield from words("escalation.contested", "reason", what=CORRECTING)
    yield from words("escalation.disputed", "reason", what=CORRECTING)
    kind = "escalation.responded"
    for answer in ("declined", "part"):
        yield from both_ways(kind, {"answer": answer}, {"answer": "accepted"})
        yield Row(kind, {"answer": answer}, {"answer": "from_a_newer_app"}, BOTH)
        for text in ("advice", "reason"):
            yield from both_ways(kind, {"answer": answer, text: "Ring us at 5"}, {"answer": answer})
    yield from both_ways(kind, {"answer": "declined"}, {"answer": "part"}, NEITHER)
    yield Row(kind, {"answer": "accepted", "advice": "Ring us"}, {"answer": "accepted"}, NEITHER)
    yield from both_ways("escalation.stepped", {"redirected": True}, {"redirected": False}, CORRECTING)
    yield Row(kind, {}, {}, NEITHER, "escalation.resolved")  # an answer keeps nothing open: the opening does


def safeguarding() -> Iterator[Row]:
    kind = "safeguarding.raised"
    yield from both_ways(kind, {"referred": True}, {"referred": False})
    yield from both_ways(kind, {"referred": True}, {"referred": None})
    yield from both_ways(kind, {"referred": None}, {"referred": False}, CORRECTING)
    yield from words(kind, "concern", "others_at_risk", "made_safe_now", what=CORRECTING)
    for kind in ("safeguarding.raised", "safeguarding.decided"):
        yield from words(kind, "reason", "wishes", "least_restrictive_check", "partner", what=CORRECTING)
        sixth = {"answer_due_at": "2026-11-06T10:00:00+00:00"}
        for less in ("2026-11-06T10:01:00+00:00", None):
            yield from both_ways(kind, sixth, {"answer_due_at": less})
            answered = {"answer_due_at": less, "partner_response": "They come on Friday"}
            yield Row(kind, sixth, answered, CORRECTING)
            yield Row(kind, sixth, answered | {"partner_response": " "}, BOTH)
    yield from both_ways("safeguarding.decided", {}, {"referred": False})


def actions() -> Iterator[Row]:
    """What follows is judged by all that came before (`models.fold.tracker`); these are corrections."""
    kind = "action.assigned"
    yield from both_ways(kind, {}, {"deadline_at": "2026-11-06T10:01:00+00:00"}, CORRECTING)
    due = ("answer_due_at", "2026-11-06T10:00:00+00:00", "2026-11-06T10:01:00+00:00")
    yield from later(kind, *due, CORRECTING)
    concern = {"safeguarding": ONE, "route": "The duty manager"}
    yield from both_ways(kind, concern, {"route": "The duty manager"}, CORRECTING)
    yield Row(kind, concern, concern | {"safeguarding": TWO}, NEITHER)
    for name in ("what", "route", "partner"):
        long, short = concern | {name: "Ring Anna first"}, concern | {name: "Ring Anna"}
        yield from both_ways(kind, long, short, CORRECTING)
    yield Row(kind, {"what": "Ring Anna first"}, {"what": "Ring Anna"}, NEITHER)
    yield from later("action.updated", due[0], *due[1:], CORRECTING)
    yield from later("action.updated", "deadline_at", *due[1:], CORRECTING)
    yield Row("action.updated", {}, {"words": "Nobody there"}, NEITHER)


ROWS = [
    *contact(),
    *plans("plan.made"),
    *plans("plan.reviewed"),
    *restrictions("restriction.applied"),
    *restrictions("restriction.reviewed"),
    *step_down_plans(),
    *thresholds(),
    *others(),
    *escalations(),
    *safeguarding(),
    *actions(),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.kind} {row.first} then {row.as_kind} {row.then}")
def test_what_lowers_and_what_does_not(row: Row) -> None:
    old, new = said(row.kind, row.first), said(row.as_kind or row.kind, row.then)
    assert (lowers(old, new), lowers(old, new, SINCE)) == row.lowers


def test_every_kind_that_can_be_lowered_is_here() -> None:
    kinds = {kind for kind, body in BODIES.items() if any(issubclass(body, each) for each, _ in LOWERS)}
    assert {row.kind for row in ROWS if any(row.lowers)} == kinds


class Decision(NamedTuple):
    """`then` in place of `first` (both changes of what is usual): does it decide more than was decided?"""

    kind: str
    first: dict[str, Any]
    then: dict[str, Any]
    more: bool
    as_kind: str = ""


def more_one_way(kind: str, less: dict[str, Any], more: dict[str, Any]) -> list[Decision]:
    """From less to more it decides more; not the other way about, and not when the same is said again."""
    return [
        Decision(kind, less, more, True),
        Decision(kind, more, less, False),
        Decision(kind, less, less, False),
        Decision(kind, more, more, False),
    ]


def more_either_way(kind: str, one: dict[str, Any], other: dict[str, Any]) -> list[Decision]:
    """Neither is more than the other: each decides something else."""
    again = (Decision(kind, each, each, False) for each in (one, other))
    return [Decision(kind, one, other, True), Decision(kind, other, one, True), *again]


def restricting(kind: str) -> Iterator[Decision]:
    yield from more_one_way(kind, {"what": "Door alarm"}, {"what": "Door alarm and window alarm"})
    yield from more_either_way(kind, {"legal_basis": "consent"}, {"legal_basis": "mca"})
    yield from more_one_way(kind, {"reach": "individual"}, {"reach": "blanket"})
    for over in ({"decision": "step_down", "terms": None}, {"decision": "step_down"}):
        yield Decision(kind, {}, over, False, "restriction.reviewed")
        yield Decision("restriction.reviewed", over, {}, True, kind)
        yield Decision("restriction.reviewed", over, over, False)


def deciding() -> Iterator[Decision]:
    kind = "episode.stepped_down"
    yield from more_one_way(kind, {}, {"evidence": [ONE, TWO]})
    yield from more_either_way(kind, {}, {"evidence": [TWO]})
    yield from more_either_way(kind, {}, {"episode": "step_up"})
    yield from more_one_way(kind, {}, {"reply_given": "Rang her back"})
    yield Decision(kind, {"reply_given": "Rang her back"}, {"reply_given": "Rang her"}, False)
    yield Decision(kind, {"reply_given": " "}, {"reply_given": "Rang her"}, True)
    for kind in ("prompt.seen", "prompt.answered"):
        yield from more_one_way(kind, {}, {"evidence": [ONE, TWO]})
        yield from more_either_way(kind, {}, {"evidence": [TWO]})
        yield from more_either_way(kind, {}, {"prompt": f"T2:{ONE}"})
        yield Decision(kind, {}, {"prompt": f"T1:{TWO}"}, False)
    yield Decision("prompt.answered", {}, {"done": "Rang, and will again"}, False)
    kind = "escalation.reviewed"
    yield from more_one_way(kind, {"changed_in": None}, {"changed_in": ONE})
    yield from more_either_way(kind, {"changed_in": ONE}, {"changed_in": TWO})
    yield from more_one_way(kind, {}, {"no_change_because": "It was right"})
    yield Decision(kind, {"no_change_because": "It was right"}, {"no_change_because": "As it was"}, False)
    yield Decision(kind, {"no_change_because": " "}, {"no_change_because": "It was right"}, True)
    yield Decision(kind, {}, {"learning": "Ring sooner"}, False)
    yield from more_either_way("referral.decided", {}, {"decision": "accept"})
    yield from more_one_way("audit.performed", {}, {"re_audits": ONE})
    yield from more_either_way("audit.performed", {"re_audits": ONE}, {"re_audits": TWO})
    yield from restricting("restriction.applied")
    yield from restricting("restriction.reviewed")


DECIDING = list(deciding())


@pytest.mark.parametrize(
    "row", DECIDING, ids=lambda row: f"{row.kind} {row.first} then {row.as_kind} {row.then}"
)
def test_what_decides_more_and_what_does_not(row: Decision) -> None:
    old, new = said(row.kind, row.first), said(row.as_kind or row.kind, row.then)
    assert decides_more(old, new) is row.more


def test_every_kind_that_can_decide_more_is_here() -> None:
    kinds = {kind for kind, body in BODIES.items() if any(issubclass(body, each) for each, _ in DECIDES_MORE)}
    assert {row.kind for row in DECIDING if row.more} == kinds
