"""What people record in a schedule: bodies by a short name, given the time on the author's own clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from models.fold.team import TEAM
from sync.device import Device
from tests.sync.stage import contact, worrying

Said = tuple[str, dict[str, Any]]


def quiet(at: datetime, number: int) -> Said:
    return "contact.recorded", contact(at, what_changed=f"Visit {number}: " + WORDS[: number % 60 * 9])


def worry(at: datetime, number: int) -> Said:
    return "contact.recorded", worrying(at)


def dagger(at: datetime, number: int) -> Said:
    seen = [{"code": "suicidal", "level": 2, "new_disclosure": number % 2 == 0}]
    return "contact.recorded", contact(at, indicators=seen, decision="step_up", rationale="Said so today")


def agreed(at: datetime, number: int) -> Said:
    return "contact.agreed", {"interval_days": 1 + number % 30}


def signature(at: datetime, number: int) -> Said:
    return "signature.set", {"indicators": ["sleep", "mood"], "baselines": {"sleep": number % 3}}


def standing_plan(at: datetime, number: int) -> Said:
    return "plan.made", {"type": "standing", "what_helps": f"Walks, version {number}"}


def temporary_plan(at: datetime, number: int) -> Said:
    contacts = [at + timedelta(hours=hours) for hours in range(1 + number % 20, 72, 20)]
    return "plan.made", {
        "type": "temporary",
        "trigger": "Three changes at once",
        "expires_at": (at + timedelta(hours=30 + number % 40)).isoformat(),
        "named_contacts": [{"who": "Wren", "mode": "02", "due_at": due.isoformat()} for due in contacts],
        "emergency_instructions": "999, or 111 option 2",
        "no_safeguarding_because": "None needed",
    }


def issue(at: datetime, number: int) -> Said:
    due = (at + timedelta(days=number % 3)).date().isoformat()
    return "issue.logged", {
        "what": f"Nobody rings back, {number}",
        "service": "The council",
        "review_on": due,
    }


def risk(at: datetime, number: int) -> Said:
    due = (at + timedelta(days=number % 3)).date().isoformat()
    return "risk.registered", {"risk": f"Two services, no route, {number}", "review_on": due}


SAYINGS: dict[str, Callable[[datetime, int], Said]] = {
    each.__name__: each for each in (quiet, worry, dagger, agreed, signature, standing_plan, temporary_plan)
}


CHANGED = {
    "contact.recorded": "what_changed",
    "issue.logged": "what",
    "risk.registered": "risk",
}  # by an amendment
OF_A_TEAM: tuple[Callable[[datetime, int], Said], ...] = (issue, risk)


async def said(device: Device, scope: str, saying: str, number: int) -> Said:
    """The kind and body; `answer` and `amend` are about something that stands there, or else a quiet contact.

    Of a team, for whatever else is to be said, a line of its registers.
    """
    at = device.clock_now()
    if saying == "answer":
        prompts = [each for each in await device.prompts() if each.scope == scope]
        if prompts:
            about = prompts[number % len(prompts)]
            return "prompt.answered", {
                "prompt": about.id,
                "evidence": list(about.evidence),
                "done": "Rang them",
            }
    if saying == "amend":
        mine = [each.entry for each in await device.recorded_here(5) if each.entry.kind in CHANGED]
        mine = [each for each in mine if each.scope == scope]
        if mine:
            target = mine[number % len(mine)]
            words = {CHANGED[target.kind]: f"Amended {number}"}
            body = {"target": target.id, "reason": "Wrong day", "body": target.body | words}
            return "entry.amended", body
    if scope.startswith(TEAM):
        return OF_A_TEAM[number % len(OF_A_TEAM)](at, number)
    return SAYINGS.get(saying, quiet)(at, number)


WORDS = (
    "Slept badly again, ate little, and would rather not talk about the weekend. Garden helps; so does the radio at night. "
    * 5
)
