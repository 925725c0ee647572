"""What every body shares: immutable, tolerant of fields from a newer version, silent about values in its errors."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from models.reading import wrong

NOTE_LIMIT = 60_000  # characters; a long note is taken whole, a runaway paste is refused with its field named


def _not_blank(text: str) -> str:
    if not text.strip():
        raise wrong("This is missing.")
    return text


Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Words = Annotated[str, Field(max_length=NOTE_LIMIT)]
Required = Annotated[str, Field(max_length=NOTE_LIMIT), AfterValidator(_not_blank)]
Name = Annotated[str, Field(max_length=200), AfterValidator(_not_blank)]
Level = Annotated[int, Field(ge=0, le=3)]


class Body(BaseModel):
    """A kind's body. Subclasses give fields with units; times are aware, dates are local (Europe/London)."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
