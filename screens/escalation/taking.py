"""Recording one step of an escalation that was saved: what came of it, or what one of us does about it."""

from collections.abc import Sequence

from pydantic import Field

from models.errors import UnknownThing
from screens.drafting.page import Body, PageForm, Reader, ShortForm
from screens.escalation.steps import BY_KIND, Step
from screens.person.waiting import who_confirms
from screens.reading import read_lately, typed_time
from sync.authoring import Said

ENDS = ("escalation.resolved", "escalation.agreed")  # they close it, or settle what is disputed


def about(kind: str, escalation: str) -> str:
    """What a step is about, as its route names it: its kind and the escalation's id."""
    return f"{kind}:{escalation}"


class StepForm(PageForm):
    """`step` is its kind and the escalation's id. `said` are the fields of that kind, by name; `at` is when, as typed."""

    step: str = ""
    at: str = ""
    said: dict[str, str] = Field(default_factory=dict[str, str])


class StepState(ShortForm[StepForm]):
    makes = StepForm
    about = "step"

    @property
    def kind(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self.form.step.partition(":")[0]

    @property
    def escalation(self) -> str:
        """The id of the escalation it is a step of."""
        return self.form.step.partition(":")[2]

    @property
    def step(self) -> Step:
        """Its fields and its words. UnknownThing where this app has no such step."""
        if self.kind not in BY_KIND:
            raise UnknownThing(fields=["kind"])
        return BY_KIND[self.kind]

    @property
    def then(self) -> str:
        return f"/person/{self.scope}/escalation/{self.escalation}"

    def fresh(self) -> StepForm:
        first = {each.name: each.first for each in self.step.fields if each.first}
        return self.form.model_copy(update={"at": typed_time(self.now()), "said": first})

    @property
    def title(self) -> str:
        """What it is a step of."""
        found = self.person.state.escalation(self.escalation)
        return found.name if found else ""

    @property
    def stays_open(self) -> str:
        """Said beside a step that only counts once a manager has confirmed it."""
        if self.kind not in ENDS or self.me.decides(self.kind):
            return ""
        who = who_confirms(self.person.state, self.directory, self.now(), but=self.me.staff_id)
        return f"It stays open until it is confirmed by {who}."

    def say(self, name: str, words: str) -> None:
        self.put(said=self.form.said | {name: words})

    def says(self, reader: Reader) -> Body:
        form = self.form
        reader.occurred_at = reader.read("at", lambda: read_lately(form.at, reader.now))
        reader.asked_in = "at"
        for each in self.step.fields:
            if each.needed:
                reader.needs(each.name, form.said.get(each.name, ""), each.needed)
        body: Body = {name: words.strip() for name, words in form.said.items()}
        return body | {"staff": self.me.staff_id} if self.kind == "escalation.owned" else body

    def to_record(self) -> Sequence[Said]:
        """UnknownThing where the escalation is not here, or was voided meanwhile: what was entered stays."""
        if self.person.state.escalation(self.escalation) is None:
            raise UnknownThing(fields=["record"])
        return super().to_record()

    def said(self, body: Body) -> Said:
        return Said(self.kind, self.scope, body, self.escalation, entry_id=self.id)
