"""The temporary plan in the same flow: what it starts from, and what it means.

A temporary plan lasts as long as the standard allows at most, and names a contact at least as often as it asks.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from models.kinds.plan import PlanTerms
from models.standard import Standard
from models.times import at_local, day_of, day_words, duration_words, local
from screens.contact.form import Named, Plan
from screens.contact.pages import PLAN
from screens.contact.reading import Problem, Reader
from screens.reading import Unreadable, read_date, read_instant, read_time, typed_date, typed_time

EARLIEST, LATEST = (
    time(9),
    time(20),
)  # when a planned contact is asked of anyone, unless they choose otherwise
QUARTER = 15
WORDS = ("warning_signs", "what_helps", "people_and_places", "professionals", "safer_surroundings")


def new_plan(
    staff: str, name: str, trigger: str, ring: Sequence[str], standard: Standard, now: datetime
) -> Plan:
    """A plan to start from: whole length, a call by `name` each day at a reasonable hour, whom to `ring` in an emergency."""
    expires_at, due = longest(standard, now)
    return Plan(
        trigger=trigger,
        expires_on=typed_date(expires_at),
        expires_at=typed_time(expires_at),
        contacts=[Named(who=name, staff=staff, on=typed_date(at), at=typed_time(at)) for at in due],
        emergency_instructions="\n".join(ring),
    )


def longest(standard: Standard, now: datetime) -> tuple[datetime, list[datetime]]:
    """The latest end of a plan that begins now, and times for its named contacts, each at a reasonable hour."""
    expires_at = _quarter(now) + timedelta(hours=standard.plan.temporary_hours)
    return expires_at, _contact_times(now, expires_at, timedelta(hours=standard.plan.contact_gap_hours))


def carried_over(plan: Plan, standing: PlanTerms) -> Plan:
    """The plan with the words of the one in force, so that making a new one takes nothing away."""
    words = {name: getattr(standing, name) for name in WORDS}
    return plan.model_copy(update=words | {"emergency_instructions": standing.emergency_instructions})


def numbers(standard: Standard, own: Iterable[tuple[str, str]], duty: str) -> list[str]:
    """Lines that say whom to ring: 999, 111, the provider's own (words, number), the team's duty line."""
    crisis = [(each.words, each.number) for each in (standard.crisis.emergency, standard.crisis.nhs_111)]
    lines = {
        number: f"{words}: {number}" for words, number in (*crisis, *own, ("Our duty line", duty)) if number
    }
    return list(lines.values())


def read_plan(plan: Plan, standard: Standard, now: datetime) -> tuple[dict[str, Any], list[Problem]]:
    """The body of `plan.made`, and what cannot stand yet. The plan begins now, as it is saved."""
    problems: list[Problem] = []
    why, who, safety, words = (Reader(page.key, now, problems) for page in PLAN)
    expires_at = _expiry(plan, standard, why)
    contacts = [_named(each, f"contacts.{i}", who) for i, each in enumerate(plan.contacts)]
    _gaps([due_at for due_at, _ in contacts], standard, expires_at, who)
    body = {
        "type": "temporary",
        "trigger": why.needs("trigger", plan.trigger, "Say what set off this plan."),
        "expires_at": expires_at.isoformat() if expires_at else None,
        "named_contacts": [contact for _, contact in contacts],
        "emergency_instructions": safety.needs(
            "emergency_instructions", plan.emergency_instructions, "Say what to do in an emergency."
        ),
        **_safeguarding(plan, safety),
        **{name: getattr(plan, name).strip() for name in WORDS},
        **_agreed(plan, words),
        "copy_given": words.needs("copy_given", plan.copy_given, "Say whether a copy was given.") or None,
    }
    return body, problems


def next_contact(plan: Plan, staff: str, name: str) -> Named:
    """One more named contact, a day after the last one that can be read."""
    for last in reversed(plan.contacts):
        try:
            at = read_instant(read_date(last.on), read_time(last.at)) + timedelta(days=1)
            return Named(who=name, staff=staff, mode=last.mode, on=typed_date(at), at=typed_time(at))
        except Unreadable:
            continue
    return Named(who=name, staff=staff)


def due_words(named: Named, today: date) -> str:
    """ "by 12:00 tomorrow"; as typed while it cannot be read."""
    try:
        on = read_date(named.on)
    except Unreadable:
        return f"by {named.at} on {named.on}"
    return f"by {named.at} {day_words(on, today)}"


def _expiry(plan: Plan, standard: Standard, reader: Reader) -> datetime | None:
    expires_at = reader.instant("expires_at", reader.day("expires_on", plan.expires_on), plan.expires_at)
    longest = timedelta(hours=standard.plan.temporary_hours)
    if expires_at and expires_at <= reader.now:
        reader.wrong("expires_at", "This has passed. Choose when the plan is to end.")
    elif expires_at and expires_at > reader.now + longest:
        reader.wrong(
            "expires_at",
            f"A temporary plan lasts {standard.plan.temporary_hours} hours at most. Choose an earlier end.",
        )
    else:
        return expires_at
    return None


def _named(named: Named, name: str, reader: Reader) -> tuple[datetime | None, dict[str, Any]]:
    due_at = reader.instant(f"{name}.at", reader.day(f"{name}.on", named.on), named.at)
    if due_at and due_at <= reader.now:
        reader.wrong(f"{name}.at", "This has passed. Choose a time to come.")
    who = reader.needs(f"{name}.who", named.who, "Say who will make contact.")
    due = due_at.isoformat() if due_at else None
    return due_at, {"who": who, "staff": named.staff or None, "mode": named.mode, "due_at": due}


def _gaps(
    due: Sequence[datetime | None], standard: Standard, expires_at: datetime | None, reader: Reader
) -> None:
    """From now to the plan's end, no stretch longer than the standard allows without a named contact."""
    if not due:
        reader.wrong("contacts", "Name at least one contact.")
    times = sorted(at for at in due if at)
    if expires_at is None or not times or len(times) < len(due):
        return
    if times[-1] > expires_at:
        reader.wrong(
            "contacts", "A named contact is after the plan ends. Move it, or let the plan end later."
        )
    longest = max(after - before for before, after in pairwise([reader.now, *times, expires_at]))
    if longest > timedelta(hours=standard.plan.contact_gap_hours):
        reader.wrong(
            "contacts",
            f"There are {duration_words(longest)} without a named contact. "
            f"Name one at least every {standard.plan.contact_gap_hours} hours until the plan ends.",
        )


