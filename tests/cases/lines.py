"""What each word of a line stands for: a kind of entry, its body, and the record it belongs to (None: one of its own).

To add a word: write its small function, add a row to `WORDS`, and name it in README.md.
"""

import json
import re
from datetime import timedelta
from typing import Any

from models.entry import PLAN_RECORDS, Entry
from models.kinds.safety import ThresholdOverridden, threshold_record
from models.times import LONDON
from tests.cases.made_up import SCOPE, TEAM, background, id_of, moment
from tests.cases.register_lines import REGISTER_WORDS


def said(line: dict[str, Any], before: list[Entry]) -> tuple[str, dict[str, Any], str | None]:
    """The kind, the body and the record (None: its own) of a line."""
    word = next(word for word in WORDS if word in line)
    return WORDS[word](line, before)


def _contact(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    ended = moment(line.get("ended", line["at"]))
    body = {
        "started_at": ended - timedelta(minutes=line.get("minutes", 30)),
        "ended_at": ended,
        "mode": line.get("mode", "01"),
        "attendance": line.get("attendance", "5"),
        "with_whom": line.get("with", ["person"]),
        "indicators": [_indicator(each) for each in _listed(line["contact"])],
        "worried": [{"who": who, "words": words} for who, words in line.get("worried", {}).items()],
        "actions": [_action(each) for each in line.get("actions", [])],
        "what_changed": line.get("what_changed", ""),
        "decision": line.get("decision", "no_step_up"),
        "rationale": line.get("rationale", "As recorded."),
    }
    if "same_visit_as" in line:
        body["same_visit_as"] = id_of(line["same_visit_as"])
    if "not_on_list" in line:
        body["not_on_list"] = {"name": line["not_on_list"], "born_on": line.get("born"), "team": id_of(TEAM)}
    return "contact.recorded", _jsonable(body), None


def _indicator(text: str) -> dict[str, Any]:
    """ "suicidal 1 new_disclosure plan", "sleep not_reached"."""
    code, level, *flags = text.split()
    given = {"level": int(level)} if level.isdigit() else {"not_assessed": level}
    return {"code": code, **given, **dict.fromkeys(flags, True)}


def _action(text: str) -> dict[str, Any]:
    """ "safety_plan_made", "stayed_until_safe partly", "extra_contact_made at 2026-11-02 11:00"."""
    what, _, at = text.partition(" at ")
    code, *extent = what.split()
    return {
        "code": code,
        "extent": (extent or ["wholly"])[0],
        **({"carried_out_at": moment(at)} if at else {}),
    }


def _plan(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], str | None]:
    return "plan.made", _terms(line, line["plan"]), PLAN_RECORDS.get(line["plan"])


def _reviewed(line: dict[str, Any], before: list[Entry]) -> tuple[str, dict[str, Any], str | None]:
    decision, type = line["plan_reviewed"], line.get("type", "temporary")
    body = {"decision": decision, "rationale": "Reviewed together."}
    terms = {} if decision == "end" else {"terms": _terms(line, type)}
    return "plan.reviewed", body | terms, PLAN_RECORDS.get(type) or _record_of(line)


def _terms(line: dict[str, Any], type: str) -> dict[str, Any]:
    texts = {
        "trigger": "Worse this week",
        "emergency_instructions": line.get("emergency", "Ring 999, or the duty number"),
        "no_safeguarding_because": "Nobody else is at risk",
    }
    named = [_named(each) for each in line.get("contacts", [])]
    expires = {"expires_at": moment(line["expires"])} if "expires" in line else {}
    return _jsonable({"type": type, **texts, **expires, "named_contacts": named})


def _named(text: str) -> dict[str, Any]:
    """ "02 at 2026-11-02 18:00": the mode and when it is due; " by cover" names one of our staff."""
    mode, at = text.split(" at ")
    at, _, staff = at.partition(" by ")
    return {"who": "Wendy", "mode": mode, "due_at": moment(at), "staff": id_of(staff) if staff else None}


