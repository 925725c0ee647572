"""Who somebody on no list is: what was said of them, whom they may be, and what a manager decides. Pure.

Nothing is saved before name and date of birth were confirmed: what is joined by mistake shows one person's record in
another's.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from models.checks import problems
from models.fold import SaidToBe
from models.times import date_words, day_of, marked, moment_words
from screens.matching.candidates import Candidate, candidate_of, candidates
from screens.person.lines import ContactLine, last_contacts
from screens.person.opening import Opening, RecordScreen
from screens.person.waiting import who_confirms
from screens.reading import Unreadable, read_date
from sync.authoring import Said
from sync.device import Device

MATCHED, REGISTERED = "person.matched", "person.registered"
CONFIRM = {"name": "Confirm the name before you save.", "birth": "Confirm the date of birth before you save."}


@dataclass
class Answer:
    """What is being decided: with whom they are matched (`other`), or that they are new. `typed` as it was, `wrong` by field."""

    what: Literal["match", "new"]
    other: str = ""
    typed: dict[str, str] = field(default_factory=dict[str, str])
    confirmed: set[str] = field(default_factory=set[str])
    wrong: dict[str, str] = field(default_factory=dict[str, str])

    def get(self, name: str) -> str:
        return self.typed.get(name, "").strip()


class MatchingState(RecordScreen):
    """`done` is what was decided, in a sentence, and `now_at` the scope they go on by. `saved` is called after it."""

    def __init__(
        self, device: Device, now: Callable[[], datetime], scope: str, saved: Callable[[], Awaitable[None]]
    ) -> None:
        self.device, self.now, self.scope, self._saved = device, now, scope, saved
        self.opening = Opening(device, scope, self.changed, self.load)
        self.sought = self.done = ""
        self.now_at = scope
        self.answer: Answer | None = None

    async def read_record(self) -> None:
        self.person, self.me = await self.device.person(self.scope), await self.device.me()
        self.directory = await self.device.directory()
        self.rows = await self.device.people()
        self.now_at = self.person.scope

    # ------------------------------------------------------------------ what is known

    @property
    def name(self) -> str:
        return self.person.state.name or "Somebody on no list"

    @property
    def said(self) -> tuple[tuple[SaidToBe, str], ...]:
        """Everything said of who they are, and by whom and when."""
        return tuple((each, self._by(each)) for each in self.person.state.said_to_be)

    def _by(self, said: SaidToBe) -> str:
        entry, state = self.person.state.entries[said.entry], self.person.state
        at = marked(moment_words(said.at, self.now()), said.entry not in state.uncertain)
        return f"{self.directory.name_of(entry.author)}, {at}"

    @property
    def contacts(self) -> tuple[ContactLine, ...]:
        return last_contacts(self.person.state, self.directory, self.now())

    @property
    def settled(self) -> bool:
        """Whether somebody has said who they are meanwhile."""
        return not self.person.state.to_be_matched

    @property
    def may_decide(self) -> bool:
        return self.me.may(MATCHED)

    @property
    def who_decides(self) -> str:
        return who_confirms(self.person.state, self.directory, self.now())

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return candidates(self.person.state, self.rows, self.sought)

    @property
    def chosen(self) -> Candidate | None:
        """Whom they are being matched with."""
        other = self.answer.other if self.answer else ""
        row = next((row for row in self.rows if row.scope == other), None)
        return candidate_of(self.person.state, row) if row else None

    @property
    def teams(self) -> tuple[tuple[str, str], ...]:
        known = self.directory.teams
        return tuple((id, known[id].name) for id in self.me.teams if id in known)

    @property
    def author(self) -> tuple[str, str] | None:
        """The worker who wrote of them, who may go on working with them: id and name."""
        authors = [self.person.state.entries[each.entry].author for each in self.person.state.said_to_be]
        member = next(
            (self.directory.staff[id] for id in reversed(authors) if id in self.directory.staff), None
        )
        return (member.id, member.name) if member and member.role == "worker" else None

    # ------------------------------------------------------------------ deciding

    def seek(self, typed: str) -> None:
        self.sought = typed
        self.changed()

    def match_with(self, scope: str) -> None:
        self.answer = Answer("match", scope)
        self.changed()

    def is_new(self) -> None:
        said = self.person.state.said_to_be[-1]
        born = f"{said.born_on.day}/{said.born_on.month}/{said.born_on.year}" if said.born_on else ""
        team = said.team if said.team in self.me.teams else next(iter(self.me.teams), "")
        works = self.author[0] if self.author else ""
        self.answer = Answer("new", typed={"name": said.name, "born": born, "team": team, "works": works})
        self.changed()

    def cancel(self) -> None:
        self.answer = None
        self.changed()

    def setter(self, name: str) -> Callable[[str], None]:
        def put(value: str) -> None:
            if self.answer:
                self.answer.typed[name] = value
                self.answer.wrong.pop(name, None)
                self.changed()

        return put

    def confirm(self, what: str) -> Callable[[bool], None]:
        def put(value: bool) -> None:
            if self.answer:
                (self.answer.confirmed.add if value else self.answer.confirmed.discard)(what)
                self.answer.wrong.pop(what, None)
                self.changed()

        return put

    async def save(self) -> None:
        """Record what was decided, unless something is missing: that is said at its field."""
        answer = self.answer
        if answer is None:
            return
        answer.wrong = {each: words for each, words in CONFIRM.items() if each not in answer.confirmed}
        saids = self._match(answer) if answer.what == "match" else self._register(answer)
        if answer.wrong:
            self.changed()
            return
        await self.device.record_together(saids)
        known = self.chosen
        self.done = f"This is {known.name}." if known else f"{answer.get('name')} is registered."
        self.answer = None
        await self.load()
        await self._saved()

    def _match(self, answer: Answer) -> list[Said]:
        if not answer.get("reason"):
            answer.wrong["reason"] = "Say how you know, in a few words."
        body = {"other": self.scope.removeprefix("person:"), "reason": answer.get("reason")}
        return [Said(MATCHED, answer.other, body)]

    def _register(self, answer: Answer) -> list[Said]:
        born_on = self._born(answer)
        digits = "".join(answer.get("number").split())
        body: dict[str, Any] = {
            "name": answer.get("name"),
            "born_on": born_on.isoformat() if born_on else None,
            "team": answer.get("team"),
            "nhs_number": digits or None,
            "no_nhs_number_because": "" if digits else answer.get("no_number"),
        }
        fields = {"nhs_number": "number" if digits else "no_number", "born_on": "born"}
        now = self.device.clock_now()
        for each in problems(
            REGISTERED, body, occurred_at=now, now=now, person=None, directory=self.directory
        ):
            answer.wrong.setdefault(fields.get(each.field, each.field), each.why)
        works = {"staff": answer.get("works"), "part": "main", "from_on": day_of(now).isoformat()}
        assigned = [Said("caseload.assigned", self.scope, works)] if answer.get("works") else []
        return [Said(REGISTERED, self.scope, body), *assigned]

    def _born(self, answer: Answer) -> date | None:
        try:
            return read_date(answer.get("born"))
        except Unreadable as error:
            answer.wrong["born"] = str(error)
            return None

    @property
    def born(self) -> str:
        """Their date of birth as it was said, in words."""
        return _born_words(self.person.state.born_on)

    def born_of(self, said: SaidToBe) -> str:
        return _born_words(said.born_on)

    @property
    def typed_born(self) -> str:
        """The date of birth being registered, in words, as far as it can be read."""
        try:
            return date_words(read_date(self.answer.get("born") if self.answer else ""))
        except Unreadable:
            return _born_words(None)


def _born_words(on: date | None) -> str:
    return date_words(on) if on else "on a date nobody gave"
