"""Saying that a record should not be there: which it is, why, and what happens then."""

from models.trail import TrailLine, trail
from screens.about import is_team, name_of, route_of
from screens.drafting.page import Body, PageForm, Reader, ShortForm

WRONG_PERSON = "wrong_person"
FOR_OTHERS = (
    "It is then asked whether this person has been told.",
    "Record it for the person it is about as well: this does not move it there.",
)


class VoidForm(PageForm):
    """`target` is the id of the entry that should not be there."""

    target: str = ""
    reason: str = ""
    words: str = ""


class VoidState(ShortForm[VoidForm]):
    kind = "entry.voided"
    weighs = True
    makes = VoidForm
    about = "target"

    @property
    def line(self) -> TrailLine | None:
        """What it is about, as the trail has it; None while it is not here."""
        lines = trail(self.view.held, self.directory)
        return next((each for each in lines if each.id == self.form.target), None)

    @property
    def holds_meanwhile(self) -> bool:
        return True

    @property
    def name(self) -> str:
        return name_of(self.view.state, self.directory)

    @property
    def then(self) -> str:
        """The trail; of a team, its registers: the line, unless that is what is taken back."""
        if not is_team(self.scope):
            return f"/person/{self.scope}/trail"
        entry = self.view.state.entries.get(self.form.target)
        return route_of(self.scope, entry.record if entry and entry.record != entry.id else "")

    @property
    def what_happens(self) -> tuple[str, ...]:
        """In sentences, once the reason is chosen."""
        if not self.form.reason:
            return ()
        stays = "It stays in the trail, marked as voided, with your name and the reason."
        counts = "It no longer counts, and what is asked because of it alone is no longer asked."
        beside = "What was recorded with it, such as a plan, is corrected by itself."
        with_others = self.line is not None and self.line.kind == "contact.recorded"
        always = (stays, counts, *([beside] if with_others else []))
        return (*always, *FOR_OTHERS) if self.form.reason == WRONG_PERSON else always

    def says(self, reader: Reader) -> Body:
        form = self.form
        return {
            "target": form.target,
            "reason": reader.needs("reason", form.reason, "Choose why it should not be there."),
            "words": reader.needs("words", form.words, "Say in a few words what happened."),
        }
