"""What an entered plan means: the terms it becomes, and one sentence for each field that cannot stand yet. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from models.standard import Standard
from models.times import day_words, duration_words
from screens.drafting.page import Body, Reader
from screens.plan.form import Named, Plan
from screens.plan.starting import WORDS
from screens.reading import Unreadable, read_date

SAID = (*WORDS, "trigger", "emergency_instructions")


def read_plan(plan: Plan, standard: Standard, now: datetime, reader: Reader) -> Body:
    """The plan's terms. It begins now, as it is saved. Only a temporary plan must say all of it."""
    trigger = plan.trigger.strip()
    if plan.temporary:
        reader.needs("trigger", trigger, "Say what set off this plan.")
    expires_at = _expiry(plan, standard, now, reader)
    contacts = [_named(each, f"contacts.{i}", now, reader) for i, each in enumerate(plan.contacts)]
    wrong = _gaps(plan, [due_at for due_at, _ in contacts], standard, expires_at, now)
    if wrong:
        reader.wrong["contacts"] = wrong
    if plan.temporary:
        reader.needs("emergency_instructions", plan.emergency_instructions, "Say what to do in an emergency.")
    elif not any(getattr(plan, name).strip() for name in SAID):
        reader.wrong[WORDS[0]] = "Say what the plan is: fill in at least one of these."
    return {
        "type": plan.type,
        "trigger": trigger,
        "expires_at": expires_at.isoformat() if expires_at else None,
        "named_contacts": [contact for _, contact in contacts],
        "emergency_instructions": plan.emergency_instructions.strip(),
        **_safeguarding(plan, reader),
        **{name: getattr(plan, name).strip() for name in WORDS},
        **_agreed(plan, reader),
        "copy_given": reader.needs("copy_given", plan.copy_given, "Say whether a copy was given.") or None,
    }


def read_expiry(plan: Plan, reader: Reader) -> datetime | None:
    """When it ends; None where that stays open or cannot be read. A temporary plan says when."""
    if not plan.temporary and not plan.expires_on.strip("/ ") and not plan.expires_at.strip():
        return None
    return reader.instant("expires_at", reader.day("expires_on", plan.expires_on), plan.expires_at)


def due_words(named: Named, today: date) -> str:
    """ "by 12:00 tomorrow"; as typed while it cannot be read."""
    try:
        on = read_date(named.on)
    except Unreadable:
        return f"by {named.at} on {named.on}"
    return f"by {named.at} {day_words(on, today)}"


def _expiry(plan: Plan, standard: Standard, now: datetime, reader: Reader) -> datetime | None:
    expires_at = read_expiry(plan, reader)
    hours = standard.plan.temporary_hours
    if expires_at and expires_at <= now:
        reader.wrong["expires_at"] = "This has passed. Choose when the plan is to end."
    elif expires_at and plan.temporary and expires_at > now + timedelta(hours=hours):
        reader.wrong["expires_at"] = f"A temporary plan lasts {hours} hours at most. Choose an earlier end."
    else:
        return expires_at
    return None


def _named(named: Named, name: str, now: datetime, reader: Reader) -> tuple[datetime | None, dict[str, Any]]:
    due_at = reader.instant(f"{name}.at", reader.day(f"{name}.on", named.on), named.at)
    if due_at and due_at <= now:
        reader.wrong[f"{name}.at"] = "This has passed. Choose a time to come."
    who = reader.needs(f"{name}.who", named.who, "Say who will make contact.")
    due = due_at.isoformat() if due_at else None
    return due_at, {"who": who, "staff": named.staff or None, "mode": named.mode, "due_at": due}


def _gaps(
    plan: Plan,
    due: Sequence[datetime | None],
    standard: Standard,
    expires_at: datetime | None,
    now: datetime,
) -> str:
    """From now to a temporary plan's end, no stretch longer than the standard allows without a named contact."""
    if not due:
        return "Name at least one contact." if plan.temporary else ""
    times = sorted(at for at in due if at)
    if expires_at is None or not times or len(times) < len(due):
        return ""
    if times[-1] > expires_at:
        return "A named contact is after the plan ends. Move it, or let the plan end later."
    hours = standard.plan.contact_gap_hours
    longest = max(after - before for before, after in pairwise([now, *times, expires_at]))
    if not plan.temporary or longest <= timedelta(hours=hours):
        return ""
    return (
        f"There are {duration_words(longest)} without a named contact. "
        f"Name one at least every {hours} hours until the plan ends."
    )


def _safeguarding(plan: Plan, reader: Reader) -> dict[str, str]:
    if plan.safeguarding == "actions":
        said = reader.needs("safeguarding_actions", plan.safeguarding_actions, "Say what will be done.")
        return {"safeguarding_actions": said}
    if plan.safeguarding == "none":
        why = reader.needs("no_safeguarding_because", plan.no_safeguarding_because, "Say why none is needed.")
        return {"no_safeguarding_because": why}
    if plan.temporary:
        reader.wrong["safeguarding"] = "Choose one: safeguarding actions, or none needed."
    return {}


def _agreed(plan: Plan, reader: Reader) -> dict[str, Any]:
    if plan.agreed == "no":
        why = reader.needs(
            "not_agreed_because", plan.not_agreed_because, "Say why it was not agreed with them."
        )
        return {"agreed_with_person": False, "not_agreed_because": why}
    reader.needs("agreed", plan.agreed, "Say whether they agreed to it.")
    return {"agreed_with_person": plan.agreed == "yes"}
