"""Which contacts stand behind a T1 or T5 prompt: their statements are lowered, and they are voided, only with a manager.

Once any contact of a person has opened T1 or T5, so do those that may prompt again: any †, any level 3.
"""

from models.kinds.contact import ContactRecorded, Indicator
from models.standard import Standard


def flagged(reading: Indicator) -> bool:
    """A new disclosure, or plan, means or attempt."""
    return reading.new_disclosure or reading.plan or reading.means or reading.attempt


def opens_safety(body: ContactRecorded, standards: tuple[Standard, ...], daggers: frozenset[str]) -> bool:
    """Whether a contact's content is T1's or T5's, whatever came before it."""
    enough = min((standard.rules.t1.level for standard in standards), default=2)
    return bool(body.worried) or any(
        flagged(reading) or (reading.code in daggers and (reading.level or 0) >= enough)
        for reading in body.indicators
    )


def stirs(body: ContactRecorded, daggers: frozenset[str]) -> bool:
    """Whether it may prompt a standing episode again: any level 3, any † seen at all."""
    return any(
        reading.level and (reading.level == 3 or reading.code in daggers) for reading in body.indicators
    )
