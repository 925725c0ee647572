"""When something is due in a record to which entries are added: each latest entry's last word on it, of these the earliest.

An action's deadline, an issue's review, the time by which another service was to answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.fold.facts import Fact
from models.fold.graph import Follows, parents_first, reach
from models.fold.slots import Slot
from models.kinds.base import Body
from models.times import day_ends


@dataclass(frozen=True, slots=True)
class Due:
    """A moment something is due, and the entry that says so."""

    at: datetime
    entry: str


def due_in(slot: Slot[Body], name: str) -> Due | None:
    """The earliest of what its latest entries come to; `name` is a field of a moment, or of a date, which ends with its day."""
    found = [due for head in slot.heads if (due := _behind(slot, head, name))]
    return min(found, key=lambda due: (due.at, due.entry), default=None)


def answer_due_in(slot: Slot[Body]) -> Due | None:
    """When another service's answer is due, None when none is awaited or it has come."""
    due = due_in(slot, "answer_due_at")
    return None if due is None or _answered(slot, due) else due


def owner_in(slot: Slot[Body]) -> str:
    """Whoever it was last given to, "" for nobody."""
    facts = _in_order(slot.facts, slot.follows or {})
    given = [owner for fact in facts if (owner := getattr(fact.body, "owner", None))]
    return given[-1] if given else ""


def known_to(id: str, facts: Mapping[str, Fact[Body]], follows: Follows) -> list[Fact[Body]]:
    """The facts an entry had behind it, itself included, each after what it follows."""
    return _in_order((facts[each] for each in reach([id], follows) if each in facts), follows)


def postpones(fact: Fact[Body], before: Iterable[Fact[Body]], names: Iterable[str]) -> bool:
    """Whether it moves any of the fields of these names later than it stood."""
    earlier = list(before)
    return any(_later(fact, earlier, name) for name in names)


def _in_order(facts: Iterable[Fact[Body]], follows: Follows) -> list[Fact[Body]]:
    """Each after what it follows, whatever the clocks said; by time only where neither author had seen the other's."""
    by_id = {fact.id: fact for fact in sorted(facts, key=lambda fact: (fact.at, fact.id))}
    return [by_id[id] for id in parents_first(list(by_id), follows)]


def _answered(slot: Slot[Body], due: Due) -> bool:
    """Whether a response was recorded in the entry that asked, or in one that came after it."""
    follows = slot.follows or {}
    return any(
        getattr(fact.body, "partner_response", "").strip() and due.entry in reach([fact.id], follows)
        for fact in slot.facts
    )


def _behind(slot: Slot[Body], head: Fact[Body], name: str) -> Due | None:
    """The latest statement of it in what this head knew."""
    known = known_to(head.id, {fact.id: fact for fact in slot.facts}, slot.follows or {})
    said = [(fact, moments) for fact in known if (moments := _moments(fact, name))]
    return Due(min(said[-1][1]), said[-1][0].id) if said else None


def _later(fact: Fact[Body], before: list[Fact[Body]], name: str) -> bool:
    stood = [moments for each in before if each.id != fact.id and (moments := _moments(each, name))]
    new = _moments(fact, name)
    return bool(stood and new) and max(new) > min(stood[-1])


def _moments(fact: Fact[Body], name: str) -> list[datetime]:
    said = (getattr(body, name, None) for body in fact.bodies)
    return [at if isinstance(at, datetime) else day_ends(at) for at in said if at is not None]
