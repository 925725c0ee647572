"""Which numbers of the standard may be set for one person, between which bounds, and which way they ask for less.

T1 and T5 are not among them: nothing loosens those.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.kinds.safety import BASELINE


@dataclass(frozen=True, slots=True)
class Term:
    """Bounds of a number, in the standard's unit; `more_asks_less`: a larger one prompts later or less. `whole` numbers only."""

    least: float
    most: float
    more_asks_less: bool = True
    whole: bool = True

    def allows(self, value: float) -> bool:
        return self.least <= value <= self.most and (not self.whole or value == int(value))

    def looser(self, value: float, than: float) -> bool:
        """Whether `value` asks for less than `than`."""
        return value > than if self.more_asks_less else value < than


LEVEL = Term(0, 3)  # a usual level: a higher one asks for less
TERMS: Mapping[tuple[str, str], Term] = {
    ("T2", "level"): Term(1, 3),
    ("T2", "count"): Term(1, 20),
    ("T3", "contacts"): Term(1, 20, more_asks_less=False),
    ("T3", "times"): Term(1, 20),
    ("T3", "window_days"): Term(1, 366, more_asks_less=False),
    ("T3", "rise"): Term(1, 3),
    ("T3", "sum_rise"): Term(1, 60),
    ("T4", "multiple"): Term(1, 10, whole=False),
    ("T4", "default_days"): Term(1, 366),
    ("T4", "attempts"): Term(1, 20),
    ("Q1", "unasked_times"): Term(1, 20),
}


def term_of(about: tuple[str, str]) -> Term | None:
    """None for what cannot be set for one person, or is from a newer version."""
    return LEVEL if about[0] == BASELINE else TERMS.get(about)
