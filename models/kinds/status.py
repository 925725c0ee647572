"""Where the person is with us: supported, in hospital, in custody, discharged or died."""

from pydantic import model_validator

from models.codes import Status
from models.kinds.base import Body, Id, Moment, Words
from models.reading import wrong


class PersonStatus(Body):
    """The person's status from `since_at` on; `where` is the ward, prison or service. A discharge says why.

    A discharge with anything open holds only with an accepted handover: `handover` is its record where there is one; else who took
    it, of which service, and when.
    """

    status: Status
    since_at: Moment
    where: Words = ""
    rationale: Words = ""
    handover: Id | None = None
    handover_to: Words = ""
    handover_accepted_by: Words = ""
    handover_accepted_at: Moment | None = None

    @model_validator(mode="after")
    def _stands(self) -> "PersonStatus":
        if self.status == "discharged" and not self.rationale.strip():
            raise wrong("Say why: a discharge needs its reason.", "rationale")
        if bool(self.handover_accepted_by.strip()) != (self.handover_accepted_at is not None):
            raise wrong("Say who accepted the handover, and when.", "handover_accepted_by")
        return self

    @property
    def handed_over(self) -> bool:
        """Whether it names who accepted the handover itself. (One that has a record, `PersonState.handed_over` knows of.)"""
        return self.handover_accepted_at is not None
