"""What somebody does with the plan in a form, be it the form's own matter or a part of a contact."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from models.standard import Standard
from screens.drafting.state import Drafting
from screens.plan.form import TEMPORARY, Named, Plan
from screens.plan.starting import carried_over, likely, new_plan, next_contact, numbers


class PlanEntering:
    """`plan` is the one in the form as it is now. `opened` is the named contact whose fields are shown, None for none."""

    def __init__(self, state: Drafting[Any], plan: Callable[[], Plan | None]) -> None:
        self.state, self._plan = state, plan
        self.opened: int | None = None
        self._numbers: list[str] = []

    async def look(self) -> None:
        """Read whom to ring in an emergency. Called whenever the person has been read."""
        state = self.state
        profile, team = await state.device.profile(), state.person.state.team
        duty = state.directory.duty_phone(team) if team else ""
        own = [(each.words, each.number) for each in profile.numbers]
        self._numbers = numbers(self.standard, own, duty)

    @property
    def plan(self) -> Plan:
        return self._plan() or Plan()

    @property
    def standard(self) -> Standard:
        return self.state.standard

    @property
    def now(self) -> datetime:
        return self.state.now()

    def new(self, type: str, trigger: str = "") -> Plan:
        """A plan of that type to start from."""
        person = self.state.person.state
        if type != TEMPORARY:
            return carried_over(Plan(type=type), person)
        plan = new_plan(*self._likely, trigger, self._numbers, self.standard, self.now)
        return carried_over(plan, person)

    def add_contact(self) -> None:
        plan = self.plan
        self.state.put(plan, contacts=[*plan.contacts, next_contact(plan, *self._likely)])
        self.open(len(plan.contacts) - 1)

    def open(self, index: int | None) -> None:
        """Show one named contact's fields; None shows all as lines."""
        self.opened = index
        self.state.changed()

    def remove_contact(self, index: int) -> None:
        self.opened = None
        plan = self.plan
        self.state.put(plan, contacts=[each for i, each in enumerate(plan.contacts) if i != index])

    def named_by_hand(self, named: Named, who: str) -> None:
        """A typed name is one of ours only while it is written as theirs."""
        known = self.state.directory.staff.values()
        staff = next((each.id for each in known if each.name == who.strip()), "")
        self.state.put(named, who=who, staff=staff)

    @property
    def _likely(self) -> tuple[str, str]:
        state = self.state
        return likely(state.person.state, state.directory, state.me.staff_id, self.now)
