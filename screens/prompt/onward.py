"""Where what a prompt asks is done, beyond answering it: the form, or the place, it leads to. Pure."""

from dataclasses import dataclass
from datetime import datetime

from models.fold import PersonState
from models.prompt import Prompt
from screens.around.candour import RULE as CANDOUR_RULE
from screens.drafting.form import new_id
from screens.plan.asked import asks_for_plan
from sync.views import Me


@dataclass(frozen=True)
class Onward:
    """The next step: its `label`, the `route`, and the `kind` of entry it makes."""

    label: str
    route: str
    kind: str


def onward(prompt: Prompt, state: PersonState, me: Me, now: datetime) -> Onward | None:
    """For whoever may take it; None where answering is all there is."""
    step = _step(prompt, state, now)
    return step if step is not None and me.may(step.kind) else None


def _step(prompt: Prompt, state: PersonState, now: datetime) -> Onward | None:
    person = f"/person/{prompt.scope}"
    if prompt.rule == CANDOUR_RULE:
        return Onward("Say whether they were told", person, "candour.told")
    if prompt.rule.startswith("R"):
        record = _record(prompt, state, {each.record for each in state.restrictions})
        review = Onward(
            "Review the restriction", f"{person}/restriction/{record}/review", "restriction.reviewed"
        )
        return review if record else None
    if prompt.rule == "P1":
        record = _record(prompt, state, {each.record for each in state.plans})
        return (
            Onward("Review the plan", f"{person}/plan/{record}/review", "plan.reviewed") if record else None
        )
    if not asks_for_plan(prompt, state, now):
        return None
    if plan := state.temporary_plan:
        return Onward("Review the temporary plan", f"{person}/plan/{plan.record}/review", "plan.reviewed")
    return Onward("Make a temporary plan", f"{person}/plan/{new_id()}", "plan.made")


def _record(prompt: Prompt, state: PersonState, in_force: set[str]) -> str:
    """What is in force that the prompt is about, "" for nothing."""
    entries = (state.entries.get(id) for id in prompt.evidence)
    return next((each.record for each in entries if each and each.record in in_force), "")
