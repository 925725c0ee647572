"""What every body shares: immutable, tolerant of fields from a newer version, silent about values in its errors."""

from datetime import UTC, date, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from models.reading import impossible, wrong

NOTE_LIMIT = 60_000  # characters; a long note is taken whole, a runaway paste is refused with its field named
EARLIEST_YEAR, LATEST_YEAR = 1850, 2200


def _not_blank(text: str) -> str:
    if not text.strip():
        raise wrong("This is missing.")
    return text


When = TypeVar("When", date, datetime)


def _in_our_time(when: When) -> When:
    """Far outside it, arithmetic on times gives no answer; no entry may stop the fold."""
    if not EARLIEST_YEAR <= when.year <= LATEST_YEAR:
        raise impossible("This year cannot be right.")
    return when


def _in_utc(when: datetime) -> datetime:
    """The same instant, as Python's own UTC: what the fold compares and counts on is many times slower in any other zone."""
    return _in_our_time(when).astimezone(UTC)


Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Words = Annotated[str, Field(max_length=NOTE_LIMIT)]
Required = Annotated[str, Field(max_length=NOTE_LIMIT), AfterValidator(_not_blank)]
Name = Annotated[str, Field(max_length=200), AfterValidator(_not_blank)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Day = Annotated[date, AfterValidator(_in_our_time)]
Level = Annotated[int, Field(ge=0, le=3)]


class Body(BaseModel):
    """A kind's body. Subclasses give fields with units; times are aware, dates are local (Europe/London)."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
