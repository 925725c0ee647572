"""What somebody does about a prompt: say whom they told, or answer it. What is entered, and what it becomes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from pydantic import Field

from models.prompt import Prompt, rule_of
from models.silence import RULE as SILENCE
from models.silence import Silence
from screens.around.candour import RULE as CANDOUR
from screens.drafting.beside import Beside
from screens.drafting.page import Body, PageForm, Reader
from screens.person.lines import held_by_id
from screens.prompt.lines import PromptLines, Ring, describe
from screens.reading import read_lately, typed_time
from sync.authoring import Said

SOMEONE_ELSE = "someone else"
REACHED, ELSE = "reached", "else"


class OfPrompts(PageForm):
    """`prompts` are the ids of what is asked, with commas between; `evidence` what each rests on, as when the form began.

    `at` is when, as typed.
    """

    prompts: str = ""
    evidence: dict[str, list[str]] = Field(default_factory=dict[str, list[str]])
    at: str = ""

    @property
    def ids(self) -> list[str]:
        return self.prompts.split(",")

    def names(self, id: str) -> Body:
        """What every entry about a prompt names: the prompt, and the evidence its author had in front of them."""
        return {"prompt": id, "evidence": self.evidence.get(id, [])}


class TellingForm(OfPrompts):
    """`who` is a member of staff, or `SOMEONE_ELSE` whose `name` is typed."""

    who: str = ""
    name: str = ""
    mode: str = "02"


class AnswerForm(OfPrompts):
    """`reached`: of somebody who was silent, whether they were."""

    actions: list[str] = Field(default_factory=list[str])
    done: str = ""
    why_not: str = ""
    reached: str = ""


F = TypeVar("F", bound=OfPrompts)


class OfPromptsState(Beside[F]):
    about = "prompts"

    @property
    def standing(self) -> list[Prompt]:
        """Those that still stand, in the order they were named."""
        there = {each.id: each for each in self.view.evaluation.prompts}
        return [there[id] for id in self.form.ids if id in there]

    @property
    def lines(self) -> list[PromptLines]:
        held, team, me = held_by_id(self.view.held), self.view.state.team, self.me.staff_id
        return [describe(each, self.directory, held, me, team, self.now()) for each in self.standing]

    def fresh(self) -> F:
        evidence = {each.id: list(each.evidence) for each in self.standing}
        return self.form.model_copy(update={"evidence": evidence, "at": typed_time(self.now())})


class TellingState(OfPromptsState[TellingForm]):
    """A named human was told: of one prompt, or of several of the same person in one call."""

    kind = "prompt.told"
    makes = TellingForm

    @property
    def ring(self) -> tuple[Ring, ...]:
        """Whom to phone."""
        return next((each.ring for each in self.lines if each.ring), ())

    @property
    def known(self) -> list[Ring]:
        """Those of them who are staff."""
        return [each for each in self.ring if each.staff]

    def fresh(self) -> TellingForm:
        who = next((each.staff or SOMEONE_ELSE for each in self.ring), SOMEONE_ELSE)
        return super().fresh().model_copy(update={"who": who})

    def says(self, reader: Reader) -> Body:
        form, staff = self.form, self.directory.staff.get(self.form.who)
        name = staff.name if staff else reader.needs("name", form.name, "Say who has it now: their name.")
        at = reader.read("at", lambda: read_lately(form.at, reader.now))
        told = {"name": name, "staff": staff.id if staff else None, "mode": form.mode}
        return form.names(form.ids[0]) | told | {"told_at": at.isoformat() if at else None}

    def to_record(self) -> Sequence[Said]:
        """One entry for each prompt."""
        said = super().to_record()
        others = self.form.ids[1:] if said else []
        return [
            *said,
            *(replace(said[0], body=said[0].body | self.form.names(id), entry_id=None) for id in others),
        ]


class AnswerState(OfPromptsState[AnswerForm]):
    """What was done, or why not. Of somebody who was silent: whether they were reached. Of candour: why not yet."""

    kind = "prompt.answered"
    makes = AnswerForm
    silences: tuple[Silence, ...] = ()

    async def look(self) -> None:
        self.silences = await self.device.silences() if self.rule in ("", SILENCE) else ()

    @property
    def rule(self) -> str:
        return rule_of(self.form.prompts)

    @property
    def of_silence(self) -> bool:
        return self.rule == SILENCE

    @property
    def of_candour(self) -> bool:
        return self.rule == CANDOUR

    @property
    def silence(self) -> Silence | None:
        """None once they were heard, or somebody answered."""
        return next((each for each in self.silences if each.prompt == self.form.prompts), None)

    def fresh(self) -> AnswerForm:
        form = super().fresh()
        return (
            form.model_copy(update={"evidence": {form.prompts: [self.silence.id]}}) if self.silence else form
        )

    def says(self, reader: Reader) -> Body:
        form = self.form
        names = form.names(form.prompts)
        if self.of_candour:
            return names | {
                "why_not": reader.needs("why_not", form.why_not, "Say why they have not been told yet.")
            }
        if self.of_silence:
            reader.needs("reached", form.reached, "Choose whether they were reached.")
            done = reader.needs("done", form.done, "Say it in a few words.")
            return names | {"done": f"Reached them. {done}" if form.reached == REACHED else done}
        if not (form.actions or form.done.strip() or form.why_not.strip()):
            reader.wrong["done"] = "Say what was done, or why not."
        at = reader.read("at", lambda: read_lately(form.at, reader.now)) if form.actions else None
        carried = {"extent": "wholly", "carried_out_at": at.isoformat() if at else None}
        return names | {
            "actions": [{"code": code} | carried for code in form.actions],
            "done": form.done.strip(),
            "why_not": form.why_not.strip(),
        }
