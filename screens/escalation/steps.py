"""What can be recorded of an escalation, and by whom: one row a kind, with the fields it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.codes import Code, Delay, Delivery, EscalationOutcome, Mode, PartnerAnswer


@dataclass(frozen=True)
class Field:
    """One field of a step. `codes` are the choices, None for words; `needed` is the sentence when it is blank."""

    name: str
    label: str
    codes: type[Code] | None = None
    needed: str = ""
    first: str = ""
    only: tuple[str, ...] = ()

    @property
    def choices(self) -> list[Code]:
        return [each for each in self.codes.all() if not self.only or each in self.only] if self.codes else []


@dataclass(frozen=True)
class Step:
    """A kind of step: its button, what saving it is called, its fields. `later`: only once they declined or were silent."""

    kind: str
    button: str
    fields: tuple[Field, ...] = ()
    later: bool = False


HOW = Field("mode", "How?", Mode, first="02", only=("02", "01", "11", "05", "09"))
STEPS = (
    Step(
        "escalation.acknowledged",
        "Somebody there has it",
        (Field("name", "Their name", needed="Say who there has it: their name."), HOW),
    ),
    Step(
        "escalation.responded",
        "They answered",
        (
            Field("answer", "What did they say?", PartnerAnswer, needed="Choose what they said."),
            Field("name", "Who said so"),
            Field("reason", "Their reason"),
            Field("advice", "What they advise instead"),
        ),
    ),
    Step(
        "escalation.delivered",
        "Left a message",
        (
            Field("how", "How was it left?", Delivery, needed="Choose how it was left.", first="voicemail"),
            Field("to", "With whom"),
        ),
    ),
    Step(
        "escalation.stepped",
        "Rang again, or somebody else",
        (Field("to", "Whom"), HOW, Field("words", "What came of it")),
    ),
    Step("escalation.owned", "I take it", (Field("words", "What I do next"),)),
    Step("escalation.contested", "We disagree", (Field("reason", "Why we disagree"),), later=True),
    Step(
        "escalation.agreed",
        "Agree with their answer",
        (Field("reason", "Why we agree", needed="Say why we agree with them."),),
        later=True,
    ),
    Step(
        "escalation.disputed",
        "Take up the dispute",
        (Field("to", "With whom of theirs"), Field("reason", "What we say")),
        later=True,
    ),
    Step(
        "escalation.resolved",
        "It is resolved",
        (
            Field("outcome", "How did it end?", EscalationOutcome, needed="Choose how it ended."),
            Field("words", "What was agreed"),
        ),
    ),
)
REVIEW = Step(
    "escalation.reviewed",
    "Review it",
    (
        Field("delay", "Where was it held up?", Delay, needed="Choose where it was held up."),
        Field("pattern", "What repeats"),
        Field("plan_change", "What changes in the plan"),
        Field("no_change_because", "Or no change, because"),
        Field("learning", "What we learn from it"),
    ),
)
BY_KIND: Mapping[str, Step] = {step.kind: step for step in (*STEPS, REVIEW)}
