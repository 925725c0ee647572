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
    """For each corrected contact that met a rule as first recorded and now belongs to no episode: the episode it was."""
    judges = Judges(directory)
    found: list[Episode] = []
    for id, notes in person.annotations.items():
        corrections = [note for note in notes if note.words in IN_FORCE]
        visit = _as_recorded(person, id, judges) if corrections else None
        if visit is not None:
            found += _ended(person, visit, corrections, there, tests)
    return tuple(sorted(found, key=lambda each: (each.opened_at, each.kind, each.opened_by)))


def _as_recorded(person: PersonState, id: str, judges: Judges) -> Visit | None:
    entry = person.entries.get(id)
    if entry is None or entry.kind != "contact.recorded" or not isinstance(entry.said, ContactRecorded):
        return None
    instant = corrected(entry)
    statement = Statement(entry, entry, entry.said, true_time(entry.clock, entry.recorded_at), id)
    return visits(
        [Fact(entry, instant.at, instant.certain, (statement,), instant.at, statement.stated_at)], judges
    )[0]


def _ended(
    person: PersonState, visit: Visit, corrections: list[Annotation], there: tuple[Episode, ...], tests: Tests
) -> Iterable[Episode]:
    for kind, rules in RULES_OF.items():
        met = [each for rule in rules if (each := tests.opens[rule](person, visit))]
        if met and not any(each.kind == kind and each.spans(met[0].at) for each in there):
            yield _episode(person, kind, met, corrections)


def _episode(person: PersonState, kind: str, met: list[Met], corrections: list[Annotation]) -> Episode:
    return Episode(
        kind=kind,
        opened_by=met[0].evidence[0],
        opened_at=met[0].at,
        rules=frozenset(each.rule for each in met),
        closed_at=max(met[0].at, *(person.at[note.by.id] for note in corrections)),
        ended="withdrawn",
    )
