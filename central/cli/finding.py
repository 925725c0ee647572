"""From the words of a command to who or what is meant: an id, the beginning of one, or a name that only one has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from central.centre import Centre
from central.errors import CommandRefused
from central.grants import ADMIN_KINDS
from central.joining import joined
from central.records import columns
from central.store.tables import ACCEPTED, caseloads, entries, people
from models.authority import CORRECTIONS
from models.directory import Directory, Staff, Team
from models.entry import Entry
from models.fold import PersonState, fold
from models.fold.matching import MATCHED

T = TypeVar("T")
SHORTEST_ID = 6


@dataclass(frozen=True)
class Person:
    """Someone supported, as an administrator may see them."""

    scope: str
    state: PersonState

    @property
    def id(self) -> str:
        return self.scope.removeprefix("person:")

    @property
    def name(self) -> str:
        return self.state.name or "(no details yet)"


def directory_of(centre: Centre) -> Directory:
    return centre.records.directory(centre.organisation.id)


def staff_meant(centre: Centre, words: str) -> Staff:
    found = directory_of(centre).staff
    return _meant(
        words, found, {id: member.name for id, member in found.items()}, "member of staff", "staff list"
    )


def team_meant(centre: Centre, words: str) -> Team:
    found = directory_of(centre).teams
    return _meant(words, found, {id: team.name for id, team in found.items()}, "team", "team list")


def person_meant(centre: Centre, words: str) -> Person:
    found = {person.id: person for person in everyone(centre)}
    names = {id: person.name for id, person in found.items()}
    return _meant(words.removeprefix("person:"), found, names, "person", "person list")


def everyone(centre: Centre) -> list[Person]:
    """Everybody supported, by name."""
    org = centre.organisation.id
    directory = directory_of(centre)
    with centre.database.read() as connection:
        scopes = connection.execute(select(people.c.scope).where(people.c.org_id == org)).scalars().all()
        kinds = [*ADMIN_KINDS, *CORRECTIONS, "entry.accepted", MATCHED]
        chosen = entries.c.kind.in_(kinds) & entries.c.scope.startswith("person:")
        by_person: dict[tuple[str, ...], list[Entry]] = {}
        theirs = {each: joined(connection, org, each) for each in scopes}
        for row in connection.execute(columns(org, chosen & ACCEPTED)):
            there = theirs.get(row.scope) or joined(connection, org, row.scope)
            by_person.setdefault(there, []).append(centre.records.open(org, row).entry)
    states = [fold(there, directory, theirs[0]) for theirs, there in by_person.items()]
    found = [Person(state.scope, state) for state in states]
    return sorted(found, key=lambda person: (person.name, person.id))


@dataclass(frozen=True)
class Working:
    """A standing assignment: the id of its entry, whose it is, and in which of the person's records."""

    assigned: str
    staff_id: str
    scope: str


def working_with(centre: Centre, scope: str) -> list[Working]:
    """Who works with someone now, or is to."""
    org = centre.organisation.id
    with centre.database.read() as connection:
        theirs = caseloads.c.scope.in_(joined(connection, org, scope))
        query = select(caseloads.c.assigned, caseloads.c.staff_id, caseloads.c.scope).where(
            caseloads.c.org_id == org, theirs, caseloads.c.ended.is_(False)
        )
        return [Working(*row) for row in connection.execute(query)]


def _meant(words: str, found: Mapping[str, T], names: Mapping[str, str], what: str, listing: str) -> T:
    wanted = words.strip().casefold()
    named = [id for id, name in names.items() if name.casefold() == wanted]
    begun = [id for id in found if len(wanted) >= SHORTEST_ID and id.startswith(wanted)]
    matches = named or begun
    if len(matches) == 1:
        return found[matches[0]]
    if matches:
        ids = ", ".join(id[:12] for id in matches)
        raise CommandRefused(f"More than one {what} is called that: give an id instead ({ids}).", ids=matches)
    raise CommandRefused(f"There is no such {what}.", do=f"See: python main.py central {listing}")
