"""A form on one page that becomes one entry: what cannot stand is said at its field, once somebody has tried to save it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from models.checks import problems
from models.fold import PersonState
from screens.drafting.form import Form
from screens.drafting.state import Drafting
from screens.reading import Unreadable, read_date
from sync.authoring import Said

T = TypeVar("T")
Body = dict[str, Any]


class PageForm(Form):
    """`record` is what it is a further entry of, "" for a new one. `tried`: somebody has pressed save."""

    record: str = ""
    tried: bool = False


P = TypeVar("P", bound=PageForm)


class Reader:
    """Reads what was entered. `wrong` gathers one sentence for each field of the form that cannot stand."""

    def __init__(self) -> None:
        self.wrong: dict[str, str] = {}

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
    """Says what its body is (`says`), and which of its fields a problem of the record's own checks belongs to (`field_of`)."""

    def says(self, reader: Reader) -> Body:
        """The body as entered; whole only where the reader finds nothing wrong."""
        raise NotImplementedError

    def field_of(self, problem: str) -> str:
        """The form's field for one of the body, by its dotted path."""
        return problem.partition(".")[0]

    def read(self) -> tuple[Body, Mapping[str, str]]:
        """The body, and the sentences by field: what could not be read, else what the record does not allow."""
        reader, now = Reader(), self.now()
        body = self.says(reader)
        if not reader.wrong:
            found = problems(
                self.kind,
                body,
                occurred_at=now,
                now=now,
                person=self.view.state if isinstance(self.view.state, PersonState) else None,
                directory=self.directory,
            )
            for problem in found:
                reader.wrong.setdefault(self.field_of(problem.field), problem.why)
        return body, reader.wrong

    @property
    def wrong(self) -> Mapping[str, str]:
        return self.read()[1] if self.form.tried else {}

    def to_record(self) -> Sequence[Said]:
        self.put(tried=True)
        body, wrong = self.read()
        if wrong:
            return ()
        return [self.said(body)]

    def said(self, body: Body) -> Said:
        return Said(self.kind, self.scope, body, self.form.record or None, entry_id=self.id)
