"""What people in the demonstration do, to be planned for a moment. `day(now, n)` is 10:00 local n days ago."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any

from central.demo.play import Play
from central.demo.said import MINUTE, contact, told_manager
from models.prompt import Prompt
from models.times import at_local, local


def day(now: datetime, days: int, hour: int = 10, minute: int = 0) -> datetime:
    return at_local(local(now - timedelta(days=days)).date(), time(hour, minute))


def says(play: Play, by: str, person: str, kind: str, body: dict[str, Any]) -> Callable[[], Awaitable[Any]]:
    return lambda: play.record(by, kind, person, body)


def said(play: Play, by: str, person: str, kind: str, body: dict[str, Any]) -> Callable[[], Awaitable[Any]]:
    async def act() -> None:
        play.say(by, kind, person, body)

    return act


def calm_visit(play: Play, now: datetime, by: str, person: str, days: int) -> None:
    at = day(now, days, 11)
    body = contact(play, at, dict(play.usual[person]), "Much as usual. Happy with how the week went.")
    play.at(at + 5 * MINUTE, says(play, by, person, "contact.recorded", body))


def tells(play: Play, by: str, person: str, body: dict[str, Any]) -> Callable[[], Awaitable[None]]:
    """Record a contact, send it, and ring the manager about what it raised a quarter of an hour later."""

    async def act() -> None:
        saved = await play.record(by, "contact.recorded", person, body)
        await play.sync(by)
        for prompt in saved.raised:
            play.at(play.now + 15 * MINUTE, lambda prompt=prompt: told(play, by, person, prompt))

    return act


async def told(play: Play, by: str, person: str, prompt: Prompt) -> None:
    await play.record(by, "prompt.told", person, told_manager(play, prompt))
    await play.sync(by)
