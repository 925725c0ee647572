"""T4: nobody has been in touch for too long, or the latest attempts did not reach them. Never a reason to discharge.

It pauses while they are in hospital or custody, and coming back starts a shorter clock. After a death it asks nothing.

Two clocks, one for any attended contact and one for seeing each other face to face, and the latest attempts. Each prompt
belongs to the last contact that was attended, else to the agreement, else to the registration.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from models.codes import Mode
from models.fold import Visit
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.standard import Standard
from models.standard.rules import T4
from models.times import date_words, day_of, days_later, working_days_end

CLEARS = "A two-way contact with the person that is attended (for the face-to-face clock, face to face). Never a reason to discharge."


@dataclass(frozen=True, slots=True)
class Start:
    """What a clock runs from: a contact, an agreement, the registration; or (`left`) coming back from hospital or custody."""

    id: str
    at: datetime
    words: str
    left: bool = False


def find(case: Case) -> Iterable[Finding]:
    standing = case.person.standing
    if standing.died or standing.away or case.discharged:
        return
    now = case.look.now_for(case.person.overrides.changes("T4"))
    reasons: dict[str, list[tuple[datetime, tuple[Evidence, ...], str]]] = {}
    for start, due_at, seen, asks in (*_clocks(case, now), *_attempts(case, now)):
        reasons.setdefault(start.id, []).append((due_at, seen, asks))
    for id, found in reasons.items():
        yield _finding(case, id, sorted(found, key=lambda each: each[0]))


Reason = tuple[Start, datetime, tuple[Evidence, ...], str]


def _clocks(case: Case, now: datetime) -> Iterable[Reason]:
    """Each clock that has run out: what it ran from, when it ran out, what was seen and what is asked."""
    agreed = case.person.agreed
    clocks: list[tuple[int | None, Mode | None]] = [(agreed.interval_days if agreed else None, None)]
    if agreed and agreed.face_to_face_days is not None:
        clocks.append((agreed.face_to_face_days, Mode(Mode.FACE_TO_FACE)))
    for days, mode in clocks:
        start = _start(case, mode)
        if start is None or not _enabled(case, start):
            continue
        due_at = _due_at(case, start, days, mode, now)
        if case.look.reached(due_at):
            sight = " face to face" if mode else ""
            words = f"No attended contact{sight} by {date_words(day_of(due_at))}. {start.words}"
            yield (
                start,
                due_at,
                (Evidence(start.id, words, start.at),),
                f"See the person{sight}." if mode else "",
            )


def _due_at(case: Case, start: Start, days: int | None, mode: Mode | None, now: datetime) -> datetime:
    """When the clock runs out, under the earliest of the standards and what was set for this person.

    Where something set for them has just ended and the standard's time had passed by then, it runs out at that end.
    """

    def due(at: datetime) -> datetime:
        return min(_runs_out(each, start, days, mode) for each in _terms(case, start, at))

    changed_at = max((at for at in case.person.overrides.changes("T4") if at <= now), default=None)
    if changed_at is not None and due(now) < changed_at <= due(changed_at - timedelta(microseconds=1)):
        return changed_at
    return due(now)


def _terms(case: Case, start: Start, at: datetime) -> list[T4]:
    return [case.person.overrides.terms("T4", each.rules.t4, at) for each in _standards(case, start)]


def _runs_out(terms: T4, start: Start, days: int | None, mode: Mode | None) -> datetime:
    """After the agreed interval times the multiple, else the default days; for any contact, sooner after hospital or custody."""
    due_at = days_later(start.at, terms.default_days if days is None else days * terms.multiple)
    return (
        min(due_at, start.at + timedelta(hours=terms.after_leaving_hours))
        if start.left and not mode
        else due_at
    )


def _start(case: Case, mode: Mode | None) -> Start | None:
    """The last attended contact (in that mode) since they came back, else their coming back, the agreement, the registration."""
    for visit in _since_they_left(case):
        if visit.attended and (mode is None or mode in visit.modes):
            return Start(visit.id, visit.ended_at, f"The last was on {_date(visit.ended_at)}.")
    if left := case.person.standing.left:
        return Start(left.id, left.at, f"{left.words} {_date(left.at)}.", left=True)
    agreed, registered = case.person.agreed, case.person.registered
    if agreed:
        return Start(agreed.id, agreed.at, f"Contact was agreed on {_date(agreed.at)}.")
    if registered:
        return Start(registered.id, registered.at, f"Registered on {_date(registered.at)}.")
    return None


def _since_they_left(case: Case) -> Iterable[Visit]:
    """The contacts, the latest first; after hospital or custody only those since: one that ended as they left was there."""
    left = case.person.standing.left
    for visit in reversed(case.person.visits):
        if left and visit.ended_at <= left.at:
            return
        yield visit


def _attempts(case: Case, now: datetime) -> Iterable[Reason]:
    """The latest attempts, on as many different days as the standard says, none of which reached the person."""
    start = _start(case, None)
    if start is None or not _enabled(case, start):
        return
    tried = _since_attended(case)
    days = sorted({day_of(visit.ended_at) for visit in tried})
    wanted = min(each.attempts for each in _terms(case, start, now))
    if len(days) >= wanted:
        raised_at = min(visit.ended_at for visit in tried if day_of(visit.ended_at) == days[wanted - 1])
        yield (
            start,
            raised_at,
            tuple(Evidence(each.id, _attempt_words(each), each.ended_at) for each in tried),
            "",
        )


def _since_attended(case: Case) -> list[Visit]:
    """The attempts since the person was last reached. Contacts we cancelled and talks with a carer are no attempts."""
    tried = takewhile(lambda visit: not visit.attended, _since_they_left(case))
    return [visit for visit in tried if visit.not_reached][::-1]


def _attempt_words(visit: Visit) -> str:
    part = visit.parts[0].body
    return f"{part.attendance.words}: {part.mode.words.lower()}, {_date(visit.ended_at)}"


def _enabled(case: Case, start: Start) -> bool:
    return any(each.enabled("T4") for each in _standards(case, start))


def _standards(case: Case, start: Start) -> tuple[Standard, ...]:
    return case.standards_of(start.id) or (case.standard_at(start.at),)


def _date(at: datetime) -> str:
    return date_words(day_of(at))


def _finding(case: Case, id: str, reasons: list[tuple[datetime, tuple[Evidence, ...], str]]) -> Finding:
    raised_at = reasons[0][0]
    standard = case.standard_at(raised_at)
    by = working_days_end(raised_at, 1, standard.hours.bank_holidays, standard.hours.working_day_ends)
    seen = tuple(dict.fromkeys(each for _, evidence, _ in reasons for each in evidence))
    in_doubt = case.person.standing.death_in_doubt
    asks = " ".join(dict.fromkeys((standard.rules.t4.asks, *(asks for _, _, asks in reasons if asks))))
    return Finding(
        rule="T4",
        raised_by=id,
        raised_at=raised_at,
        seen=seen,
        evidence=tuple(dict.fromkeys(each.entry_id for each in seen)),
        asks=case.confirm_status if in_doubt else asks,
        clears=CLEARS,
        asked=(
            case.people.ask("manager", raised_at) if in_doubt else case.people.main_worker_or_manager(by),
        ),
        again=tuple(at for at, _, _ in reasons[1:] if at > raised_at),
    )
