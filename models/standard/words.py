"""What each key of an operating standard decides, in a few words. A key this version does not know is shown as it is."""

from collections.abc import Mapping

from models.standard import Standard

CODED = {"indicators": "Indicator", "actions": "Action"}
PARTS: Mapping[str, str] = {
    "words": "its words",
    "dagger": "whether it is a †",
    "how_to_ask": "how to ask about it",
    "asks": "what it asks of whoever saw it",
    "plan_means_attempt": "whether plan, means and attempt are recorded with it",
    "counts_as_action": "whether doing it answers a threshold",
}
OF_EVERY_RULE: Mapping[str, str] = {"enabled": "whether it prompts", "asks": "what it asks"}
RULES: Mapping[str, str] = {
    "t1.level": "level it is met at",
    "t1.quiet_level": "level already known that keeps a new disclosure quiet",
    "t1.quiet_days": "for how long that level counts",
    "t1.manager_minutes": "time until a manager has seen it",
    "t1.senior_minutes": "time until a senior is asked",
    "t1.late_from": "from when in the evening a decision may take longer",
    "t1.late_hours": "time to decide then",
    "t2.level": "level from which an indicator counts",
    "t2.count": "how many indicators it takes",
    "t3.contacts": "how many contacts are looked at",
    "t3.times": "in how many of them it takes",
    "t3.window_days": "how far back they may lie",
    "t3.rise": "how far an indicator is above its usual level",
    "t3.sum_rise": "how far the signature is above its own",
    "t4.multiple": "how many times the agreed interval may pass",
    "t4.default_days": "time without contact where none is agreed",
    "t4.attempts": "how many tries in a row that reach nobody",
    "t4.after_leaving_hours": "time to make contact after hospital or custody",
    "t4.asks_confirm": "what it asks while a death is in doubt",
    "a1.t1_hours": "time to act after T1",
    "a1.other_hours": "time to act after any other threshold",
    "p1.asks_expired": "what it asks once the plan has ended",
    "p1.warn_hours": "how long before the end it asks",
    "p1.senior_from": "from which continuation a senior decides",
    "p2.asks_manager": "what it asks of a manager",
    "p2.late_hours": "time until a named contact is late",
    "p2.manager_hours": "time until it is a manager's",
    "p2.early_hours": "how long before a contact counts",
    "q1.asks_manager": "what it asks of a manager",
    "q1.unasked_times": "how many contacts in a row without a level",
    "c1.working_days": "time to decide",
    "r1.asks_overdue": "what it asks once the review is overdue",
    "r2.asks_awaiting": "what it asks about a worker's own",
    "r2.asks_awaiting_change": "what it asks about a worker's change",
    "r5.asks_imposed": "what it adds where others imposed it",
    "e1.asks_emergency": "what it asks in an emergency",
    "e1.asks_manager": "what it asks once it is a manager's",
    "e1.asks_senior": "what it asks once it is a senior's",
    "e1.asks_nobody": "what it says where nobody is there",
    "e2.asks_plan": "what it asks while a temporary plan is missing",
    "e2.asks_dispute": "what it asks of a senior",
    "e2.asks_director": "what it asks past the senior's time",
    "e2.director": "the director who then takes it",
    "e4.working_days": "time to change the plan after the review",
    "g1.asks_manager": "what it asks of a manager",
    "g1.manager_working_days": "time until it is a manager's too",
    "r5.asks_handover": "what it adds where no handover was accepted",
    "cd1.working_days": "time to tell them",
    "d1.open_hours": "how long without a word while a plan or an escalation is open",
    "st1.asks_discharge": "what it asks while something is open",
    "st1.asks_after_death": "what other rules say after a death",
    "st1.working_days": "time for a senior to decide",
}
RUNGS: Mapping[str, str] = {
    "again": "time until the author rings again",
    "manager": "time until a manager owns it",
    "senior": "time until a senior owns it",
    "answer": "time until their answer is due",
}
PRIORITIES = {
    "emergency": "Emergency",
    "very_urgent": "Very urgent",
    "urgent": "Urgent",
    "routine": "Routine",
}
KEYS: Mapping[str, str] = {
    "version": "Version",
    "approved_by": "Approved by",
    "levels": "Words of the levels",
    "episodes.again_days": "Standing thresholds: a manager is asked again every",
    "episodes.quiet_days": "Standing thresholds: an answer quiets for at most",
    "plan.temporary_hours": "Temporary plan: the longest",
    "plan.contact_gap_hours": "Temporary plan: the longest gap between named contacts",
    "review_days.cohort": "Cohort: looked at again within",
    "review_days.visit_note": "Visit note: looked at again within",
    "hours.working_day_ends": "A working day ends",
    "hours.on_call_from": "On call begins",
    "hours.on_call_until": "On call ends",
    "hours.bank_holidays": "Bank holidays",
    "ladder.tell_seniors_again_minutes": "Escalation: seniors are told again every",
    "ladder.dispute.very_urgent_hours": "Dispute, very urgent: time for a senior to settle it",
    "ladder.dispute.urgent_hours": "Dispute, urgent: time for a senior to settle it",
    "ladder.dispute.routine_working_days": "Dispute, routine: time for a senior to settle it",
    "ladder.dispute.plan_manager_hours": "Dispute: time until a manager is asked for the plan",
    "ladder.dispute.plan_senior_hours": "Dispute: time until a senior is asked for the plan",
    "ladder.dispute.plan_again_hours": "Dispute: the plan is asked for again every",
    "ladder.repeats.within_days": "A repeat: a second escalation within",
    "ladder.repeats.review_working_days": "A repeat: time to review it",
    "restrictions.review_days": "Restriction: review at most ahead",
    "restrictions.limit_days": "Restriction: authority at most ahead",
    "restrictions.due_days": "Restriction: a review falls due before its date by",
    "restrictions.due_share": "Restriction: or by one of so many parts of its term",
    "restrictions.instants_under_hours": "Restriction: a time of day where it lasts under",
    "restrictions.interim_hours": "Restriction: a worker's own holds for",
    "restrictions.long_running_days": "Restriction: in force for long from",
    "restrictions.step_down_plan_quiet_days": "Restriction: a dated step-down plan quiets for",
    "restrictions.inherited_working_days": "Restriction: time to decide on an inherited one",
    "crisis.emergency.words": "Emergency number: its words",
    "crisis.emergency.number": "Emergency number",
    "crisis.nhs_111.words": "NHS 111: its words",
    "crisis.nhs_111.number": "NHS 111",
    "crisis.provider.words": "Your own number: its words",
    "crisis.provider.number": "Your own number",
    "own_copy.object": "Their own copy: how to object",
    "own_copy.advocate.words": "Their own copy: the advocate",
    "own_copy.advocate.reach": "Their own copy: how to reach the advocate",
    "own_copy.complaint.words": "Their own copy: whom to complain to",
    "own_copy.complaint.reach": "Their own copy: how to complain",
    "clock_warning_seconds": "How far a tablet's clock may be off before it says so",
    "offline_days": "How long others' records stay open without the centre",
}


def words_of(key: str, *standards: Standard) -> str:
    """What a key decides. `standards` give the words of coded things, the first that knows one."""
    section, _, rest = key.partition(".")
    if section in CODED:
        code, _, part = rest.partition(".")
        return f"{CODED[section]} {_coded(section, code, standards)}: {PARTS.get(part, part)}"
    if section == "rules":
        rule, _, name = rest.partition(".")
        return f"{rule.upper()}: {RULES.get(rest) or OF_EVERY_RULE.get(name) or name}"
    if section == "delegated":
        return f"Who else may record “{rest}”"
    return KEYS.get(key) or _rung(key) or key


def _coded(section: str, code: str, standards: tuple[Standard, ...]) -> str:
    for standard in standards:
        known = (standard.indicator_by_code if section == "indicators" else standard.action_by_code).get(code)
        if known is not None:
            return f"“{known.words}”"
    return code


def _rung(key: str) -> str:
    section, _, rest = key.partition(".")
    priority, _, name = rest.partition(".")
    words = RUNGS.get(name.partition("_")[0])
    if section != "ladder" or priority not in PRIORITIES or words is None:
        return ""
    return f"{PRIORITIES[priority]} escalation: {words}"
