"""A form on one page that becomes one entry: what cannot stand is said at its field, once somebody has tried to save it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from models.checks import problems
from screens.drafting.form import Form
from screens.drafting.lines import sort_of
from screens.drafting.reopening import opened_from
from screens.drafting.state import Drafting
from screens.reading import Unreadable, read_date, read_instant, read_time
from sync.authoring import Said
from sync.device import Device

LACKS_WHY = "Say why it is corrected."
T = TypeVar("T")
Body = dict[str, Any]


class PageForm(Form):
    """`record` is what it is a further entry of, "" for a new one. `tried`: somebody has pressed save."""

    record: str = ""
    tried: bool = False


P = TypeVar("P", bound=PageForm)


@dataclass(frozen=True)
class PageReading:
    """The body as entered, `wrong` the sentences by field, and when it happened: None for now."""

    body: Body
    wrong: Mapping[str, str]
    occurred_at: datetime | None = None


class Reader:
    """Reads what was entered at `now`. `wrong` gathers one sentence for each field of the form that cannot stand.

    `occurred_at`: when it happened, as the form asked in the field `asked_in`; None where it does not ask.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.wrong: dict[str, str] = {}
        self.occurred_at: datetime | None = None
        self.asked_in = ""

    def needs(self, name: str, value: str, sentence: str) -> str:
        """The words of a field that may not be empty."""
        if not value.strip():
            self.wrong[name] = sentence
        return value.strip()

    def read(self, name: str, how: Callable[[], T]) -> T | None:
        """What `how` reads; where it is Unreadable, None and its sentence at the field."""
        try:
            return how()
        except Unreadable as problem:
            self.wrong[name] = str(problem)
            return None

    def day(self, name: str, typed: str) -> date | None:
        return self.read(name, lambda: read_date(typed))

    def instant(self, name: str, on: date | None, typed: str) -> datetime | None:
        """The UTC instant of a time typed for that day; None with no further problem while the day does not stand."""
        at = self.read(name, lambda: read_time(typed))
        if on is None or at is None:
            return None
        return self.read(name, lambda: read_instant(on, at, not_after=self.now))

    def instant_in(self, form: Form, name: str) -> datetime | None:
        """The instant of the date in the form's field `name` with _on and the time in `name` with _at."""
        on = self.day(f"{name}_on", getattr(form, f"{name}_on"))
        return self.instant(f"{name}_at", on, getattr(form, f"{name}_at"))

    def happened(self, form: Form, name: str) -> None:
        """It happened at that instant, as typed."""
        self.occurred_at, self.asked_in = self.instant_in(form, name), f"{name}_at"

    def number(self, name: str, typed: str, sentence: str) -> float | None:
        """A number of at least 0, typed as figures; 2.5 and 2,5 are the same. A whole one is an int."""
        figures = typed.strip().replace(",", ".")
        if figures.isascii() and figures.isdecimal():
            return int(figures)
        if figures.isascii() and figures.replace(".", "", 1).isdecimal():
            return float(figures)
        self.wrong[name] = sentence
        return None


class PageDrafting(Drafting[P]):
    """Says what its body is (`says`), and which of its fields a problem of the record's own checks belongs to (`field_of`).

    `weighs`: it is said before saving whether it takes effect at once; of a correction always.
    """

    weighs = False

    async def judge(self) -> None:
        if self.weighs or self.form.corrects:
            read = self.read()
            stands = not read.wrong.keys() - {"corrected_because"}
            await self.weigh(self.becomes(read) if stands else None)

    @property
    def then(self) -> str:
        """The route to show once it is saved: what it belongs to; for a correction the trail, where both are to be read.

        "" leads back to where one came from.
        """
        return f"/person/{self.scope}/trail" if self.form.corrects else self.back

    def says(self, reader: Reader) -> Body:
        """The body as entered; whole only where the reader finds nothing wrong."""
        raise NotImplementedError

    def field_of(self, problem: str) -> str:
        """The form's field for one of the body, by its dotted path."""
        return problem.partition(".")[0]

    def entered(self) -> Body:
        return self.says(Reader(self.now()))

    def read(self) -> PageReading:
        """What is entered, with what could not be read, else what the record does not allow."""
        reader, now = Reader(self.now()), self.now()
        body = self.says(reader)
        if self.form.corrects:
            body = self.amendment()["body"]
        if not reader.wrong:
            found = problems(
                self.kind,
                body,
                occurred_at=reader.occurred_at or self.as_of,
                now=now,
                person=self.subject,
                directory=self.directory,
            )
            for problem in found:
                asked = problem.field == "occurred_at" and reader.asked_in
                reader.wrong.setdefault(asked or self.field_of(problem.field), problem.why)
        if self.form.corrects:
            reader.needs("corrected_because", self.form.corrected_because, LACKS_WHY)
        return PageReading(body, reader.wrong, reader.occurred_at)

    @property
    def wrong(self) -> Mapping[str, str]:
        return self.read().wrong if self.form.tried else {}

    def to_record(self) -> Sequence[Said]:
        self.put(tried=True)
        read = self.read()
        return () if read.wrong else [self.becomes(read)]

    def becomes(self, read: PageReading) -> Said:
        """What saving it records."""
        if self.form.corrects:
            return self.correction()
        return replace(self.said(read.body), occurred_at=read.occurred_at)

    def said(self, body: Body) -> Said:
        """What a body becomes that says something new."""
        return Said(self.kind, self.scope, body, self.form.record or None, entry_id=self.id)


class ShortForm(PageDrafting[P]):
    """A form that begins with no more than what it is about: `makes` is its form, `about` the field that names that.

    Where one about the same was begun and not saved, it is that one: `id` is then its draft's.
    """

    makes: type[P]
    about = "record"

    def __init__(self, device: Device, scope: str, draft_id: str, about: str = "") -> None:
        super().__init__(device, scope, draft_id, self.makes.of({self.about: about}))

    async def _open(self) -> None:
        about = getattr(self.form, self.about)
        drafts = await self.device.drafts() if about else []
        sort = self.sort or self.kind
        same = (each for each in drafts if (sort_of(each), each.scope) == (sort, self.scope))
        begun = next((each for each in same if opened_from(each, self.about) == about), None)
        self.id = begun.id if begun else self.id
        await super()._open()
