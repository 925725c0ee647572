"""What the form means: the body it becomes, and one sentence for each field that cannot stand yet.

Dates are read here; everything else is what the record itself asks of a restriction (`models.checks`), said at its field.
"""

from screens.drafting.page import Body, Reader
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


def read_restriction(form: RestrictionForm, reader: Reader) -> Body:
    terms = _terms(form, reader) if form.has_terms else None
    if not form.record:
        return terms or {}
    said: Body = {
        "decision": reader.needs("decision", form.decision, "Choose what you decide."),
        "rationale": reader.needs("why", form.why, "Say why, in a few words."),
    }
    return said if terms is None else said | {"terms": terms, **_ending(form, reader)}


def field_of(form: RestrictionForm, problem: str) -> str:
    """The form's field for one of the body."""
    name = problem.removeprefix("terms.")
    if form.record and problem == "rationale":
        return "why"
    if name == "step_down_plan":
        return "step_down"
    first, _, rest = name.partition(".")
    return ".".join(filter(None, (FIELDS.get(first, first), rest)))


def _terms(form: RestrictionForm, reader: Reader) -> Body:
    for name, words in NEEDED.items():
        reader.needs(name, getattr(form, name), words)
    others = [(i, each) for i, each in enumerate(form.others) if each.what.strip() or each.because.strip()]
    if not others and not form.found_in_use:
        reader.wrong["others"] = (
            "Name something less restrictive that was considered, and why it is not enough."
        )
    for i, each in others:
        reader.needs(f"others.{i}.what", each.what, "Say what was considered.")
        reader.needs(f"others.{i}.because", each.because, "Say why it is not enough.")
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
        "starts_on": _day(reader, "starts_on", form.starts_on),
        **_until("review", form, reader),
        **_until("limit", form, reader),
        "safeguarding": form.safeguarding or None,
        "positive_risk_plan": form.positive_risk_plan or None,
        "found_in_use": form.found_in_use,
    }


def _until(name: str, form: RestrictionForm, reader: Reader) -> dict[str, str]:
    """A date; or an instant where a time of day was given too. What is found in use may have neither."""
    on, at = getattr(form, f"{name}_on"), getattr(form, f"{name}_at")
    if form.found_in_use and not on.strip("/ ") and not at.strip():
        return {}
    if not at.strip():
        return {f"{name}_on": _day(reader, f"{name}_on", on) or ""}
    instant = reader.instant(f"{name}_at", reader.day(f"{name}_on", on), at)
    return {f"{name}_at": instant.isoformat()} if instant else {}


def _ending(form: RestrictionForm, reader: Reader) -> Body:
    """The dated plan to step it down, where one was entered."""
    if not form.step_down.strip() and not form.step_down_on.strip("/ "):
        return {}
    return {
        "step_down_plan": reader.needs("step_down", form.step_down, "Say how it is to end."),
        "step_down_on": _day(reader, "step_down_on", form.step_down_on),
    }


def _day(reader: Reader, name: str, typed: str) -> str | None:
    on = reader.day(name, typed)
    return on.isoformat() if on else None
