"""One escalation that was saved: where it stands, and what can be recorded of it. Others than those who may can read who can."""

from collections.abc import Callable
from datetime import datetime

from models.authority import roles_for
from models.standard import Standard
from screens.escalation.form import EscalationForm
from screens.escalation.script import Lines, six_parts
from screens.escalation.standing import Standing, standing_of
from screens.escalation.steps import REVIEW, STEPS, Step
from screens.escalation.taking import about
from screens.person.lines import held_by_id
from screens.person.waiting import who_confirms
from screens.prompt.lines import PromptLines, describe
from screens.screen import Screen
from sync.device import Device
from sync.views import Me, PersonView


class FollowingState(Screen):
    def __init__(self, device: Device, now: Callable[[], datetime], scope: str, id: str) -> None:
        self.device, self.now, self.scope, self.id = device, now, scope, id
        self.opened = False

    async def load(self) -> None:
        self.view: PersonView = await self.device.person(self.scope)
        self.me: Me = await self.device.me()
        self.directory = await self.device.directory()
        self.opened = True
        self.changed()

    @property
    def name(self) -> str:
        return self.view.state.name if self.opened else "Escalation"

    @property
    def standard(self) -> Standard:
        return self.directory.standard_at(self.now())

    @property
    def standing(self) -> Standing | None:
        """None while it is not here, or a manager voided it."""
        found = self.view.state.escalation(self.id)
        if found is None:
            return None
        return standing_of(found, self.view.state, self.directory, self.me.staff_id, self.now())

    @property
    def summary(self) -> Lines:
        found = self.view.state.escalation(self.id)
        return six_parts(EscalationForm.of(found.opened.body.model_dump(mode="json"))) if found else []

    @property
    def prompts(self) -> list[PromptLines]:
        """What stands because of it: the prompts whose evidence is its opening or one of its steps."""
        found = self.view.state.escalation(self.id)
        ids = {fact.id for fact in found.facts} if found else set()
        held, team, me = held_by_id(self.view.held), self.view.state.team, self.me.staff_id
        return [
            describe(each, self.directory, held, me, team, self.now())
            for each in self.view.evaluation.prompts
            if not ids.isdisjoint(each.evidence)
        ]

    # ------------------------------------------------------------------ what can be done, and by whom

    def take(self, step: Step) -> str:
        """The route of recording it."""
        return f"/person/{self.scope}/step/{about(step.kind, self.id)}/new"

    @property
    def offered(self) -> list[Step]:
        """What my role may record of it now, in the order of the work."""
        found = self.standing
        if found is None:
            return []
        steps = [each for each in STEPS if found.open and (found.declined or not each.later)]
        return [each for each in (*steps, *([REVIEW] if self.review_asked else [])) if self.me.may(each.kind)]

    @property
    def review_asked(self) -> bool:
        return any(each.rule in ("E3", "E4") for each in (line.prompt for line in self.prompts))

    @property
    def for_others(self) -> list[str]:
        """What others than me can do about it, and who they are."""
        found = self.standing
        if found is None:
            return []
        steps = [each for each in STEPS if found.open and found.declined and each.later]
        steps += [REVIEW] if self.review_asked else []
        who = who_confirms(self.view.state, self.directory, self.now())
        return [
            f"{each.button}: {who}"
            for each in steps
            if not self.me.may(each.kind) and "manager" in roles_for(each.kind)
        ]
