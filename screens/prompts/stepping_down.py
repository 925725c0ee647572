"""Stepping down an episode: which evidence it closes, why, and the reply given to whoever was worried."""

from collections.abc import Sequence

from pydantic import Field

from models.authority import may_lower
from models.episodes import WORKER_MAY_CLOSE
from models.prompt import Evidence, Prompt
from screens.drafting.beside import Beside
from screens.drafting.page import Body, PageForm, Reader

KIND = "episode.stepped_down"


class StepDownForm(PageForm):
    """`episode` is which; `named` the ids to be closed: none until somebody chooses, for what is not named stays open."""

    episode: str = ""
    named: list[str] = Field(default_factory=list[str])
    rationale: str = ""
    reply: str = ""


class StepDownState(Beside[StepDownForm]):
    kind = KIND
    makes = StepDownForm
    about = "episode"
    weighs = True

    @property
    def prompts(self) -> list[Prompt]:
        """Those of the episode; none once it is closed."""
        return [each for each in self.view.evaluation.prompts if each.episode == self.form.episode]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All that holds it open, each entry once."""
        return evidence_of(self.prompts)

    @property
    def worried(self) -> bool:
        """Whether somebody's worry holds it open: then a reply is owed to them."""
        return any(prompt.rule == "T5" for prompt in self.prompts)

    def says(self, reader: Reader) -> Body:
        form = self.form
        if not form.named:
            reader.wrong["named"] = "Choose at least one thing that is settled."
        reader.needs("rationale", form.rationale, "Say why it is safe to step down.")
        if self.worried:
            reader.needs("reply", form.reply, "Say what you replied to whoever was worried.")
        return {
            "episode": form.episode,
            "evidence": form.named,
            "rationale": form.rationale.strip(),
            "reply_given": form.reply.strip(),
        }

    def field_of(self, problem: str) -> str:
        return {"evidence": "named", "reply_given": "reply"}.get(problem.partition(".")[0], "rationale")


def may_step_down(role: str | None, of_episode: Sequence[Prompt]) -> bool:
    """Whether a step-down by this role can take effect: managers and seniors always, a worker where only T2 or T3 opened it."""
    if may_lower(role):
        return bool(of_episode)
    opened_by = {prompt.rule for prompt in of_episode if prompt.rule != "A1"}
    return role == "worker" and bool(of_episode) and opened_by <= WORKER_MAY_CLOSE


def evidence_of(prompts: Sequence[Prompt]) -> tuple[Evidence, ...]:
    """What was seen, each entry once."""
    return tuple(
        {seen.entry_id: seen for prompt in prompts for seen in prompt.seen if seen.entry_id}.values()
    )
