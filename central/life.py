"""The life of a prompt at the centre: raised, on which tablet, seen, told, answered, cleared, each with its time.

Every evaluation adds what is new and changes nothing that was written: a prompt is superseded or cleared, never deleted,
and one that stands again has stood twice. What people and tablets did is what their entries say; only when a prompt
stood and when it no longer did is known to the centre alone. Ids and times are all that is kept.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Connection, and_, insert, select

from central.store.tables import prompt_life
from models.entry import Entry
from models.fold import Fact, ScopeState
from models.kinds.prompt import AboutPrompt
from models.kinds.traces import PromptDelivered
from models.prompt import scope_of, without_round

Step = Literal["stood", "delivered", "seen", "told", "answered", "superseded", "cleared"]
STEPS: tuple[Step, ...] = get_args(Step)  # in the order they come in a life
DELIVERED = "prompt.delivered"


@dataclass(frozen=True, slots=True)
class Lived:
    """One step. `entry` says it, empty where the centre found it by itself; `device` is the tablet it was delivered to."""

    at: datetime
    prompt: str
    step: Step
    entry: str = ""
    device: str = ""


def write(connection: Connection, org: str, scopes: Sequence[str], steps: Iterable[Lived]) -> None:
    """Add those that are not there yet. What an entry says is one step, whatever time it is read to have been.

    `scopes` are all that are one person's; a step lies in the one its prompt names.
    """
    known = {_key(each) for each in read(connection, org, scopes)}
    new = {key: each for each in steps if (key := _key(each)) not in known}
    if new:
        rows = [
            {
                "org_id": org,
                "scope": named if (named := scope_of(each.prompt)) in scopes else scopes[0],
                "prompt_id": each.prompt,
                "step": each.step,
                "at": each.at,
                "entry": each.entry,
                "device": each.device,
            }
            for each in new.values()
        ]
        connection.execute(insert(prompt_life), rows)


def read(connection: Connection, org: str, scopes: Sequence[str]) -> tuple[Lived, ...]:
    """Every step of every prompt of these scopes, in order of time."""
    of_scopes = and_(prompt_life.c.org_id == org, prompt_life.c.scope.in_(scopes))
    rows = connection.execute(select(prompt_life).where(of_scopes)).all()
    lived = (Lived(row.at, row.prompt_id, row.step, row.entry, row.device) for row in rows)
    return tuple(sorted(lived, key=lambda each: (each.at, STEPS.index(each.step), each.prompt, each.entry)))


def said(state: ScopeState, entries: Iterable[Entry]) -> Iterable[Lived]:
    """What the entries say of prompts: on which tablet, seen, told, answered."""
    by_step: Mapping[Step, Iterable[Fact[AboutPrompt]]] = {
        "seen": state.seen,
        "told": state.told,
        "answered": state.answers,
    }
    for step, facts in by_step.items():
        yield from (Lived(fact.at, fact.body.prompt, step, fact.id) for fact in facts)
    for entry in entries:
        if entry.kind == DELIVERED and isinstance(body := entry.said, PromptDelivered):
            yield Lived(body.delivered_at, body.prompt, "delivered", entry.id, body.device)


def found(
    came: Iterable[str], went: Iterable[str], standing: Collection[str], now: datetime
) -> Iterable[Lived]:
    """What an evaluation found: those that stand and did not, and those that do not and did.

    One is superseded where it prompts again as another round; else it is cleared.
    """
    again = {without_round(id) for id in standing}
    yield from (Lived(now, id, "stood") for id in came)
    yield from (Lived(now, id, "superseded" if without_round(id) in again else "cleared") for id in went)


def _key(step: Lived) -> tuple[str, str, object]:
    return step.prompt, step.step, step.entry or step.at
