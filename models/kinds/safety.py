"""What is set for one person beside plans: visit notes, goals, and thresholds other than the standard's."""

from typing import Annotated

from pydantic import Field, model_validator

from models.kinds.base import Body, Day, Moment, Required, Words
from models.reading import wrong

BASELINE = "baseline"
NEVER_OVERRIDDEN = ("T1", "T5")


class VisitNote(Body):
    """Something a visitor must know to be safe: a fact and where it comes from, looked at again by `review_on`.

    `holds` is False when it is no longer so; the fact then says what changed. A further note in the same record replaces it.
    """

    fact: Required
    source: Required
    review_on: Day | None = None
    holds: bool = True

    @model_validator(mode="after")
    def _is_looked_at_again(self) -> "VisitNote":
        if self.holds and self.review_on is None:
            raise wrong("Say when this is looked at again.", "review_on")
        return self


class GoalSet(Body):
    """A goal of the person, in their words where they gave them. A further entry in the same record replaces it."""

    goal: Required
    their_words: bool = True
    steps: Words = ""
    review_on: Day | None = None
    reached: bool = False
    dropped_because: Words = ""


class ThresholdOverridden(Body):
    """One number of a rule, or one usual level, set for this person in place of the standard's until `expires_at`.

    `rule` is the rule's id and `term` the name of its number in the standard; for a usual level `term` is "baseline",
    `indicator` its code and `rule` empty. `value` is the number, or a level 0–3; None gives back the standard's. What asks for less than
    the standard needs a manager, and ends at its expiry; what asks for more outlives its expiry until it is reviewed.
    """

    rule: Annotated[str, Field(max_length=16)] = ""
    term: Annotated[str, Field(min_length=1, max_length=64)]
    indicator: Annotated[str, Field(max_length=64)] = ""
    value: Annotated[float, Field(ge=0, le=10_000)] | None = None
    reason: Required
    expires_at: Moment | None = None

    @model_validator(mode="after")
    def _stands(self) -> "ThresholdOverridden":
        if self.rule.upper() in NEVER_OVERRIDDEN:
            raise wrong("T1 and T5 are the same for everybody.", "rule")
        if (self.term == BASELINE) != bool(self.indicator):
            raise wrong("Name the indicator whose usual level this is.", "indicator")
        if (self.term == BASELINE) == bool(self.rule):
            raise wrong("Name the rule whose number this is.", "rule")
        if self.value is not None and self.expires_at is None:
            raise wrong("Say until when this holds.", "expires_at")
        if self.term == BASELINE and self.value not in (None, 0, 1, 2, 3):
            raise wrong("A usual level is 0, 1, 2 or 3.", "value")
        return self

    @property
    def about(self) -> tuple[str, str]:
        """What it sets: a rule's id and term, or "baseline" and the indicator's code."""
        return (BASELINE, self.indicator) if self.term == BASELINE else (self.rule.upper(), self.term)


def threshold_record(body: ThresholdOverridden) -> str:
    """The record of what it sets, so that two people who each set the same number apart do conflict."""
    return f"threshold_{'_'.join(body.about).lower()}"[:64]
