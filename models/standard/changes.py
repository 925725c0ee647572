"""What differs between two operating standards, key by key, and each difference as a sentence a person can read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from models.standard import Standard
from models.standard.words import CODED, words_of
from models.times import date_words, duration_words

ABSENT = object()


@dataclass(frozen=True)
class Change:
    """A key by its dotted path, a coded thing by its code; `before` and `after` are its values, ABSENT where it is not there."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Sentence:
    """A change in words: "A1: time to act after T1: 1 h → 30 min". `key` is where it stands in the document."""

    key: str
    words: str


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every key whose value differs, in the order of the old document, then what is only in the new one."""
    before, after = dict(_leaves(old, "")), dict(_leaves(new, ""))
    keys = [*before, *(key for key in after if key not in before)]
    found = (Change(key, before.get(key, ABSENT), after.get(key, ABSENT)) for key in keys)
    return tuple(each for each in found if (type(each.before), each.before) != (type(each.after), each.after))


def sentences(old: Standard, new: Standard) -> tuple[Sentence, ...]:
    """What changes for people: both as they are read, so that a key left out and its default are the same."""
    found = changes(_document(old), _document(new))
    come_or_gone = {
        each.key.removesuffix(".code")
        for each in found
        if re.fullmatch(r"(indicators|actions)\.\w+\.code", each.key)
    }
    return tuple(_sentences(found, come_or_gone, old, new))


def _document(standard: Standard) -> dict[str, Any]:
    document = standard.model_dump(mode="json")
    document["hours"]["bank_holidays"].sort()  # a set: in whatever order it came
    return document


def _sentences(found: Sequence[Change], whole: set[str], old: Standard, new: Standard) -> Iterator[Sentence]:
    for change in found:
        item, _, name = change.key.rpartition(".")
        if change.key == "version":
            continue
        if item not in whole:
            yield Sentence(change.key, f"{words_of(change.key, new)}: {_difference(change)}")
        elif name == "code":
            standard, how = (new, "added") if change.before is ABSENT else (old, "taken out")
            kind = CODED[item.partition(".")[0]]
            yield Sentence(item, f"{kind} {how}: {_name(item, standard)}")


def _name(item: str, standard: Standard) -> str:
    section, _, code = item.partition(".")
    return standard.indicator_words(code) if section == "indicators" else standard.action_words(code)


def _difference(change: Change) -> str:
    before, after = change.before, change.after
    if isinstance(before, list) and isinstance(after, list):
        return _list_difference(change.key, cast(list[Any], before), cast(list[Any], after))
    return f"{value_words(change.key, before)} → {value_words(change.key, after)}"


def _list_difference(key: str, before: list[Any], after: list[Any]) -> str:
    added = [value_words(key, each) for each in after if each not in before]
    gone = [value_words(key, each) for each in before if each not in after]
    parts = (f"added {', '.join(added)}" if added else "", f"taken out {', '.join(gone)}" if gone else "")
    return "; ".join(filter(None, parts)) or "in another order"


def value_words(key: str, value: Any) -> str:
    """A value in the unit its key names: "30 min", "1 h", "5 working days", "17:00", "yes"; text in quotation marks."""
    if value is ABSENT or value in (None, "", []):
        return "nobody" if key == "approved_by" else "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number_words("days" if key.startswith("review_days.") else key, value)
    if isinstance(value, list):
        return ", ".join(value_words(key, each) for each in cast(list[Any], value))
    if re.fullmatch(r"\d\d:\d\d:\d\d", str(value)):
        return str(value)[:5]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return date_words(date.fromisoformat(str(value)))
    return f"“{value}”"


def _number_words(key: str, value: float) -> str:
    if key.endswith("working_days"):
        return f"{value:g} working {'day' if value == 1 else 'days'}"
    if key.endswith("days"):
        return f"{value:g} {'day' if value == 1 else 'days'}"
    for unit, length in (("hours", timedelta(hours=1)), ("minutes", timedelta(minutes=1))):
        if key.endswith(unit) and length * value < timedelta(days=1):
            return duration_words(length * value) if value else "at once"
    units = {"hours": "h", "minutes": "min", "seconds": "s"}
    unit = next((short for long, short in units.items() if key.endswith(long)), "")
    return f"{value:g} {unit}".strip()


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value with its dotted path; a list of coded things by their codes."""
    if isinstance(value, dict):
        for key, item in cast(dict[str, Any], value).items():
            yield from _leaves(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list) and (coded := _by_code(cast(list[Any], value))):
        yield from _leaves(coded, path)
    else:
        yield path, value


def _by_code(items: list[Any]) -> dict[str, Any]:
    """Coded things by their codes; empty for any other list."""
    coded = [cast(dict[str, Any], item) for item in items if isinstance(item, dict) and "code" in item]
    return {str(item["code"]): item for item in coded} if len(coded) == len(items) else {}
