"""Stepping down an episode: which evidence it closes, why, and the reply given to whoever was worried."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from models.authority import may_lower
from models.episodes import WORKER_MAY_CLOSE
from models.prompt import Evidence, Prompt
from sync.device import Device

KIND = "episode.stepped_down"


class StepDown:
    """The form as entered. `evidence` is all that holds the episode open.

    `named` are the ids to be closed: none until somebody chooses, for what is not named stays open.
    """

    def __init__(
        self,
        device: Device,
        of_episode: Sequence[Prompt],
        changed: Callable[[], None],
        after: Callable[[], Awaitable[None]],
    ) -> None:
        self.device, self.prompts = device, tuple(of_episode)
        self.evidence = _evidence(of_episode)
        self.named: tuple[str, ...] = ()
        self.rationale = self.reply = ""
        self.wrong: dict[str, str] = {}
        self._changed, self._after = changed, after

    @property
    def worried(self) -> bool:
        """Whether somebody's worry holds it open: then a reply is owed to them."""
        return any(prompt.rule == "T5" for prompt in self.prompts)

    def put(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
            self.wrong.pop(name, None)
        self._changed()

    async def save(self) -> None:
        """Record it, unless something is missing: that is said at its field."""
        self.wrong = self._lacking()
        if self.wrong:
            self._changed()
            return
        first = self.prompts[0]
        body = {
            "episode": first.episode,
            "evidence": list(self.named),
            "rationale": self.rationale.strip(),
            "reply_given": self.reply.strip(),
        }
        await self.device.record(KIND, first.scope, body)
        await self._after()

    def _lacking(self) -> dict[str, str]:
        lacking = {
            "named": "" if self.named else "Choose at least one thing that is settled.",
            "rationale": "" if self.rationale.strip() else "Say why it is safe to step down.",
            "reply": "Say what you replied to whoever was worried."
            if self.worried and not self.reply.strip()
            else "",
        }
        return {field: sentence for field, sentence in lacking.items() if sentence}


def may_step_down(role: str | None, of_episode: Sequence[Prompt]) -> bool:
    """Whether a step-down by this role can take effect: managers and seniors always, a worker where only T2 or T3 opened it."""
    if may_lower(role):
        return bool(of_episode)
    opened_by = {prompt.rule for prompt in of_episode if prompt.rule != "A1"}
    return role == "worker" and bool(of_episode) and opened_by <= WORKER_MAY_CLOSE


def _evidence(prompts: Sequence[Prompt]) -> tuple[Evidence, ...]:
    """What was seen, each entry once."""
    return tuple(
        {seen.entry_id: seen for prompt in prompts for seen in prompt.seen if seen.entry_id}.values()
    )
