"""The open form: what of a contact being written can already be judged, however half-filled the rest is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from models.entry import Clock, Entry
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded, Indicator, Worry

B = TypeVar("B", bound=Body)
NO_LEVEL_YET = {"level": None, "not_assessed": "not_reached"}


def draft_entry(
    scope: str, body: Mapping[str, Any], now: datetime, entry_id: str, author: str, standard: str
) -> Entry:
    """An entry that stands for the draft: its readable indicators and worries, with its end, or now, as its time."""
    ended_at = min(_moment(body.get("ended_at"), now), now)
    contact = ContactRecorded.model_validate(
        {
            "started_at": min(_moment(body.get("started_at"), ended_at), ended_at),
            "ended_at": ended_at,
            "mode": _code(body.get("mode"), "98"),
            "attendance": _code(body.get("attendance"), "5"),
            "indicators": _indicators(body.get("indicators")),
            "worried": _readable(Worry, body.get("worried")),
            "decision": "no_step_up",
        }
    )
    return Entry.model_construct(
        id=entry_id,
        salt="",
        org="",
        kind="contact.recorded",
        scope=scope,
        record=entry_id,
        author=author,
        device="",
        occurred_at=ended_at,
        recorded_at=now,
        clock=Clock(error_ms=0, holds=True),
        standard=standard,
        body=contact.model_dump(mode="json"),
    )


def _indicators(items: Any) -> list[Indicator]:
    """The readings that stand; and of the others what is marked already: an attempt speaks before a level is chosen."""
    whole = _readable(Indicator, items)
    given: list[Any] = list(items) if isinstance(items, list | tuple) else []  # pyright: ignore[reportUnknownArgumentType]
    others = [{**each, **NO_LEVEL_YET} for each in given if isinstance(each, dict)]  # pyright: ignore[reportUnknownVariableType]
    codes = {each.code for each in whole}
    return whole + [each for each in _readable(Indicator, others) if each.code not in codes]


def _readable(kind: type[B], items: Any) -> list[B]:
    """Those of the items that stand by themselves; each indicator once."""
    found: dict[str, B] = {}
    for place, item in enumerate(items if isinstance(items, list | tuple) else ()):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        try:
            read = kind.model_validate(item)
        except ValidationError:
            continue
        found[getattr(read, "code", str(place))] = read
    return list(found.values())


def _code(value: Any, otherwise: str) -> str:
    return value if isinstance(value, str) and 0 < len(value) <= 64 else otherwise


def _moment(value: Any, otherwise: datetime) -> datetime:
    try:
        moment = TypeAdapter(datetime).validate_python(value)
    except ValidationError:
        return otherwise
    return moment if moment.tzinfo else otherwise
