"""Trail: a person's entries in order, the same at both ends but for what has not travelled yet."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from models.correcting import may_correct
from models.opening import may_see_openings
from models.trail import TrailLine, openings, trail
from screens.app_state import AppState
from screens.correcting.state import can_be_corrected, who_can
from screens.person.opening import Opening, RecordScreen
from screens.trail.steps import Step, step_of
from screens.trail.words import told_apart
from sync.views import Me

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


class TrailState(RecordScreen):
    """The latest entries, the newest last; `earlier` brings those before. `only` is a key of `filters`.

    `openings`: who opened the record; None for whoever does not lead the team.
    """

    def __init__(self, app: AppState, scope: str) -> None:
        self.app, self.scope = app, scope
        self.name = ""
        self.only = EVERYTHING
        self.most = STEP
        self.lines: tuple[TrailLine, ...] = ()
        self.openings: tuple[TrailLine, ...] | None = None
        self.opening = Opening(app.open_device, scope, self.changed, self.load)

    async def read_record(self) -> None:
        device = self.app.open_device
        view, directory = await device.person(self.scope), await device.directory()
        self.name, self._person, self._directory = view.state.name, view.state, directory
        self.me: Me = await device.me()
        self.lines = trail(view.held, directory)
        leads = may_see_openings(view.state, device.staff, directory)
        self.openings = openings(view.held, directory) if leads else None

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
        return steps_of(self.chosen[-self.most :], self.me, self.app.now())

    @property
    def for_others(self) -> str:
        """Who can correct what is shown here and I may not; "" where that is nothing."""
        shown = self.chosen[-self.most :]
        kinds = [each.kind for each in shown if can_be_corrected(each) and not _may_correct(each, self.me)]
        now = self.app.now()
        who = dict.fromkeys(who_can(each, self._person, self._directory, self.me, now) for each in kinds)
        return f"What your role may not record is corrected by {' or '.join(who)}." if who else ""

    @property
    def earlier_count(self) -> int:
        return max(0, len(self.chosen) - self.most)

    def show_only(self, kind: str) -> None:
        self.only, self.most = kind, STEP
        self.changed()

    def earlier(self) -> None:
        self.most += STEP
        self.changed()


def steps_of(lines: Iterable[TrailLine], me: Me, now: datetime) -> tuple[Step, ...]:
    """As I read them, each with the way to its correction where I may."""
    steps = [
        step_of(line, now, correctable=can_be_corrected(line) and _may_correct(line, me)) for line in lines
    ]
    called = told_apart([f"{step.what}, {step.when}" for step in steps])
    return tuple(replace(step, called=name) for step, name in zip(steps, called, strict=True))


def _may_correct(line: TrailLine, me: Me) -> bool:
    return may_correct(me.role, line.kind, me.standard)
