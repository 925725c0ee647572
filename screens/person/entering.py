"""The small forms on a person's page: status, a visit note, a safeguarding concern and its decision, an action. Pure.

At most one is open. What is typed is kept as it is; it is read when it is saved, and what cannot stand is said at its field.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from models.checks import problems
from models.directory import Directory
from models.fold import PersonState
from models.times import day_of
from screens.reading import Unreadable, read_date, read_instant, read_time, typed_date, typed_time
from sync.device import Device

Body = dict[str, Any]
DECISION = ("reason", "wishes", "least_restrictive_check", "partner")
NO_HANDOVER = "none"
REFERRED = {"yes": True, "no": False, "later": None}


@dataclass
class Form:
    """`what` is being recorded, `about` what it is about: a record, unless whoever writes it says otherwise (empty: a new one).

    `said` is as typed, `wrong` the sentences by field. `occurred_at`: when it happened, None for now; `asked_in` the field that said so.
    """

    what: str
    about: str
    said: dict[str, str]
    now: datetime
    wrong: dict[str, str] = field(default_factory=dict[str, str])
    record: str | None = None
    occurred_at: datetime | None = None
    asked_in: str = ""

    def get(self, name: str) -> str:
        return self.said.get(name, "")

    def words(self, *names: str) -> Body:
        return {name: self.get(name).strip() for name in names}

    def day(self, name: str) -> date | None:
        return self._read(name, lambda: read_date(self.get(name)))

    def instant(self, name: str) -> datetime | None:
        """The instant of a date typed in `name` with _on and a time in `name` with _at."""
        on = self.day(f"{name}_on")
        at = self._read(f"{name}_at", lambda: read_time(self.get(f"{name}_at")))
        if on is None or at is None:
            return None
        return self._read(f"{name}_at", lambda: read_instant(on, at, not_after=self.now))

    def happened(self, name: str) -> None:
        """It happened at that instant, as typed."""
        self.occurred_at, self.asked_in = self.instant(name), f"{name}_at"

    def chosen(self, name: str, sentence: str) -> str:
        if not self.get(name):
            self.wrong[name] = sentence
        return self.get(name)

    def _read(self, name: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Unreadable as error:
            self.wrong[name] = str(error)
            return None


class Entering:
    """`after` is called when something was recorded, to read the screen again. `writes`: what each form becomes."""

    def __init__(
        self,
        device: Device,
        scope: str,
        changed: Callable[[], None],
        after: Callable[[], Awaitable[None]],
        writes: "Writes | None" = None,
    ) -> None:
        self.device, self.scope = device, scope
        self.form: Form | None = None
        self._changed, self._after = changed, after
        self._writes = WRITES if writes is None else writes

    def start(self, what: str, about: str = "", /, **said: str) -> None:
        now = self.device.clock_now()
        self.form = Form(what, about, _begins(what, now) | said, now)
        self._changed()

    def cancel(self) -> None:
        self.form = None
        self._changed()

    def open(self, what: str, about: str = "") -> Form | None:
        """The form, if it is this one that is open."""
        form = self.form
        return form if form and (form.what, form.about) == (what, about) else None

    def setter(self, name: str) -> Callable[[str], None]:
        def put(value: str) -> None:
            if self.form is not None:
                self.form.said[name] = value
                self.form.wrong.pop(name, None)
                self._changed()

        return put

    async def save(self, person: PersonState, directory: Directory) -> None:
        """Record it, unless something cannot stand: that is said at its field."""
        form = self.form
        if form is None:
            return
        form.now, form.wrong = self.device.clock_now(), {}
        form.record, form.occurred_at = form.about or None, None
        kind, body = self._writes[form.what](form)
        if not form.wrong:
            found = problems(
                kind,
                body,
                occurred_at=form.occurred_at or form.now,
                now=form.now,
                person=person,
                directory=directory,
            )
            form.wrong = {_field(form, each.field): each.why for each in found}
        if form.wrong:
            self._changed()
            return
        await self.device.record(kind, self.scope, body, record=form.record, occurred_at=form.occurred_at)
        self.form = None
        await self._after()


def _field(form: Form, field: str) -> str:
    """Where it is said that a field of the body cannot stand."""
    return form.asked_in if field == "occurred_at" and form.asked_in else field.split(".")[0]


def _begins(what: str, now: datetime) -> dict[str, str]:
    """What a form starts from: times that go without saying."""
    if what == "status":
        return {"since_on": typed_date(now), "since_at": typed_time(now)}
    if what == "action":
        return {"deadline_on": typed_date(now + timedelta(days=1)), "deadline_at": "17:00"}
    return {}


def _status(form: Form) -> tuple[str, Body]:
    status = form.chosen("status", "Choose where they are.")
    since = form.instant("since")
    body: Body = {"status": status, "since_at": since.isoformat() if since else None}
    handover = form.get("handover")
    if status == "discharged" and handover not in ("", NO_HANDOVER):
        body["handover"] = handover
    elif status == "discharged" and form.get("handover_accepted_by").strip():
        body |= form.words("handover_to", "handover_accepted_by")
        body["handover_accepted_at"] = form.now.isoformat()
    return "person.status", body | form.words("where", "rationale")


def _note(form: Form) -> tuple[str, Body]:
    on = form.day("review_on")
    return "visit.note", form.words("fact", "source") | {"review_on": on.isoformat() if on else None}


def _note_ended(form: Form) -> tuple[str, Body]:
    return "visit.note", form.words("fact", "source") | {"holds": False}


def _decision(form: Form) -> Body:
    referred = REFERRED.get(form.chosen("referred", "Choose whether it is referred, or decided later."))
    return form.words(*DECISION) | {"referred": referred}


def _concern(form: Form) -> tuple[str, Body]:
    form.chosen("type", "Choose what kind of concern it is.")
    said = form.words("type", "concern", "made_safe_now", *DECISION)
    body = said | _decision(form)
    if body["referred"] is not None:
        _needs_a_whole_decision(form)
    return "safeguarding.raised", body


def _decided(form: Form) -> tuple[str, Body]:
    return "safeguarding.decided", _decision(form)


def _needs_a_whole_decision(form: Form) -> None:
    for name, sentence in LACKING.items():
        if not form.get(name).strip():
            form.wrong[name] = sentence


def _action(form: Form) -> tuple[str, Body]:
    deadline = form.instant("deadline")
    form.chosen("owner", "Choose who is to do it.")
    body: Body = form.words("what", "owner", "route", "partner")
    body |= {"deadline_at": deadline.isoformat() if deadline else None, "code": form.get("code") or None}
    return "action.assigned", body | {"safeguarding": form.get("safeguarding") or None}


def _completed(form: Form) -> tuple[str, Body]:
    extent = form.chosen("extent", "Choose how far it was carried out.")
    return "action.completed", form.words("outcome", "partner_response") | {"extent": extent}


LACKING: Mapping[str, str] = {
    "reason": "Say why, or why not.",
    "wishes": "Say what they wish, or that it is not known and why.",
    "least_restrictive_check": "Say why this is the least restrictive way.",
}
Writes = Mapping[str, Callable[[Form], tuple[str, Body]]]
WRITES: Writes = {
    "status": _status,
    "note": _note,
    "note ended": _note_ended,
    "concern": _concern,
    "decision": _decided,
    "action": _action,
    "completed": _completed,
}


def review_by(now: datetime, days: int) -> str:
    """The latest review date the standard allows, as a date field holds it."""
    on = day_of(now) + timedelta(days=days)
    return f"{on.day}/{on.month}/{on.year}"
