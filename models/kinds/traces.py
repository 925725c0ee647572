"""What only leaves a trace: who opened whose record, and what the centre saw of prompts and devices. Rules never read it."""

from pydantic import Field, model_validator

from models.kinds.base import Body, Id, Moment, Words
from models.reading import wrong


class AccessViewed(Body):
    """The author opened this person's record. Outside their caseload they say why. Never folded, not pulled by workers."""

    outside_caseload: bool = False
    why: Words = ""

    @model_validator(mode="after")
    def _says_why(self) -> "AccessViewed":
        if self.outside_caseload and not self.why.strip():
            raise wrong("Say why you open a record outside your caseload.", "why")
        return self


class PromptDelivered(Body):
    """The centre gave a prompt to a device. It is not seen, and nobody is told, until a human has opened it."""

    prompt: str = Field(min_length=1, max_length=200)
    evidence: tuple[Id, ...] = ()
    device: Id
    staff: Id
    delivered_at: Moment


class DeviceSilent(Body):
    """The centre has not heard from a device on duty: whose it is, and since when."""

    device: Id
    staff: Id
    last_heard_at: Moment | None = None
