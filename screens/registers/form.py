"""The form of a register, made from its questions: what was entered, and the body it becomes. Kept as a draft from the first key."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from pydantic import Field

from models.checks import problems
from models.fold import ScopeState
from models.sampling import drawn, drawn_words
from screens.about import name_of
from screens.drafting.form import new_id
from screens.drafting.page import Body, PageDrafting, PageForm, PageReading, Reader
from screens.person.around_lines import owners
from screens.reading import read_date, read_instant, read_time, typed_date, typed_day, typed_time
from screens.registers.lines import REGISTERS, RegisterLine, line_of
from screens.registers.questions import ASKED, Asked, Question
from sync.authoring import Said
from sync.device import Device

ACTS = {"yes": "Yes: an action", "no": "No"}
ASKED_ONCE = {"how_many", "acts"}
DRAWN_USUALLY, LATEST_LEARNT = 5, 8
A_WEEK = timedelta(days=7)


class RegisterForm(PageForm):
    """`said` is what was typed or chosen, by the question's name (a moment's date and time by its name with _on and _at);
    `chosen` the several codes; `action` the id an action made with it will have.
    """

    said: dict[str, str] = Field(default_factory=dict[str, str])
    chosen: dict[str, list[str]] = Field(default_factory=dict[str, list[str]])
    action: str = ""


class RegisterDrafting(PageDrafting[RegisterForm]):
    """`line`: what it adds to, None for a new one. `people`: the ids of those a sample can be drawn from, with their names."""

    place = "prompts"
    back_words = "To the register"

    def __init__(self, device: Device, scope: str, kind: str, draft_id: str, record: str = "") -> None:
        super().__init__(device, scope, draft_id, RegisterForm(record=record))
        self.kind = kind
        self.line: RegisterLine | None = None
        self.people: Mapping[str, str] = {}

        self.again = partial(reopened, kind)

    @property
    def asked(self) -> Asked:
        return ASKED[self.kind]

    @property
    def state(self) -> ScopeState:
        return self.view.state

    @property
    def name(self) -> str:
        if self.kind == "referral.received":
            return self.form.said.get("name", "") or "A referral"
        return name_of(self.state, self.directory)

    @property
    def then(self) -> str:
        """What it belongs to; for a correction the line, where both are to be read."""
        return f"/line/{self.scope}/{self.form.record}" if self.form.corrects else self.back

    @property
    def back(self) -> str:
        begun = next((each.key for each in REGISTERS if each.new[0] == self.kind), None)
        return f"/registers/{begun}" if begun else f"/line/{self.scope}/{self.form.record}"

    # ------------------------------------------------------------------ what it stands on

    async def look(self) -> None:
        if self.kind == "audit.performed":
            rows = await self.device.people()
            self.people = {
                row.scope.removeprefix("person:"): row.name for row in rows if not row.to_be_matched
            }

    async def load(self) -> None:
        await super().load()
        if self.form.record:
            self.line = line_of(self.state, self.form.record, self.directory, self.me, self.now())
            self.changed()

    def fresh(self) -> RegisterForm:
        """What goes without saying: when, which team, and for a review what holds now."""
        form = self.form.model_copy(deep=True)
        form.said = {**_usual(self.kind, self.now()), **self._from_the_line()}
        if self.kind == "referral.received" and len(self.me.teams) == 1:
            form.said["team"] = self.me.teams[0]
        form.action = new_id() if self.kind == "audit.finding" else ""
        return form

    def _from_the_line(self) -> dict[str, str]:
        risks = {each.record: each for each in self.state.registers.risks}
        audits = {each.record: each for each in self.state.registers.audits}
        if self.kind == "risk.reviewed" and (risk := risks.get(self.form.record)) and risk.terms:
            terms = risk.terms[0][1]
            words = {
                name: getattr(terms, name) for name in ("mitigations", "monitoring", "evidence", "owner")
            }
            return {f"terms.{name}": said for name, said in words.items()}
        if self.kind == "audit.finding" and (audit := audits.get(self.form.record)):
            return {"of": str(len(audit.begun.body.sampled))} if audit.begun.body.sampled else {}
        if self.kind == "audit.performed" and (audit := audits.get(self.form.record)):
            return {"from_on": typed_day(audit.begun.body.until_on)}
        return {}

    # ------------------------------------------------------------------ entering

    def enter(self, name: str, value: str) -> None:
        self.put(said={**self.form.said, name: value})

    def choose(self, name: str, codes: Sequence[str]) -> None:
        self.put(chosen={**self.form.chosen, name: list(codes)})

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those asked, as it is answered so far; not one of which nothing can be chosen."""
        asked = (each for each in self.asked.questions if each.when(self.form.said))
        if self.form.corrects:  # who was drawn, and whether something is to be done, was settled then
            asked = (each for each in asked if each.name not in ASKED_ONCE)
        return tuple(each for each in asked if each.how != "codes" or self.options(each))

    def options(self, question: Question) -> list[tuple[str, str]]:
        """What a question that is chosen offers."""
        if question.how == "owner":
            return list(owners(self.state, self.directory, self.me.staff_id, self.now()))
        if question.how == "staff":
            team = self.state.team
            found = [
                each
                for each in self.directory.staff.values()
                if team in each.teams and each.here_at(self.now())
            ]
            there = [each for each in found if each.role != "administrator" and each.id != self.me.staff_id]
            return [(each.id, each.name) for each in sorted(there, key=lambda each: each.name)]
        if question.how == "team":
            return [(id, self.directory.teams[id].name) for id in self.me.teams if id in self.directory.teams]
        if question.name == "learning":
            latest = self.state.registers.learning[-LATEST_LEARNT:]
            return [(fact.id, fact.body.what) for fact in reversed(latest)]
        if question.name == "acts":
            return list(ACTS.items())
        return [(str(code), code.words) for code in question.codes.all()] if question.codes else []

    # ------------------------------------------------------------------ what it becomes

    def field_of(self, problem: str) -> str:
        """The question whose field it is, or that it lies within."""
        names = (each.name for each in self.asked.questions)
        return next((name for name in names if f"{problem}.".startswith(f"{name}.")), problem)

    def read(self) -> PageReading:
        """An action that is set with it has to stand too."""
        read = super().read()
        if (act := read.body.get("act")) and not read.wrong:
            now = self.now()
            found = problems(
                "action.assigned", act, occurred_at=now, now=now, person=None, directory=self.directory
            )
            return replace(read, wrong={f"act.{each.field}": each.why for each in found})
        return read

    def says(self, reader: Reader) -> Body:
        body: Body = {}
        for question in self.questions:
            value = self._read(question, reader)
            if value in (None, "", []):
                if question.needed:
                    reader.wrong.setdefault(question.name, question.needed)
                continue
            _put(body, question.name, value)
        return self._finished(body)

    def _read(self, question: Question, reader: Reader) -> Any:
        name, said = question.name, self.form.said.get(question.name, "").strip()
        if question.how == "codes":
            return self.form.chosen.get(name, [])
        if question.how == "moment":
            return self._moment(name, reader)
        if question.how == "day":
            on = reader.read(name, lambda: read_date(said)) if said.strip("/ ") else None
            return on.isoformat() if on else None
        if question.how == "number":
            number = reader.number(name, said, question.needed) if said else None
            return int(number) if number is not None else None
        if name == "prompts":
            return [line.strip() for line in said.splitlines() if line.strip()]
        return said.replace(" ", "") if name == "nhs_number" else said

    def _moment(self, name: str, reader: Reader) -> str | None:
        on, at = (
            self.form.said.get(f"{name}_on", "").strip("/ "),
            self.form.said.get(f"{name}_at", "").strip(": "),
        )
        if not on and not at:
            return None
        day = reader.read(name, lambda: read_date(on))
        clock = reader.read(name, lambda: read_time(at))
        if day is None or clock is None:
            return None
        instant = reader.read(name, lambda: read_instant(day, clock))
        return instant.isoformat() if instant else None

    def _finished(self, body: Body) -> Body:
        """With what nobody types: the sample, and what the audit goes over again."""
        if self.kind == "audit.performed":
            most = body.pop("how_many", 0)
            sampled = self.sampled(most)
            body |= {"of_how_many": len(self.people), "sampled": list(sampled)}
            body |= {"drawn_by": drawn_words(len(sampled), len(self.people))}
            body |= {"re_audits": self.form.record or None}
        if self.kind == "audit.finding":
            acts = body.pop("acts", "no") == "yes"
            body |= {"action": self.form.action if acts else None}
        return body

    def sampled(self, most: int | None = None) -> tuple[str, ...]:
        """Whose records are drawn, by this form's own id."""
        typed = self.form.said.get("how_many", "")
        wanted = (int(typed) if typed.isdecimal() else 0) if most is None else most
        return drawn(self.id, self.people, wanted)

    def said(self, body: Body) -> Said:
        record = None if self.kind == "audit.performed" else self.form.record or None
        return Said(self.kind, self.scope, body, record, entry_id=self.id)

    def to_record(self) -> Sequence[Said]:
        """A finding, and the action that is set because of it, together."""
        saids = super().to_record()
        if not saids or self.kind != "audit.finding" or self.form.corrects:
            return saids
        body = dict(saids[0].body)
        act = body.pop("act", None)
        finding = self.said(body)
        if act is None:
            return [finding]
        return [
            finding,
            Said("action.assigned", self.scope, act | {"about": self.id}, entry_id=self.form.action),
        ]


