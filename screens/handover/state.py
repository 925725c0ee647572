"""The handover of one person: the sheet as this tablet knows it, handovers there have been, and recording either side of one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from models.fold import Handover
from models.kinds.papers import HandoverGiven
from models.times import marked, moment_words
from screens.handover.contents import Source
from screens.handover.forms import ELSEWHERE, WRITES
from screens.handover.sheet import Part, not_known, sheet
from screens.person.around_lines import accepted_words
from screens.person.entering import Entering
from screens.person.opening import Opening, RecordScreen
from screens.prompt.lines import sentence
from screens.reading import typed_date, typed_time
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
    """`saved` is called after anything was recorded here."""

    def __init__(
        self, device: Device, now: Callable[[], datetime], scope: str, saved: Callable[[], Awaitable[None]]
    ) -> None:
        self.device, self.now, self.scope, self._saved = device, now, scope, saved
        self.opening = Opening(device, scope, self.changed, self.load)
        self.entering = Entering(device, scope, self.changed, self._after, WRITES)

    async def read(self) -> None:
        self.view: PersonView = await self.device.person(self.scope)
        self.me: Me = await self.device.me()
        self.directory = await self.device.directory()

    async def _after(self) -> None:
        await self.load()
        await self._saved()

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

    @property
    def teams(self) -> list[tuple[str, str]]:
        """Our other teams, by name: whom a person may go to."""
        others = (each for each in self.directory.teams.values() if each.id != self.view.state.team)
        return [(each.id, each.name) for each in sorted(others, key=lambda each: each.name)]

    def start_giving(self) -> None:
        """Where we have no other team it goes elsewhere, and that is not asked."""
        now = self.device.clock_now()
        team = "" if self.teams else ELSEWHERE
        self.entering.start("given", mode="02", to_team=team, **_moment("given", now))

    def start_answering(self, line: HandoverLine) -> None:
        """Whoever is of the receiving team answers for themselves, unless they say another name."""
        mine = {"name": self.me.name, "answer": "accepted"} if line.mine else {}
        own = {"me": self.me.staff_id, "my_name": self.me.name} if line.mine else {}
        self.entering.start(
            "answered", line.id, mode="02", **mine, **own, **_moment("answered", self.device.clock_now())
        )

    def choose_team(self, team: str) -> None:
        """A team of ours says its own name; elsewhere it is asked."""
        self.entering.setter("to")(dict(self.teams).get(team, ""))
        self.entering.setter("to_team")(team)

    async def save_entered(self) -> None:
        """Record it with what was not known on the sheet, and how fresh that was."""
        form = self.entering.form
        if form is not None and form.what == "given":
            form.said["not_known"] = "\n".join(self.not_known)
            form.said["as_at"] = self.view.as_at.isoformat() if self.view.as_at else ""
        await self.entering.save(self.view.state, self.directory)


def _moment(name: str, now: datetime) -> dict[str, str]:
    return {f"{name}_on": typed_date(now), f"{name}_at": typed_time(now)}
