"""From a document that does not validate to the fields that do not stand and a plain sentence for each; never a value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from models.errors import BadInput, ImpossibleTime, InvalidEntry

PLAIN_KEY = re.compile(r"^[A-Za-z0-9_]{1,64}$")
SENTENCES = {
    "missing": "This is missing.",
    "string_too_short": "This is missing.",
    "too_short": "This is missing.",
    "string_too_long": "This is too long.",
    "timezone_aware": "This time needs its time zone.",
    "int_parsing": "This is not a whole number.",
    "int_type": "This is not a whole number.",
    "string_unicode": "This has a character that cannot be written.",
    "json_invalid": "This is not readable.",
}

LABELS = {
    "nhs_number": "NHS number",
    "born_on": "Date of birth",
    "started_at": "Start",
    "ended_at": "End",
    "identity_confirmed": "Name and date of birth",
}


@dataclass(frozen=True)
class Problem:
    """A field (dotted path, empty for the whole) that does not stand, and why in one sentence for a person."""

    field: str
    why: str
    error: type[BadInput] = InvalidEntry


def wrong(why: str, *fields: str) -> PydanticCustomError:
    """For validators over several fields: the error belongs to `fields` (none: to the place of the validator)."""
    return PydanticCustomError("wrong", "{why}", {"fields": fields, "why": why})


def impossible(why: str, *fields: str) -> PydanticCustomError:
    """The same for a time that cannot be right."""
    return PydanticCustomError("impossible_time", "{why}", {"fields": fields, "why": why})


def problems_in(error: ValidationError) -> tuple[Problem, ...]:
    return tuple(
        problem
        for details in error.errors(include_input=False, include_url=False)
        for problem in _problems(details)
    )


def refuse(problems: tuple[Problem, ...]) -> BadInput:
    """One error for all of them: the first one's kind and sentence, every field named once."""
    first = problems[0]
    fields = tuple(dict.fromkeys(problem.field for problem in problems if problem.field))
    return first.error(f"{_spoken(first.field)}: {first.why}" if first.field else first.why, fields=fields)


def _problems(details: ErrorDetails) -> Iterator[Problem]:
    kind = ImpossibleTime if details["type"] == "impossible_time" else InvalidEntry
    place = [_key(part) for part in details["loc"]]
    for field in details.get("ctx", {}).get("fields") or [""]:
        yield Problem(".".join([*place, field] if field else place), _why(details), kind)


def _why(details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    if "why" in context:
        return str(context["why"])
    if details["type"] == "value_error":  # our own validators' words, fixed sentences without a value
        return str(context["error"])
    if details["type"] in ("greater_than_equal", "less_than_equal"):
        edge = "at least" if "ge" in context else "at most"
        return f"This must be {edge} {context.get('ge', context.get('le'))}."
    return SENTENCES.get(details["type"], "This is not in the right form.")


def _key(part: int | str) -> str:
    """A field's name; a key that came with the input is not one, and is not repeated."""
    return str(part) if PLAIN_KEY.match(str(part)) else "?"


def _spoken(field: str) -> str:
    words = LABELS.get(field) or field.replace("_", " ").replace(".", ", ")
    return words[:1].upper() + words[1:]
