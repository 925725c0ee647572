"""The contact: indicators seen, actions carried out, who is worried, what was decided and why."""

from pydantic import Field, model_validator

from models.codes import Attendance, Decision, Extent, Mode, NotAssessed, Source, WithWhom, Worried
from models.kinds.base import Body, Day, Id, Level, Moment, Name, Words
from models.reading import impossible, wrong


class Indicator(Body):
    """One early warning indicator. Exactly one of `level` (0–3, absolute) and `not_assessed` (a reason) is given.

    `plan`, `means`, `attempt` belong to suicidal or self-harm thoughts and mean current, or since the last contact.
    """

    code: str = Field(min_length=1, max_length=64)
    level: Level | None = None
    not_assessed: NotAssessed | None = None
    words: Words = ""
    source: Source | None = None
    new_disclosure: bool = False
    plan: bool = False
    means: bool = False
    attempt: bool = False

    @model_validator(mode="after")
    def _level_or_reason(self) -> "Indicator":
        if (self.level is None) == (self.not_assessed is None):
            raise wrong("Give a level, or a reason why it was not assessed.", "level")
        return self


class Action(Body):
    """What was done (a code of the standard), when it was carried out (None: during the contact), what came of it."""

    code: str = Field(min_length=1, max_length=64)
    extent: Extent = Extent("wholly")
    carried_out_at: Moment | None = None
    detail: Words = ""
    outcome: Words = ""


class Worry(Body):
    """Someone who is worried the person is unsafe or worse, in their words."""

    who: Worried
    words: Words = ""


class NotOnList(Body):
    """Whom a contact was with who is not on the tablet, as they were named. `team`: whose managers find out who they are."""

    name: Name
    born_on: Day | None = None
    team: Id


class ContactRecorded(Body):
    """One contact, or one attempt at it. `ended_at` is when episodes and clocks start."""

    started_at: Moment
    ended_at: Moment
    mode: Mode
    attendance: Attendance
    with_whom: tuple[WithWhom, ...] = ()
    also_present: Words = ""
    same_visit_as: Id | None = None
    indicators: tuple[Indicator, ...] = ()
    what_changed: Words = ""
    actions: tuple[Action, ...] = ()
    worried: tuple[Worry, ...] = ()
    decision: Decision
    rationale: Words = ""
    next_contact_on: Day | None = None
    identity_confirmed: bool = False
    not_on_list: NotOnList | None = None

    @model_validator(mode="after")
    def _stands(self) -> "ContactRecorded":
        if self.ended_at < self.started_at:
            raise impossible("The end is before the start.", "ended_at")
        codes = [indicator.code for indicator in self.indicators]
        if len(codes) != len(set(codes)):
            raise wrong("One indicator is there twice.", "indicators")
        if self.decision != "no_step_up" and not self.rationale.strip():
            raise wrong("Say why: this decision needs its reason.", "rationale")
        return self

    @property
    def attended(self) -> bool:
        """Two-way with the person: a telephone call counts, a carer alone never does."""
        return self.attendance.attended and "person" in self.with_whom
