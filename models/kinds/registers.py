"""The registers: interface issues, risks, audits, learning, supervision. Of a team, a person or the whole organisation."""

from pydantic import Field, model_validator

from models.codes import Delay
from models.codes_of_registers import NonNegotiable, RiskDecision
from models.kinds.base import Body, Day, Id, Moment, Required, Words
from models.reading import impossible, wrong

MOST_SAMPLED = 1000
Codes = tuple[NonNegotiable, ...]


class IssueLogged(Body):
    """A delay or access problem between services, without blame. `about` are the entries it rests on."""

    what: Required
    service: Required
    delay: Delay = Delay("unknown")
    route: Words = ""
    owner: Id | None = None
    review_on: Day | None = None
    about: tuple[Id, ...] = ()


class IssueEscalated(Body):
    """The issue went further up the agreed route: to whom, what was asked, by when an answer is due.

    A new owner or review date only when given.
    """

    to: Required
    asked: Required
    answer_due_at: Moment | None = None
    partner_response: Words = ""
    owner: Id | None = None
    review_on: Day | None = None


class IssueResolved(Body):
    """What came of the issue, and which changes both sides agreed."""

    outcome: Required
    agreed_changes: Words = ""
    partner_response: Words = ""


class RiskTerms(Body):
    """A risk at an interface: what is done about it, how it is watched, and what shows that it works."""

    mitigations: Required
    owner: Id
    review_on: Day
    monitoring: Words = ""
    evidence: Words = ""


class RiskRegistered(RiskTerms):
    """A risk with its owner and review date. Never a score of a person."""

    risk: Required


class RiskReviewed(Body):
    """Continue, change or close. `terms` are what holds from now on; required unless it is closed."""

    decision: RiskDecision
    rationale: Required
    terms: RiskTerms | None = None

    @model_validator(mode="after")
    def _terms_unless_closed(self) -> "RiskReviewed":
        if self.decision != "close" and self.terms is None:
            raise wrong("Say what holds from now on, and until when.", "terms")
        return self


class AuditPerformed(Body):
    """A sampling audit of the records of a period. `sampled` are scopes' ids, drawn at random; `re_audits` an earlier audit."""

    from_on: Day
    until_on: Day
    looked_for: Codes = ()
    of_how_many: int = Field(ge=0, le=100_000)
    sampled: tuple[Id, ...] = Field(default=(), max_length=MOST_SAMPLED)
    drawn_by: Words = ""
    re_audits: Id | None = None
    re_audit_on: Day | None = None
    summary: Words = ""

    @model_validator(mode="after")
    def _stands(self) -> "AuditPerformed":
        if self.until_on < self.from_on:
            raise impossible("The end is before the start.", "until_on")
        if len(set(self.sampled)) != len(self.sampled):
            raise wrong("One record is there twice.", "sampled")
        if len(self.sampled) > self.of_how_many:
            raise wrong("More were looked at than there are.", "sampled")
        return self


class AuditFinding(Body):
    """What an audit found of one thing it looked for. The entry's record is the audit's. `action` is what is done about it."""

    looked_for: NonNegotiable
    met: int = Field(ge=0, le=100_000)
    of: int = Field(ge=1, le=100_000)
    words: Words = ""
    action: Id | None = None

    @model_validator(mode="after")
    def _is_a_part(self) -> "AuditFinding":
        if self.met > self.of:
            raise wrong("More met it than were looked at.", "met")
        return self


class LearningRecorded(Body):
    """What was learnt, from which entries, and what changes because of it."""

    what: Required
    learnt_from: tuple[Id, ...] = ()
    what_changes: Words = ""
    share_with: Words = ""


class SupervisionRecorded(Body):
    """A supervision of `staff`. `prompts` are the scenarios talked through, `learning` the entries they were drawn from."""

    staff: Id
    held_at: Moment
    minutes: int = Field(default=60, ge=1, le=1440)
    prompts: tuple[Words, ...] = ()
    learning: tuple[Id, ...] = ()
    agreed: Words = ""
    next_on: Day | None = None
