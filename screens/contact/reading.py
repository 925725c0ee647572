"""What a contact form means: the body it will become, and one sentence for each field that cannot stand yet.

Nothing here changes the form. A body is made from whatever does stand, so that thresholds can be judged while the
form is still half filled.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from models.times import day_of
from screens.contact.beside import APART
from screens.contact.form import NOT_ASSESSED, ContactForm, Done, Seen
from screens.contact.pages import Around
from screens.contact.unlisted import read_unlisted
from screens.reading import Unreadable, read_date, read_instant, read_time

CLOCK_SLACK = timedelta(minutes=2)
ENDS_BEFORE = "It ends before it starts. If it ended after midnight, tick “It ended the next day”."
T = TypeVar("T")


@dataclass(frozen=True)
class Problem:
    """A sentence to show at one field of one page. `field` is "started", "seen.sleep", "actions.0.at" …"""

    page: str
    field: str
    sentence: str


@dataclass
class Reader:
    """Reads the fields of one page; what cannot stand becomes a problem and None."""

    page: str
    now: datetime
    problems: list[Problem] = field(default_factory=lambda: list[Problem]())

    def wrong(self, name: str, sentence: str) -> None:
        self.problems.append(Problem(self.page, name, sentence))

    def needs(self, name: str, value: str, sentence: str) -> str:
        if not value.strip():
            self.wrong(name, sentence)
        return value.strip()

    def day(self, name: str, typed: str) -> date | None:
        return self._take(name, lambda: read_date(typed))

    def instant(self, name: str, on: date | None, typed: str) -> datetime | None:
        """The UTC instant of a time typed for the day `on`; None without a further problem while `on` does not stand."""
        at = self._take(name, lambda: read_time(typed))
        if on is None or at is None:
            return None
        return self._take(name, lambda: read_instant(on, at, not_after=self.now + CLOCK_SLACK))

    def past(self, name: str, on: date | None, typed: str) -> datetime | None:
        """As `instant`, for what has happened already."""
        at = self.instant(name, on, typed)
        if at and at > self.now + CLOCK_SLACK:
            self.wrong(name, "This is in the future. Check the date and the time.")
        return at

    def _take(self, name: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Unreadable as problem:
            self.wrong(name, str(problem))
            return None


@dataclass(frozen=True)
class ContactReading:
    """`body` is what stands, as plain JSON; it is a whole contact only when there are no problems."""

    body: dict[str, Any]
    started_at: datetime
    ended_at: datetime
    problems: tuple[Problem, ...]

    @property
    def ends_before(self) -> bool:
        return any(problem.field == "ended" and problem.sentence == ENDS_BEFORE for problem in self.problems)


def read_contact(form: ContactForm, around: Around, now: datetime, met: bool = False) -> ContactReading:
    """Read the whole form. `met`: some threshold is met, so that even "no step-up" needs its rationale."""
    problems: list[Problem] = []
    named = read_unlisted(form, Reader("who", now, problems))
    started_at, ended_at = _times(form, around, Reader("contact", now, problems))
    body: dict[str, Any] = {
        "started_at": _plain(started_at),
        "ended_at": _plain(ended_at),
        "mode": form.mode,
        "attendance": form.attendance,
        "with_whom": form.with_whom if form.reached else [],
        "also_present": form.also_present.strip(),
        "same_visit_as": "" if form.same_visit_as == APART else form.same_visit_as,
        "indicators": _indicators(form, around, problems) if form.reached else [],
        "what_changed": "\n".join(filter(None, [form.what_changed.strip(), *_outlived(form, around)])),
        "actions": _actions(form, around, Reader("actions", now, problems)),
        "worried": [{"who": each.who, "words": each.words.strip()} for each in form.worries],
        **_decision(form, met, Reader("decision", now, problems), _since(form, started_at, now)),
        "identity_confirmed": form.name_confirmed and form.birth_confirmed,
        "not_on_list": named,
    }
    _confirmed(form, Reader("check", now, problems))
    stands = {key: value for key, value in body.items() if value not in (None, "")}
    return ContactReading(stands, started_at or now, ended_at or now, tuple(problems))


def _times(form: ContactForm, around: Around, reader: Reader) -> tuple[datetime | None, datetime | None]:
    """Start and end in UTC. An end left empty is now: the contact ends as it is saved."""
    on = reader.day("on", form.on)
    if on and around.born_on and on < around.born_on:
        reader.wrong("on", "This is before they were born. Check the date.")
    started_at = reader.past("started", on, form.started)
    ended_at = _ended(form, on, started_at, reader)
    reader.needs("attendance", form.attendance, "Choose what happened.")
    reader.needs("mode", form.mode, "Choose how it was made.")
    if form.reached and not form.with_whom:
        reader.wrong("with_whom", "Choose who the contact was with.")
    return started_at, ended_at


def _ended(
    form: ContactForm, on: date | None, started_at: datetime | None, reader: Reader
) -> datetime | None:
    if not form.ended.strip() and form.corrects:
        reader.wrong("ended", "Enter the time it ended.")  # when it is corrected is no end of it
        return None
    if not form.ended.strip():
        return max(reader.now, started_at) if started_at else reader.now
    ended_at = reader.past("ended", on + timedelta(days=1) if on and form.next_day else on, form.ended)
    if started_at and ended_at and ended_at < started_at:
        reader.wrong("ended", ENDS_BEFORE)
        return None
    return ended_at


def _indicators(form: ContactForm, around: Around, problems: list[Problem]) -> list[dict[str, Any]]:
    """Every indicator somebody answered, in the standard's order. One left blank is left out: blank is never normal."""
    codes = [code for code in around.standard.indicator_by_code if code in form.seen]
    read = (_indicator(code, form.seen[code], around, problems) for code in codes)
    return [indicator for indicator in read if indicator]


