"""Prompts: everything standing, what asks me first; and one prompt whole, opened, answered, told or stepped down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.directory import Directory
from models.fold import PersonState, ScopeState
from models.prompt import Prompt
from models.times import clock_words, moment_words
from screens.about import is_team, name_of, team_names
from screens.app_state import AppState
from screens.person.lines import held_by_id
from screens.person.opening import Opening, RecordScreen
from screens.person.waiting import WaitingLine, waiting_lines
from screens.prompt.lines import PromptLines, describe
from screens.prompt.onward import Onward, onward
from screens.prompt.seeing import see
from screens.prompts.held import HeldList
from screens.prompts.silences import SilenceLine, silence_lines
from screens.prompts.stepping_down import may_step_down
from screens.screen import Screen

STEP = 50
NOTICED = timedelta(days=7)  # how long it is said that a code was given


@dataclass(frozen=True)
class Listed:
    """A prompt in the list, and whom it is about."""

    name: str
    lines: PromptLines


class PromptsState(Screen):
    """`most` is how many of each group are listed."""

    def __init__(self, app: AppState) -> None:
        self.app = app
        self.opened = False
        self.most = STEP
        self.all: tuple[Listed, ...] = ()
        self.held = HeldList(self.changed)
        self.silences: tuple[SilenceLine, ...] = ()
        self.codes_given: tuple[str, ...] = ()

    async def load(self) -> None:
        device = self.app.open_device
        names = {scope: row.name for row in await device.people() for scope in row.scopes}
        names |= team_names(await device.directory())
        await self.held.load(device, names, self.app.now())
        self.silences = await silence_lines(device, self.app.now())
        standing = [] if (await device.me()).administers else await device.prompts()
        self.all = tuple([await self._listed(each, names.get(each.scope, "")) for each in standing])
        self.codes_given = codes_given(self.app.directory, device.staff, self.app.now())
        self.opened = True
        self.changed()

    async def _listed(self, prompt: Prompt, name: str) -> Listed:
        device = self.app.open_device
        view = await device.view(prompt.scope)
        directory = await device.directory()
        lines = describe(
            prompt, directory, held_by_id(view.held), device.staff, view.state.team, self.app.now()
        )
        return Listed(name or "Name still arriving", lines)

    @property
    def mine(self) -> tuple[Listed, ...]:
        """What asks me, by when it is due."""
        return self._by_due(each for each in self.all if each.lines.mine and not each.lines.quiet)

    @property
    def others(self) -> tuple[Listed, ...]:
        """What asks somebody else."""
        return self._by_due(each for each in self.all if not each.lines.mine and not each.lines.quiet)

    @property
    def quiet(self) -> tuple[Listed, ...]:
        """Answered, and quiet until their next time."""
        return self._by_due(each for each in self.all if each.lines.quiet)

    def more(self) -> None:
        self.most += STEP
        self.changed()

    def _by_due(self, listed: Iterable[Listed]) -> tuple[Listed, ...]:
        return tuple(sorted(listed, key=lambda each: (each.lines.due_at, each.lines.prompt.id)))


def codes_given(directory: Directory, me: str, now: datetime) -> tuple[str, ...]:
    """A sentence for each code lately given for a tablet of somebody whose team I lead, the latest first."""
    given = [
        (code.at, device, directory.name_of(code.by))
        for id, codes in directory.recoveries.items()
        if (device := directory.devices.get(id)) and directory.leads(me, device.staff)
        for code in codes
        if now - code.at < NOTICED
    ]
    return tuple(
        f"A code to reset the passphrase of {device.label} ({directory.name_of(device.staff)}) was given "
        f"{_when(at, now)} by {by}. If that was not expected, ring your IT lead."
        for at, device, by in sorted(given, key=lambda each: each[0], reverse=True)
    )


def _when(at: datetime, now: datetime) -> str:
    words = moment_words(at, now)
    return f"at {words}" if words == clock_words(at) else words


class PromptState(RecordScreen):
    """One prompt. `lines` is None when it no longer stands.

    `waiting` is what waits for a manager: step-downs of its episode, an interim restriction. `onward` is where what it asks
    is done. `record` is that of the line of a register it is about, "" for none.
    """

    def __init__(self, app: AppState, prompt_id: str) -> None:
        self.app, self.id = app, prompt_id
        self.opening = Opening(app.open_device, "", self.changed, self.load)
        self.lines: PromptLines | None = None
        self.name = self.scope = self.record = ""
        self.onward: Onward | None = None
        self.of_episode: tuple[Prompt, ...] = ()
        self.waiting: tuple[WaitingLine, ...] = ()

    async def load(self) -> None:
        """Find out whose record it shows, and read it."""
        prompts = await self.app.open_device.prompts()
        found = next((each for each in prompts if each.id == self.id), None)
        if found is not None:
            self.scope = self.opening.scope = found.scope
        await super().load()

    async def read_record(self) -> None:
        """Whoever it asks has thereby opened it, which is recorded once; reading it again is nobody's doing."""
        device = self.app.open_device
        if self.scope and not self.opened:
            view = await device.view(self.scope)
            if await see(device, view, device.staff, self.id):
                await self.app.refresh()
        await self._read()

    async def _read(self) -> None:
        device = self.app.open_device
        self.directory = await device.directory()
        self.me = await device.me()
        if not self.scope:
            return
        view = await device.view(self.scope)
        self.name = name_of(view.state, self.directory)
        standing = view.evaluation.prompts
        found = next((each for each in standing if each.id == self.id), None)
        self.of_episode = tuple(
            each for each in standing if found and found.episode and each.episode == found.episode
        )
        held, team, now = held_by_id(view.held), view.state.team, self.app.now()
        self.lines = describe(found, self.directory, held, device.staff, team, now) if found else None
        waiting = waiting_lines(view, self.directory, self.me, now)
        self.waiting = tuple(each for each in waiting if found and _belongs(each, found))
        state = view.state
        self.onward = onward(found, state, self.me, now) if found and isinstance(state, PersonState) else None
        self.record = _record(found, state) if found else ""

    @property
    def may_step_down(self) -> bool:
        proposed = any(each.mine for each in self.waiting)
        return not proposed and may_step_down(self.me.role, self.of_episode)

    @property
    def step_down(self) -> str:
        """The route of stepping its episode down."""
        return f"/person/{self.scope}/episode/{self.of_episode[0].episode}/down"


def _belongs(waiting: WaitingLine, prompt: Prompt) -> bool:
    return waiting.entry in prompt.evidence or waiting.episode == (prompt.episode or "-")


def _record(prompt: Prompt, state: ScopeState) -> str:
    """The record of the line of a register it is about."""
    actions = state.actions if is_team(state.scope) else ()  # of a person, they are on the person's page
    lines = {each.record for each in (*state.registers.lines, *actions)}
    lines |= {each.id for each in state.registers.supervisions}
    entries = (state.entries.get(id) for id in prompt.evidence)
    return next((each.record for each in entries if each and each.record in lines), "")
