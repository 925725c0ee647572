"""Escalations: one question put to another service, from the call to its outcome. The record is the id of the opening.

The partner's answers and our own steps are entries of the same record. Nothing but a resolution ends one.
"""

from models.codes import Delay, Delivery, EscalationOutcome, Mode, PartnerAnswer, Priority
from models.kinds.base import Body, Id, Name, Required, Words

NOT_KNOWN = "not known"


class EscalationOpened(Body):
    """What is asked, in six parts, and of whom. It occurred when the call was made: every clock starts there.

    Only the priority must be given: a part left blank reads "not known" and holds nothing up. `evidence` are the entries it
    rests on. `where` the person is, who is with them and the number to ring back open the call. `person_knows`: whether they know of it, None where that is not known. `same_as`: the escalation of which this
    one is a duplicate, made apart from it.
    """

    priority: Priority
    to: Words = ""
    how: Mode = Mode("02")
    where: Words = ""
    who_is_there: Words = ""
    callback: Words = ""
    presentation: Words = ""
    key_risks: Words = ""
    what_changed: Words = ""
    already_tried: Words = ""
    requested: Words = ""
    time_sensitivity: Words = ""
    evidence: tuple[Id, ...] = ()
    person_knows: bool | None = None
    not_told_because: Words = ""
    same_as: Id | None = None

    @property
    def parts(self) -> dict[str, str]:
        """The six parts by name, as they are read out: blank is "not known"."""
        return {name: getattr(self, name).strip() or NOT_KNOWN for name in SUMMARY}

    @property
    def whole(self) -> bool:
        """Whether no part of the summary was left blank."""
        return NOT_KNOWN not in self.parts.values()


SUMMARY = {
    "presentation": "How they are now",
    "key_risks": "Key risks",
    "what_changed": "What has changed",
    "already_tried": "Already tried",
    "requested": "What is asked",
    "time_sensitivity": "How soon, and why",
}


class EscalationDelivered(Body):
    """It was left with them; nobody there has it yet."""

    how: Delivery
    to: Words = ""
    words: Words = ""


class EscalationAcknowledged(Body):
    """A named human at the service asked has it. Not yet their answer."""

    name: Name
    mode: Mode = Mode("02")
    words: Words = ""


class EscalationResponded(Body):
    """What the service asked said. "Not our threshold, but try …" is declined, with that advice."""

    answer: PartnerAnswer
    name: Words = ""
    advice: Words = ""
    reason: Words = ""


class EscalationContested(Body):
    """We disagree with their answer, or with their silence."""

    reason: Words = ""


class EscalationAgreed(Body):
    """A manager agrees with an answer that declined, and says why."""

    reason: Required


class EscalationOwned(Body):
    """One of us takes it. It stops no clock."""

    staff: Id
    words: Words = ""


class EscalationStepped(Body):
    """A further step: rung again, passed to the next rung, sent on to another service. The clocks run on."""

    to: Words = ""
    mode: Mode = Mode("02")
    redirected: bool = False
    words: Words = ""


class EscalationDisputed(Body):
    """The dispute is taken from senior to senior."""

    to: Words = ""
    reason: Words = ""


class EscalationResolved(Body):
    """How it ended. By a worker it is a proposal until a manager confirms it."""

    outcome: EscalationOutcome
    words: Words = ""


class EscalationReviewed(Body):
    """A manager's review: where delay lay, what repeats, what was learnt and what changes in the plan.

    `changed_in` is the plan entry that carries the change, where it was made before the review.
    """

    delay: Delay
    pattern: Words = ""
    plan_change: Words = ""
    changed_in: Id | None = None
    no_change_because: Words = ""
    learning: Words = ""
