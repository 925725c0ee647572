"""A contact that met a rule, and the words for what was seen in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from models.fold.visits import Part, Visit, ended_at
from models.kinds.contact import Indicator
from models.prompt import Evidence
from models.standard import Standard


@dataclass(frozen=True, slots=True)
class Met:
    """A contact that met a rule: the ids to name when answering or closing, what was seen, and the end of the contact.

    `threshold` is False for a contact that met no rule itself and only prompts a standing episode again.
    """

    rule: str
    evidence: tuple[str, ...]
    seen: tuple[Evidence, ...]
    at: datetime
    visit: Visit
    threshold: bool = True


def met_by(
    rule: str, visit: Visit, shows: Callable[[Part], bool], words: str, also: Iterable[Evidence] = ()
) -> Met | None:
    """The rule met by those records of the visit that show it; None when none does.

    Its time is the earliest end among them, so linking a later record to a visit moves no deadline.
    """
    parts = [part for part in visit.parts if shows(part)]
    if not parts:
        return None
    at = min(ended_at(part) for part in parts)
    evidence = tuple(dict.fromkeys(part.evidence for part in parts))
    seen = (
        Evidence(evidence[0], words, at),
        *(Evidence(id, "linked record of the same visit", at) for id in evidence[1:]),
    )
    return Met(rule, evidence, (*seen, *also), at, visit)


def has_level(codes: Iterable[str], level: int) -> Callable[[Part], bool]:
    """Whether a record itself gives one of these indicators at the level or above."""
    wanted = frozenset(codes)
    return lambda part: any(
        each.code in wanted and each.level is not None and each.level >= level
        for each in part.body.indicators
    )


def level_words(visit: Visit, code: str) -> str:
    """ "†Threat or harm to others: 2, most days or affecting daily life"."""
    reading, standard = visit.readings[code], visit.standards[0] if visit.standards else None
    name = name_of(standard, code)
    if reading.level is None:
        return f"{name}: not assessed"
    meaning = _lower(standard.level_words(reading.level)) if standard else ""
    return f"{name}: {reading.level}, {meaning}".rstrip(", ")


def flag_words(reading: Indicator) -> list[str]:
    """What was newly disclosed, and of plan, means and attempt, what there is."""
    said = (
        (reading.new_disclosure, "new disclosure"),
        (reading.plan, "a plan"),
        (reading.means, "the means"),
        (reading.attempt, "an attempt"),
    )
    return [words for there, words in said if there]


def name_of(standard: Standard | None, code: str) -> str:
    return standard.indicator_words(code) if standard else code


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
