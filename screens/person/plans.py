"""The plans in force, and what has become of each contact they name. An expired plan stays in view."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.codes import PlanType
from models.fold import NamedTime, PersonState, Plan
from models.fold.facts import A_DISPUTE_IS_OPEN
from models.kinds.plan import PlanTerms
from models.rules.p2 import unmet
from models.standard import Standard
from models.times import from_now_words, moment_words

TEXTS = (
    ("emergency_instructions", "In an emergency"),
    ("trigger", "Set off by"),
    ("warning_signs", "Warning signs"),
    ("what_helps", "What helps"),
    ("people_and_places", "People and places"),
    ("professionals", "Professionals to ring"),
    ("safer_surroundings", "Safer surroundings"),
    ("safeguarding_actions", "Safeguarding actions"),
    ("no_safeguarding_because", "No safeguarding actions, because"),
    ("not_agreed_because", "Not agreed with them, because"),
)


@dataclass(frozen=True)
class NamedLine:
    """One named contact: who and how, when, and how it stands ("met", "due in 3 h", "late, 2 h ago")."""

    who: str
    when: str
    standing: str
    late: bool


@dataclass(frozen=True)
class PlanLines:
    """A plan to read. `until` is "" where it has no end; `conflicting` when people planned blind of each other.

    `ending` says that it was ended and is in force until a dispute ends, "" where nobody has.
    """

    plan: Plan
    title: str
    until: str
    expired: bool
    conflicting: bool
    named: tuple[NamedLine, ...]
    versions: tuple[tuple[tuple[str, str], ...], ...]
    ending: str = ""


def plans(state: PersonState, standard: Standard, now: datetime) -> tuple[PlanLines, ...]:
    """Every plan in force, the temporary one first."""
    in_order = sorted(state.plans, key=lambda plan: (plan.record != "plan_temporary", plan.record))
    return tuple(_plan(plan, state, standard, now) for plan in in_order)


def _plan(plan: Plan, state: PersonState, standard: Standard, now: datetime) -> PlanLines:
    expires_at = plan.expires_at
    return PlanLines(
        plan=plan,
        title=PlanType(plan.terms.type).words,
        until=moment_words(expires_at, now) if expires_at else "",
        expired=plan.expired(now),
        conflicting=plan.conflicting,
        named=_named(plan.named, state, standard, now),
        versions=tuple(plan_texts(head.terms) for head in plan.heads),
        ending=_ending(plan, state, now),
    )


def _ending(plan: Plan, state: PersonState, now: datetime) -> str:
    ended = [
        state.at[each.entry.id]
        for each in state.proposals
        if each.words == A_DISPUTE_IS_OPEN and each.entry.record == plan.record
    ]
    return f"Ended {moment_words(ended[-1], now)}; it holds until the dispute is over." if ended else ""


def plan_texts(terms: PlanTerms) -> tuple[tuple[str, str], ...]:
    """What the plan says in words, by name; what is empty is left out."""
    said = [(label, getattr(terms, name)) for name, label in TEXTS if getattr(terms, name).strip()]
    agreed = [("Agreed with them", "Yes")] if terms.agreed_with_person else []
    copy = [("Copy", terms.copy_given.words)] if terms.copy_given else []
    return (*said, *agreed, *copy)


def _named(
    times: Sequence[NamedTime], state: PersonState, standard: Standard, now: datetime
) -> tuple[NamedLine, ...]:
    early = timedelta(hours=standard.rules.p2.early_hours)
    open_times = {(time.plan, time.number) for time in unmet(times, state.visits, early)}
    return tuple(_line(time, (time.plan, time.number) in open_times, now) for time in times)


def _line(time: NamedTime, unmet: bool, now: datetime) -> NamedLine:
    due_at, late = time.contact.due_at, unmet and time.contact.due_at < now
    away = from_now_words(due_at, now)
    standing = "Met" if not unmet else f"Late: was due {away}" if late else f"Due {away}"
    return NamedLine(
        f"{time.contact.who}, {time.contact.mode.words.lower()}", moment_words(due_at, now), standing, late
    )
