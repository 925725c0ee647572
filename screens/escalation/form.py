"""An escalation as entered so far: the calls, then the six parts. Nothing here is checked, and nothing need be filled in."""

from typing import Any

from pydantic import Field

from models.kinds.escalation import SUMMARY
from screens.drafting.form import Form, Part

ANSWERED, NO_ANSWER = "answered", "no answer"


class Call(Part):
    """One call: whose number was rung and when (as ISO text, the device's clock), and whether somebody answered, by name."""

    to: str
    number: str
    at: str
    outcome: str
    name: str = ""
    ours: bool = False


class EscalationForm(Form):
    """`called_at` is when the first call began, as ISO text; "" before. `ringing` is the place of the number to ring now.

    `knows` is "yes", "no" or "" for not known. `ids` are those of what is saved with it, so that saving twice makes
    nothing twice.
    """

    priority: str = ""
    to: str = ""
    number: str = ""
    how: str = "02"
    called_at: str = ""
    ringing: int = 0
    calls: list[Call] = Field(default_factory=lambda: list[Call]())
    answered_by: str = ""
    where: str = ""
    who_is_there: str = ""
    callback: str = ""
    presentation: str = ""
    key_risks: str = ""
    what_changed: str = ""
    already_tried: str = ""
    requested: str = ""
    time_sensitivity: str = ""
    evidence: list[str] = Field(default_factory=lambda: list[str]())
    knows: str = ""
    not_told_because: str = ""
    ids: list[str] = Field(default_factory=lambda: list[str]())

    def body(self) -> dict[str, Any]:
        """The body of `escalation.opened`. Without a priority chosen it is very urgent, until somebody says otherwise."""
        knows = {"yes": True, "no": False}.get(self.knows)
        texts = ("to", "where", "who_is_there", "callback", *SUMMARY, "not_told_because")
        return {
            "priority": self.priority or "very_urgent",
            "how": self.how,
            "evidence": [*dict.fromkeys(self.evidence)],
            "person_knows": knows,
            **{name: getattr(self, name).strip() for name in texts},
        }
