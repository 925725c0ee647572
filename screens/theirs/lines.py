"""What is set for one person, in words: their early signs, goals, and thresholds of their own. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from models.directory import Directory
from models.fold import Fact, PersonState
from models.fold.overrides import About
from models.kinds.base import Body
from models.kinds.safety import BASELINE, ThresholdOverridden
from models.overridable import term_of
from models.saying import said_in
from models.standard import Standard
from models.times import date_words, day_of, marked, moment_words
from screens.prompt.lines import sentence


@dataclass(frozen=True)
class SetLine:
    """One thing that is set: what, by whom and until when. `record` is what a further entry goes on with. `overdue`: to be reviewed."""

    record: str
    what: str
    by: str
    overdue: bool = False


def signs(state: PersonState, directory: Directory, now: datetime) -> list[SetLine]:
    """Their early signs and usual levels; two where people set them apart."""
    return [
        SetLine(
            "signature",
            said_in(head.entry, head.body, directory),
            _by(head.entry.author, head, directory, now),
        )
        for head in state.signature_slot.heads
    ]


def goals(state: PersonState, directory: Directory, now: datetime) -> list[SetLine]:
    """Those that are neither reached nor dropped."""
    found: list[SetLine] = []
    for slot in state.goals:
        for head in slot.heads:
            body = head.body
            if body.reached or body.dropped_because.strip():
                continue
            today, on = day_of(now), body.review_on
            steps = f" First steps: {body.steps.strip()}" if body.steps.strip() else ""
            review = f". To be looked at on {date_words(on, today)}" if on else ""
            by = _by(head.entry.author, head, directory, now) + review
            found.append(
                SetLine(slot.record, f"{body.goal.strip()}{steps}", by, on is not None and on < today)
            )
    return found


def thresholds(state: PersonState, standard: Standard, directory: Directory, now: datetime) -> list[SetLine]:
    """What holds for this person in place of the standard's; what asked for less and has run out is not among it."""
    return [
        line
        for about, slot in state.overrides.slots.items()
        for head in slot.heads
        for line in _threshold(about, slot.record, head, state, standard, directory, now)
    ]


def _threshold(
    about: About,
    record: str,
    head: Fact[ThresholdOverridden],
    state: PersonState,
    standard: Standard,
    directory: Directory,
    now: datetime,
) -> Iterator[SetLine]:
    term, body = term_of(about), head.body
    if term is None or body.value is None:
        return
    ended = body.expires_at is not None and body.expires_at <= now
    usual = state.signature.baseline(about[1]) if about[0] == BASELINE else _number(standard, about)
    if ended and usual is not None and term.looser(body.value, usual):
        return
    by = _by(head.entry.author, head, directory, now)
    if ended:
        by += ". That day has passed; it stays until somebody reviews it"
    yield SetLine(record, said_in(head.entry, body, directory), by, ended)


def _number(standard: Standard, about: About) -> float | None:
    return getattr(standard.rule(about[0]), about[1], None)


def _by(author: str, fact: Fact[Body], directory: Directory, now: datetime) -> str:
    return sentence(f"{directory.name_of(author)}, {marked(moment_words(fact.at, now), fact.certain)}")
