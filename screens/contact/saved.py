"""What was saved, how far each entry has come, and what it raised."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.correcting import AMENDED
from models.directory import Directory
from models.standard import Standard
from models.times import moment_words
from models.trail import TrailLine, trail
from screens.drafting.form import new_id
from screens.escalation.decided import begun, to_escalate
from screens.person.lines import held_by_id
from screens.prompt.lines import PromptLines, describe
from screens.screen import Screen
from screens.trail.words import kind_words
from sync.device import Device
from sync.views import PersonView


@dataclass(frozen=True)
class SavedLine:
    """An entry of this save: what sort it is, and its state in the exact words."""

    id: str
    what: str
    state: str


class SavedContact(Screen):
    """The contact `id` of `scope`, with all that was saved in the same act."""

    def __init__(self, device: Device, now: Callable[[], datetime], scope: str, id: str) -> None:
        self.device, self.now, self.scope, self.id = device, now, scope, id
        self.opened = False
        self._escalation = new_id()

    async def load(self) -> None:
        self.person: PersonView = await self.device.person(self.scope)
        self.directory: Directory = await self.device.directory()
        self.me = await self.device.me()
        self._begun = begun(await self.device.drafts(), self.scope, self.contact)
        self.opened = True
        self.changed()

    @property
    def name(self) -> str:
        return self.person.state.name if self.opened else "Contact"

    @property
    def standard(self) -> Standard:
        return self.directory.standard_at(self.now())

    @property
    def entries(self) -> list[SavedLine]:
        """The contact and what was recorded with it, at the same moment by the same hand."""
        lines = {line.id: line for line in trail(self.person.held, self.directory)}
        contact = lines.get(self.id)
        if contact is None:
            return []
        act = (contact.staff, contact.recorded_at)
        with_it = [each for each in lines.values() if (each.staff, each.recorded_at) == act]
        return [self._line(each) for each in sorted(with_it, key=lambda line: line.id != self.id)]

    def _line(self, line: TrailLine) -> SavedLine:
        return SavedLine(line.id, kind_words(line.kind), how_far(line, self.now()))

    @property
    def contact(self) -> str:
        """The id of the contact: where this is a correction, of the one it corrects."""
        entry = self.person.state.entries.get(self.id)
        return str(entry.body["target"]) if entry and entry.kind == AMENDED else self.id

    @property
    def to_escalate(self) -> bool:
        """Whether this contact decided to escalate, and no escalation rests on it yet."""
        return self.opened and self.contact in to_escalate(self.person.state, self.now())

    @property
    def was_begun(self) -> bool:
        """Whether that escalation was begun and is not saved."""
        return bool(self._begun)

    @property
    def escalation(self) -> str:
        """Its route: the draft that was begun, else one that begins with what this contact rests on."""
        return f"/person/{self.scope}/escalation/{self._begun or self._escalation}"

    @property
    def raised(self) -> list[PromptLines]:
        """The prompts that stand on this contact: first what nobody has been told."""
        held, me, team = held_by_id(self.person.held), self.me.staff_id, self.person.state.team
        prompts = [each for each in self.person.evaluation.prompts if self.id in each.evidence]
        lines = [describe(each, self.directory, held, me, team, self.now()) for each in prompts]
        return sorted(lines, key=lambda line: (not line.untold, line.prompt.by))


def how_far(line: TrailLine, now: datetime) -> str:
    """ "Saved on this tablet", then "Held centrally 14:32"; nothing is called synced before that."""
    if line.held_at is None:
        return "Saved on this tablet"
    held = f"Held centrally {moment_words(line.held_at, now)}"
    return f"{held}, not accepted: your manager sees why" if line.accepted is False else held
