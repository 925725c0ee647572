"""Trail: a person's entries in order, the same at both ends but for what has not travelled yet."""

from dataclasses import dataclass, field, replace

from models.correcting import may_correct
from models.opening import may_see_openings
from models.times import clock_words, date_words, day_of, marked, moment_words
from models.trail import Note, Sight, TrailLine, openings, trail
from screens.app_state import AppState
from screens.correcting.state import can_be_corrected, who_can
from screens.person.opening import Opening
from screens.screen import Screen
from screens.trail.words import clock_note, held_words, reason_words, told_apart
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
UNAUTHORISED = (
    "It is held and counts as usual. Its author's role may not decide this: a manager should look at it."
)
INCOMPLETE = "It builds on a record that is not on this tablet yet."
OPENINGS = "access."  # for whoever leads the team, and by itself: the chain is the same at both ends


@dataclass(frozen=True)
class Step:
    """One entry in words: `by` who and how, `held` when recorded and where held, `seen` on whose tablets and who saw, `notes` what became of it.

    `correctable`: it leads whoever reads to a correction; all else is the same for everybody. `called` is its name for that button, of its own in what is shown.
    """

    id: str
    when: str
    what: str
    by: str
    held: str
    seen: str
    notes: tuple[str, ...]
    on_this_tablet_only: bool
    not_accepted: bool
    correctable: bool = field(compare=False)
    called: str = ""


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
        self.name, self._person, self._directory = view.state.name, view.state, directory
        self.me: Me = await device.me()
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
        steps = [self._step(line) for line in self.chosen[-self.most :]]
        called = told_apart([f"{step.what}, {step.when}" for step in steps])
        return tuple(replace(step, called=name) for step, name in zip(steps, called, strict=True))

    def _may_correct(self, line: TrailLine) -> bool:
        return may_correct(self.me.role, line.kind, self.me.standard)

    @property
    def for_others(self) -> str:
        """Who can correct what is shown here and I may not; "" where that is nothing."""
        shown = self.chosen[-self.most :]
        kinds = [each.kind for each in shown if can_be_corrected(each) and not self._may_correct(each)]
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

    def _step(self, line: TrailLine) -> Step:
        now = self.app.now()
        when = f"{date_words(day_of(line.at), day_of(now))}, {clock_words(line.at)}"
        recorded = moment_words(line.recorded_at, now)
        not_accepted = line.accepted is False
        return Step(
            id=line.id,
            when=marked(when, line.certain),
            what=line.what,
            by=". ".join(filter(None, (line.who, line.where))),
            held=f"Recorded {recorded}. {held_words(line.held_at, line.accepted, now)}",
            seen=". ".join(
                (
                    *self._sights("On the tablet of", line.on_tablets_of),
                    *self._sights("Seen by", line.seen_by),
                )
            ),
            notes=(
                *([reason_words(line.reason)] if not_accepted else []),
                *([UNAUTHORISED] if line.unauthorised and not not_accepted else []),
                *([INCOMPLETE] if line.incomplete else []),
                *clock_note(line.at, line.clock_error, line.certain, now),
                *(self._note(each) for each in line.notes),
            ),
            on_this_tablet_only=line.held_at is None,
            not_accepted=not_accepted,
            correctable=can_be_corrected(line) and self._may_correct(line),
        )

    def _sights(self, words: str, sights: tuple[Sight, ...]) -> tuple[str, ...]:
        now = self.app.now()
        said = (f"{each.name} {marked(moment_words(each.at, now), each.certain)}" for each in sights)
        return (f"{words} {', '.join(said)}",) if sights else ()

    def _note(self, note: Note) -> str:
        at = marked(moment_words(note.at, self.app.now()), note.certain)
        words = f"{note.words[:1].upper()}{note.words[1:]}: {note.name}, {at}"
        return f"{words}. {note.reason}" if note.reason else words
