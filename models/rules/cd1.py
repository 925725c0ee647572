"""CD1, candour: something went wrong for the person that they ought to hear of from us. Have they been told?

It asks after a time in which nobody's authority stood for a restriction, after what belonged to somebody else was on their record, and
after an escalation that was not answered in its time. Telling them clears it; saying why not yet quiets it, like any answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from models.deadlines import limit_of, limit_words
from models.fold import Annotation, Escalation, Restriction
from models.kinds.correction import EntryVoided
from models.kinds.restriction import restriction_terms
from models.prompt import Asked, Evidence
from models.rules.case import Case, Finding
from models.rules.restricting import named, shortest_interim
from models.rules.rungs import climb_of
from models.times import clock_words, date_words, day_of, working_days_end

ROUNDS_EACH = 100  # of each time of one entry, so that no two are ever the same prompt
CLEARS = "Recording that they were told: by whom, when, how, and what was said."


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that went wrong: the entry whose content or date shows it, since when, in words. `time`: which of that entry."""

    entry: str
    at: datetime
    words: str
    time: int = 1


def find(case: Case) -> Iterable[Finding]:
    for wrong in _wrongs(case):
        standards = [each for each in case.standards_of(wrong.entry) if each.enabled("CD1")]
        if standards and not _told(case, wrong):
            yield _finding(case, wrong, min(each.rules.cd1.working_days for each in standards))


def _wrongs(case: Case) -> Iterator[Wrong]:
    for restriction in case.person.restriction_records.values():
        yield from _lapsed(case, restriction)
    for notes in case.person.annotations.values():
        yield from _wrong_person(case, notes)
    for escalation in case.person.escalations:
        yield from _unanswered(case, escalation)


def _lapsed(case: Case, restriction: Restriction) -> Iterator[Wrong]:
    """Its times without authority, each once: one that began while another of the same entry ran on is part of it."""
    if not restriction.slot.facts:
        return
    latest = restriction.slot.facts[-1].id
    without_since: dict[str, list[datetime | None]] = {}
    for lapse in restriction.lapses(shortest_interim(case.standards_of(latest))):
        ends = without_since.setdefault(lapse.entry, [])
        runs_on = any(until is None or until > lapse.from_at for until in ends)
        if not runs_on and case.look.reached(lapse.from_at):
            ends.append(lapse.until_at)
            words = _ended_words(restriction, lapse.entry, lapse.from_at)
            yield Wrong(lapse.entry, lapse.from_at, words, len(ends))


def _ended_words(restriction: Restriction, entry: str, at: datetime) -> str:
    fact = next(each for each in restriction.slot.facts if each.id == entry)
    terms = next(terms for body in fact.bodies if (terms := restriction_terms(body)) is not None)
    when = limit_words(terms) if limit_of(terms) == at else f"{date_words(day_of(at))} {clock_words(at)}"
    return f"{named(terms)}: authority ended {when}, and it went on"


def _wrong_person(case: Case, notes: Iterable[Annotation]) -> Iterator[Wrong]:
    for note in notes:
        body = note.by.said if note.words == "voided" else None
        if isinstance(body, EntryVoided) and body.reason == "wrong_person":
            at = case.person.at[note.by.id]
            words = (
                f"What was recorded about somebody else was on their record until {date_words(day_of(at))}"
            )
            yield Wrong(note.by.id, at, words)


def _unanswered(case: Case, escalation: Escalation) -> Iterator[Wrong]:
    due_at = climb_of(case, escalation).answer_due_at
    if due_at is None or escalation.duplicate_of or not case.look.reached(due_at):
        return
    if escalation.open_at(due_at) and not escalation.answered_by(due_at):
        words = f"{escalation.name}: no answer by {date_words(day_of(due_at))} {clock_words(due_at)}"
        yield Wrong(escalation.id, due_at, words)


def _told(case: Case, wrong: Wrong) -> bool:
    """Whether they were told of it. Told of one time without authority, they are told of the next as well."""
    about = (fact for fact in case.person.candour if all(wrong.entry in body.about for body in fact.bodies))
    return any(wrong.time == 1 or fact.at >= wrong.at for fact in about)


def _finding(case: Case, wrong: Wrong, days: int) -> Finding:
    standard = case.standard_at(wrong.at)
    hours = standard.hours
    by = working_days_end(wrong.at, days, hours.bank_holidays, hours.working_day_ends)
    return Finding(
        rule="CD1",
        raised_by=wrong.entry,
        raised_at=wrong.at,
        seen=(Evidence(wrong.entry, wrong.words, wrong.at),),
        evidence=(wrong.entry,),
        asks=standard.rules.cd1.asks,
        clears=CLEARS,
        asked=_asked(case, by),
        again=(by,),
        first_round=ROUNDS_EACH * (wrong.time - 1) + 1,
    )


def _asked(case: Case, by: datetime) -> tuple[Asked, ...]:
    """Whoever works with them; once it is late, a manager too."""
    first = case.people.main_worker_or_manager(by)
    if not case.look.reached(by) or first.role != "worker":
        return (first,)
    return first, case.people.ask("manager", by)
