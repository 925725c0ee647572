"""One entry of a trail in words. Pure."""

from dataclasses import dataclass, field
from datetime import datetime

from models.times import clock_words, date_words, day_of, marked, moment_words
from models.trail import Note, Sight, TrailLine
from screens.trail.words import clock_note, held_words, reason_words

UNAUTHORISED = (
    "It is held and counts as usual. Its author's role may not decide this: a manager should look at it."
)
INCOMPLETE = "It builds on a record that is not on this tablet yet."


@dataclass(frozen=True)
class Step:
    """One entry in words: `by` who and how, `held` when recorded and where held, `seen` on whose tablets and who saw, `notes` what became of it.

    `correctable`: it leads whoever reads to a correction; all else is the same for everybody. `called` is its name for that
    button, of its own in what is shown.
    """

    id: str
    when: str
    what: str
    by: str
    held: str
    seen: str
    notes: tuple[str, ...]
    on_this_tablet_only: bool
    not_accepted: bool
    correctable: bool = field(compare=False)
    called: str = ""


def step_of(line: TrailLine, now: datetime, *, correctable: bool = False) -> Step:
    when = f"{date_words(day_of(line.at), day_of(now))}, {clock_words(line.at)}"
    recorded = moment_words(line.recorded_at, now)
    not_accepted = line.accepted is False
    return Step(
        id=line.id,
        when=marked(when, line.certain),
        what=line.what,
        by=". ".join(filter(None, (line.who, line.where))),
        held=f"Recorded {recorded}. {held_words(line.held_at, line.accepted, now)}",
        seen=". ".join(
            (
                *_sights("On the tablet of", line.on_tablets_of, now),
                *_sights("Seen by", line.seen_by, now),
            )
        ),
        notes=(
            *([reason_words(line.reason)] if not_accepted else []),
            *([UNAUTHORISED] if line.unauthorised and not not_accepted else []),
            *([INCOMPLETE] if line.incomplete else []),
            *clock_note(line.at, line.clock_error, line.certain, now),
            *(_note(each, now) for each in line.notes),
        ),
        on_this_tablet_only=line.held_at is None,
        not_accepted=not_accepted,
        correctable=correctable,
    )


def _sights(words: str, sights: tuple[Sight, ...], now: datetime) -> tuple[str, ...]:
    said = (f"{each.name} {marked(moment_words(each.at, now), each.certain)}" for each in sights)
    return (f"{words} {', '.join(said)}",) if sights else ()


def _note(note: Note, now: datetime) -> str:
    at = marked(moment_words(note.at, now), note.certain)
    words = f"{note.words[:1].upper()}{note.words[1:]}: {note.name}, {at}"
    return f"{words}. {note.reason}" if note.reason else words
