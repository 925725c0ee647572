"""What people in the demonstration say: plans, contacts, who was told. Made up, and the same every time."""

from datetime import datetime, timedelta
from typing import Any

from central.demo import team
from central.demo.play import Play
from models.prompt import Prompt

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
EMERGENCY = (
    "Immediate danger: 999. Day or night: NHS 111, option 2. The team's duty number: " + team.DUTY_PHONE
)


def standing_plan(person: team.Person) -> dict[str, Any]:
    """The standing plan everybody has from the beginning."""
    return {
        "type": "standing",
        "warning_signs": "Sleep goes first, then meals are skipped and the phone is off.",
        "what_helps": "A walk before noon, radio on, one thing at a time. Being asked plainly.",
        "people_and_places": "Neighbour across the landing; the allotment; Thursday choir.",
        "professionals": f"Main worker at the {team.TEAM}; own GP surgery.",
        "emergency_instructions": EMERGENCY,
        "agreed_with_person": True,
        "copy_given": "given",
    }


def temporary_plan(play: Play, begins_at: datetime, trigger: str, hours: int, worker: str) -> dict[str, Any]:
    """A temporary plan of `hours`, with a named contact at least every 24."""
    due = [begins_at + timedelta(hours=each) for each in range(20, hours, 20)] or [begins_at + 4 * HOUR]
    named = next(each for each in team.STAFF if each.key == worker)
    return {
        "type": "temporary",
        "trigger": trigger,
        "warning_signs": "Not answering the phone twice in a row.",
        "what_helps": "Company in the evening; medicines kept by the neighbour.",
        "people_and_places": "Sister stays over on the first night.",
        "professionals": "Duty worker out of hours.",
        "safer_surroundings": "Spare tablets handed in at the chemist.",
        "named_contacts": [
            {"who": named.name, "staff": play.stage.staff[worker], "mode": "02", "due_at": at.isoformat()}
            for at in due
        ],
        "no_safeguarding_because": "No abuse or neglect seen or said; asked alone.",
        "emergency_instructions": EMERGENCY,
        "expires_at": (begins_at + timedelta(hours=hours)).isoformat(),
        "agreed_with_person": True,
        "copy_given": "given",
    }


def contact(
    play: Play, at: datetime, levels: dict[str, int], note: str, minutes: int = 40, **more: Any
) -> dict[str, Any]:
    """A contact that ended `at`: the levels given, 0 for the rest; `more` replaces any field."""
    body = {
        "started_at": (at - minutes * MINUTE).isoformat(),
        "ended_at": at.isoformat(),
        "mode": "01",
        "attendance": "5",
        "with_whom": ["person"],
        "indicators": [{"code": code, "level": levels.get(code, 0)} for code in play.indicators],
        "what_changed": note,
        "actions": [],
        "decision": "no_step_up",
        "rationale": "",
        "identity_confirmed": True,
    }
    return body | more


def attempt(at: datetime, attendance: str, note: str) -> dict[str, Any]:
    """A try that reached nobody."""
    return {
        "started_at": (at - 10 * MINUTE).isoformat(),
        "ended_at": at.isoformat(),
        "mode": "01",
        "attendance": attendance,
        "what_changed": note,
        "decision": "no_step_up",
        "identity_confirmed": True,
    }


def action(code: str, at: datetime, outcome: str = "") -> dict[str, Any]:
    return {"code": code, "extent": "wholly", "carried_out_at": at.isoformat(), "outcome": outcome}


def stepping_up(at: datetime) -> dict[str, Any]:
    """The decision, reason and actions of a contact that steps up."""
    return {
        "decision": "step_up",
        "rationale": "Several things at once, more than is usual for them.",
        "actions": [
            action("coping_steps_used", at),
            action("practical_help_given", at, "Shopping done together."),
        ],
    }


def told_manager(play: Play, prompt: Prompt) -> dict[str, Any]:
    manager = next(each for each in team.STAFF if each.role == "manager")
    return {
        "prompt": prompt.id,
        "evidence": list(prompt.evidence),
        "name": manager.name,
        "staff": play.stage.staff[manager.key],
        "told_at": play.now.isoformat(),
    }
