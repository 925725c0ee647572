"""The registers: what is open in each; one of them; one line of one with its trail, and what waits or was recorded apart in it."""

from models.directory import Directory
from models.fold import ScopeState
from models.trail import trail
from screens.about import is_team, team_name
from screens.app_state import AppState
from screens.huddle.state import leads
from screens.person.apart import Apart, apart, may_decide
from screens.person.waiting import WaitingLine, waiting_lines
from screens.registers.lines import REGISTERS, Register, RegisterLine, in_order, line_of, lines_of, register
from screens.screen import Screen
from screens.trail.state import steps_of
from screens.trail.steps import Step
from sync.device import Device
from sync.views import Me, ScopeView

STEP = 50
ACTIONS = "actions"


class RegistersState(Screen):
    """`lines` of every register, of my teams and of the people here, in order. `whole`: they are all there is, for I lead."""

    def __init__(self, app: AppState, key: str = "") -> None:
        self.app, self.key = app, key
        self.opened = self.open_only = False
        self.most = STEP
        self.lines: tuple[RegisterLine, ...] = ()
        self.teams: list[tuple[str, str]] = []

    async def load(self) -> None:
        device, now = self.app.open_device, self.app.now()
        self.me: Me = await device.me()
        self.directory: Directory = await device.directory()
        self.teams = [
            (each, team_name(each, self.directory)) for each in map("team:{}".format, self.me.teams)
        ]
        found: list[RegisterLine] = []
        for state in await scopes_with_lines(device, self.me):
            of = [each for each in REGISTERS if is_team(state.scope) or each.key != ACTIONS]
            found += lines_of(state, self.directory, self.me, now, of)
        self.lines = in_order(found)
        self.opened = True
        self.changed()

    @property
    def register(self) -> Register:
        return register(self.key)

    @property
    def whole(self) -> bool:
        return leads(self.me)

    @property
    def shown(self) -> tuple[RegisterLine, ...]:
        there = (each for each in self.lines if each.register == self.register.key)
        return tuple(each for each in there if each.open or not self.open_only)

    def count_words(self, key: str) -> str:
        """ "3 open of 5, 1 past its time"; of a register where nothing stays open, how many there are."""
        lines = [each for each in self.lines if each.register == key]
        if not lines:
            return "Nothing yet"
        if not any(each.state for each in lines):
            return f"{len(lines)} recorded"
        past = sum(each.past for each in lines)
        late = f", {past} past {'its' if past == 1 else 'their'} time" if past else ""
        count = sum(each.open for each in lines)
        of = "" if count == len(lines) else f" of {len(lines)}"
        return f"{count or 'None'} open{of}{late}"

    def only_open(self, only: bool) -> None:
        self.open_only, self.most = only, STEP
        self.changed()

    def more(self) -> None:
        self.most += STEP
        self.changed()


async def scopes_with_lines(device: Device, me: Me) -> list[ScopeState]:
    """My teams, and of the people here those who hold a line of a register."""
    teams = [(await device.team(f"team:{team}")).state for team in me.teams]
    people = [(await device.person(row.scope)).state for row in await device.people() if row.in_registers]
    return [*teams, *people]


class LineState(Screen):
    """One line. `line` is None when it is not on this tablet."""

    def __init__(self, app: AppState, scope: str, record: str) -> None:
        self.app, self.scope, self.record = app, scope, record
        self.opened = False
        self.line: RegisterLine | None = None

    async def load(self) -> None:
        device, now = self.app.open_device, self.app.now()
        self.me, self.directory = await device.me(), await device.directory()
        self.view: ScopeView = await device.view(self.scope)
        self.line = line_of(self.view.state, self.record, self.directory, self.me, now)
        people = {row.scope.removeprefix("person:"): row.name for row in await device.people()}
        self.sampled = tuple(people.get(each, "Somebody not on this tablet") for each in self._sampled())
        self.opened = True
        self.changed()

    def _sampled(self) -> tuple[str, ...]:
        audits = self.view.state.registers.audits
        return next((each.begun.body.sampled for each in audits if each.record == self.record), ())

    @property
    def waiting(self) -> tuple[WaitingLine, ...]:
        """What of it waits for a manager."""
        entries = self.view.state.entries
        lines = waiting_lines(self.view, self.directory, self.me, self.app.now())
        return tuple(each for each in lines if entries[each.entry].record == self.record)

    @property
    def apart(self) -> tuple[Apart, ...]:
        found = apart(self.view.state, self.directory, self.app.now())
        return tuple(each for each in found if each.record == self.record)

    @property
    def decides(self) -> bool:
        return may_decide(self.me)

    @property
    def goes_on_elsewhere(self) -> bool:
        """Whether what becomes of it is not on this tablet: of a team I do not lead, I hold only what I recorded."""
        return is_team(self.scope) and not self.directory.leads_team(self.me.staff_id, self.view.state.team)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was recorded in it, the newest last."""
        there = [each for each in self.view.held if each.entry.record == self.record]
        kept = {each.entry.id for each in there}
        lines = (each for each in trail(self.view.held, self.directory) if each.id in kept)
        return steps_of(lines, self.me, self.app.now())
