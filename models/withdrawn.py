"""Episodes that nothing is left of: the contact behind them was voided, or amended to say less. They end as "withdrawn"."""

from collections.abc import Iterable

from models.directory import Directory
from models.episodes import RULES_OF, Episode, Tests
from models.fold import PersonState, Visit
from models.fold.facts import Annotation, Fact, Statement
from models.fold.judging import Judges
from models.fold.visits import visits
from models.kinds.contact import ContactRecorded
from models.met import Met
from models.times import corrected, true_time

IN_FORCE = frozenset({"amended", "voided"})


def withdrawn(
    person: PersonState, directory: Directory, there: tuple[Episode, ...], tests: Tests
) -> tuple[Episode, ...]:
    """For each corrected contact that met a rule as first recorded, and now neither does nor lies in an episode: the one it was."""
    judges = Judges(directory)
    found: list[Episode] = []
    for id, notes in person.annotations.items():
        corrections = [note for note in notes if note.words in IN_FORCE]
        visit = _as_recorded(person, id, judges) if corrections else None
        if visit is not None:
            found += _ended(person, visit, corrections, there, tests)
    return tuple(sorted(found, key=lambda each: (each.opened_at, each.kind, each.opened_by)))


def _as_recorded(person: PersonState, id: str, judges: Judges) -> Visit | None:
    entry = person.entries[id]
    if not isinstance(entry.said, ContactRecorded):
        return None
    instant = corrected(entry)
    statement = Statement(entry, entry, entry.said, true_time(entry.clock, entry.recorded_at), id)
    return visits(
        [Fact(entry, instant.at, instant.certain, (statement,), instant.at, statement.stated_at)], judges
    )[0]


def _ended(
    person: PersonState, visit: Visit, corrections: list[Annotation], there: tuple[Episode, ...], tests: Tests
) -> Iterable[Episode]:
    now = next((each for each in person.visits if visit.id in each.entries), None)
    for kind in RULES_OF:
        met = _met(person, visit, kind, tests)
        if not met or (now and _met(person, now, kind, tests)):
            continue
        if not any(each.kind == kind and each.spans(met[0].at) for each in there):
            yield _episode(person, kind, met, corrections)


def _met(person: PersonState, visit: Visit, kind: str, tests: Tests) -> list[Met]:
    """By which of an episode's rules a contact opens it."""
    return [each for rule in RULES_OF[kind] if (each := tests.opens[rule](person, visit))]


def _episode(person: PersonState, kind: str, met: list[Met], corrections: list[Annotation]) -> Episode:
    return Episode(
        kind=kind,
        opened_by=met[0].evidence[0],
        opened_at=met[0].at,
        rules=frozenset(each.rule for each in met),
        closed_at=max(met[0].at, *(person.at[note.by.id] for note in corrections)),
        ended="withdrawn",
    )
