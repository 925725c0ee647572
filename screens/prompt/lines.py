"""A prompt in the words a person reads. Pure: from a prompt, the directory and what is held, to lines of text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.directory import Directory
from models.entry import Held
from models.prompt import Asked, Prompt
from models.rules import rule_words
from models.times import corrected, deadline_words, from_now_words, marked, moment_words
from models.told import held_at

PHONE_WITHIN = timedelta(
    days=1
)  # what a manager may still do days from now is no call; it is asked all the same


@dataclass(frozen=True)
class Ring:
    """Somebody to ring now. `staff` is their id, "" for a line anybody may answer."""

    name: str
    number: str
    staff: str = ""


@dataclass(frozen=True)
class PromptLines:
    """`saw` what was seen and when, `of_whom` who is asked by when, `told` the exact words on who has it.

    `mine`: it asks whoever reads; `due_at` is then their own time. `untold`: it asks `others`, a manager or a senior who is
    not the reader, within a day, and no named human has it; `ring` says whom to phone, them first. `told` is "" where it asks nobody but the reader.
    `quiet`: until when answers quiet it.
    """

    prompt: Prompt
    rule: str
    saw: tuple[str, ...]
    asks: str
    of_whom: tuple[str, ...]
    due_at: datetime
    by: str
    late: bool
    clears: str
    told: str
    mine: bool
    untold: bool
    others: str
    answers: tuple[str, ...]
    quiet: str
    ring: tuple[Ring, ...]


def describe(
    prompt: Prompt, directory: Directory, held: Mapping[str, Held], me: str, team: str | None, now: datetime
) -> PromptLines:
    """`held` by entry id; `me` the staff id of whoever reads; `team` the person's."""
    quiet = f"Answered; quiet until {moment_words(prompt.quiet_until, now)}." if prompt.quiet_until else ""
    shared = any(set(each.staff_ids) != {me} for each in prompt.asked)
    others = _to_be_told(prompt, me)
    untold = any(each.by <= now + PHONE_WITHIN for each in others) and not prompt.told.has_it
    mine = prompt.asks_of(me)
    due_at = mine.by if mine else prompt.by
    return PromptLines(
        prompt=prompt,
        rule=rule_words(prompt.rule),
        saw=tuple(
            sentence(f"{_when(each.at, each.entry_id, held, now)}: {each.words}") for each in prompt.seen
        ),
        asks=prompt.asks,
        of_whom=tuple(_asked(each, directory, me, now) for each in prompt.asked),
        due_at=due_at,
        by=f"By {deadline_words(due_at, now)} ({from_now_words(due_at, now)})",
        late=due_at < now,
        clears=prompt.clears,
        told=prompt.told.words(held_at(prompt.evidence, held), now, me) if shared else "",
        mine=mine is not None,
        untold=untold,
        others=sentence("; ".join(_asked(each, directory, me, now) for each in others)),
        answers=tuple(
            f"{directory.name_of(each.author)}, {_when(each.at, each.entry_id, held, now)}: {each.words}"
            for each in prompt.answers
        ),
        quiet=quiet,
        ring=whom_to_ring([*others, *prompt.asked], directory, me, team) if untold else (),
    )


def _when(at: datetime, entry_id: str, held: Mapping[str, Held], now: datetime) -> str:
    """A time that an entry gives, marked where its clock was in doubt."""
    entry = held.get(entry_id)
    return marked(moment_words(at, now), entry is None or corrected(entry.entry).certain)


def _to_be_told(prompt: Prompt, me: str) -> list[Asked]:
    """The managers and seniors asked; nobody where the reader is one of them, for then somebody has it once they open it."""
    rungs = [each for each in prompt.asked if each.role != "worker"]
    return [] if any(me in each.staff_ids for each in rungs) else rungs


def whom_to_ring(asked: Iterable[Asked], directory: Directory, me: str, team: str | None) -> tuple[Ring, ...]:
    """Those asked who have a number, in the order asked, then the team's duty line. Never whoever reads."""
    ids = dict.fromkeys(id for each in asked for id in each.staff_ids if id != me and id in directory.staff)
    people = [
        Ring(directory.staff[id].name, directory.staff[id].phone, id)
        for id in ids
        if directory.staff[id].phone
    ]
    duty = directory.duty_phone(team) if team else ""
    return (*people, *([Ring("Duty line", duty)] if duty else []))


def sentence(words: str) -> str:
    """With a capital to begin with; names in it stay as they are."""
    return words[:1].upper() + words[1:]


def _asked(asked: Asked, directory: Directory, me: str, now: datetime) -> str:
    names = [
        "you" if id == me else directory.name_of(id)
        for id in sorted(asked.staff_ids, key=lambda id: id != me)
    ]
    who = f"the {asked.role}" + (f" ({', '.join(names)})" if names else ", but nobody is there")
    return f"{who} by {deadline_words(asked.by, now)}"