def reopened(kind: str, said: Mapping[str, Any], record: str) -> RegisterForm:
    """The form as it was when it became `said`, a body of this kind in that record."""
    form = RegisterForm(record=record)
    for question in ASKED[kind].questions:
        name, value = question.name, _found(said, question.name)
        if value in (None, "", []):
            continue
        if question.how == "codes":
            form.chosen[name] = [str(each) for each in value]
        elif question.how == "moment":
            at = datetime.fromisoformat(value)
            form.said |= {f"{name}_on": typed_date(at), f"{name}_at": typed_time(at)}
        elif question.how == "day":
            form.said[name] = typed_day(date.fromisoformat(value))
        else:
            form.said[name] = "\n".join(value) if isinstance(value, list) else str(value)
    return form


def _found(said: Mapping[str, Any], path: str) -> Any:
    value: Any = said
    for each in path.split("."):
        value = value.get(each) if isinstance(value, Mapping) else None
    return value


def _put(body: Body, path: str, value: Any) -> None:
    *within, last = path.split(".")
    for each in within:
        body = body.setdefault(each, {})
    body[last] = value


def _usual(kind: str, now: datetime) -> dict[str, str]:
    if kind == "referral.received":
        return {"received_at_on": typed_date(now), "received_at_at": typed_time(now)}
    if kind == "supervision.recorded":
        return {"held_at_on": typed_date(now), "held_at_at": typed_time(now), "minutes": "60"}
    if kind == "audit.performed":
        return {"how_many": str(DRAWN_USUALLY), "until_on": typed_date(now)}
    if kind == "action.assigned":
        return {"deadline_at_on": typed_date(now + A_WEEK), "deadline_at_at": "17:00"}
    if kind == "audit.finding":
        return {"act.deadline_at_on": typed_date(now + A_WEEK), "act.deadline_at_at": "17:00"}
    return {}