def _safeguarding(plan: Plan, reader: Reader) -> dict[str, str]:
    if plan.safeguarding == "actions":
        said = reader.needs("safeguarding_actions", plan.safeguarding_actions, "Say what will be done.")
        return {"safeguarding_actions": said}
    if plan.safeguarding == "none":
        why = reader.needs("no_safeguarding_because", plan.no_safeguarding_because, "Say why none is needed.")
        return {"no_safeguarding_because": why}
    reader.wrong("safeguarding", "Choose one: safeguarding actions, or none needed.")
    return {}


def _agreed(plan: Plan, reader: Reader) -> dict[str, Any]:
    if plan.agreed == "no":
        why = reader.needs(
            "not_agreed_because", plan.not_agreed_because, "Say why it was not agreed with them."
        )
        return {"agreed_with_person": False, "not_agreed_because": why}
    reader.needs("agreed", plan.agreed, "Say whether they agreed to it.")
    return {"agreed_with_person": plan.agreed == "yes"}


def _contact_times(begins_at: datetime, expires_at: datetime, gap: timedelta) -> list[datetime]:
    """Times no further apart than `gap`, the last no further from the end; at night brought forward to the evening before."""
    times: list[datetime] = []
    last = _quarter(begins_at)
    while expires_at - last > timedelta() and (not times or expires_at - last >= gap):
        last = _reasonable(last + gap, after=last)
        times.append(last)
    return times


def _reasonable(at: datetime, after: datetime) -> datetime:
    """The latest reasonable hour up to `at`; `at` itself when none lies between it and `after`."""
    on, clock = day_of(at), local(at).time()
    if EARLIEST <= clock <= LATEST:
        return at
    evening = at_local(on if clock > LATEST else on - timedelta(days=1), LATEST)
    return evening if evening > after else at


def _quarter(at: datetime) -> datetime:
    return at.replace(minute=at.minute // QUARTER * QUARTER, second=0, microsecond=0)
