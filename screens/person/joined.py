"""What joins several records as one person's, and the card about somebody who is on no list yet."""

from collections.abc import Callable

import flet as ft

from models.fold import PersonState
from models.times import date_words
from screens import parts
from screens.person.lines import JoinedLine


def said_to_be_card(state: PersonState, who: ft.Control | None) -> ft.Control:
    """In place of details nobody has given yet: how they were named. `who`: the way to say who they are."""
    said = state.said_to_be[-1]
    return parts.card(
        "Who they are",
        parts.text("On no list yet. This is how they were named:"),
        parts.key_values(
            [("Name", said.name), ("Born", date_words(said.born_on) if said.born_on else "Not known")]
        ),
        who,
    )


def joined_part(
    scope: str, joined: tuple[JoinedLine, ...], decides: bool, go: Callable[[str], object]
) -> ft.Control | None:
    """That this is more than one record, and for whoever may: the way to say that it was a mistake."""
    if not joined:
        return None
    return parts.stack(
        parts.heading("Records that were joined", 3),
        *(_joined(scope, each, decides, go) for each in joined),
        key="joined",
    )


def _joined(scope: str, joined: JoinedLine, decides: bool, go: Callable[[str], object]) -> ft.Control:
    return parts.stack(
        parts.text(joined.why),
        parts.text(joined.by, "quiet small"),
        _part(scope, joined, go) if decides else None,
        space=4,
        key=f"joined {joined.entry}",
    )


def _part(scope: str, joined: JoinedLine, go: Callable[[str], object]) -> ft.Control:
    return parts.line(
        parts.button(
            "They are two people",
            lambda: go(f"/person/{scope}/joined/{joined.entry}/part"),
            "quiet",
            about=joined.why,
            key=f"part {joined.entry}",
        )
    )
