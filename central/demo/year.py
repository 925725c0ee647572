"""A believable year of contacts for one fictional person, from a seed: pure, no clock, no disk.

Levels wander about the person's usual ones. Some people have a bad patch: a few weeks in which several indicators rise and
fall again, which is what meets thresholds. † indicators stay at 0 or unasked here; scenes.py tells those stories by hand.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from models.times import LONDON

NOTES = (
    "Kettle on before we sat down. Has been walking to the allotment most mornings.",
    "Short visit, was expecting a parcel. Sleeping a little better since the room was moved round.",
    "Talked about the choir starting again in spring. Wants to go if a neighbour will walk there too.",
    "Tired today. Shopping had been done, fridge was fairly full.",
    "Rang the chemist together about the delivery day. Sorted for next week.",
    "Sister visited at the weekend, which went well. Some worry about the heating bill.",
    "Did not feel like talking much. Happy to be visited again.",
    "Garden tidied. Showed me the seedlings. Mood lighter than last time.",
    "Noise from upstairs again at night. Has written to the housing office.",
    "Went through the letter from the surgery line by line. Appointment is in the calendar.",
)
BAD_NOTES = (
    "Curtains closed at midday. Says nights are the worst.",
    "Pacing while we talked. Had not eaten a meal since the day before.",
    "Thinks people on the landing are talking about the flat. Checked the lock several times.",
    "Phone has been off for days. Opened the door after the second ring.",
)


@dataclass(frozen=True)
class Visit:
    """One contact or attempt. `levels` by indicator code; a code left out was not assessed. `bad` is within a bad patch."""

    at: datetime
    minutes: int
    mode: str
    attendance: str
    note: str
    levels: dict[str, int] = field(default_factory=dict[str, int])
    bad: bool = False

    def body(
        self, indicators: Sequence[str], decision: str = "no_step_up", rationale: str = ""
    ) -> dict[str, Any]:
        """The contact.recorded body, without actions: every indicator has a level or a reason."""
        attended = self.attendance in {"5", "6"}
        return {
            "started_at": self.at.isoformat(),
            "ended_at": (self.at + timedelta(minutes=self.minutes)).isoformat(),
            "mode": self.mode,
            "attendance": self.attendance,
            "with_whom": ["person"] if attended else [],
            "indicators": [self._indicator(code) for code in indicators] if attended else [],
            "what_changed": self.note if attended else "",
            "actions": [],
            "decision": decision,
            "rationale": rationale,
            "identity_confirmed": True,
        }

    def _indicator(self, code: str) -> dict[str, Any]:
        if code in self.levels:
            return {"code": code, "level": self.levels[code]}
        return {"code": code, "not_assessed": "not_reached"}


def contacts(
    rng: random.Random,
    *,
    interval_days: int,
    baselines: dict[str, int],
    plain: Sequence[str],
    dagger: Sequence[str],
    first_on: date,
    last_on: date,
) -> list[Visit]:
    """Visits from `first_on` to `last_on` about every `interval_days`, on weekdays, in order."""
    patches = _patches(rng, first_on, last_on)
    visits: list[Visit] = []
    day = first_on
    while day <= last_on:
        weekday = _to_weekday(day)
        bad = any(start <= weekday <= end for start, end in patches)
        visits.append(_visit(rng, weekday, baselines, plain, dagger, bad=bad))
        day += timedelta(days=max(2, interval_days + rng.choice((-1, 0, 0, 0, 1))))
    return [visit for visit in visits if visit.at.date() <= last_on]


def _patches(rng: random.Random, first_on: date, last_on: date) -> list[tuple[date, date]]:
    """Up to two spells of three to five weeks, none in the last five weeks: scenes own the present."""
    days = (last_on - first_on).days - 80
    spells: list[tuple[date, date]] = []
    for _ in range(rng.choice((0, 1, 1, 2))):
        start = first_on + timedelta(days=rng.randrange(20, max(21, days)))
        spells.append((start, start + timedelta(days=rng.randrange(18, 34))))
    return spells


def _visit(
    rng: random.Random,
    day: date,
    baselines: dict[str, int],
    plain: Sequence[str],
    dagger: Sequence[str],
    *,
    bad: bool,
) -> Visit:
    at = datetime.combine(
        day, time(rng.randrange(9, 16), rng.choice((0, 10, 15, 30, 40, 45))), LONDON
    ).astimezone(UTC)
    attendance = rng.choices(("5", "6", "3", "2", "4"), (80, 6, 6, 5, 3))[0]
    mode = rng.choices(("01", "02"), (82, 18))[0]
    levels = {code: _level(rng, baselines.get(code, 0), bad=bad) for code in plain if rng.random() > 0.06}
    levels |= {code: 0 for code in dagger if rng.random() > 0.02}
    note = rng.choice(BAD_NOTES if bad else NOTES)
    return Visit(at, rng.choice((20, 30, 35, 45, 50)), mode, attendance, note, levels, bad)


def _level(rng: random.Random, baseline: int, *, bad: bool) -> int:
    drift = rng.choices((0, 1, 2), (35, 40, 25))[0] if bad else rng.choices((0, 1, -1), (84, 10, 6))[0]
    return max(0, min(3, baseline + drift))


def _to_weekday(day: date) -> date:
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
