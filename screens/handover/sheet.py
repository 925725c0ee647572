"""The handover sheet: everything a receiving team needs, part by part, each with when it was said. Pure.

The parts are the minimum dataset. One about which nothing is recorded reads "not known"; it is never left out and holds nothing up.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from models.times import moment_words
from screens.handover.contents import PARTS, Said, Source
from screens.person import lines

NOT_KNOWN = "not known"


@dataclass(frozen=True)
class Part:
    """One part as it is read. A fact of it that nothing is recorded about reads "not known", and then it is not `known`."""

    title: str
    pairs: tuple[tuple[str, str], ...]
    as_at: str
    known: bool


def sheet(source: Source) -> tuple[Part, ...]:
    """Every part, in the order in which it is read out."""
    return tuple(_part(title, says(source), source) for title, says in PARTS)


def not_known(parts: Iterable[Part]) -> tuple[str, ...]:
    return tuple(part.title for part in parts if not part.known)


def _part(title: str, said: Said, source: Source) -> Part:
    pairs = tuple((name, words.strip() or NOT_KNOWN) for name, words in said.pairs)
    if said.at is not None:
        as_at = f"Last recorded {moment_words(said.at, source.now)}"
    else:
        as_at = lines.as_at(source.view.as_at, source.now)
    known = bool(pairs) and all(words != NOT_KNOWN for _, words in pairs)
    return Part(title, pairs or ((title, NOT_KNOWN),), as_at, known)
