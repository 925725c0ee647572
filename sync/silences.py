"""Whom the centre has not heard from, as the tablet of somebody who leads their team sees it."""

from datetime import datetime

from models.entry import team_scope
from models.silence import Silence, may_answer, waiting
from sync.memory import Memory
from sync.views import Me


async def silences(memory: Memory, me: Me, now: datetime) -> tuple[Silence, ...]:
    """What waits for me, in each team of mine; nothing about myself, and nothing where I lead nobody."""
    if not may_answer(me.role):
        return ()
    found: list[Silence] = []
    for team in me.teams:
        opened = await memory.open(team_scope(team))
        found += waiting(opened.standing.values(), opened.directory, now)
    return tuple(each for each in found if each.said.staff != me.staff_id)
