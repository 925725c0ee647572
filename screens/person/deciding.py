"""What a manager decides: to confirm what waits, to keep one of what was recorded apart, to part what was joined by mistake."""

from collections.abc import Sequence

from models.errors import UnknownThing
from screens.correcting.void import WRONG_PERSON, VoidForm, VoidState
from screens.drafting.beside import Beside
from screens.drafting.page import Body, PageForm, PageReading, Reader
from screens.person.apart import Apart, Version, apart, keeping
from screens.person.lines import JoinedLine, joined_lines
from screens.person.waiting import KIND, WaitingLine, waiting_lines
from sync.authoring import Said


class ConfirmForm(PageForm):
    """`target` is the entry that waits."""

    target: str = ""
    rationale: str = ""


class ConfirmState(Beside[ConfirmForm]):
    kind = KIND
    makes = ConfirmForm
    about = "target"

    @property
    def line(self) -> WaitingLine | None:
        """What waits; None once it no longer does."""
        lines = waiting_lines(self.view, self.directory, self.me, self.now())
        return next((each for each in lines if each.entry == self.form.target), None)

    def says(self, reader: Reader) -> Body:
        why = reader.needs("rationale", self.form.rationale, "Say why this can take effect.")
        return {"target": self.form.target, "rationale": why}


class KeepForm(PageForm):
    """`version` is the id of the version that is kept; `makes` the kind of the entry that keeps it."""

    version: str = ""
    makes: str = ""
    rationale: str = ""


class KeepState(Beside[KeepForm]):
    """The entry that keeps a version follows all of them, and is of the kind that says such a thing."""

    sort = "keeping"
    makes = KeepForm
    about = "version"

    @property
    def kind(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self.form.makes

    def fresh(self) -> KeepForm:
        return self.form.model_copy(update={"makes": self._keeping(*self.chosen).kind if self.chosen else ""})

    @property
    def chosen(self) -> tuple[Apart, Version] | None:
        """What was recorded apart, and the version to keep; None once that is settled."""
        found = apart(self.view.state, self.directory, self.now())
        pairs = ((each, version) for each in found for version in each.versions)
        return next((pair for pair in pairs if pair[1].id == self.form.version), None)

    def says(self, reader: Reader) -> Body:
        if self.chosen is None:
            return {}
        if self.chosen[0].needs_why:
            reader.needs("rationale", self.form.rationale, "Say why this one is kept.")
        return self._keeping(*self.chosen).body

    def field_of(self, problem: str) -> str:
        return "rationale"

    def to_record(self) -> Sequence[Said]:
        """UnknownThing where it was settled meanwhile: what was entered stays."""
        if self.chosen is None:
            raise UnknownThing(fields=["record"])
        return super().to_record()

    def becomes(self, read: PageReading) -> Said:
        assert self.chosen is not None
        return self._keeping(*self.chosen)

    def _keeping(self, apart: Apart, version: Version) -> Said:
        return keeping(self.scope, apart, version, self.form.rationale, self.id)


class PartState(VoidState):
    """Two records are of two people after all: the match is voided."""

    sort = "parting"

    @property
    def then(self) -> str:
        return ""

    @property
    def joined(self) -> JoinedLine | None:
        lines = joined_lines(self.person.state, self.directory, self.now())
        return next((each for each in lines if each.entry == self.form.target), None)

    def fresh(self) -> VoidForm:
        return self.form.model_copy(update={"reason": WRONG_PERSON})

    def says(self, reader: Reader) -> Body:
        needed = "Say how you know that they are two people."
        return super().says(reader) | {"words": reader.needs("words", self.form.words, needed)}
