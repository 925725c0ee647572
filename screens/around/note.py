"""A visit note: what a visitor must know to be safe, or that it is no longer so."""

from datetime import timedelta

from models.times import day_of
from screens.drafting.page import Body, PageForm, Reader, ShortForm
from screens.reading import typed_day


class NoteForm(PageForm):
    """With a `record` it says that this note no longer holds."""

    fact: str = ""
    source: str = ""
    review_on: str = ""


class NoteState(ShortForm[NoteForm]):
    kind = "visit.note"
    makes = NoteForm

    def fresh(self) -> NoteForm:
        """Looked at again as late as the standard allows."""
        if self.form.record:
            return self.form
        by = day_of(self.now()) + timedelta(days=self.standard.review_days.visit_note)
        return NoteForm(review_on=typed_day(by))

    @property
    def ends(self) -> str:
        """What the note says that no longer holds; "" for a new one."""
        slots = (each for each in self.person.state.visit_notes if each.record == self.form.record)
        return next((head.body.fact for slot in slots for head in slot.heads), "")

    def says(self, reader: Reader) -> Body:
        form = self.form
        said = {"fact": form.fact.strip(), "source": form.source.strip()}
        if form.record:
            return said | {"holds": False}
        on = reader.day("review_on", form.review_on)
        return said | {"review_on": on.isoformat() if on else None}
