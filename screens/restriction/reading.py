"""What the form means: the body it becomes, and one sentence for each field that cannot stand yet.

Dates are read here; everything else is what the record itself asks of a restriction (`models.checks`), said at its field.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from models.checks import Problem, problems
from models.directory import Directory
from models.fold import PersonState
from screens.reading import Unreadable, read_date, read_instant, read_time
from screens.restriction.form import RestrictionForm

FIELDS = {"persons_view": "view", "rationale": "rationale", "alternatives": "others"}
NEEDED = {
    "what": "Say what is restricted.",
    "rationale": "Say why it is needed.",
    "legal_basis": "Choose the legal basis, or that none is identified.",
    "capacity": "Say whether they have capacity for this decision.",
    "view": "Say what they think of it, or why that is not known.",
    "objects": "Say whether they object.",
}
Wrong = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class RestrictionReading:
    """`body` is whole only where nothing is `wrong` (sentences by field of the form)."""

    body: dict[str, Any]
    wrong: Wrong


def read_restriction(
    form: RestrictionForm, person: PersonState, directory: Directory, now: datetime
) -> RestrictionReading:
    wrong: Wrong = {}
    terms = _terms(form, wrong) if form.has_terms else None
    body: dict[str, Any] = terms or {}
    if form.record:
        body = {"decision": form.decision, "rationale": form.why.strip()}
        _needs(wrong, "decision", form.decision, "Choose what you decide.")
        _needs(wrong, "why", form.why, "Say why, in a few words.")
        if terms is not None:
            body |= {"terms": terms, **_ending(form, wrong)}
    if not wrong:
        found = problems(form.kind, body, occurred_at=now, now=now, person=person, directory=directory)
        for problem in found:
            wrong.setdefault(_field(form, problem), problem.why)
    return RestrictionReading(body, wrong)


def _terms(form: RestrictionForm, wrong: Wrong) -> dict[str, Any]:
    for name, words in NEEDED.items():
        _needs(wrong, name, getattr(form, name), words)
    others = [(i, each) for i, each in enumerate(form.others) if each.what.strip() or each.because.strip()]
    if not others and not form.found_in_use:
        wrong["others"] = "Name something less restrictive that was considered, and why it is not enough."
    for i, each in others:
        _needs(wrong, f"others.{i}.what", each.what, "Say what was considered.")
        _needs(wrong, f"others.{i}.because", each.because, "Say why it is not enough.")
    return {
        "what": form.what.strip(),
        "rationale": form.rationale.strip(),
        "alternatives": [
            {"what": each.what.strip(), "rejected_because": each.because.strip()} for _, each in others
        ],
        "legal_basis": form.legal_basis,
        "capacity": form.capacity,
        "persons_view": form.view.strip(),
        "objects": form.objects == "yes",
        "imposed_by": form.imposed_by,
        "imposed_by_name": form.imposed_by_name.strip() if form.imposed_by != "us" else "",
        "authorised_by": form.authorised_by.strip(),
        "reach": form.reach,
        "starts_on": _day(wrong, "starts_on", form.starts_on),
        **_until("review", form, wrong),
        **_until("limit", form, wrong),
        "safeguarding": form.safeguarding or None,
        "positive_risk_plan": form.positive_risk_plan or None,
        "found_in_use": form.found_in_use,
    }


def _until(name: str, form: RestrictionForm, wrong: Wrong) -> dict[str, str]:
    """A date; or an instant where a time of day was given too. What is found in use may have neither."""
    on, at = getattr(form, f"{name}_on"), getattr(form, f"{name}_at")
    if form.found_in_use and not on.strip("/ ") and not at.strip():
        return {}
    if not at.strip():
        return {f"{name}_on": _day(wrong, f"{name}_on", on) or ""}
    day = _read(wrong, f"{name}_on", lambda: read_date(on))
    clock = _read(wrong, f"{name}_at", lambda: read_time(at))
    if day is None or clock is None:
        return {}
    instant = _read(wrong, f"{name}_at", lambda: read_instant(day, clock))
    return {f"{name}_at": instant.isoformat()} if instant else {}


def _ending(form: RestrictionForm, wrong: Wrong) -> dict[str, Any]:
    """The dated plan to step it down, where one was entered."""
    if not form.step_down.strip() and not form.step_down_on.strip("/ "):
        return {}
    _needs(wrong, "step_down", form.step_down, "Say how it is to end.")
    return {
        "step_down_plan": form.step_down.strip(),
        "step_down_on": _day(wrong, "step_down_on", form.step_down_on),
    }


def _day(wrong: Wrong, name: str, typed: str) -> str | None:
    on = _read(wrong, name, lambda: read_date(typed))
    return on.isoformat() if on else None


def _read(wrong: Wrong, name: str, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Unreadable as problem:
        wrong[name] = str(problem)
        return None


def _needs(wrong: Wrong, name: str, value: str, sentence: str) -> None:
    if not value.strip():
        wrong[name] = sentence


def _field(form: RestrictionForm, problem: Problem) -> str:
    """The form's field for one of the body."""
    name = problem.field.removeprefix("terms.")
    if form.record and problem.field == "rationale":
        return "why"
    if name == "step_down_plan":
        return "step_down"
    first, _, rest = name.partition(".")
    return ".".join(filter(None, (FIELDS.get(first, first), rest)))
