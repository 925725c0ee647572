"""One restriction being applied or reviewed: what has been entered, what it may do, what it becomes."""

from models.authority import may_lower
from models.correcting import Document
from models.fold import Restriction
from models.kinds.restriction import RestrictionApplied, RestrictionReviewed
from models.times import day_of
from screens.drafting.page import Body, PageDrafting, Reader
from screens.person.waiting import who_confirms
from screens.restriction.form import Other, RestrictionForm
from screens.restriction.reading import field_of, read_restriction
from sync.device import Device


class RestrictionState(PageDrafting[RestrictionForm]):
    adds_at_once = True

    def __init__(self, device: Device, scope: str, draft_id: str, record: str = "") -> None:
        super().__init__(device, scope, draft_id, RestrictionForm(record=record))

    def fresh(self) -> RestrictionForm:
        if self.restriction is not None:
            return RestrictionForm.reviewing(self.record, self.restriction.terms)
        today = day_of(self.now())
        return RestrictionForm(record=self.record, starts_on=f"{today.day}/{today.month}/{today.year}")

    @staticmethod
    def again(said: Document, record: str) -> RestrictionForm:
        kind = RestrictionReviewed if "decision" in said else RestrictionApplied
        return RestrictionForm.again(record, kind.model_validate(said))

    # ------------------------------------------------------------------ what it is about

    @property
    def record(self) -> str:
        """The restriction under review; "" for a new one."""
        return self.form.record

    @property
    def restriction(self) -> Restriction | None:
        """The one under review, while it is in force and here."""
        found = self.person.state.restriction_records.get(self.record)
        return found if found is not None and found.in_force else None

    @property
    def who_decides(self) -> str:
        """Said to whoever may not decide alone: what becomes of it, and who can. Empty for whoever may."""
        mine = self.me.decides(self.kind)
        if self.form.corrects:
            return ""  # said of a correction by itself, where it waits
        if may_lower(self.me.role) or (mine and not self.record):
            return ""
        who = who_confirms(self.person.state, self.directory, self.now(), but=self.me.staff_id)
        if mine:
            return f"You may continue it. Less than what holds now, or its end, waits until it is confirmed by {who}."
        if self.record:
            return f"Less than what holds now waits until it is confirmed by {who}. Anything more holds at once, for now."
        hours = self.standard.restrictions.interim_hours
        return f"It holds at once, for {hours} hours. It then needs the authority of {who}: ring them."

    @property
    def beside(self) -> str:
        """What to know before deciding: it is over meanwhile, or there are two versions. Empty for neither."""
        if self.form.corrects:
            return ""
        if self.restriction is None:
            return "It was stepped down, or is not on this tablet. Reading the person again shows what holds now."
        if self.restriction.disputed:
            return "Two versions hold. This starts from the latest; what a manager decides takes the place of both."
        return ""

    # ------------------------------------------------------------------ entering

    def decide(self, decision: str) -> None:
        """Modifying starts from what holds now; continuing asks for its dates and the person's view anew."""
        if self.form.corrects:
            pass  # what was decided then is said anew, and nothing is asked anew
        elif decision == "modify" and self.restriction is not None and not self.form.review_on:
            self.form.as_it_was(self.restriction.terms)
        elif decision == "continue" and self.form.decision == "modify":
            kept = {"why": self.form.why, "step_down": self.form.step_down}
            self.form = self.fresh().model_copy(update=kept)
        self.put(self.form, decision=decision)

    def consider_another(self) -> None:
        self.put(self.form, others=[*self.form.others, Other()])

    # ------------------------------------------------------------------ what it becomes

    @property
    def kind(self) -> str:
        return self.form.kind

    def says(self, reader: Reader) -> Body:
        return read_restriction(self.form, reader)

    def field_of(self, problem: str) -> str:
        return field_of(self.form, problem)
