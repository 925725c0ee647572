"""What somebody does about a prompt: say whom they told, or answer it. Part of any screen that shows prompts."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from models.directory import Directory
from models.prompt import Prompt
from screens.prompt.lines import Ring
from screens.reading import Unreadable, read_lately, typed_time
from sync.authoring import Said
from sync.device import Device
from sync.views import ScopeView

SOMEONE_ELSE = "someone else"


@dataclass
class Doing:
    """The small form under a prompt, as entered. `what` is "told" or "answer"; `wrong` the sentences by field.

    `also`: the other prompts of the same person that were told of in the same call.
    """

    prompt: Prompt
    what: Literal["told", "answer"]
    at: str
    who: str = ""
    name: str = ""
    mode: str = "02"
    actions: tuple[str, ...] = ()
    done: str = ""
    why_not: str = ""
    also: tuple[Prompt, ...] = ()
    wrong: dict[str, str] = field(default_factory=lambda: dict[str, str]())


class PromptDoings:
    """At most one form is open. `after` is called when something was recorded, to read the screen again."""

    def __init__(
        self, device: Device, changed: Callable[[], None], after: Callable[[], Awaitable[None]]
    ) -> None:
        self.device, self.now = device, device.clock_now
        self.doing: Doing | None = None
        self._changed, self._after = changed, after

    def start(
        self,
        prompt: Prompt,
        what: Literal["told", "answer"],
        ring: Iterable[Ring] = (),
        also: Iterable[Prompt] = (),
    ) -> None:
        who = next((each.staff or each.name for each in ring), SOMEONE_ELSE)
        self.doing = Doing(prompt, what, typed_time(self.now()), who, also=tuple(also))
        self._changed()

    @property
    def telling(self) -> bool:
        return self.doing is not None and self.doing.what == "told"

    def cancel(self) -> None:
        self.doing = None
        self._changed()

    def put(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self.doing, name, value)
        self._changed()

    async def save(self, directory: Directory) -> None:
        """Record it. What cannot stand is said at its field, and nothing entered is lost."""
        doing = self.doing
        if doing is None:
            return
        doing.wrong = {}
        at = self._at(doing)
        body = self._told(doing, at, directory) if doing.what == "told" else self._answered(doing, at)
        if doing.wrong:
            self._changed()
            return
        kind = "prompt.told" if doing.what == "told" else "prompt.answered"
        await self.device.record_together(
            [Said(kind, each.scope, about(each) | body) for each in (doing.prompt, *doing.also)]
        )
        self.doing = None
        await self._after()

    def _at(self, doing: Doing) -> datetime:
        """The typed time today; yesterday when today it is still to come and the day has just begun."""
        try:
            return read_lately(doing.at, self.now())
        except Unreadable as problem:
            doing.wrong["at"] = str(problem)
            return self.now()

    def _told(self, doing: Doing, at: datetime, directory: Directory) -> dict[str, Any]:
        staff = directory.staff.get(doing.who)
        name = staff.name if staff else doing.name.strip()
        if not name:
            doing.wrong["name"] = "Say who has it now: their name."
        return {
            "name": name,
            "staff": staff.id if staff else None,
            "mode": doing.mode,
            "told_at": at.isoformat(),
        }

    def _answered(self, doing: Doing, at: datetime) -> dict[str, Any]:
        if not (doing.actions or doing.done.strip() or doing.why_not.strip()):
            doing.wrong["done"] = "Say what was done, or why not."
        actions = [
            {"code": code, "extent": "wholly", "carried_out_at": at.isoformat()} for code in doing.actions
        ]
        return {"actions": actions, "done": doing.done.strip(), "why_not": doing.why_not.strip()}


def about(prompt: Prompt) -> dict[str, Any]:
    """What every entry about a prompt names: the prompt, and the evidence its author had in front of them."""
    return {"prompt": prompt.id, "evidence": list(prompt.evidence)}


async def see(device: Device, view: ScopeView, me: str, only: str | None = None) -> bool:
    """Record that I opened the prompts that ask me, each once; just the prompt of id `only` if given. True when there were any.

    Never for what I recorded myself: it counts only from another.
    """
    if view.closed:
        return False  # they have not had all of its evidence in front of them
    authors = {id: entry.author for id, entry in view.state.entries.items()}
    mine = [
        prompt
        for prompt in view.evaluation.prompts
        if only in (None, prompt.id)
        and prompt.asks_of(me)
        and not _opened_by(me, prompt, view)
        and not any(authors.get(id) == me for id in prompt.evidence)
    ]
    for prompt in mine:
        await device.record("prompt.seen", view.scope, about(prompt))
    return bool(mine)


def _opened_by(me: str, prompt: Prompt, view: ScopeView) -> bool:
    """Whether I have had all of its evidence in front of me."""
    opened = (fact.body for fact in view.state.seen if fact.entry.author == me)
    return any(body.prompt == prompt.id and set(prompt.evidence) <= set(body.evidence) for body in opened)
