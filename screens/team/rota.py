"""Who is on call on one rung of a team: what is put on and taken off, what that leaves, and what it becomes. Knows no Flet.

The draft keeps what changes, never the rota: what others set meanwhile stays as they set it.
"""

from datetime import date, datetime, time, timedelta

from pydantic import Field

from models.kinds.organisation import Shift
from screens.drafting.form import Part
from screens.drafting.page import Body, PageForm, Reader
from screens.reading import read_instant, read_time
from screens.team import ahead, lines
from screens.team.lines import RungLine, rung_line
from screens.team.organising import Organising
from sync.device import Device

KEPT = timedelta(
    days=31
)  # D1 and whoever reads the rota look back at what has passed; past this the trail has it
STANDARD, DAILY, ONCE = "standard", "daily", "once"
MOST_DAYS = 92


class Turn(Part):
    """Somebody on call from the first day to the last. `how` is "standard", when the standard has somebody on call; "daily", at
    these hours of every day; or "once", without a break.
    """

    staff: str = ""
    how: str = STANDARD
    from_on: str = ""
    from_at: str = ""
    until_on: str = ""
    until_at: str = ""


class RotaForm(PageForm):
    """`record` is the team, `rung` "manager" or "senior". `off` are the shifts taken off, by `name_of_shift`."""

    rung: str = ""
    off: list[str] = Field(default_factory=lambda: list[str]())
    turns: list[Turn] = Field(default_factory=lambda: list[Turn]())


class RotaState(Organising[RotaForm]):
    kind = "rota.set"

    def __init__(self, device: Device, draft_id: str, team: str = "", rung: str = "") -> None:
        super().__init__(device, draft_id, RotaForm(record=team, rung=rung))

    def fresh(self) -> RotaForm:
        return RotaForm(record=self.form.record, rung=self.form.rung, turns=[Turn()])

    @property
    def hours_words(self) -> str:
        """When the standard has somebody on call."""
        hours = self.standard.hours
        return f"{hours.on_call_from:%H:%M} to {hours.on_call_until:%H:%M}, and all day where it is no working day"

    # ------------------------------------------------------------------ what there is

    @property
    def team(self) -> str:
        return self.form.record

    @property
    def colleagues(self) -> list[tuple[str, str]]:
        """Who can be on call on this rung: those of that role in the team, on leave or not."""
        now = self.now()
        there = (
            each
            for each in self.directory.staff.values()
            if each.role == self.form.rung and each.here_at(now)
        )
        return [(each.id, each.name) for each in lines.in_order(there) if self.team in each.teams]

    @property
    def shifts(self) -> list[tuple[str, str]]:
        """Those of this rung that have not passed: what each is called in `off`, and its words."""
        now = self.now()
        there = [each for each in self._rota if each.role == self.form.rung and each.ends_at > now]
        there.sort(key=lambda each: (each.starts_at, each.ends_at, each.staff))
        return [(name_of_shift(each), self._words(each, now)) for each in there]

    def _words(self, shift: Shift, now: datetime) -> str:
        when = ahead.from_to_words(shift.starts_at, shift.ends_at, now)
        return f"{self.directory.name_of(shift.staff)}: {when}"

    @property
    def _rota(self) -> tuple[Shift, ...]:
        return self.directory.rotas.get(self.team, ())

    # ------------------------------------------------------------------ entering

    def turn_off(self, name: str) -> None:
        """Take a shift off, or put it back."""
        off = self.form.off
        self.put(off=[each for each in off if each != name] if name in off else [*off, name])

    def another(self) -> None:
        self.put(turns=[*self.form.turns, Turn()])

    # ------------------------------------------------------------------ what it becomes

    @property
    def preview(self) -> RungLine:
        """The rung as it would be, as far as it can be read."""
        shifts = [Shift.model_validate(each) for each in self._shifts(Reader(self.now()))]
        after = ahead.with_rota(self.directory, self.team, shifts)
        return rung_line(after, self.team, self.form.rung, self.now())

    def says(self, reader: Reader) -> Body:
        form = self.form
        shifts = self._shifts(reader)
        if not form.off and not any(map(_is_begun, form.turns)):
            reader.wrong["turns"] = "Put somebody on call, or take somebody off."
        return {"team": self.team, "shifts": shifts}

    def _shifts(self, reader: Reader) -> list[Body]:
        """The rota with what is entered: of both rungs, since an entry holds the whole of it."""
        kept = [
            each
            for each in self._rota
            if each.ends_at > self.now() - KEPT and name_of_shift(each) not in self.form.off
        ]
        new = [
            shift
            for n, turn in enumerate(self.form.turns)
            if _is_begun(turn)
            for shift in self._read(turn, n, reader)
        ]
        return [each.model_dump(mode="json") for each in kept] + new

    def _read(self, turn: Turn, n: int, reader: Reader) -> list[Body]:
        at = f"turns.{n}."
        staff = reader.needs(f"{at}staff", turn.staff, "Choose who it is.")
        first, last = reader.day(f"{at}from_on", turn.from_on), reader.day(f"{at}until_on", turn.until_on)
        if first is not None and last is not None and not 0 <= (last - first).days < MOST_DAYS:
            sentence = (
                f"At most {MOST_DAYS} days at a time."
                if last > first
                else "The last day is before the first."
            )
            reader.wrong[f"{at}until_on"] = sentence
            first = None
        hours = None if turn.how == STANDARD else self._hours(turn, at, reader)
        if first is None or last is None or not staff:
            return []
        if turn.how == STANDARD:
            times = ahead.on_call_times(first, last, self.standard.hours)
        elif hours is None:
            return []
        else:
            spans = _daily(first, last, *hours) if turn.how == DAILY else [(first, hours[0], last, hours[1])]
            times = [each for span in spans if (each := _instants(*span, at, reader))]
        said = {"staff": staff, "role": self.form.rung}
        return [
            said | {"starts_at": begins.isoformat(), "ends_at": ends.isoformat()} for begins, ends in times
        ]

    def _hours(self, turn: Turn, at: str, reader: Reader) -> tuple[time, time] | None:
        starts = reader.read(f"{at}from_at", lambda: read_time(turn.from_at))
        ends = reader.read(f"{at}until_at", lambda: read_time(turn.until_at))
        return None if starts is None or ends is None else (starts, ends)

    def field_of(self, problem: str) -> str:
        return "turns"


def name_of_shift(shift: Shift) -> str:
    """What a draft calls a shift: it has no id, and is what it says."""
    return f"{shift.staff} {shift.role} {shift.starts_at.isoformat()} {shift.ends_at.isoformat()}"


def _is_begun(turn: Turn) -> bool:
    """Whether anything was entered in it."""
    return bool(turn.staff or turn.from_on.strip("/ ") or turn.until_on.strip("/ "))


def _daily(first: date, last: date, starts: time, ends: time) -> list[tuple[date, time, date, time]]:
    """A stretch a day; one that ends no later than it begins runs into the next morning."""
    over = timedelta(days=0 if ends > starts else 1)
    days = ahead.days_from(first, (last - first).days + 1)
    return [(on, starts, on + over, ends) for on in days]


def _instants(
    first: date, starts: time, last: date, ends: time, at: str, reader: Reader
) -> tuple[datetime, datetime] | None:
    begins = reader.read(f"{at}from_at", lambda: read_instant(first, starts))
    stops = reader.read(f"{at}until_at", lambda: read_instant(last, ends))
    if begins is None or stops is None:
        return None
    if stops <= begins:
        reader.wrong[f"{at}until_at"] = "The end is not after the start."
        return None
    return begins, stops