def _restricts(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    return "restriction.applied", _restriction(line, {"starts_on": line["at"][:10]}), None


def _restriction_reviewed(line: dict[str, Any], before: list[Entry]) -> tuple[str, dict[str, Any], str]:
    """It says again what its record said last, but for what the line changes."""
    record, decision = id_of(line["of"]), line["restriction_reviewed"]
    body = {"decision": decision, "rationale": line.get("why", "Reviewed together.")}
    if "step_down_on" in line:
        body |= {"step_down_plan": "A trial at weekends first", "step_down_on": line["step_down_on"]}
    if decision != "step_down":
        said = [
            each.body for each in before if each.record == record and each.kind.startswith("restriction.")
        ]
        terms = [each.get("terms", each) for each in said if "what" in each or each.get("terms")]
        body["terms"] = _restriction(line, terms[-1] if terms else {"starts_on": line["at"][:10]})
    return "restriction.reviewed", _jsonable(body), record


def _restriction(line: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Terms: those before, else ones every test can live with, and what the line says."""
    terms: dict[str, Any] = {
        "what": "Kitchen knives locked away",
        "rationale": "Cut himself twice this month",
        "alternatives": [{"what": "Staff in the kitchen", "rejected_because": "Not at night"}],
        "legal_basis": "consent",
        "capacity": "has",
        "persons_view": "Agrees for now",
        "reach": "individual",
    } | before
    names = {"restricts": "what", "basis": "legal_basis", "starts": "starts_on", "view": "persons_view"}
    plain = ("objects", "found_in_use", "imposed_by", "imposed_by_name", "capacity", "reach", "authorised_by")
    terms |= {names.get(key, key): value for key, value in line.items() if key in names or key in plain}
    for key in ("review", "limit"):
        if key in line:
            given = str(line[key])
            terms |= {f"{key}_on": None, f"{key}_at": None}
            terms[f"{key}_at" if " " in given else f"{key}_on"] = moment(given) if " " in given else given
    return _jsonable(terms)


def _registered(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    return "person.registered", background()[0].body | {"name": line["registers"]}, None


def _matched(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    body = {"other": id_of(line["matched"]), "reason": "The same name and date of birth"}
    return "person.matched", body, None


def _team(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    details = background()[0].body
    return "person.updated", details | {"team": id_of(line["moved_to"])}, None


def _signature(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    usual = (each.split() for each in _listed(line["usual"]))
    return (
        "signature.set",
        {"indicators": line.get("signature", []), "baselines": {c: int(n) for c, n in usual}},
        None,
    )


def _agreed(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    body = {"interval_days": line["agreed_days"], "face_to_face_days": line.get("face_to_face_days")}
    return "contact.agreed", body, None


def _cohort(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    return "cohort.set", {"in_cohort": line["cohort"], "reason": "Agreed in the team"}, None


def _cover(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    body = {
        "staff": id_of("cover"),
        "part": "cover",
        "from_on": line["cover_from"],
        "until_on": line.get("until"),
    }
    return "caseload.assigned", body, None


def _unassigned(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], str]:
    return "caseload.ended", {"reason": "Moved team"}, id_of(line["caseload_ended"])


def _status(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    body = {
        "status": line["status"],
        "since_at": moment(line.get("since", line["at"])),
        "rationale": line.get("rationale", "As agreed with them"),
    }
    if "handover" in line:
        body |= {"handover_accepted_by": line["handover"], "handover_accepted_at": moment(line["at"])}
    if "rests_on" in line:
        body["handover"] = id_of(line["rests_on"])
    return "person.status", _jsonable(body), None


def _override(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], str]:
    """ "T2 count 4", "baseline sleep 1"; "T2 count" alone gives back the standard's."""
    rule, term, *value = line["override"].split()
    about = {"term": "baseline", "indicator": term} if rule == "baseline" else {"rule": rule, "term": term}
    body = about | {"value": float(value[0]) if value else None, "reason": "Agreed for them"}
    if "until" in line:
        body["expires_at"] = moment(line["until"])
    body = _jsonable(body)
    return "threshold.overridden", body, threshold_record(ThresholdOverridden.model_validate(body))


def _note(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], str | None]:
    body = {"fact": line["visit_note"], "source": "A neighbour", "review_on": line.get("review")}
    return "visit.note", body | {"holds": line.get("holds", True)}, _record_of(line)


def _goal(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], str | None]:
    return "goal.set", {"goal": line["goal"], "reached": line.get("reached", False)}, _record_of(line)


