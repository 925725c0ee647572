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
    """The centre has not heard from a device on duty: whose it is, when it was last heard, and since when that is too long.

    `shift_ended`: nothing was heard during their time on duty, which ended at `since_at`; else nothing for some hours of it,
    and of the people they work with `open_plans` had a temporary plan and `open_escalations` an escalation open. The entry that
    follows it in its record has `heard_at`: they were heard again.
    """

    device: Id
    staff: Id
    last_heard_at: Moment | None = None
    since_at: Moment | None = None
    shift_ended: bool = False
    open_plans: int = Field(default=0, ge=0)
    open_escalations: int = Field(default=0, ge=0)
    heard_at: Moment | None = None
