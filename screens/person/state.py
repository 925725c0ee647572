"""A person, before you go in: how old this knowledge is, who they are, what is asked, what has changed, what holds."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from models.directory import Directory
from models.kinds.person import PersonDetails
from models.standard import Standard
from models.trail import TrailLine, trail
from screens.drafting.form import new_id
from screens.drafting.lines import DraftLine, draft_lines
from screens.escalation.standing import Standing, standing_of
from screens.person.apart import Apart, apart, may_decide
from screens.person.lines import JoinedLine, held_by_id, joined_lines
from screens.person.opening import Opening, RecordScreen
from screens.person.plans import PlanLines, plans
from screens.person.restrictions import RestrictionLines, restrictions
from screens.person.waiting import WaitingLine, waiting_lines
from screens.prompt.lines import PromptLines, describe
from screens.prompt.seeing import see
from sync.device import Device
from sync.views import Me, PersonView


class PersonScreenState(RecordScreen):
    """`view` is the person as this tablet holds them. `whole_number` and `address` are shown only while asked for.

    `saved` is called after it was recorded that it was opened.
    """

    def __init__(
        self, device: Device, now: Callable[[], datetime], scope: str, saved: Callable[[], Awaitable[None]]
    ) -> None:
        self.device, self.now, self.scope, self._saved = device, now, scope, saved
        self.whole_number = self.address = False
        self.opening = Opening(device, scope, self.changed, self.load)

    async def read_record(self) -> None:
        await self._read()
        # Opening it is somebody's doing; reading it again is not.
        if not self.opened and await see(self.device, self.view, self.me.staff_id):
            await self._read()
            await self._saved()

    async def _read(self) -> None:
        self.view: PersonView = await self.device.person(self.scope)
        self.me: Me = await self.device.me()
        self.directory: Directory = await self.device.directory()
        drafts = await self.device.drafts()
        theirs = {self.scope, *self.view.state.scopes}
        mine = (each for each in drafts if each.scope in theirs)
        self.drafts: list[DraftLine] = draft_lines(mine, lambda _: self.name, self.now())

    @property
    def name(self) -> str:
        return self.view.state.name or "Details still arriving"

    @property
    def details(self) -> PersonDetails | None:
        heads = self.view.state.details.heads
        return heads[-1].body if heads else None

    @property
    def standard(self) -> Standard:
        return self.directory.standard_at(self.now())

    @property
    def prompts(self) -> tuple[PromptLines, ...]:
        """What stands, those that ask me first, by when it is asked."""
        held, team = held_by_id(self.view.held), self.view.state.team
        lines = (
            describe(each, self.directory, held, self.me.staff_id, team, self.now())
            for each in self.view.evaluation.prompts
            if not self.me.administers
        )
        return tuple(sorted(lines, key=lambda line: (bool(line.quiet), not line.mine, line.prompt.by)))

    @property
    def untold(self) -> list[PromptLines]:
        """Those somebody else is asked and no named human has, by when they are asked."""
        return sorted((line for line in self.prompts if line.untold), key=lambda line: line.prompt.by)

    @property
    def escalations(self) -> tuple[Standing, ...]:
        """The open ones: who of us owns each and until when, when their answer is due."""
        state = self.view.state
        return tuple(
            standing_of(each, state, self.directory, self.me.staff_id, self.now())
            for each in state.open_escalations
        )

    @property
    def plans(self) -> tuple[PlanLines, ...]:
        return plans(self.view.state, self.standard, self.now())

    @property
    def restrictions(self) -> tuple[RestrictionLines, ...]:
        """What is in force, in the order of the card; nothing while the record is still arriving: that is said instead."""
        if self.view.arriving:
            return ()
        return restrictions(self.view.state, self.directory, self.standard, self.now())

    @property
    def waiting(self) -> tuple[WaitingLine, ...]:
        """What lowers protection and waits for a manager."""
        return waiting_lines(self.view, self.directory, self.me, self.now())

    @property
    def apart(self) -> tuple[Apart, ...]:
        """What people recorded apart from each other."""
        return apart(self.view.state, self.directory, self.now())

    @property
    def joined(self) -> tuple[JoinedLine, ...]:
        """What joins several records as this person's."""
        return joined_lines(self.view.state, self.directory, self.now())

    @property
    def may_match(self) -> bool:
        return self.me.may("person.matched")

    @property
    def may_decide(self) -> bool:
        return may_decide(self.me)

    @property
    def changed_since(self) -> tuple[TrailLine, ...]:
        """What others recorded since my last visit, the newest first."""
        new = {entry.id for entry in self.view.changed_since_my_last_visit}
        lines = trail(self.view.held, self.directory)
        return tuple(line for line in reversed(lines) if line.id in new)

    def toggle(self, name: str) -> None:
        """Show or hide what waits for a tap."""
        setattr(self, name, not getattr(self, name))
        self.changed()

    def new_contact(self) -> str:
        """The route of a contact not begun yet; its draft, and the contact, will have the id in it."""
        return self.contact(new_id())

    def new_restriction(self) -> str:
        return f"/person/{self.scope}/restriction/{new_id()}"

    def restriction_review(self, record: str) -> str:
        return f"/person/{self.scope}/restriction/{record}/review"

    def contact(self, id: str) -> str:
        return f"/person/{self.scope}/contact/{id}"

    def new_escalation(self) -> str:
        """The route of an escalation not begun yet."""
        return self.escalation(new_id())

    def escalation(self, id: str) -> str:
        return f"/person/{self.scope}/escalation/{id}"
