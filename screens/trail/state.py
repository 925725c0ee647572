"""Trail: a person's entries in order, the same at both ends but for what has not travelled yet."""

from models.opening import may_see_openings
from models.trail import TrailLine, openings, trail
from screens.app_state import AppState
from screens.person.opening import Opening
from screens.screen import Screen
from screens.trail.steps import Step, step_of

STEP = 15
EVERYTHING = ""
# What may be chosen to look at, by the start of the kind's name.
FILTERS = {
    EVERYTHING: "Everything",
    "contact.recorded": "Contacts",
    "plan.": "Plans",
    "prompt.": "Prompts",
    "episode.": "Step-downs",
    "entry.": "Corrections",
}
OPENINGS = "access."  # for whoever leads the team, and by itself: the chain is the same at both ends


class TrailState(Screen):
    """The latest entries, the newest last; `earlier` brings those before. `only` is a key of `filters`.

    `openings`: who opened the record; None for whoever does not lead the team.
    """

    def __init__(self, app: AppState, scope: str) -> None:
        self.app, self.scope = app, scope
        self.opened = False
        self.name = ""
        self.only = EVERYTHING
        self.most = STEP
        self.lines: tuple[TrailLine, ...] = ()
        self.openings: tuple[TrailLine, ...] | None = None
        self.opening = Opening(app.open_device, scope, self.changed, self.load)

    async def load(self) -> None:
        if not self.opened and await self.opening.waits():
            self.changed()
            return
        device = self.app.open_device
        view, directory = await device.person(self.scope), await device.directory()
        self.name = view.state.name
        self.lines = trail(view.held, directory)
        leads = may_see_openings(view.state, device.staff, directory)
        self.openings = openings(view.held, directory) if leads else None
        first, self.opened = not self.opened, True
        self.changed()
        if first:
            await self.opening.note()

    @property
    def filters(self) -> dict[str, str]:
        """What may be chosen to look at; who opened the record only by whoever leads the team."""
        return FILTERS | ({OPENINGS: "Who opened the record"} if self.openings is not None else {})

    @property
    def chosen(self) -> tuple[TrailLine, ...]:
        if self.only == OPENINGS:
            return self.openings or ()
        return tuple(line for line in self.lines if line.kind.startswith(self.only))

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step_of(line, self.app.now()) for line in self.chosen[-self.most :])

    @property
    def earlier_count(self) -> int:
        return max(0, len(self.chosen) - self.most)

    def show_only(self, kind: str) -> None:
        self.only, self.most = kind, STEP
        self.changed()

    def earlier(self) -> None:
        self.most += STEP
        self.changed()
