"""Who has it: the exact words beside a prompt. A page on a locked tablet, or mail sent, is not told.

What the entries say (`Told`) is the same on tablet and centre. When the centre received it is known only to each holder,
and comes in as an argument.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from models.entry import Held
from models.times import marked, moment_words

ON_THIS_TABLET = "On this tablet only. Nobody has been told."


@dataclass(frozen=True, slots=True)
class Told:
    """`seen_by` opened it (a staff id), or `told_by` told `told_name` in a call; None while neither. `certain` is
    False when the time of that came from a clock in doubt. `lacks` is the role it has climbed to while nobody of that role,
    or above, has it.
    """

    seen_by: str | None = None
    seen_name: str = ""
    seen_at: datetime | None = None
    told_by: str | None = None
    told_by_name: str = ""
    told_name: str = ""
    told_at: datetime | None = None
    certain: bool = True
    lacks: str = ""

    @property
    def has_it(self) -> bool:
        """A named human has it, of the rung it has climbed to. Until then "Phone now" stays."""
        return not self.lacks and (self.seen_at is not None or self.told_at is not None)

    def words(self, held_at: datetime | None, now: datetime, reader: str | None = None) -> str:
        """What to show. `held_at`: when the centre held all of it, None while it does not.

        `reader` is the staff id of whoever reads: "You told …" is said to the one who did.
        """
        further = f". No {self.lacks} has it yet" if self.lacks else ""
        if self.seen_at is not None:
            return (
                f"Seen by {self.seen_name} {marked(moment_words(self.seen_at, now), self.certain)}{further}"
            )
        if self.told_at is not None:
            who = "You" if reader is None or reader == self.told_by else self.told_by_name
            return f"{who} told {self.told_name} {marked(moment_words(self.told_at, now), self.certain)}{further}"
        if held_at is not None:
            return f"Held centrally {moment_words(held_at, now)}. Nobody has opened it."
        return ON_THIS_TABLET


def held_at(entry_ids: Iterable[str], held: Mapping[str, Held]) -> datetime | None:
    """When the centre had received every one of these entries; None while it lacks any."""
    received = [held[id].received_at if id in held else None for id in entry_ids]
    known = [at for at in received if at is not None]
    return max(known) if known and len(known) == len(received) else None
