"""An escalation in the words a person reads: who of us owns it and until when, when their answer is due, what came of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.directory import Directory
from models.fold import Escalation, Fact, PersonState
from models.kinds.escalation import EscalationAcknowledged
from models.ladder import Climb, Rung, climb
from models.saying import said_in
from models.standard import Standard
from models.times import deadline_words, from_now_words, marked, moment_words

AUTHOR_OWNS = "Its author, who rings again"


@dataclass(frozen=True)
class Standing:
    """`owner` who of us has it and until when; `answer` when theirs is due, or what it was; `due_at` that time, None once they answered. `steps` in order of time."""

    escalation: Escalation
    title: str
    owner: str
    answer: str
    steps: tuple[tuple[str, str], ...]
    open: bool
    declined: bool
    due_at: datetime | None = None


def standing_of(
    escalation: Escalation, state: PersonState, directory: Directory, me: str, now: datetime
) -> Standing:
    made = climb(escalation.priority, escalation.at, _standards(escalation, directory))
    return Standing(
        escalation=escalation,
        title=escalation.name,
        owner=_owner(escalation, made, state, directory, me, now),
        answer=_answer(escalation, made, now),
        steps=tuple(_steps(escalation, directory, now)),
        open=escalation.open,
        declined=bool(escalation.declined) or _silent(escalation, made, now),
        due_at=None if escalation.answers else made.answer_due_at,
    )


def _standards(escalation: Escalation, directory: Directory) -> Sequence[Standard]:
    effective = directory.standard_at(escalation.at)
    stamped = directory.standard(escalation.opened.entry.standard)
    return [effective] if stamped is None or stamped is effective else [effective, stamped]


def _owner(
    escalation: Escalation, made: Climb, state: PersonState, directory: Directory, me: str, now: datetime
) -> str:
    """Whoever took it since the rung now due, else that rung; then who is next. Nothing is due once somebody there has it."""
    if not escalation.open:
        return "Resolved: nobody needs to act."
    rung = made.rung_at(now)
    taken = [fact for fact in escalation.owners if rung is None or fact.at >= rung.due_at]
    if taken:
        names = " and ".join(_name(fact.body.staff, directory, me) for fact in taken)
    else:
        names = _on(rung, escalation, state, directory, me, now)
    if escalation.climb_stopped:
        return f"{names}. {_has_it(escalation)}"
    after = made.next_after(now)
    if after is None:
        return f"{names}, until a named person there has it."
    passes = f"{deadline_words(after.due_at, now)} ({from_now_words(after.due_at, now)})"
    if after.role == "author":
        return f"{names}, to ring again by {passes} unless somebody there has it."
    return f"{names} until {passes}, then {_role(after)}."


def _on(
    rung: Rung | None,
    escalation: Escalation,
    state: PersonState,
    directory: Directory,
    me: str,
    now: datetime,
) -> str:
    if rung is None or rung.role == "author":
        return _name(escalation.opened.entry.author, directory, me)
    team = state.team or ""
    for role in sorted(
        ("manager", "senior"), key=lambda role: role != rung.role
    ):  # else whoever is there at all
        there = directory.on_call(team, role, now) or directory.members(team, now, role)
        if there:
            return f"The {role} ({', '.join(_name(each.id, directory, me) for each in there)})"
    return "Nobody of ours is there: ring 999 or 111, or the duty number"


def _name(staff: str, directory: Directory, me: str) -> str:
    return "You" if staff == me else directory.name_of(staff)


def _role(rung: Rung) -> str:
    return {"manager": "a manager", "senior": "a senior"}[rung.role]


def _has_it(escalation: Escalation) -> str:
    names = [fact.body.name for fact in escalation.had_there if isinstance(fact.body, EscalationAcknowledged)]
    if len(names) < len(escalation.had_there) or not names:
        return "They have answered."
    return f"{names[0]} there has it."


def _answer(escalation: Escalation, made: Climb, now: datetime) -> str:
    if escalation.answers:
        latest = escalation.declined[-1] if escalation.declined else escalation.answers[-1]
        return f"{latest.body.answer.words}, {marked(moment_words(latest.at, now), latest.certain)}."
    if made.answer_due_at is None:
        return "It runs until they have taken over, or the person is safe."
    due = f"{deadline_words(made.answer_due_at, now)} ({from_now_words(made.answer_due_at, now)})"
    if _silent(escalation, made, now):
        return f"None by {due}. That counts as “they said no”."
    return f"Due by {due}."


def _silent(escalation: Escalation, made: Climb, now: datetime) -> bool:
    return not escalation.answers and made.answer_due_at is not None and made.answer_due_at <= now


def _steps(escalation: Escalation, directory: Directory, now: datetime) -> list[tuple[str, str]]:
    return [
        (
            f"{marked(moment_words(fact.at, now), fact.certain)}, {directory.name_of(fact.entry.author)}",
            said_in(fact.entry, fact.body, directory),
        )
        for fact in sorted(escalation.facts, key=lambda fact: _in_order(fact, escalation))
    ]


def _in_order(fact: Fact[Any], escalation: Escalation) -> tuple[bool, datetime, datetime]:
    """Its opening first. What is entered as of the same minute stands in the order in which it was recorded."""
    return fact.id != escalation.id, fact.at, fact.entry.recorded_at
