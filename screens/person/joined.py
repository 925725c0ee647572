"""What joins several records as one person's, and the card about somebody who is on no list yet."""

import flet as ft

from models.fold import PersonState
from models.times import date_words
from screens import parts
from screens.person.deciding import Deciding
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


def joined_part(joined: tuple[JoinedLine, ...], deciding: Deciding, decides: bool) -> ft.Control | None:
    """That this is more than one record, and for whoever may: that it was a mistake."""
    if not joined:
        return None
    return parts.stack(
        parts.heading("Records that were joined", 3),
        *(_joined(each, deciding, decides) for each in joined),
        key="joined",
    )


def _joined(joined: JoinedLine, deciding: Deciding, decides: bool) -> ft.Control:
    return parts.stack(
        parts.text(joined.why),
        parts.text(joined.by, "quiet small"),
        _parting(joined, deciding) if decides else None,
        space=4,
        key=f"joined {joined.entry}",
    )


def _parting(joined: JoinedLine, deciding: Deciding) -> ft.Control:
    if deciding.about != joined.entry:
        return parts.line(
            parts.button(
                "They are two people",
                lambda: deciding.start(joined.entry),
                "quiet",
                about=joined.why,
                key=f"part {joined.entry}",
            )
        )
    return parts.stack(
        parts.note_field(
            "How you know that they are two people", deciding.why, deciding.put, error=deciding.wrong, lines=2
        ),
        parts.line(
            parts.button("Part the records", deciding.part, "danger"),
            parts.button("Cancel", deciding.cancel, "quiet"),
        ),
        space=8,
    )
