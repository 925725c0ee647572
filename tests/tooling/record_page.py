"""docs/record.md, from the models: every kind with its fields, every part they are made of, every code with its words.

`make record` writes it anew; a test fails while the page says something else.
"""

import inspect
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from models.authority import MAY_AUTHOR
from models.checks import scopes_of
from models.codes import Code, Role
from models.entry import FIXED_RECORDS, ID_PATTERN, Entry
from models.kinds import BODIES

PAGE = Path(__file__).parents[2] / "docs" / "record.md"
HOW_TO = "run `make record` and commit docs/record.md"
TYPES: dict[type, str] = {
    str: "text",
    bool: "yes or no",
    int: "whole number",
    float: "number",
    datetime: "time",
    date: "date",
    time: "time of day",
    dict: "document",
}
UNITS = (
    ("_at", "aware UTC instant"),
    ("_on", "date in Europe/London"),
    ("_days", "days"),
    ("_hours", "hours"),
    ("_minutes", "minutes"),
    ("minutes", "minutes"),
    ("_ms", "milliseconds"),
    ("level", "0–3"),
)
# What a name means wherever a docstring does not say it of its own field.
MEANINGS = {
    "id": "Random, made on the device",
    "salt": "Random, so that a digest says nothing of what it was made from",
    "org": "The organisation's id",
    "kind": "What sort of statement it is: one of the kinds below, or one of a newer version",
    "scope": "Whose stream it lies in: `person:<id>`, `team:<id>` or `org`",
    "author": "Who says it: a staff id",
    "device": "The device it is about, or was made on",
    "occurred_at": "When it happened, by the device's clock",
    "recorded_at": "When it was written down, by the device's clock",
    "utc_offset_minutes": "Local time less UTC where it was written",
    "standard": "The version of the operating standard its author worked to",
    "body": "What is said, as its kind's fields",
    "staff": "A member of staff, by id",
    "owner": "Who is to see to it, by staff id",
    "team": "A team, by id",
    "target": "The entry it is about",
    "reason": "Why",
    "rationale": "Why it was decided so",
    "words": "In words",
    "outcome": "What came of it",
    "review_on": "The day by which it is looked at again",
    "partner_response": "What the other service said; empty while it has said nothing",
    "answer_due_at": "When the other service's answer is due",
    "phone": "Telephone number, as it is dialled",
}
HEAD = f"""# The record

Every kind of entry, as this version reads and writes it. This page is made from the models: {HOW_TO}.
What an entry is, and how bytes are kept, is in [the sealed entry](sealed-entry.md); words are in the [glossary](glossary.md).

A field that is not required may be left out. A field, kind or code of a newer version is kept as it came and never folded.
"""


def page() -> str:
    """The page as it should be."""
    kinds = [*BODIES.items()]
    models = list(dict.fromkeys(model for _, model in kinds))
    parts = list(dict.fromkeys(_parts_of([*models, Entry])))
    codes = sorted({code for model in [*models, *parts, Entry] for code in _codes_of(model)}, key=_name)
    said = [HEAD, "## Every entry\n", _described(Entry), "## Kinds\n"]
    said += [_kind(kind, model) for kind, model in kinds]
    said += [
        "## Parts\n",
        *(f"### {part.__name__}\n\n{_described(part)}" for part in sorted(parts, key=_name)),
    ]
    said += ["## Codes\n", *(_code(code) for code in codes)]
    return "\n".join(said)


def _kind(kind: str, model: type[BaseModel]) -> str:
    roles = [role.words.lower() for role in Role.all() if role in MAY_AUTHOR.get(kind, ())]
    record = f"record `{FIXED_RECORDS[kind]}`; " if kind in FIXED_RECORDS else ""
    by = ", ".join(roles) or "the centre itself"
    where = " or ".join({"org": "the organisation"}.get(scope, f"a {scope}") for scope in scopes_of(kind))
    return f"### `{kind}`\n\n{_described(model, f'Of {where}; {record}authored by {by}.')}"


