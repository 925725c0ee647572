"""Safety plans. A temporary plan lasts at most 72 hours and names who makes contact, how and when."""

from pydantic import Field, model_validator

from models.codes import CopyGiven, Mode, PlanDecision, PlanType
from models.kinds.base import Body, Id, Moment, Name, Required, Words
from models.reading import wrong


class NamedContact(Body):
    """Who will make contact, how, and when it is due."""

    who: Name
    staff: Id | None = None
    mode: Mode
    due_at: Moment


class PlanTerms(Body):
    """What a plan says. Free text unless stated; `expires_at` is required of a temporary plan."""

    type: PlanType
    warning_signs: Words = ""
    what_helps: Words = ""
    people_and_places: Words = ""
    professionals: Words = ""
    safer_surroundings: Words = ""
    named_contacts: tuple[NamedContact, ...] = ()
    safeguarding_actions: Words = ""
    no_safeguarding_because: Words = ""
    emergency_instructions: Words = ""
    trigger: Words = ""
    expires_at: Moment | None = None
    agreed_with_person: bool = False
    not_agreed_because: Words = ""
    copy_given: CopyGiven | None = None

    @model_validator(mode="after")
    def _temporary_is_whole(self) -> "PlanTerms":
        missing = [name for name, there in self._temporary_needs().items() if not there]
        if self.type == "temporary" and missing:
            raise wrong("A temporary plan needs this.", *missing)
        return self

    def _temporary_needs(self) -> dict[str, bool]:
        return {
            "trigger": bool(self.trigger.strip()),
            "expires_at": self.expires_at is not None,
            "named_contacts": bool(self.named_contacts),
            "emergency_instructions": bool(self.emergency_instructions.strip()),
            "safeguarding_actions": bool(
                self.safeguarding_actions.strip() or self.no_safeguarding_because.strip()
            ),
        }


class PlanMade(PlanTerms):
    """The entry's record is `plan_standing` or `plan_temporary`, else the entry's own id."""


class PlanReviewed(Body):
    """Continue (at most 72 h more), modify (new terms) or end. `terms` is required unless the plan ends."""

    decision: PlanDecision
    rationale: Required
    terms: PlanTerms | None = None
    learning: Words = Field(default="")

    @model_validator(mode="after")
    def _terms_unless_ended(self) -> "PlanReviewed":
        if self.decision != "end" and self.terms is None:
            raise wrong("Say what the plan is from now on.", "terms")
        return self
