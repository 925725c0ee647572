"""Two scenes of what was restricted, and what was asked of another service."""

from datetime import datetime, timedelta
from typing import Any

from central.demo.doing import calm_visit, day, tells
from central.demo.play import Play
from central.demo.said import HOUR, MINUTE, action, contact
from models.times import local

APPLIED_DAYS, REVIEWED_IN, LIMIT_DAYS = 25, 4, 84  # days ago; days from now; days from when it was applied
CRISIS_TEAM = "Sampleton crisis team (fictional)"


def restricted(play: Play, now: datetime) -> None:
    """Kestrel: a restriction with its authority and a plan to end it, whose review is due within days."""
    applied = day(now, APPLIED_DAYS, 15)
    play.at(applied, lambda: _applied(play, now, applied))
    calm_visit(play, now, "robin", "kestrel", 4)


async def _applied(play: Play, now: datetime, applied: datetime) -> None:
    begins = local(applied).date()
    body = {
        "what": "Matches and lighters are kept at the day centre and handed out there",
        "rationale": "Two small fires in the kitchen in one month, both at night.",
        "alternatives": [
            {
                "what": "A smoke alarm and a fire blanket only",
                "rejected_because": "The second fire was after they were fitted.",
            },
            {"what": "A neighbour who looks in at ten", "rejected_because": "Away until the spring."},
        ],
        "legal_basis": "consent",
        "capacity": "has",
        "persons_view": "Finds it a nuisance, and agrees until the new cooker is in.",
        "authorised_by": "",
        "reach": "individual",
        "starts_on": begins.isoformat(),
        "review_on": (local(now).date() + timedelta(days=REVIEWED_IN)).isoformat(),
        "limit_on": (begins + timedelta(days=LIMIT_DAYS)).isoformat(),
    }
    play.say("morgan", "restriction.applied", "kestrel", body)


def escalated(play: Play, now: datetime) -> None:
    """Linden: escalated two and a half hours ago, urgent; a message left, rung again, and now it is the manager's."""
    calm_visit(play, now, "jo", "linden", 7)
    seen, called = now - 3 * HOUR, now - 150 * MINUTE
    levels = {**play.usual["linden"], "medicines": 3, "suspiciousness": 2, "sleep": 2}
    body = contact(
        play,
        seen,
        levels,
        "Has not taken the tablets for a week. Chairs against the door, sleeps in the day.",
        decision="escalate",
        rationale="More than we can put right by visiting.",
        actions=[action("coping_steps_used", seen)],
    )
    play.at(seen + 6 * MINUTE, tells(play, "jo", "linden", body))
    play.at(called + 4 * MINUTE, lambda: _escalates(play, called))


async def _escalates(play: Play, called: datetime) -> None:
    visit = await _latest_visit(play)
    body = {
        "priority": "urgent",
        "to": CRISIS_TEAM,
        "how": "02",
        "presentation": "Medicines not taken as agreed: 3. Suspiciousness: 2. Sleep: 2.",
        "what_changed": "No tablets for a week; chairs against the door.",
        "already_tried": "Went through the coping steps together, which helped for an hour.",
        "requested": "To be seen at home today, with somebody who can look at the medicines.",
        "time_sensitivity": "Before tonight: the nights are the worst.",
        "evidence": [visit],
        "person_knows": True,
    }
    opened = (await play.record("jo", "escalation.opened", "linden", body, occurred_at=called)).id
    await _step(play, opened, "escalation.delivered", how="voicemail", to=CRISIS_TEAM, words="Message left")
    again, owned = called + 66 * MINUTE, called + 123 * MINUTE
    play.at(again, lambda: _step(play, opened, "escalation.stepped", to=CRISIS_TEAM, words="No answer"))
    play.at(owned, lambda: _taken(play, opened))


async def _latest_visit(play: Play) -> str:
    view = await play.stage.devices["jo"].person(play.stage.scopes["linden"])
    return view.state.visits[-1].id


async def _step(play: Play, escalation: str, kind: str, **body: Any) -> None:
    await play.record("jo", kind, "linden", body, record=escalation)
    await play.sync("jo")


async def _taken(play: Play, escalation: str) -> None:
    owned = {"staff": play.stage.staff["morgan"], "words": "Ringing their team leader."}
    play.say("morgan", "escalation.owned", "linden", owned, escalation)
