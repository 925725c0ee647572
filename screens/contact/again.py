"""The form of a contact that was recorded once, filled in with what it said: to be recorded anew, or corrected.

Read with nothing taken for granted: what was not accepted may lack anything. What does not read is left to be entered.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from models.times import day_of
from screens.contact.form import NOT_ASSESSED, ContactForm, Done, Seen, Worry
from screens.drafting.form import new_id
from screens.reading import typed_date, typed_time


def form_of(said: Mapping[str, Any]) -> ContactForm:
    """Name and date of birth are to be confirmed again; evidence of a step-down is to be named again."""
    started, ended = _moment(said.get("started_at")), _moment(said.get("ended_at"))
    return ContactForm(
        plan_id=new_id(),
        **_unlisted(said.get("not_on_list")),
        on=typed_date(started) if started else "",
        started=typed_time(started) if started else "",
        ended=typed_time(ended) if ended else "",
        next_day=bool(started and ended and day_of(ended) > day_of(started)),
        mode=_text(said, "mode"),
        attendance=_text(said, "attendance"),
        with_whom=[each for each in _list(said, "with_whom") if isinstance(each, str)],
        also_present=_text(said, "also_present"),
        same_visit_as=_text(said, "same_visit_as"),
        seen={
            code: seen
            for each in _parts(said, "indicators")
            if (code := _text(each, "code"))
            for seen in [_seen(each)]
        },
        what_changed=_text(said, "what_changed"),
        worries=[
            Worry(who=_text(each, "who"), words=_text(each, "words")) for each in _parts(said, "worried")
        ],
        actions=[_done(each, ended) for each in _parts(said, "actions") if _text(each, "code")],
        decision=_text(said, "decision"),
        rationale=_text(said, "rationale"),
        next_on=_day(said.get("next_contact_on")),
    )


def _unlisted(said: object) -> dict[str, Any]:
    """Who they said they were, where they were on no list."""
    if not isinstance(said, dict):
        return {}
    named = cast("dict[str, Any]", said)
    born = _text(named, "born_on")
    known = {"name": _text(named, "name"), "team": _text(named, "team"), "born_unknown": not born}
    return {"unlisted": True, "page": "who", "born": _day(named.get("born_on")), **known}


def _seen(said: Mapping[str, Any]) -> Seen:
    level, reason = said.get("level"), _text(said, "not_assessed")
    flags = {name: said.get(name) is True for name in ("new_disclosure", "plan", "means", "attempt")}
    return Seen(
        level=NOT_ASSESSED if reason else str(level) if level in (0, 1, 2, 3) else "",
        reason=reason,
        words=_text(said, "words"),
        source=_text(said, "source"),
        **flags,
    )


def _done(said: Mapping[str, Any], ended: datetime | None) -> Done:
    at = _moment(said.get("carried_out_at")) or ended
    when = {"on": typed_date(at), "at": typed_time(at)} if at else {}
    words = {name: _text(said, name) for name in ("detail", "outcome")}
    return Done(code=_text(said, "code"), extent=_text(said, "extent") or "wholly", **when, **words)


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _list(said: Mapping[str, Any], name: str) -> list[Any]:
    value = said.get(name)
    return cast("list[Any]", value) if isinstance(value, list) else []


def _parts(said: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [cast("dict[str, Any]", each) for each in _list(said, name) if isinstance(each, dict)]


def _moment(value: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return read if read is not None and read.tzinfo is not None else None


def _day(value: object) -> str:
    try:
        on = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return ""
    return f"{on.day}/{on.month}/{on.year}" if on else ""