def _handover(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    body = {"to": line["handed_over_to"], "given_to": "Nurse Fictional"}
    return "handover.given", body | ({"to_team": id_of(line["team"])} if "team" in line else {}), None


def _handover_answered(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], str]:
    of, answer = line["handover_answered"].split()
    words = line.get("words", "" if answer == "accepted" else "The plan first")
    return (
        "handover.answered",
        {"answer": answer, "name": line.get("name", "Nurse Fictional"), "words": words},
        id_of(of),
    )


def _candour(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    about = [id_of(each) for each in line["told_of"].split()]
    return (
        "candour.told",
        {"about": about, "name": "Wendy Fictional", "said": "What happened, and sorry"},
        None,
    )


def _concern(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    body = {"type": line["safeguarding"], "concern": "Money is missing"}
    return "safeguarding.raised", body | _decision(line), None


def _decided(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], str]:
    return "safeguarding.decided", _decision(line), id_of(line["decides"])


def _decision(line: dict[str, Any]) -> dict[str, Any]:
    """`referred`, with the reason, wishes and check, unless `lacks` names those left out."""
    if "referred" not in line:
        return {}
    whole = {
        "reason": "At risk of harm" if line["referred"] else "Not abuse: a mistake, put right",
        "wishes": "Wants it to stop",
        "least_restrictive_check": "Nothing is taken from them",
    }
    given = {name: words for name, words in whole.items() if name not in line.get("lacks", [])}
    answer = {"answer_due_at": moment(line["answer_due"])} if "answer_due" in line else {}
    return _jsonable(
        {"referred": line["referred"], **given, **answer, "partner_response": line.get("answer", "")}
    )


def _assigned(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    body = {
        "what": line["action"],
        "owner": id_of(line.get("owner", "worker")),
        "deadline_at": moment(line["deadline"]),
        "route": line.get("route", "Ring the safeguarding lead"),
        "code": line.get("code"),
        "safeguarding": id_of(line["concern"]) if "concern" in line else None,
        "partner": "The council",
    }
    answer = {"answer_due_at": moment(line["answer_due"])} if "answer_due" in line else {}
    return "action.assigned", _jsonable(body | answer), None


def _updated(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], str]:
    body: dict[str, Any] = {"words": "Rang them", "partner_response": line.get("answer", "")}
    for word, name in (("deadline", "deadline_at"), ("answer_due", "answer_due_at")):
        if word in line:
            body[name] = moment(line[word])
    if "owner" in line:
        body["owner"] = id_of(line["owner"])
    return "action.updated", _jsonable(body), id_of(line["action_updated"])


def _completed(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], str]:
    body: dict[str, Any] = {"outcome": "Done with them", "extent": line.get("extent", "wholly")}
    if "carried_out" in line:
        body["carried_out_at"] = moment(line["carried_out"])
    return "action.completed", _jsonable(body), id_of(line["action_completed"])


def _record_of(line: dict[str, Any]) -> str | None:
    return id_of(line["of"]) if "of" in line else None


