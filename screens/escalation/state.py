"""Escalating: the call first, then what is asked. Every change is kept at once in the sealed draft, whose id it will have.

Nothing has to be filled in before it can be saved: a blank part reads "not known". The clocks run from the first call.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from models.kinds.person import PersonDetails
from models.saying import said_in
from screens.drafting.form import new_id
from screens.drafting.state import Drafting
from screens.escalation.calling import Line, lines
from screens.escalation.decided import evidence
from screens.escalation.filling import filled
from screens.escalation.form import ANSWERED, NO_ANSWER, Call, EscalationForm
from screens.escalation.script import Lines, opening, six_parts
from sync.authoring import Said
from sync.device import Device

OWN_NUMBERS = ("999", "111")


class EscalatingState(Drafting[EscalationForm]):
    kind = "escalation.opened"

    def __init__(self, device: Device, scope: str, draft_id: str) -> None:
        super().__init__(device, scope, draft_id, EscalationForm())

    async def look(self) -> None:
        profile = await self.device.profile()
        self._own = [(each.words, each.number) for each in profile.numbers if each.number not in OWN_NUMBERS]

    def fresh(self) -> EscalationForm:
        """What the record already tells, with the entries it rests on; where they live; my number to ring back."""
        prompts = self.person.evaluation.prompts
        known = filled(self.person.state, prompts, self.standard, self.now())
        mine = self.directory.staff.get(self.me.staff_id)
        form = EscalationForm(
            where=self.details.address if self.details else "", callback=mine.phone if mine else ""
        )
        for name, each in known.items():
            setattr(form, name, each.words)
        decided = evidence(self.person.state, prompts, self.now())
        known_by = (id for each in known.values() for id in each.evidence)
        form.evidence = [*dict.fromkeys([*decided, *known_by])]
        return form

    @property
    def details(self) -> PersonDetails | None:
        heads = self.person.state.details.heads
        return heads[-1].body if heads else None

    # ------------------------------------------------------------------ the call

    @property
    def numbers(self) -> tuple[Line, ...]:
        team = self.person.state.team
        duty = self.directory.duty_phone(team) if team else ""
        asked = Line(self.form.to.strip(), self.form.number.strip())
        return lines(self.form.priority, asked, self.standard, self._own, duty)

    @property
    def ringing(self) -> Line:
        """The number to ring now; after the last, the first again."""
        return self.numbers[self.form.ringing % len(self.numbers)]

    def choose(self, priority: str) -> None:
        """How soon. Another order of numbers begins at its first."""
        self.put(priority=priority, ringing=0)

    def ring_now(self) -> None:
        """The call begins: from here every clock runs."""
        self.put(called_at=self.form.called_at or self.now().isoformat())

    def ring_999(self) -> None:
        """Somebody is in danger: before anything else."""
        self.choose("emergency")
        self.ring_now()

    def no_answer(self) -> None:
        """Nobody answered: on to the next number."""
        self._call(NO_ANSWER)
        self.put(ringing=(self.form.ringing + 1) % len(self.numbers))

    def answered(self) -> None:
        """Somebody answered; their name is in the form, where it was heard."""
        self._call(ANSWERED, self.form.answered_by.strip())
        line = self.ringing
        self.put(answered_by="", to=self.form.to or ("" if line.ours else line.name))

    def _call(self, outcome: str, name: str = "") -> None:
        line, at = self.ringing, self.now().isoformat()
        call = Call(to=line.name, number=line.number, at=at, outcome=outcome, name=name, ours=line.ours)
        self.form.calls = [*self.form.calls, call]
        self.form.called_at = self.form.called_at or at

    # ------------------------------------------------------------------ the script

    @property
    def opening(self) -> Lines:
        return opening(self.details, self.form)

    @property
    def parts(self) -> Lines:
        return six_parts(self.form)

    @property
    def evidence(self) -> tuple[tuple[str, str], ...]:
        """What the summary rests on: id and sentence."""
        entries = self.person.state.entries
        known = [entries[id] for id in dict.fromkeys(self.form.evidence) if id in entries]
        return tuple((entry.id, said_in(entry, entry.said, self.directory)) for entry in known)

    def unlink(self, id: str) -> None:
        self.put(evidence=[each for each in self.form.evidence if each != id])

    # ------------------------------------------------------------------ what it becomes

    def document(self) -> dict[str, Any]:
        return super().document() | {"body": self.form.body()}

    def to_record(self) -> Sequence[Said]:
        """The escalation with its calls. It occurred when the first call began, else now."""
        if self.form.answered_by.strip():
            self.answered()  # heard and typed, and nobody pressed the button
        form = self.form
        form.ids = [*form.ids, *(new_id() for _ in form.calls[len(form.ids) :])]
        called_at = datetime.fromisoformat(form.called_at) if form.called_at else None
        body = form.body()
        steps = (self._step(call, id) for call, id in zip(form.calls, form.ids, strict=False))
        return [Said(self.kind, self.scope, body, occurred_at=called_at, entry_id=self.id), *steps]

    def _step(self, call: Call, id: str) -> Said:
        """A call that a named human of the service asked answered is an acknowledgement; any other is a step."""
        at = datetime.fromisoformat(call.at)
        if call.outcome == ANSWERED and call.name and call.to == self.form.to.strip():
            kind, body = "escalation.acknowledged", {"name": call.name, "words": call.to}
        else:
            said = f"Answered by {call.name or 'somebody'}" if call.outcome == ANSWERED else "No answer"
            kind, body = "escalation.stepped", {"to": call.to, "words": said}
        return Said(kind, self.scope, body, self.id, (self.id,), at, id)
