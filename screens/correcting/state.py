"""One record that is to be corrected: what it says, which of the two ways there is, and who may go it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from models.authority import DECIDERS
from models.correcting import AMENDED, VOIDED, Document, correctable, may_correct, says_now, who_corrects
from models.directory import Directory
from models.entry import Entry
from models.errors import UnknownThing
from models.fold import ScopeState
from models.trail import TrailLine, trail
from screens.about import is_team, name_of
from screens.contact.state import ContactState
from screens.drafting.form import Form
from screens.drafting.lines import FORMS, DraftLine, draft_lines
from screens.drafting.reopening import opened_from, reopen
from screens.drafting.state import Drafting
from screens.person.waiting import who_confirms
from screens.registers.form import reopened
from screens.registers.questions import ASKED
from screens.restriction.state import RestrictionState
from screens.screen import Screen
from screens.theirs.agreed import AgreedState
from screens.theirs.goal import GoalState
from screens.theirs.signature import SignatureState
from screens.theirs.threshold import ThresholdState
from sync.device import Device
from sync.views import Me, ScopeView

# The kinds whose form can be opened again with what was said in it; those of the registers have theirs in one.
REOPENS: Mapping[str, type[Drafting[Any]]] = {
    "contact.recorded": ContactState,
    "restriction.applied": RestrictionState,
    "restriction.reviewed": RestrictionState,
    "signature.set": SignatureState,
    "contact.agreed": AgreedState,
    "goal.set": GoalState,
    "threshold.overridden": ThresholdState,
}
VOID_FIELD, AMEND_FIELD = "target", "corrects"


def can_be_corrected(line: TrailLine) -> bool:
    """Whether a line of the trail leads to a correction: not what was voided, nor what the centre has not accepted."""
    voided = any(note.words == "voided" for note in line.notes)
    return line.known and line.accepted is not False and correctable(line.kind) and not voided


def form_again(entry: Entry, said: Document) -> Form | None:
    """The form an entry was recorded in, as it was when it said that; None where it has none that opens again."""
    if made := REOPENS.get(entry.kind):
        return made.again(said, entry.record)
    of_registers = entry.kind in ASKED and (is_team(entry.scope) or not FORMS[entry.kind][1])
    return reopened(entry.kind, said, entry.record) if of_registers else None


def who_can(kind: str, state: ScopeState, directory: Directory, me: Me, now: datetime) -> str:
    """Who may correct an entry of this kind: "a manager: Mo Manager"."""
    roles = who_corrects(kind, me.standard)
    if any(role in DECIDERS for role in roles):
        return who_confirms(state, directory, now)
    return " or ".join(f"a {role}" for role in roles)


class CorrectingState(Screen):
    """`line` is the record as the trail has it, None where it is not here. `begun` are corrections of it that are not saved."""

    def __init__(self, device: Device, now: Callable[[], datetime], scope: str, id: str) -> None:
        self.device, self.now, self.scope, self.id = device, now, scope, id
        self.opened = False
        self.line: TrailLine | None = None
        self.begun: list[DraftLine] = []

    async def load(self) -> None:
        self.view: ScopeView = await self.device.view(self.scope)
        self.me: Me = await self.device.me()
        self.directory: Directory = await self.device.directory()
        lines = trail(self.view.held, self.directory)
        self.line = next((each for each in lines if each.id == self.id), None)
        drafts = await self.device.drafts()
        fields = AMEND_FIELD, VOID_FIELD
        of_it = (each for each in drafts if self.id in [opened_from(each, field) for field in fields])
        self.begun = draft_lines(of_it, lambda _: self.name, self.now())
        self.opened = True
        self.changed()

    @property
    def name(self) -> str:
        return name_of(self.view.state, self.directory)

    @property
    def can_be(self) -> bool:
        return self.line is not None and can_be_corrected(self.line)

    @property
    def may(self) -> bool:
        """Whether my role may correct it: whose it is, is not asked."""
        return self.line is not None and may_correct(self.me.role, self.line.kind, self.me.standard)

    @property
    def who(self) -> str:
        """Who can correct it, for whoever may not: "a manager: Mo Manager"."""
        return (
            who_can(self.line.kind, self.view.state, self.directory, self.me, self.now()) if self.line else ""
        )

    @property
    def amendable(self) -> bool:
        """Whether it can be said anew: its form can be opened again."""
        holds = says_now(self.view.state, self.id)
        return holds is not None and form_again(*holds) is not None

    @property
    def void(self) -> str:
        """The route of saying that it should not be there."""
        return f"/person/{self.scope}/entry/{self.id}/void"

    async def amend(self) -> str:
        """The route of its form, opened again with what it says now. UnknownThing where it is not in force."""
        holds = says_now(self.view.state, self.id)
        form = form_again(*holds) if holds else None
        if holds is None or form is None:
            raise UnknownThing(ids=[self.id])
        entry, said = holds
        form.corrects = self.id
        body = {"target": self.id, "reason": "", "body": dict(said)}
        return await reopen(self.device, AMENDED, self.scope, form, AMEND_FIELD, of=entry.kind, body=body)


__all__ = ["REOPENS", "VOIDED", "CorrectingState", "can_be_corrected"]