def _outlived(form: ContactForm, around: Around) -> Iterator[str]:
    """What a draft says in words the standard has dropped since it was begun: kept, as text."""
    for code, seen in form.seen.items():
        if code not in around.standard.indicator_by_code and seen.level:
            yield f"{code}: {seen.level}. {seen.words}".strip()
    for done in form.actions:
        if done.code not in around.standard.action_by_code:
            yield f"{done.code}: {done.extent}. {done.outcome}".strip()


def _indicator(code: str, seen: Seen, around: Around, problems: list[Problem]) -> dict[str, Any] | None:
    page, marks = around.page_of(code), _marks(code, seen, around)
    marked = (
        {"code": code, **marks} if any(marks.values()) else None
    )  # enough to prompt on, before there is a level
    if not seen.level:
        if any(marks.values()) or seen.words.strip():
            problems.append(Problem(page, f"seen.{code}", "Choose a level, or say that it was not assessed."))
        return marked
    if seen.level == NOT_ASSESSED and not seen.reason:
        problems.append(Problem(page, f"seen.{code}.reason", "Say why it was not assessed."))
        return marked
    said = {"not_assessed": seen.reason} if seen.level == NOT_ASSESSED else {"level": int(seen.level)}
    return {"code": code, **said, "words": seen.words.strip(), "source": seen.source or None, **marks}


def _marks(code: str, seen: Seen, around: Around) -> dict[str, bool]:
    """What only a † indicator carries."""
    if code not in around.standard.daggers:
        return {}
    more = {"plan": seen.plan, "means": seen.means, "attempt": seen.attempt}
    return {"new_disclosure": seen.new_disclosure, **(more if code in around.standard.suicidal else {})}


def _actions(form: ContactForm, around: Around, reader: Reader) -> list[dict[str, Any]]:
    known = around.standard.action_by_code
    return [
        _action(f"actions.{i}", done, reader) for i, done in enumerate(form.actions) if done.code in known
    ]


def _action(name: str, done: Done, reader: Reader) -> dict[str, Any]:
    at = None
    if done.extent != "not_done":
        at = reader.past(f"{name}.at", reader.day(f"{name}.on", done.on), done.at)
    words = {"detail": done.detail.strip(), "outcome": done.outcome.strip()}
    return {"code": done.code, "extent": done.extent, "carried_out_at": _plain(at), **words}


def _since(form: ContactForm, started_at: datetime | None, now: datetime) -> date:
    """The first day a next contact can lie on: today, or for a correction that of the contact."""
    return day_of(started_at) if form.corrects and started_at else day_of(now)


def _decision(form: ContactForm, met: bool, reader: Reader, since: date) -> dict[str, Any]:
    decision = reader.needs("decision", form.decision, "Choose what you decided.")
    if (met or decision not in {"", "no_step_up"}) and not form.rationale.strip():
        reader.wrong("rationale", "Say why, in a few words.")
    next_on = reader.day("next_on", form.next_on) if form.next_on else None
    if next_on and next_on < since:
        before = (
            "This is before the contact." if form.corrects else "This day has passed. Choose today or later."
        )
        reader.wrong("next_on", before)
    if decision == "step_down" and not form.step_down_evidence and not form.corrects:
        reader.wrong("step_down_evidence", "Choose what you are stepping down from.")
    words = {"decision": decision, "rationale": form.rationale.strip()}
    return {**words, "next_contact_on": next_on.isoformat() if next_on else None}


def _confirmed(form: ContactForm, reader: Reader) -> None:
    if form.corrects:
        reader.needs("corrected_because", form.corrected_because, "Say why it is corrected.")
    if not form.name_confirmed:
        reader.wrong("name_confirmed", "Confirm the name before you save.")
    if not form.birth_confirmed:
        reader.wrong("birth_confirmed", "Confirm the date of birth before you save.")


def _plain(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
