"""Which numbers of the standard may be set for one person, between which bounds, and which way they ask for less.

T1 and T5 are not among them: nothing loosens those.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.kinds.safety import BASELINE


@dataclass(frozen=True, slots=True)
class Term:
    """Bounds of a number, in the standard's unit; `more_asks_less`: a larger one prompts later or less. `whole` numbers only.

    `words` say what is counted, `one` and `many` in what: "Days without contact where none is agreed: 28 days".
    """

    words: str
    least: float
    most: float
    one: str = ""
    many: str = ""
    more_asks_less: bool = True
    whole: bool = True

    def allows(self, value: float) -> bool:
        return self.least <= value <= self.most and (not self.whole or value == int(value))

    def looser(self, value: float, than: float) -> bool:
        """Whether `value` asks for less than `than`."""
        return value > than if self.more_asks_less else value < than

    def said(self, value: float) -> str:
        """ "4 indicators", "1 day"."""
        return f"{value:g} {self.one if value == 1 else self.many}".strip()


LEVEL = Term("Usual level", 0, 3)  # a higher one asks for less
TERMS: Mapping[tuple[str, str], Term] = {
    ("T2", "level"): Term("The level from which an indicator counts", 1, 3),
    ("T2", "count"): Term("How many indicators it takes in one contact", 1, 20, "indicator", "indicators"),
    ("T3", "contacts"): Term(
        "How many contacts are looked at", 1, 20, "contact", "contacts", more_asks_less=False
    ),
    ("T3", "times"): Term("In how many of them it takes", 1, 20, "contact", "contacts"),
    ("T3", "window_days"): Term("How far back they may lie", 1, 366, "day", "days", more_asks_less=False),
    ("T3", "rise"): Term("How far one indicator is above its usual level", 1, 3, "level", "levels"),
    ("T3", "sum_rise"): Term(
        "How far their own signs together are above their usual levels", 1, 60, "level", "levels"
    ),
    ("T4", "multiple"): Term(
        "How many times the agreed interval may pass", 1, 10, "time", "times", whole=False
    ),
    ("T4", "default_days"): Term("How long without contact where none is agreed", 1, 366, "day", "days"),
    ("T4", "attempts"): Term("How many tries in a row that reach nobody", 1, 20, "try", "tries"),
    ("Q1", "unasked_times"): Term(
        "How many contacts in a row without a level for the same hard question", 1, 20, "contact", "contacts"
    ),
}


def term_of(about: tuple[str, str]) -> Term | None:
    """None for what cannot be set for one person, or is from a newer version."""
    return LEVEL if about[0] == BASELINE else TERMS.get(about)
