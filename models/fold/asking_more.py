"""What a correction asks for more than was known, though the rest of it waits for a manager: that much holds at once.

A worker who puts a reading in its right row, or rewrites what they said as things turn out worse, lowers something and raises
something. The original stays in force; a † seen, a worry, a higher priority or an objection is not kept from anybody meanwhile.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from models.fold.lowering import FLAGS, says_less
from models.fold.protection import flagged
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded, Indicator
from models.kinds.escalation import EscalationOpened
from models.kinds.restriction import RestrictionApplied, RestrictionReviewed, restriction_terms

AFFECTS_DAILY_LIFE = 2  # the level from which a reading that is no † may meet a rule by itself


def with_more(old: Body, new: Body, daggers: frozenset[str]) -> Body:
    """The old, and of the new what asks for more; the old itself where nothing does, or in kinds where nothing is looked for."""
    return next((add(old, new, daggers) for kind, add in ADDS if isinstance(old, kind)), old)


def merged(bodies: Iterable[ContactRecorded]) -> Mapping[str, Indicator]:
    """By indicator the higher reading of all that was said of one contact."""
    found: dict[str, Indicator] = {}
    for reading in (reading for body in bodies for reading in body.indicators):
        found[reading.code] = _higher(found.get(reading.code), reading)
    return found


def _higher(one: Indicator | None, other: Indicator) -> Indicator:
    """The reading with the higher level, with every flag either gives. Assessed beats not assessed."""
    if one is None:
        return other
    first, second = (one, other) if _height(one) >= _height(other) else (other, one)
    return first.model_copy(update={flag: getattr(first, flag) or getattr(second, flag) for flag in FLAGS})


def _height(reading: Indicator) -> int:
    return -1 if reading.level is None else reading.level


def _contact(old: ContactRecorded, new: Any, daggers: frozenset[str]) -> ContactRecorded:
    """Its readings that may prompt, and its worries. Its time is the original's: to be at another time is not to say more."""
    prompting = tuple(
        each
        for each in new.indicators
        if flagged(each) or (each.level or 0) >= AFFECTS_DAILY_LIFE or (each.level and each.code in daggers)
    )
    known = {each.who for each in old.worried}
    more = {
        "indicators": tuple(merged((old, new.model_copy(update={"indicators": prompting}))).values()),
        "worried": (*old.worried, *(each for each in new.worried if each.who not in known)),
    }
    with_it = old.model_copy(update=more)
    return with_it if says_less(with_it, old) else old


def _opened(old: EscalationOpened, new: Any, _: frozenset[str]) -> EscalationOpened:
    return old.model_copy(update={"priority": new.priority}) if new.priority.rank < old.priority.rank else old


def _restriction(old: RestrictionApplied | RestrictionReviewed, new: Any, _: frozenset[str]) -> Body:
    before, after = restriction_terms(old), restriction_terms(new)
    if before is None or after is None or before.lacks_basis or not after.lacks_basis:
        return old
    why = {name: getattr(after, name) for name in ("legal_basis", "objects", "found_in_use")}
    if isinstance(old, RestrictionReviewed):
        return old.model_copy(update={"terms": before.model_copy(update=why)})
    return old.model_copy(update=why)


ADDS: tuple[tuple[type[Body], Callable[[Any, Any, frozenset[str]], Body]], ...] = (
    (ContactRecorded, _contact),
    (EscalationOpened, _opened),
    (RestrictionApplied, _restriction),
    (RestrictionReviewed, _restriction),
)
