"""What stands when the demonstration opens: one scene for each thing worth seeing, told for the days just before now.

Each scene takes the play and now, and plans what happens. It owns its person for that time (`OWNED`); year.py tells
everybody else's.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from central.demo.asked import escalated, restricted
from central.demo.doing import calm_visit, day, said, says, tells
from central.demo.play import Play
from central.demo.said import HOUR, MINUTE, action, attempt, contact, stepping_up, temporary_plan
from models.prompt import Prompt
from models.times import local


def threshold_just_met(play: Play, now: datetime) -> None:
    """Birch: hopelessness at 2, forty minutes ago; held centrally, and nobody has opened it."""
    calm_visit(play, now, "jo", "birch", 6)
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
    play.at(at + 3 * MINUTE, says(play, "jo", "birch", "contact.recorded", body))
    play.at(at + 5 * MINUTE, lambda: play.sync("jo"))


def plan_contact_late(play: Play, now: datetime) -> None:
    """Cedar: stepped up with a temporary plan; a contact named in it is late."""
    calm_visit(play, now, "robin", "cedar", 8)
    at = now - 23 * HOUR
    levels = {**play.usual["cedar"], "sleep": 3, "anxiety": 2, "self_care": 2, "withdrawal": 2}
    body = contact(play, at, levels, "Awake for two nights. Sister is worried too.", **stepping_up(at))
    play.at(at + 6 * MINUTE, tells(play, "robin", "cedar", body))
    plan = temporary_plan(play, at + 7 * MINUTE, "Awake for two nights and not eating", 70, "robin")
    play.at(at + 8 * MINUTE, says(play, "robin", "cedar", "plan.made", plan))
    play.at(at + 10 * MINUTE, lambda: play.sync("robin"))


def carer_worried(play: Play, now: datetime) -> None:
    """Dale: a carer rang, worried; nothing has been carried out since, and it is past four hours."""
    calm_visit(play, now, "jo", "dale", 5)
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
    play.at(at + 3 * MINUTE, says(play, "jo", "dale", "contact.recorded", body))
    play.at(at + 5 * MINUTE, lambda: play.sync("jo"))


def nobody_reached(play: Play, now: datetime) -> None:
    """Fern: two tries on two days, no contact made."""
    calm_visit(play, now, "jo", "fern", 9)
    for days in (3, 1):
        at = day(now, days, 14)
        body = attempt(at, "3", "No answer at the door or on the phone. Card left.")
        play.at(at + 4 * MINUTE, says(play, "jo", "fern", "contact.recorded", body))


def plan_about_to_end(play: Play, now: datetime) -> None:
    """Gorse: a temporary plan with twenty hours to go."""
    at = now - 50 * HOUR
    levels = {**play.usual["gorse"], "suspiciousness": 2, "perceptions": 2, "sleep": 2}
    body = contact(play, at, levels, "Hears the radio talk back. Frightened at night.", **stepping_up(at))
    play.at(at + 6 * MINUTE, tells(play, "robin", "gorse", body))
    plan = temporary_plan(play, at + 7 * MINUTE, "Voices at night, frightened", 70, "robin")
    play.at(at + 8 * MINUTE, says(play, "robin", "gorse", "plan.made", plan))
    quieter = {**play.usual["gorse"], "perceptions": 1}
    for hours in (20, 40):
        called = at + 7 * MINUTE + hours * HOUR
        call = contact(play, called, quieter, "Rang as planned. A quieter night.", 10, mode="02")
        play.at(called + 2 * MINUTE, says(play, "robin", "gorse", "contact.recorded", call))
    play.at(now - 49 * HOUR, lambda: play.sync("robin"))


def not_asked(play: Play, now: datetime) -> None:
    """Hazel: in the high-risk cohort, and the hard questions were not asked yesterday."""
    review = local(now + timedelta(days=60)).date().isoformat()
    cohort = {"in_cohort": True, "reason": "Two admissions in the last two years.", "review_on": review}
    play.at(day(now, 15), said(play, "morgan", "hazel", "cohort.set", cohort))
    at = min(day(now, 1, 13), now - 2 * HOUR)
    body = contact(play, at, dict(play.usual["hazel"]), "A friend was there all the time.")
    for reading in body["indicators"]:
        if reading["code"] in play.dagger:
            del reading["level"]
            reading["not_assessed"] = "not_safe_to_ask"
    play.at(at + 6 * MINUTE, says(play, "robin", "hazel", "contact.recorded", body))


def two_plans(play: Play, now: datetime) -> None:
    """Iris: two workers, both without signal, each wrote a temporary plan."""
    at = now - 9 * HOUR
    levels = {**play.usual["iris"], "anxiety": 2, "medicines": 2, "stress_or_loss": 2}
    body = contact(play, at, levels, "Eviction letter came. Has stopped the tablets.", **stepping_up(at))
    play.at(at + 6 * MINUTE, tells(play, "robin", "iris", body))
    for minutes, worker, trigger in ((8, "robin", "Eviction letter"), (30, "jo", "Tablets stopped")):
        plan = temporary_plan(play, at + minutes * MINUTE, trigger, 60, worker)
        play.at(at + (minutes + 1) * MINUTE, says(play, worker, "iris", "plan.made", plan))
    play.at(at + 50 * MINUTE, lambda: play.sync("robin"))
    play.at(at + 51 * MINUTE, lambda: play.sync("jo"))


def overdue(play: Play, now: datetime) -> None:
    """Elder: away for weeks; past one and a half times the agreed interval. Nothing is planned: that is the scene."""


def settling(play: Play, now: datetime) -> None:
    """Juniper: stepped up five days ago, seen and answered by the manager; quiet, not cleared."""
    at = day(now, 5, 11)
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
    "kestrel": restricted,
    "linden": escalated,
}
OWNED = frozenset(SCENES)


def plan(play: Play, now: datetime) -> None:
    for scene in SCENES.values():
        scene(play, now)
