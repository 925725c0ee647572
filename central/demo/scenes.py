"""What stands when the demonstration opens: one scene for each thing worth seeing, told for the days just before now.

Each scene owns its person for that time (`OWNED`); year.py tells everybody else's.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any

from central.demo import team
from central.demo.play import Play
from models.prompt import Prompt
from models.times import at_local, local

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


# The scenes. Each takes the play and now, and plans what happens; `day(n)` is 10:00 local n days ago.


def _day(now: datetime, days: int, hour: int = 10, minute: int = 0) -> datetime:
    return at_local(local(now - timedelta(days=days)).date(), time(hour, minute))


def _says(play: Play, by: str, person: str, kind: str, body: dict[str, Any]) -> Callable[[], Awaitable[Any]]:
    return lambda: play.record(by, kind, person, body)


def _said(play: Play, by: str, person: str, kind: str, body: dict[str, Any]) -> Callable[[], Awaitable[Any]]:
    async def act() -> None:
        play.say(by, kind, person, body)

    return act


def _calm_visit(play: Play, now: datetime, by: str, person: str, days: int) -> None:
    at = _day(now, days, 11)
    body = contact(play, at, dict(play.usual[person]), "Much as usual. Happy with how the week went.")
    play.at(at + 5 * MINUTE, _says(play, by, person, "contact.recorded", body))


def _tells(play: Play, by: str, person: str, body: dict[str, Any]) -> Callable[[], Awaitable[None]]:
    """Record a contact, send it, and ring the manager about what it raised a quarter of an hour later."""

    async def act() -> None:
        saved = await play.record(by, "contact.recorded", person, body)
        await play.sync(by)
        for prompt in saved.raised:
            play.at(play.now + 15 * MINUTE, lambda prompt=prompt: _told(play, by, person, prompt))

    return act


async def _told(play: Play, by: str, person: str, prompt: Prompt) -> None:
    await play.record(by, "prompt.told", person, told_manager(play, prompt))
    await play.sync(by)


def threshold_just_met(play: Play, now: datetime) -> None:
    """Birch: hopelessness at 2, forty minutes ago; held centrally, and nobody has opened it."""
    _calm_visit(play, now, "jo", "birch", 6)
    at = now - 40 * MINUTE
    body = contact(
        play,
        at,
        {**play.usual["birch"], "suicidal": 2, "sleep": 2, "mood": 2},
        "Rang us. Said there is no point in going on, has not thought about how. Stayed on the line until calmer.",
        mode="02",
        decision="step_up",
        rationale="Hopeless most days, new this week.",
        actions=[action("coping_steps_used", at, "Agreed to ring the sister tonight.")],
    )
    play.at(at + 3 * MINUTE, _says(play, "jo", "birch", "contact.recorded", body))
    play.at(at + 5 * MINUTE, lambda: play.sync("jo"))


def plan_contact_late(play: Play, now: datetime) -> None:
    """Cedar: stepped up with a temporary plan; a contact named in it is late."""
    _calm_visit(play, now, "robin", "cedar", 8)
    at = now - 23 * HOUR
    levels = {**play.usual["cedar"], "sleep": 3, "anxiety": 2, "self_care": 2, "withdrawal": 2}
    body = contact(play, at, levels, "Awake for two nights. Sister is worried too.", **stepping_up(at))
    play.at(at + 6 * MINUTE, _tells(play, "robin", "cedar", body))
    plan = temporary_plan(play, at + 7 * MINUTE, "Awake for two nights and not eating", 70, "robin")
    play.at(at + 8 * MINUTE, _says(play, "robin", "cedar", "plan.made", plan))
    play.at(at + 10 * MINUTE, lambda: play.sync("robin"))


def carer_worried(play: Play, now: datetime) -> None:
    """Dale: a carer rang, worried; nothing has been carried out since, and it is past four hours."""
    _calm_visit(play, now, "jo", "dale", 5)
    at = now - 6 * HOUR
    body = contact(
        play,
        at,
        {},
        "Call from the aunt.",
        mode="02",
        minutes=10,
        with_whom=["carer"],
        indicators=[],
        worried=[{"who": "carer", "words": "Not themselves since Sunday, will not open the curtains."}],
    )
    play.at(at + 3 * MINUTE, _says(play, "jo", "dale", "contact.recorded", body))
    play.at(at + 5 * MINUTE, lambda: play.sync("jo"))


def nobody_reached(play: Play, now: datetime) -> None:
    """Fern: two tries on two days, no contact made."""
    _calm_visit(play, now, "jo", "fern", 9)
    for days in (3, 1):
        at = _day(now, days, 14)
        body = attempt(at, "3", "No answer at the door or on the phone. Card left.")
        play.at(at + 4 * MINUTE, _says(play, "jo", "fern", "contact.recorded", body))


def plan_about_to_end(play: Play, now: datetime) -> None:
    """Gorse: a temporary plan with twenty hours to go."""
    at = now - 50 * HOUR
    levels = {**play.usual["gorse"], "suspiciousness": 2, "perceptions": 2, "sleep": 2}
    body = contact(play, at, levels, "Hears the radio talk back. Frightened at night.", **stepping_up(at))
    play.at(at + 6 * MINUTE, _tells(play, "robin", "gorse", body))
    plan = temporary_plan(play, at + 7 * MINUTE, "Voices at night, frightened", 70, "robin")
    play.at(at + 8 * MINUTE, _says(play, "robin", "gorse", "plan.made", plan))
    quieter = {**play.usual["gorse"], "perceptions": 1}
    for hours in (20, 40):
        called = at + 7 * MINUTE + hours * HOUR
        call = contact(play, called, quieter, "Rang as planned. A quieter night.", 10, mode="02")
        play.at(called + 2 * MINUTE, _says(play, "robin", "gorse", "contact.recorded", call))
    play.at(now - 49 * HOUR, lambda: play.sync("robin"))


def not_asked(play: Play, now: datetime) -> None:
    """Hazel: in the high-risk cohort, and the hard questions were not asked yesterday."""
    review = local(now + timedelta(days=60)).date().isoformat()
    cohort = {"in_cohort": True, "reason": "Two admissions in the last two years.", "review_on": review}
    play.at(_day(now, 15), _said(play, "morgan", "hazel", "cohort.set", cohort))
    at = min(_day(now, 1, 13), now - 2 * HOUR)
    body = contact(play, at, dict(play.usual["hazel"]), "A friend was there all the time.")
    for reading in body["indicators"]:
        if reading["code"] in play.dagger:
            del reading["level"]
            reading["not_assessed"] = "not_safe_to_ask"
    play.at(at + 6 * MINUTE, _says(play, "robin", "hazel", "contact.recorded", body))


def two_plans(play: Play, now: datetime) -> None:
    """Iris: two workers, both without signal, each wrote a temporary plan."""
    at = now - 9 * HOUR
    levels = {**play.usual["iris"], "anxiety": 2, "medicines": 2, "stress_or_loss": 2}
    body = contact(play, at, levels, "Eviction letter came. Has stopped the tablets.", **stepping_up(at))
    play.at(at + 6 * MINUTE, _tells(play, "robin", "iris", body))
    for minutes, worker, trigger in ((8, "robin", "Eviction letter"), (30, "jo", "Tablets stopped")):
        plan = temporary_plan(play, at + minutes * MINUTE, trigger, 60, worker)
        play.at(at + (minutes + 1) * MINUTE, _says(play, worker, "iris", "plan.made", plan))
    play.at(at + 50 * MINUTE, lambda: play.sync("robin"))
    play.at(at + 51 * MINUTE, lambda: play.sync("jo"))


def overdue(play: Play, now: datetime) -> None:
    """Elder: away for weeks; past one and a half times the agreed interval. Nothing is planned: that is the scene."""


def settling(play: Play, now: datetime) -> None:
    """Juniper: stepped up five days ago, seen and answered by the manager; quiet, not cleared."""
    at = _day(now, 5, 11)
    levels = {**play.usual["juniper"], "mood": 2, "withdrawal": 2, "energy": 2}
    body = contact(play, at, levels, "Has not been out since the weekend.", **stepping_up(at))

    async def visit() -> None:
        saved = await play.record("jo", "contact.recorded", "juniper", body)
        await play.sync("jo")
        for prompt in saved.raised:
            play.at(play.now + HOUR, lambda prompt=prompt: _seen_and_answered(play, prompt))

    play.at(at + 6 * MINUTE, visit)


async def _seen_and_answered(play: Play, prompt: Prompt) -> None:
    about = {"prompt": prompt.id, "evidence": list(prompt.evidence)}
    play.say("morgan", "prompt.seen", "juniper", about)
    done = {"done": "Agreed two visits this week and a call on Saturday."}
    play.say("morgan", "prompt.answered", "juniper", {**about, **done})


SCENES: dict[str, Callable[[Play, datetime], None]] = {
    "birch": threshold_just_met,
    "cedar": plan_contact_late,
    "dale": carer_worried,
    "elder": overdue,
    "fern": nobody_reached,
    "gorse": plan_about_to_end,
    "hazel": not_asked,
    "iris": two_plans,
    "juniper": settling,
}
OWNED = frozenset(SCENES)


def plan(play: Play, now: datetime) -> None:
    for scene in SCENES.values():
        scene(play, now)
