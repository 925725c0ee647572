"""What has been entered of a plan, exactly as it was entered; nothing here is checked."""

from pydantic import Field

from screens.drafting.form import Part
from screens.drafting.page import PageForm

TEMPORARY = "temporary"
CONTINUE, MODIFY, END = "continue", "modify", "end"


class Named(Part):
    """Who will make contact under the plan. `staff` is a staff id, "" for somebody who is not ours."""

    who: str = ""
    staff: str = ""
    mode: str = "02"
    on: str = ""
    at: str = ""


class Plan(Part):
    """A plan as entered. `safeguarding` is "actions" or "none"; `agreed` "yes" or "no"; "" until chosen."""

    type: str = TEMPORARY  # the only one there was when the first drafts were kept
    trigger: str = ""
    expires_on: str = ""
    expires_at: str = ""
    contacts: list[Named] = Field(default_factory=lambda: list[Named]())
    warning_signs: str = ""
    what_helps: str = ""
    people_and_places: str = ""
    professionals: str = ""
    safer_surroundings: str = ""
    safeguarding: str = ""
    safeguarding_actions: str = ""
    no_safeguarding_because: str = ""
    emergency_instructions: str = ""
    agreed: str = ""
    not_agreed_because: str = ""
    copy_given: str = ""

    @property
    def temporary(self) -> bool:
        return self.type == TEMPORARY


class PlanForm(PageForm):
    """A plan on its own: a new one, or what is decided about one (`record`), with what it says from then on.

    `given` is what was filled in before anybody entered anything, so that another type of plan gives back only that.
    """

    decision: str = ""
    rationale: str = ""
    learning: str = ""
    plan: Plan = Field(default_factory=lambda: Plan(type=""))
    given: Plan = Field(default_factory=lambda: Plan(type=""))
