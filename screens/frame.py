"""What stands around every signed-in screen: the shell of the visual language, filled from the session."""

from collections.abc import Sequence

import flet as ft

from models.times import duration_words, moment_words
from screens import parts
from screens.app_state import AppState
from screens.team.ahead import sets

FICTIONAL = "Fictional people: a demonstration"


def frame(
    app: AppState,
    title: str,
    body: Sequence[ft.Control | None] | ft.Control,
    *,
    here: str = "",
    footer: Sequence[ft.Control] = (),
    back: bool = True,
    key: str | None = None,
) -> ft.Control:
    """`here` is the place this screen belongs to: today, people, prompts, team or sync. `back`: whether one can go back.

    Give another `key` when the body becomes another question, so that it starts at its top.
    """
    return parts.shell(
        title,
        body,
        places=_places(app),
        here=here,
        on_go=lambda place: app.go(f"/{place}"),
        standing=_standing(app),
        numbers=numbers(app),
        on_back=app.back if back and len(app.history) > 1 else None,
        notice=FICTIONAL if app.fictional else "",
        footer=footer,
        key=key,
    )


def numbers(app: AppState) -> tuple[parts.Number, ...]:
    """999, 111 and the provider's own: those the app ships with until the centre has sent others."""
    known = {number.number for number in parts.NUMBERS}
    given = app.profile.numbers if app.profile else ()
    own = (parts.Number(each.words, each.number) for each in given if each.number not in known)
    return (*parts.NUMBERS, *own)


def _places(app: AppState) -> tuple[parts.Place, ...]:
    prompts = parts.Place("prompts", "Prompts", ft.Icons.FRONT_HAND, count=app.asking_me)
    team = parts.Place("team", "Team", ft.Icons.BADGE, count=app.nobody_for)
    return (
        parts.Place("today", "Today", ft.Icons.TODAY),
        parts.Place("people", "People", ft.Icons.PEOPLE),
        *(() if app.me and app.me.administers else (prompts,)),
        *((team,) if sets(app.me) else ()),
        parts.Place("sync", "Sync", ft.Icons.SYNC, count=app.unsent.count),
    )


def _standing(app: AppState) -> parts.Standing:
    oldest = app.unsent.oldest_at
    return parts.Standing(
        as_at=f"As at {moment_words(app.as_at, app.now())}" if app.as_at else "Not yet synced",
        signal=app.installation.signal,
        unsent=app.unsent.count,
        oldest=duration_words(app.now() - oldest) if oldest else "",
    )
