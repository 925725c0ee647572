"""What has been entered so far, exactly as it was entered: text where somebody typed, codes where they chose.

Nothing here is checked: a half-typed date is kept as half a date, so that a draft gives back the same question with the
same words in it. Fields of a newer form are kept as they came.
"""

import secrets
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from models.errors import NewerFormat


def new_id() -> str:
    """An id for an entry: 16 random bytes as 32 lower-case hex digits."""
    return secrets.token_hex(16)


class Part(BaseModel):
    """Some fields of a form that belong together."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)


class Form(Part):
    """The whole of what is entered before one Save. Every field has a default: what an older draft lacks is empty.

    `corrects` is the id of the entry it says anew, "" for one that says something new; `corrected_because` why.
    """

    corrects: str = ""
    corrected_because: str = ""

    @classmethod
    def of(cls, document: Any) -> Self:
        """The form a draft's document holds; whatever it lacks is empty. NewerFormat when this version cannot read it."""
        try:
            return cls.model_validate(document)
        except ValidationError:
            raise NewerFormat(fields=["draft"]) from None

    def document(self) -> dict[str, Any]:
        """What the sealed draft keeps: plain JSON."""
        return self.model_dump(mode="json")
