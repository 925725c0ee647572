"""Safeguarding concerns, and actions with an owner and a deadline: the tracker's two kinds of line."""

from pydantic import Field, model_validator

from models.codes import Extent
from models.codes_of_registers import AbuseType
from models.kinds.base import Body, Id, Moment, Required, Words
from models.reading import wrong


class SafeguardingDecision(Body):
    """Whether the concern is referred, and why (or why not), what the person wishes, and whether it is the least restrictive way.

    `referred` is None while nothing is decided. `partner` is who it was referred to, `answer_due_at` when their answer is
    due, `partner_response` what they said.
    """

    referred: bool | None = None
    reason: Words = ""
    wishes: Words = ""
    wishes_not_known_because: Words = ""
    least_restrictive_check: Words = ""
    partner: Words = ""
    answer_due_at: Moment | None = None
    partner_response: Words = ""

    @property
    def lacks(self) -> tuple[str, ...]:
        """The fields a decision still needs; empty when one was made."""
        given = {
            "referred": self.referred is not None,
            "reason": bool(self.reason.strip()),
            "wishes": bool(self.wishes.strip() or self.wishes_not_known_because.strip()),
            "least_restrictive_check": bool(self.least_restrictive_check.strip()),
        }
        return tuple(name for name, there in given.items() if not there)

    @property
    def decided(self) -> bool:
        return not self.lacks


class SafeguardingRaised(SafeguardingDecision):
    """A safeguarding concern; the decision may come with it or later. The entry's record is its own id."""

    type: AbuseType
    concern: Required
    others_at_risk: Words = ""
    made_safe_now: Words = ""


class SafeguardingDecided(SafeguardingDecision):
    """The decision about a concern, or what became of it. The entry's record is the concern's."""

    @model_validator(mode="after")
    def _is_whole(self) -> "SafeguardingDecided":
        if self.lacks:
            raise wrong(
                "A decision says whether it is referred, why, what they wish, and the check.", *self.lacks
            )
        return self


class ActionAssigned(Body):
    """Something somebody is to do by `deadline_at`. `route` is whom to go to when it is not done or not answered.

    `code` is an action of the standard where it is one; `safeguarding` the record of the concern it belongs to; `about` the
    entry it came from (an audit finding, a review). `partner` is another service that must answer, by `answer_due_at`.
    """

    what: Required
    owner: Id
    deadline_at: Moment
    route: Words = ""
    code: str | None = Field(default=None, min_length=1, max_length=64)
    safeguarding: Id | None = None
    about: Id | None = None
    partner: Words = ""
    answer_due_at: Moment | None = None

    @model_validator(mode="after")
    def _has_a_route(self) -> "ActionAssigned":
        if self.safeguarding is not None and not self.route.strip():
            raise wrong("Say whom to go to if this is not done in time.", "route")
        return self


class ActionUpdated(Body):
    """What happened with an action. A new owner or deadline only when given; a later deadline needs a manager.

    `partner_contacted_at` and `partner_response`: when the other service was asked, and what it said (empty: nothing yet).
    """

    words: Required
    owner: Id | None = None
    deadline_at: Moment | None = None
    partner_contacted_at: Moment | None = None
    partner_response: Words = ""
    answer_due_at: Moment | None = None


class ActionCompleted(Body):
    """The action was carried out, wholly or partly, and what came of it. `carried_out_at` None: when it was recorded."""

    outcome: Required
    extent: Extent = Extent("wholly")
    carried_out_at: Moment | None = None
    partner_response: Words = ""

    @model_validator(mode="after")
    def _was_done(self) -> "ActionCompleted":
        if self.extent == "not_done":
            raise wrong("Something not done is not complete: say what happened in an update.", "extent")
        return self
