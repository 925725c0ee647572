"""Who else recorded a contact of that time. A visit made by two is recorded by each; said to be the same, it is read as one contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.directory import Directory
from models.fold import PersonState
from models.times import clock_words, day_of, day_words

APART = "apart"
SLACK = timedelta(minutes=30)  # two workers rarely write down the same minute


@dataclass(frozen=True)
class Recorded:
    """A contact that is on this tablet: whose record it is, and from when to when."""

    id: str
    who: str
    started_at: datetime
    ended_at: datetime

    def near(self, started_at: datetime, ended_at: datetime) -> bool:
        """Whether it may be the same visit as one of those times."""
        return self.started_at <= ended_at + SLACK and started_at <= self.ended_at + SLACK

    def words(self, now: datetime) -> str:
        """ "the one Ann Smith recorded, today 10:00 to 10:30"."""
        day = day_words(day_of(self.started_at), day_of(now))
        return f"the one {self.who} recorded, {day} {clock_words(self.started_at)} to {clock_words(self.ended_at)}"


def recorded(person: PersonState, directory: Directory, me: str) -> tuple[Recorded, ...]:
    """Every contact with them, in order of time."""
    return tuple(
        Recorded(record.id, _who(record.authors, directory, me), record.started_at, record.ended_at)
        for visit in person.visits
        for record in visit.records
    )


def _who(authors: Iterable[str], directory: Directory, me: str) -> str:
    return " and ".join(sorted("you" if each == me else directory.name_of(each) for each in authors))


def beside(
    known: Iterable[Recorded], own: str, chosen: str, started_at: datetime, ended_at: datetime
) -> list[Recorded]:
    """Those that may be the same visit, and the one that was chosen; never the record itself."""
    return [
        each for each in known if each.id != own and (each.id == chosen or each.near(started_at, ended_at))
    ]
