"""One escalation that was saved: where it stands, and recording what comes of it. Others than those who may can read who can."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.authority import roles_for
from models.errors import UnknownThing
from models.standard import Standard
from screens.escalation.form import EscalationForm
from screens.escalation.script import Lines, six_parts
from screens.escalation.standing import Standing, standing_of
from screens.escalation.steps import BY_KIND, REVIEW, STEPS, Step
from screens.person.lines import held_by_id
from screens.person.waiting import who_confirms
from screens.prompt.lines import PromptLines, describe
from screens.prompt.state import PromptDoings
from screens.reading import Unreadable, read_lately, typed_time
from screens.screen import Screen
from sync.device import Device
from sync.views import Me, PersonView

ENDS = ("escalation.resolved", "escalation.agreed")  # they close it, or settle what is disputed


@dataclass
class Taking:
    """The small form of one step, as entered. `wrong` are the sentences by field."""

    step: Step
    at: str
    fields: dict[str, str] = field(default_factory=lambda: dict[str, str]())
    wrong: dict[str, str] = field(default_factory=lambda: dict[str, str]())


class FollowingState(Screen):
    """`taking` is the step being recorded, None while none is. `saved` is called after anything was recorded here."""

    def __init__(
        self,
        device: Device,
        now: Callable[[], datetime],
        scope: str,
        id: str,
        saved: Callable[[], Awaitable[None]],
    ) -> None:
        self.device, self.now, self.scope, self.id, self._saved = device, now, scope, id, saved
        self.opened = False
        self.taking: Taking | None = None
        self.doings = PromptDoings(device, self.changed, self._after)

    async def load(self) -> None:
        self.view: PersonView = await self.device.person(self.scope)
        self.me: Me = await self.device.me()
        self.directory = await self.device.directory()
        self.opened = True
        self.changed()

    async def _after(self) -> None:
        await self.load()
        await self._saved()

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

    @property
    def waits(self) -> str:
        """Said beside a step that only counts once a manager has confirmed it."""
        taking = self.taking
        if taking is None or taking.step.kind not in ENDS or self.me.decides(taking.step.kind):
            return ""
        who = who_confirms(self.view.state, self.directory, self.now(), but=self.me.staff_id)
        return f"It stays open until it is confirmed by {who}."

    # ------------------------------------------------------------------ recording a step

    def start(self, kind: str) -> None:
        step = BY_KIND[kind]
        first = {each.name: each.first for each in step.fields if each.first}
        self.taking = Taking(step, typed_time(self.device.clock_now()), first)
        self.changed()

    def cancel(self) -> None:
        self.taking = None
        self.changed()

    def put(self, name: str, value: str) -> None:
        if self.taking is not None:
            self.taking.fields[name] = value
            self.taking.wrong.pop(name, None)
            self.changed()

    def put_at(self, at: str) -> None:
        if self.taking is not None:
            self.taking.at = at
            self.changed()

    async def save(self) -> None:
        """Record it. What is missing is said at its field, and nothing entered is lost."""
        taking = self.taking
        if taking is None:
            return
        at = self._read(taking)
        if taking.wrong:
            self.changed()
            return
        if self.view.state.escalation(self.id) is None:
            raise UnknownThing(fields=["record"])
        await self.device.record(
            taking.step.kind, self.scope, self._body(taking), record=self.id, occurred_at=at
        )
        self.taking = None
        await self._after()

    def _read(self, taking: Taking) -> datetime:
        taking.wrong = {
            each.name: each.needed
            for each in taking.step.fields
            if each.needed and not taking.fields.get(each.name, "").strip()
        }
        try:
            return read_lately(taking.at, self.device.clock_now())
        except Unreadable as problem:
            taking.wrong["at"] = str(problem)
            return self.device.clock_now()

    def _body(self, taking: Taking) -> dict[str, Any]:
        body: dict[str, Any] = {name: words.strip() for name, words in taking.fields.items()}
        return body | {"staff": self.me.staff_id} if taking.step.kind == "escalation.owned" else body
