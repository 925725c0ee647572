"""An action being updated: what has been entered, and what of it is different from how the action stands."""

from datetime import datetime

from models.authority import may_lower
from models.fold import TrackedAction
from screens.drafting.page import Body, PageForm, Reader
from screens.person.around_lines import owners
from screens.reading import typed_date, typed_time
from screens.theirs.state import Theirs
from sync.device import Device


class ActionForm(PageForm):
    """`owner` is a staff id. A time is a date and a time of day as typed; "" where there is none."""

    words: str = ""
    owner: str = ""
    deadline_on: str = ""
    deadline_at: str = ""
    contacted_on: str = ""
    contacted_at: str = ""
    partner_response: str = ""
    answer_on: str = ""
    answer_at: str = ""


class ActionState(Theirs[ActionForm]):
    kind = "action.updated"

    def __init__(self, device: Device, scope: str, draft_id: str, record: str = "") -> None:
        super().__init__(device, scope, draft_id, ActionForm(record=record))

    def fresh(self) -> ActionForm:
        """As it stands: whose, by when; what happened is asked."""
        form, action = ActionForm(record=self.form.record), self.action
        if action is None:
            return form
        form.owner = action.owner
        form.deadline_on, form.deadline_at = _typed(action.deadline.at)
        form.answer_on, form.answer_at = _typed(action.answer_due.at if action.answer_due else None)
        return form

    # ------------------------------------------------------------------ what it is about

    @property
    def action(self) -> TrackedAction | None:
        """The one that goes on; None once it is done, or while it is not here."""
        found = (each for each in self.person.state.actions if each.record == self.form.record)
        return next((each for each in found if not each.done), None)

    @property
    def what(self) -> str:
        return self.action.body.what if self.action else ""

    @property
    def partner(self) -> str:
        """The other service that must answer, "" for none."""
        return self.action.body.partner.strip() if self.action else ""

    @property
    def owners(self) -> list[tuple[str, str]]:
        """Who it can be given to, by id and name; whoever has it now among them."""
        found = dict(owners(self.person.state, self.directory, self.me.staff_id, self.now()))
        if self.action is not None:
            found.setdefault(self.action.owner, self.directory.name_of(self.action.owner))
        return list(found.items())

    @property
    def later_waits(self) -> str:
        """Said at the deadline to whoever may not move it later alone."""
        if may_lower(self.me.role):
            return ""
        return f"A later one waits until it is confirmed by {self.who_confirms}"

    # ------------------------------------------------------------------ what it becomes

    def says(self, reader: Reader) -> Body:
        form, action = self.form, self.action
        body: Body = {
            "words": reader.needs("words", form.words, "Say how it goes on, in a few words."),
            "partner_response": form.partner_response.strip(),
        }
        if action is None:
            reader.wrong["words"] = "It is done meanwhile, or is not on this tablet."
            return body
        if form.owner != action.owner:
            body["owner"] = form.owner
        answer = action.answer_due.at if action.answer_due else None
        moments = {
            "deadline_at": _moved("deadline", form, action.deadline.at, reader),
            "partner_contacted_at": _moved("contacted", form, None, reader),
            "answer_due_at": _moved("answer", form, answer, reader),
        }
        return body | {name: at.isoformat() for name, at in moments.items() if at is not None}

    def field_of(self, problem: str) -> str:
        return {"partner_contacted_at": "contacted_at", "answer_due_at": "answer_at"}.get(problem, problem)


def _moved(name: str, form: ActionForm, stands: datetime | None, reader: Reader) -> datetime | None:
    """The moment that was entered, where it is another than the one that stands."""
    on, at = getattr(form, f"{name}_on"), getattr(form, f"{name}_at")
    if (on, at) == _typed(stands) or not (on.strip("/ ") or at.strip()):
        return None
    return reader.instant(f"{name}_at", reader.day(f"{name}_on", on), at)


def _typed(at: datetime | None) -> tuple[str, str]:
    return (typed_date(at), typed_time(at)) if at else ("", "")
