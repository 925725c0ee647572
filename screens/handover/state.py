"""The handover of one person: the sheet as this tablet knows it, and the handovers there have been."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.fold import Handover
from models.kinds.papers import HandoverGiven
from models.times import marked, moment_words
from screens.handover.contents import Source
from screens.handover.sheet import Part, not_known, sheet
from screens.person.around_lines import accepted_words
from screens.person.opening import Opening, RecordScreen
from screens.prompt.lines import sentence
from sync.device import Device
from sync.views import Me, PersonView


@dataclass(frozen=True)
class HandoverLine:
    """One handover there has been. `accepted`: a named human there has it. `mine`: whoever reads is of the team it goes to."""

    id: str
    title: str
    given: str
    why: str
    answer: str
    accepted: bool
    mine: bool


class HandoverState(RecordScreen):
    def __init__(self, device: Device, now: Callable[[], datetime], scope: str) -> None:
        self.device, self.now, self.scope = device, now, scope
        self.opening = Opening(device, scope, self.changed, self.load)

    async def read_record(self) -> None:
        self.view: PersonView = await self.device.person(self.scope)
        self.me: Me = await self.device.me()
        self.directory = await self.device.directory()

    @property
    def name(self) -> str:
        return self.view.state.name or "Details still arriving"

    @property
    def parts(self) -> tuple[Part, ...]:
        """The sheet, as of now."""
        now = self.now()
        standard = self.directory.standard_at(now)
        return sheet(Source(self.view, self.directory, standard, now))

    @property
    def not_known(self) -> tuple[str, ...]:
        return not_known(self.parts)

    @property
    def handovers(self) -> tuple[HandoverLine, ...]:
        """The newest first."""
        return tuple(self._line(each) for each in reversed(self.view.state.handovers))

    def _line(self, handover: Handover) -> HandoverLine:
        body: HandoverGiven = handover.given.body
        given = handover.given
        whom = f" to {body.given_to.strip()}" if body.given_to.strip() else ""
        when = marked(moment_words(given.at, self.now()), given.certain)
        by = self.directory.name_of(given.entry.author)
        return HandoverLine(
            id=handover.id,
            title=f"To {handover.to}",
            given=sentence(f"{by} gave it{whom}, {body.mode.words.lower()}, {when}."),
            why=body.why.strip(),
            answer=f"{accepted_words(handover, self.now())}.",
            accepted=handover.accepted is not None,
            mine=body.to_team in self.me.teams,
        )
