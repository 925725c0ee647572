"""The words of a line that stand for what a register holds: issues, risks, referrals, audits, learning, supervision."""

import json
from typing import Any

from models.entry import Entry
from tests.cases.made_up import TEAM, id_of, moment

Said = tuple[str, dict[str, Any], str | None]


def _issue(line: dict[str, Any], _: list[Entry]) -> Said:
    body = {"what": line["issue"], "service": "The council", "review_on": line.get("review")}
    return "issue.logged", body | _owner(line), None


def _issue_escalated(line: dict[str, Any], _: list[Entry]) -> Said:
    body = {
        "to": "Their manager",
        "asked": "An answer",
        "review_on": line.get("review"),
        "answer_due_at": moment(line["answer_due"]).isoformat() if "answer_due" in line else None,
        "partner_response": line.get("answer", ""),
    }
    return "issue.escalated", body | _owner(line), id_of(line["issue_escalated"])


def _issue_resolved(line: dict[str, Any], _: list[Entry]) -> Said:
    return (
        "issue.resolved",
        {"outcome": line.get("outcome", "They ring back now")},
        id_of(line["issue_resolved"]),
    )


def _risk(line: dict[str, Any], _: list[Entry]) -> Said:
    return "risk.registered", {"risk": line["risk"], **_terms(line)}, None


def _risk_reviewed(line: dict[str, Any], _: list[Entry]) -> Said:
    of, decision = line["risk_reviewed"].split()
    terms = None if decision == "close" else _terms(line)
    body = {"decision": decision, "rationale": "Talked over in the team", "terms": terms}
    return "risk.reviewed", body, id_of(of)


def _terms(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "mitigations": "A weekly call",
        "owner": id_of(line.get("owner", "manager")),
        "review_on": line["review"],
    }


def _referral(line: dict[str, Any], _: list[Entry]) -> Said:
    body = {
        "name": line["referral"],
        "born_on": "1980-02-29",
        "team": id_of(TEAM),
        "received_at": moment(line["at"]),
        "from_service": "The GP",
        "no_nhs_number_because": "Not given",
    }
    return "referral.received", json.loads(json.dumps(body, default=lambda at: at.isoformat())), None


def _referral_decided(line: dict[str, Any], _: list[Entry]) -> Said:
    of, decision = line["referral_decided"].split()
    declined = {"reasons": ["no_room"], "safer_alternative": "The crisis team, today"}
    return "referral.decided", {"decision": decision} | (declined if decision == "decline" else {}), id_of(of)


def _audit(line: dict[str, Any], _: list[Entry]) -> Said:
    """ "2026-10-01 to 2026-10-31"."""
    begins, _to, ends = line["audit"].partition(" to ")
    body = {
        "from_on": begins,
        "until_on": ends,
        "looked_for": ["baseline", "goals"],
        "of_how_many": 10,
        "re_audit_on": line.get("again_on"),
        "re_audits": id_of(line["re_audits"]) if "re_audits" in line else None,
    }
    return "audit.performed", body, None


def _finding(line: dict[str, Any], _: list[Entry]) -> Said:
    of, code, met, out_of = line["finding"].split()
    return "audit.finding", {"looked_for": code, "met": int(met), "of": int(out_of)}, id_of(of)


def _learning(line: dict[str, Any], _: list[Entry]) -> Said:
    return "learning.recorded", {"what": line["learning"]}, None


def _supervision(line: dict[str, Any], _: list[Entry]) -> Said:
    body = {
        "staff": id_of(line["supervision"]),
        "held_at": moment(line.get("held", line["at"])).isoformat(),
        "next_on": line.get("next"),
    }
    return "supervision.recorded", body, None


def _owner(line: dict[str, Any]) -> dict[str, Any]:
    return {"owner": id_of(line["owner"])} if "owner" in line else {}


REGISTER_WORDS: dict[str, Any] = {
    "issue": _issue,
    "issue_escalated": _issue_escalated,
    "issue_resolved": _issue_resolved,
    "risk": _risk,
    "risk_reviewed": _risk_reviewed,
    "referral": _referral,
    "referral_decided": _referral_decided,
    "audit": _audit,
    "finding": _finding,
    "learning": _learning,
    "supervision": _supervision,
}