def _described(model: type[BaseModel], also: str = "") -> str:
    lines = [_doc(model), also]
    fields = model.model_fields
    rows = [_row(model, name, field) for name, field in fields.items()] or [
        "| – | – | – | – | It has no fields. |"
    ]
    table = ["| Field | Type | Unit | Required | Meaning |", "|---|---|---|---|---|", *rows]
    return "\n\n".join(line for line in lines if line) + "\n\n" + "\n".join(table) + "\n"


def _row(model: type[BaseModel], name: str, field: FieldInfo) -> str:
    cells = (
        f"`{name}`",
        _type(field.annotation, field.metadata),
        next((unit for ending, unit in UNITS if name.endswith(ending)), "–"),
        "yes" if field.is_required() else "no",
        field.description
        or _said_of(model, name)
        or MEANINGS.get(name)
        or name.replace("_", " ").capitalize(),
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _said_of(model: type[BaseModel], name: str) -> str:
    """The sentences of the docstrings, its own first, that name the field."""
    for each in inspect.getmro(model):
        if issubclass(each, BaseModel):
            sentences = re.split(r"(?<=[.:;])\s+(?=[`A-Z])", _doc(each))
            if found := [sentence.strip() for sentence in sentences if f"`{name}`" in sentence]:
                return " ".join(found).rstrip(";:")
    return ""


def _doc(model: type[Any]) -> str:
    return " ".join((model.__doc__ or "").split())


def _type(annotation: Any, metadata: Iterable[Any] = ()) -> str:
    metadata = [*metadata]
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        for each in inner[1:]:
            metadata += each.metadata if isinstance(each, FieldInfo) else [each]
        return _type(inner[0], metadata)
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(_type(each, metadata) for each in inner if each is not NoneType))
    if origin is Literal:
        return " or ".join(f"`{each}`" for each in inner)
    if origin is tuple:
        return f"list of {_type(inner[0])}"
    if origin is dict:
        return f"{_type(inner[1])} by name" if inner[1] is not Any else "document"
    if any(getattr(each, "pattern", None) == ID_PATTERN for each in metadata):
        return "id"
    return _plain(annotation) + _range(metadata)


def _plain(annotation: Any) -> str:
    if annotation is AwareDatetime:
        return TYPES[datetime]
    if isinstance(annotation, type) and issubclass(annotation, Code | BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return TYPES.get(annotation, getattr(annotation, "__name__", "anything"))


def _range(metadata: Iterable[Any]) -> str:
    least = [each.ge if isinstance(each, Ge) else each.gt for each in metadata if isinstance(each, Ge | Gt)]
    most = [each.le if isinstance(each, Le) else each.lt for each in metadata if isinstance(each, Le | Lt)]
    return f" {least[0]}–{most[0]}" if least and most else ""


def _code(code: type[Code]) -> str:
    rows = [f"| `{value}` | {words} |" for value, words in code.KNOWN.items()]
    about = f"{_doc(code)}\n\n" if code.__doc__ and code.__doc__ != Code.__doc__ else ""
    return f"### {code.__name__}\n\n{about}| Code | Words |\n|---|---|\n" + "\n".join(rows) + "\n"


def _parts_of(models: Iterable[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """Models inside the fields of these, and inside those, that are no kind's own."""
    for model in models:
        for field in model.model_fields.values():
            for each in _leaves(field.annotation):
                if isinstance(each, type) and issubclass(each, BaseModel):
                    yield each
                    yield from _parts_of([each])


def _codes_of(model: type[BaseModel]) -> Iterator[type[Code]]:
    for field in model.model_fields.values():
        for each in _leaves(field.annotation):
            if isinstance(each, type) and issubclass(each, Code):
                yield each


def _leaves(annotation: Any) -> Iterator[Any]:
    inner = get_args(annotation)
    if not inner:
        yield annotation
    for each in inner:
        yield from _leaves(each)


def _name(model: type[Any]) -> str:
    return cast(str, model.__name__)


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
