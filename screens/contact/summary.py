"""What a form will save, in words, for the last look before Save."""

from datetime import datetime

from models.codes import Attendance, Decision, Extent, Mode, NotAssessed, WithWhom, Worried
from models.times import clock_words, day_of, day_words, moment_words
from screens.contact.beside import Recorded
from screens.contact.form import NOT_ASSESSED, ContactForm, Seen
from screens.contact.pages import Around
from screens.contact.saving import FormReading

LONG = 140


def summary(
    form: ContactForm, around: Around, reading: FormReading, same: Recorded | None, now: datetime
) -> list[tuple[str, str]]:
    """Facts by name, in the order of the form. What was not answered is said to be so. `same`: recorded of the same visit."""
    facts = [("Contact", _contact(form)), ("When", _when(reading, now))]
    if same:
        facts.append(("Same visit", f"As {same.words(now)}"))
    if form.reached:
        facts += [("Seen", _seen(form, around)), *_gaps(form, around)]
    facts.append(("What changed" if form.reached else "What happened", shortened(form.what_changed)))
    if form.worries:
        facts.append(("Worried", ", ".join(Worried(worry.who).words for worry in form.worries)))
    if form.reached or form.more:
        facts.append(("Actions", _actions(form, around)))
    facts.append(("Decision", _decision(form)))
    if form.plan is not None and form.plan_wanted:
        facts.append(("Temporary plan", _plan(reading, now)))
    return facts


def shortened(words: str) -> str:
    """A note's beginning; the whole of it is saved."""
    line = " ".join(words.split())
    return line if len(line) <= LONG else f"{line[:LONG].rstrip()} …"


def _contact(form: ContactForm) -> str:
    how = [
        Mode(form.mode).words if form.mode else "",
        Attendance(form.attendance).words if form.attendance else "",
    ]
    people = [WithWhom(who).words for who in form.with_whom] if form.reached else []
    return ". ".join(part for part in (*how, ", ".join(people)) if part)


def _when(reading: FormReading, now: datetime) -> str:
    started_at, ended_at = reading.contact.started_at, reading.contact.ended_at
    day = day_words(day_of(started_at), day_of(now)).capitalize()
    last = clock_words(ended_at) if day_of(ended_at) == day_of(started_at) else moment_words(ended_at, now)
    return f"{day}, {clock_words(started_at)} to {last}"


def _seen(form: ContactForm, around: Around) -> str:
    words, asked = around.standard.indicator_words, list(around.standard.indicator_by_code)
    levels = {code: form.seen[code].level for code in asked if code in form.seen}
    above = [
        f"{words(code)}: {level}" for code, level in levels.items() if level not in ("", "0", NOT_ASSESSED)
    ]
    none = sum(level == "0" for level in levels.values())
    return "; ".join([*above, *([f"{none} at 0, no concern"] if none else [])])


def _gaps(form: ContactForm, around: Around) -> list[tuple[str, str]]:
    words, all_codes = around.standard.indicator_words, list(around.standard.indicator_by_code)
    skipped = [f"{words(c)}: {_why(form.seen[c])}" for c in all_codes if _not_assessed(form, c)]
    blank = [words(code) for code in form.unanswered(all_codes)]
    return [
        *([("Not assessed", "; ".join(skipped))] if skipped else []),
        *([("Not answered", "; ".join(blank))] if blank else []),
    ]


def _not_assessed(form: ContactForm, code: str) -> bool:
    return code in form.seen and form.seen[code].level == NOT_ASSESSED


def _why(seen: Seen) -> str:
    return NotAssessed(seen.reason).words.lower() if seen.reason else "no reason given yet"


def _actions(form: ContactForm, around: Around) -> str:
    said = (
        f"{around.standard.action_words(a.code)} ({Extent(a.extent).words.lower()})" for a in form.actions
    )
    return "; ".join(said) or "None"


def _decision(form: ContactForm) -> str:
    words = Decision(form.decision).words if form.decision else ""
    return f"{words}. {shortened(form.rationale)}" if form.rationale.strip() else words


def _plan(reading: FormReading, now: datetime) -> str:
    plan = reading.plan or {}
    until = datetime.fromisoformat(plan["expires_at"]) if plan.get("expires_at") else None
    contacts = len(plan.get("named_contacts", ()))
    return (
        f"Until {moment_words(until, now)}, {contacts} named contacts"
        if until
        else f"{contacts} named contacts"
    )
