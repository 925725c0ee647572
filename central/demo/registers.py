"""What the demonstration's registers hold: an issue taken further, a risk past its review, a referral to be decided, and the rest."""

from datetime import datetime
from typing import Any

from central.centre import new_id
from central.demo.doing import day
from central.demo.play import Play
from central.demo.said import HOUR
from models.entry import person_scope, team_scope
from models.sampling import drawn, drawn_words
from models.times import local

RISK = {
    "risk": "Nobody at the crisis team has our numbers on a weekend",
    "mitigations": "Our duty number is read out in every call; a list is sent on Fridays.",
    "monitoring": "Looked at in the weekly huddle",
}
ISSUE = {
    "what": "Referrals to the crisis team are answered after the weekend",
    "service": "Northfield crisis team",
    "delay": "interface",
    "route": "By telephone, then by their form",
}
LEARNT = {
    "what": "Ask on Thursday who is on call at the weekend, not on Friday evening.",
    "what_changes": "The huddle on Thursday reads the weekend's numbers out.",
}
SCENARIO = "Somebody does not open on a Friday afternoon. Whom do you ring first, and what do you write down?"


def plan(play: Play, now: datetime) -> None:
    """The last weeks of the team's registers. A risk was to be reviewed yesterday, and was not."""
    morgan, sam = play.stage.staff["morgan"], play.stage.staff["sam"]

    async def record(by: str, kind: str, body: dict[str, Any], **more: Any) -> str:
        return (await play.stage.devices[by].record(kind, team_scope(play.stage.team), body, **more)).id

    async def issue() -> None:
        id = await record("jo", "issue.logged", ISSUE | {"owner": morgan, "review_on": _on(now, -6)})
        await play.sync("jo")
        play.at(day(now, 7, 15), lambda: further(id))

    async def further(id: str) -> None:
        await play.sync("morgan")
        asked = {"to": "Their team lead", "asked": "A call back the same day", "owner": sam}
        await record("morgan", "issue.escalated", asked | {"review_on": _on(now, -6)}, record=id)

    async def others() -> None:
        await record("morgan", "risk.registered", RISK | {"owner": morgan, "review_on": _on(now, 1)})
        write = {"what": "Send the crisis team our list of numbers", "owner": sam}
        await record("morgan", "action.assigned", write | {"deadline_at": (now + 50 * HOUR).isoformat()})
        await record("jo", "learning.recorded", LEARNT)
        held = {"staff": play.stage.staff["jo"], "held_at": day(now, 9, 9).isoformat(), "prompts": [SCENARIO]}
        await record("morgan", "supervision.recorded", held | {"next_on": _on(now, -20)})

    async def audit() -> None:
        people = [scope.removeprefix("person:") for scope in play.stage.scopes.values()]
        id = new_id()
        looked_for = ["baseline", "goals", "risk_plan"]
        body = {"from_on": _on(now, 40), "until_on": _on(now, 10), "looked_for": looked_for}
        body |= {"of_how_many": len(people), "sampled": list(drawn(id, people, 5))}
        body |= {"drawn_by": drawn_words(5, len(people)), "re_audit_on": _on(now, -30)}
        await record("sam", "audit.performed", body, entry_id=id)
        for code, met in (("baseline", 5), ("goals", 2)):
            found = {"looked_for": code, "met": met, "of": 5}
            await record("sam", "audit.finding", found, record=id)

    async def referral() -> None:
        body = {
            "name": "Wren Specimen",
            "born_on": "1988-02-14",
            "team": play.stage.team,
            "received_at": (now - 20 * HOUR).isoformat(),
            "from_service": "Sampleton GP practice",
            "contact_back": "Dr Placeholder, 01632 960444",
            "no_nhs_number_because": "Not in the letter",
            "asked_for": "Support after discharge, twice a week",
            "known": ["who_and_where", "agrees", "current_presentation", "medicines"],
        }
        await play.stage.devices["morgan"].record("referral.received", person_scope(new_id()), body)

    play.at(day(now, 12, 11), issue)
    play.at(day(now, 9, 9, 30), others)
    play.at(day(now, 8, 9, 30), audit)
    play.at(now - 19 * HOUR, referral)


def _on(now: datetime, days: int) -> str:
    """The date so many days ago; to come where it is below 0."""
    return local(day(now, days)).date().isoformat()
