"""What passes from us to others: a handover and its acceptance, a person's own copy, and their being told what went wrong.

Each occurred when it was said or given, which may be before it was recorded.
"""

from pydantic import model_validator

from models.codes import CopyGiven, Mode
from models.codes_of_papers import CopyHow, HandoverAnswer, ToldWhom
from models.kinds.base import Body, Id, Moment, Name, Required, Words
from models.reading import wrong


class HandoverGiven(Body):
    """Everything a receiving team needs was given to them: to which service, to whom there, how. The record is its own id.

    `to_team` when it is a team of ours. `why` they are handed over; `supported_because` why we support them, in the giver's words. `as_at`: when the tablet it was read from had last synced. `not_known` are the parts of
    the minimum dataset that read "not known" then; they hold nothing up.
    """

    to: Required
    to_team: Id | None = None
    given_to: Words = ""
    mode: Mode = Mode("02")
    why: Words = ""
    supported_because: Words = ""
    words: Words = ""
    as_at: Moment | None = None
    not_known: tuple[Name, ...] = ()


class HandoverAnswered(Body):
    """What a named human of the receiving side said to it. `staff` when they are one of ours. The record is the handover's."""

    answer: HandoverAnswer
    name: Name
    staff: Id | None = None
    mode: Mode = Mode("02")
    words: Words = ""

    @model_validator(mode="after")
    def _says_what_is_missing(self) -> "HandoverAnswered":
        if not self.answer.accepts and not self.words.strip():
            raise wrong("Say what they ask for first.", "words")
        return self


class CopyOffered(Body):
    """The person was offered their own copy of what entry `about` says: given, unsafe to leave, or declined.

    `left_out` are the parts that were left out of it, since they tell of somebody else or of abuse. `said`: what the person said.
    """

    about: Id
    outcome: CopyGiven
    how: CopyHow | None = None
    why: Words = ""
    said: Words = ""
    left_out: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> "CopyOffered":
        if self.outcome == "given" and self.how is None:
            raise wrong("Say how they were given it.", "how")
        if self.outcome == "unsafe_to_leave" and not self.why.strip():
            raise wrong("Say why a copy is not safe to leave.", "why")
        return self


class CandourTold(Body):
    """The person was told what went wrong: the entries `about` it, by whom, how, and what was said. It clears what asks for it.

    `staff` when whoever told them is one of ours. `response`: what they said to it.
    """

    about: tuple[Id, ...]
    name: Name
    staff: Id | None = None
    whom: ToldWhom = ToldWhom("person")
    mode: Mode = Mode("01")
    said: Required
    response: Words = ""

    @model_validator(mode="after")
    def _is_about_something(self) -> "CandourTold":
        if not self.about:
            raise wrong("Say what they were told of.", "about")
        return self
