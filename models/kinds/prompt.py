"""What people did about a prompt. None of these clears one; `episode.stepped_down` closes the evidence it names."""

from pydantic import Field, model_validator

from models.codes import EpisodeKind, Mode
from models.kinds.base import Body, Id, Moment, Name, Required, Words
from models.kinds.contact import Action
from models.reading import wrong


class AboutPrompt(Body):
    """`prompt` is the prompt's id; `evidence` the entries the author had in front of them."""

    prompt: str = Field(min_length=1, max_length=200)
    evidence: tuple[Id, ...] = ()


class PromptSeen(AboutPrompt):
    """Counts only from someone asked, other than the author of the evidence."""


class PromptTold(AboutPrompt):
    """The author told a named human, by a call or face to face. `staff` when that human is one of ours."""

    name: Name
    staff: Id | None = None
    mode: Mode = Mode("02")
    told_at: Moment


class PromptAnswered(AboutPrompt):
    """What was done, or why not. Quiets the prompt; never clears it."""

    actions: tuple[Action, ...] = ()
    done: Words = ""
    why_not: Words = ""

    @model_validator(mode="after")
    def _says_something(self) -> "PromptAnswered":
        if not (self.actions or self.done.strip() or self.why_not.strip()):
            raise wrong("Say what was done, or why not.", "done")
        return self


class EpisodeSteppedDown(Body):
    """Closes the evidence it names, and only that."""

    episode: EpisodeKind
    evidence: tuple[Id, ...] = Field(min_length=1)
    rationale: Required
    reply_given: Words = ""