def _about(kind: str, word: str) -> Any:
    def about(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
        rule, *evidence = line[word].split()
        ids = [id_of(each) for each in evidence]
        body: dict[str, Any] = {"prompt": f"{rule}:{SCOPE}:{ids[0]}", "evidence": ids}
        if kind == "prompt.answered":
            body |= {
                "done": line.get("done", "Rang and agreed what to do."),
                "actions": [_action(a) for a in line.get("actions", [])],
            }
        if kind == "prompt.told":
            body |= {"name": line["name"], "told_at": moment(line["at"])}
            body |= {"staff": id_of(line["staff"])} if "staff" in line else {}
        return kind, _jsonable(body), None

    return about


def _escalation(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    body: dict[str, Any] = {"priority": line["escalation"], "to": line.get("to", "Fictional crisis team")}
    body |= {"requested": line.get("requested", "An assessment today")}
    if "same_as" in line:
        body["same_as"] = id_of(line["same_as"])
    return "escalation.opened", body, None


def _step(kind: str, word: str, *texts: str) -> Any:
    """A step of an escalation: `word = "escalation"`, then a code where its kind has one."""

    def step(line: dict[str, Any], before: list[Entry]) -> tuple[str, dict[str, Any], str]:
        of, *code = line[word].split()
        body: dict[str, Any] = {text: line[text] for text in texts if text in line}
        if kind in CODES_OF_STEPS:
            name, usual = CODES_OF_STEPS[kind]
            body[name] = (code or [usual])[0]
        if kind == "escalation.acknowledged":
            body["name"] = line.get("name", "Nurse Fictional")
        if kind == "escalation.agreed":
            body["reason"] = line.get("reason", "The GP can do this")
        if kind == "escalation.owned":
            body["staff"] = id_of(line.get("staff", line.get("by", "worker")))
        if "changed_in" in line:
            body["changed_in"] = id_of(line["changed_in"])
        return kind, body, id_of(of)

    return step


CODES_OF_STEPS = {
    "escalation.delivered": ("how", "voicemail"),
    "escalation.responded": ("answer", "accepted"),
    "escalation.resolved": ("outcome", "other_support"),
    "escalation.reviewed": ("delay", "interface"),
}


def _stepped_down(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    kind, *evidence = line["stepped_down"].split()
    body = {"episode": kind, "evidence": [id_of(each) for each in evidence], "rationale": "Settled since."}
    return "episode.stepped_down", body | {"reply_given": line.get("reply", "")}, None


def _amended(line: dict[str, Any], before: list[Entry]) -> tuple[str, dict[str, Any], str]:
    target = target_of(line["amends"], before)
    original_at = target.occurred_at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
    inner = {key: value for key, value in line.items() if key not in ("at", "amends")}
    _, body, _ = said({"at": original_at, **inner}, before)
    return "entry.amended", {"target": target.id, "reason": "A slip", "body": body}, target.record


def _voided(line: dict[str, Any], before: list[Entry]) -> tuple[str, dict[str, Any], str]:
    target = target_of(line["voids"], before)
    return (
        "entry.voided",
        {"target": target.id, "reason": line.get("reason", "recorded_in_error")},
        target.record,
    )


def _confirmed(line: dict[str, Any], before: list[Entry]) -> tuple[str, dict[str, Any], str]:
    target = target_of(line["confirms"], before)
    return "entry.confirmed", {"target": target.id}, target.record


def _unknown(line: dict[str, Any], _: list[Entry]) -> tuple[str, dict[str, Any], None]:
    return line["newer_kind"], {"new": "field"}, None


def target_of(name: str, before: list[Entry]) -> Entry:
    return next(each for each in before if each.id == id_of(name))


def _listed(text: str) -> list[str]:
    return [each.strip() for each in re.split("[;,]", text) if each.strip()]


def _jsonable(body: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(body, default=lambda at: at.isoformat()))


WORDS: dict[str, Any] = {
    "voids": _voided,
    "confirms": _confirmed,
    "amends": _amended,
    "contact": _contact,
    "plan": _plan,
    "plan_reviewed": _reviewed,
    "restriction_reviewed": _restriction_reviewed,
    "restricts": _restricts,
    "moved_to": _team,
    "registers": _registered,
    "matched": _matched,
    "usual": _signature,
    "agreed_days": _agreed,
    "cohort": _cohort,
    "cover_from": _cover,
    "status": _status,
    "override": _override,
    "visit_note": _note,
    "goal": _goal,
    "safeguarding": _concern,
    "decides": _decided,
    "action": _assigned,
    "action_updated": _updated,
    "action_completed": _completed,
    "handed_over_to": _handover,
    "handover_answered": _handover_answered,
    "told_of": _candour,
    "caseload_ended": _unassigned,
    "seen": _about("prompt.seen", "seen"),
    "told": _about("prompt.told", "told"),
    "answered": _about("prompt.answered", "answered"),
    "stepped_down": _stepped_down,
    "escalation": _escalation,
    "left_with": _step("escalation.delivered", "left_with", "words"),
    "acknowledged": _step("escalation.acknowledged", "acknowledged"),
    "responded": _step("escalation.responded", "responded", "advice", "reason"),
    "contested": _step("escalation.contested", "contested", "reason"),
    "agreed_with": _step("escalation.agreed", "agreed_with"),
    "owned": _step("escalation.owned", "owned"),
    "stepped": _step("escalation.stepped", "stepped", "to", "redirected"),
    "disputed": _step("escalation.disputed", "disputed", "reason"),
    "resolved": _step("escalation.resolved", "resolved"),
    "reviewed": _step("escalation.reviewed", "reviewed", "plan_change", "no_change_because"),
    **REGISTER_WORDS,
    "newer_kind": _unknown,
}
