"""What somebody does about a prompt: say whom they told, or answer it. Part of any screen that shows prompts."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from models.directory import Directory
from models.prompt import Prompt
from models.times import day_of
from screens.prompt.lines import Ring
from screens.reading import Unreadable, read_instant, read_time, typed_time
from sync.device import Device
from sync.views import PersonView

SOMEONE_ELSE = "someone else"
SLACK = timedelta(minutes=2)


@dataclass
class Doing:
    """The small form under a prompt, as entered. `what` is "told" or "answer"; `wrong` the sentences by field."""

    prompt: Prompt
    what: Literal["told", "answer"]
    at: str
    who: str = ""
    name: str = ""
    mode: str = "02"
    actions: tuple[str, ...] = ()
    done: str = ""
    why_not: str = ""
    wrong: dict[str, str] = field(default_factory=lambda: dict[str, str]())


class PromptDoings:
    """At most one form is open. `after` is called when something was recorded, to read the screen again."""

    def __init__(
        self,
        device: Device,
        now: Callable[[], datetime],
        changed: Callable[[], None],
        after: Callable[[], Awaitable[None]],
    ) -> None:
        self.device, self.now = device, now
        self.doing: Doing | None = None
        self._changed, self._after = changed, after

    def start(self, prompt: Prompt, what: Literal["told", "answer"], ring: Iterable[Ring] = ()) -> None:
        who = next((each.staff or each.name for each in ring), SOMEONE_ELSE)
        self.doing = Doing(prompt, what, typed_time(self.now()), who)
        self._changed()

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
        about = {"prompt": doing.prompt.id, "evidence": list(doing.prompt.evidence)}
        await self.device.record(kind, doing.prompt.scope, about | body)
        self.doing = None
        await self._after()

    def _at(self, doing: Doing) -> datetime:
        """The typed time today; yesterday when today it is still to come and the day has just begun."""
        now = self.now()
        try:
            clock = read_time(doing.at)
            at = read_instant(day_of(now), clock, not_after=now)
            if at > now + SLACK:
                at = read_instant(day_of(now) - timedelta(days=1), clock)
                if now - at > timedelta(hours=12):
                    raise Unreadable("This is in the future. Check the time.")
            return at
        except Unreadable as problem:
            doing.wrong["at"] = str(problem)
            return now

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


async def see(device: Device, view: PersonView, me: str, only: str | None = None) -> bool:
    """Record that I opened the prompts that ask me, each once; just the prompt of id `only` if given. True when there were any.

    Never for what I recorded myself: it counts only from another.
    """
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
        await device.record(
            "prompt.seen", view.scope, {"prompt": prompt.id, "evidence": list(prompt.evidence)}
        )
    return bool(mine)


def _opened_by(me: str, prompt: Prompt, view: PersonView) -> bool:
    """Whether I have had all of its evidence in front of me."""
    opened = (fact.body for fact in view.state.seen if fact.entry.author == me)
    return any(body.prompt == prompt.id and set(prompt.evidence) <= set(body.evidence) for body in opened)
