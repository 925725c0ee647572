"""Something went wrong for the person, and they have been told. What is entered, and what it becomes."""

from pydantic import Field

from models.prompt import Prompt
from screens.drafting.page import Body, PageForm, Reader, ShortForm
from screens.reading import typed_date, typed_time

RULE = "CD1"  # what asks


class ToldForm(PageForm):
    """`prompt` is what asked; `about` the entries it rests on, as they were when the form began."""

    prompt: str = ""
    about: list[str] = Field(default_factory=list[str])
    name: str = ""
    whom: str = "person"
    mode: str = "01"
    told_on: str = ""
    told_at: str = ""
    said: str = ""
    response: str = ""


class ToldState(ShortForm[ToldForm]):
    kind = "candour.told"
    makes = ToldForm
    about = "prompt"

    @property
    def prompt(self) -> Prompt | None:
        """What asks; None once it no longer does."""
        return next((p for p in self.person.evaluation.prompts if p.id == self.form.prompt), None)

    @property
    def went_wrong(self) -> str:
        return "\n".join(each.words for each in self.prompt.seen) if self.prompt else ""

    @property
    def evidence(self) -> list[str]:
        return list(self.prompt.evidence) if self.prompt else []

    def fresh(self) -> ToldForm:
        """By whoever records it, face to face and just now, unless they say otherwise."""
        now = self.now()
        told = {"told_on": typed_date(now), "told_at": typed_time(now)}
        return self.form.model_copy(update={"about": self.evidence, "name": self.me.name, **told})

    def says(self, reader: Reader) -> Body:
        form = self.form
        name = reader.needs("name", form.name, "Say who told them: their name.")
        reader.happened(form, "told")
        return {
            "about": form.about,
            "name": name,
            "staff": self.me.staff_id if name == self.me.name else None,
            "whom": form.whom,
            "mode": form.mode,
            "said": reader.needs("said", form.said, "Say what they were told, in a few words."),
            "response": form.response.strip(),
        }
