"""What is said about an entry that the centre holds and has not accepted. None of it is evidence: rules never read it."""

from typing import Any, Literal

from pydantic import Field, model_validator

from models.codes import Settlement
from models.kinds.base import Body, Id, Moment, Required, Words
from models.reading import wrong


class EntryQuarantined(Body):
    """The centre says that it holds something and has not accepted it, so that managers see it on their own tablets.

    `what`: an `entry` of the stream; or a `row` or a `draft`, which are no entries. `held` is its id; `kind`, `author`
    and `recorded_at` as far as they can be read; `reason` a code. `document` is what it said: a body, a draft's form;
    None where its scope could not be read, or it is too long to be said again.
    """

    held: Id
    what: Literal["entry", "row", "draft"] = "entry"
    kind: str = Field(default="", max_length=64)
    author: Id | None = None
    recorded_at: Moment | None = None
    reason: str = Field(min_length=1, max_length=64)
    document: dict[str, Any] | None = None


class EntryAccepted(Body):
    """A manager has the entry `target` count after all: from then on it is an entry like any other."""

    target: Id
    rationale: Required


class EntrySettled(Body):
    """What was not accepted has been dealt with in another way. `target` is the entry held; for a row or a draft, which
    are no entries, the `entry.quarantined` that tells of it. `replaced_by` is the new entry that says it rightly.
    """

    target: Id
    how: Settlement
    replaced_by: Id | None = None
    words: Words = ""

    @model_validator(mode="after")
    def _says_how(self) -> "EntrySettled":
        if self.how == "replaced" and self.replaced_by is None:
            raise wrong("Name the record that replaces it.", "replaced_by")
        if self.how != "replaced" and not self.words.strip():
            raise wrong("Say why, in a few words.", "words")
        return self
