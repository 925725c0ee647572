"""Whom the centre has not heard from, for whoever leads their team: whose tablet, since when, why it matters, whom to ring."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from models.directory import Directory
from models.kinds.traces import DeviceSilent
from models.silence import Silence
from models.standard import Standard
from models.times import moment_words
from screens.prompt.lines import Ring, sentence
from sync.device import Device

ON_THE_TABLET = "What they recorded since then may be on that tablet only."


@dataclass(frozen=True)
class SilenceLine:
    """One of them. `name` is whose silence it is; `matters` why it matters, a sentence each; `ring` who can be rung."""

    id: str
    name: str
    tablet: str
    heard: str
    why: str
    matters: tuple[str, ...]
    asks: str
    ring: tuple[Ring, ...]


def silence_line(silence: Silence, directory: Directory, standard: Standard, now: datetime) -> SilenceLine:
    said = silence.said
    device, name = directory.devices.get(said.device), directory.name_of(said.staff)
    return SilenceLine(
        id=silence.id,
        name=name,
        tablet=device.label if device else "",
        heard=sentence(moment_words(said.last_heard_at, now)) if said.last_heard_at else "Never",
        why=_why(said, now),
        matters=(*_open(said), ON_THE_TABLET),
        asks=standard.rules.d1.asks,
        ring=_ring(silence, directory),
    )


def _why(said: DeviceSilent, now: datetime) -> str:
    if said.since_at is None:
        return "Nothing was heard while they were on duty."
    at = moment_words(said.since_at, now)
    if said.shift_ended:
        return f"Nothing was heard in all their time on duty, which ended {at}."
    return f"On duty, with nothing heard up to {at}."


def _open(said: DeviceSilent) -> tuple[str, ...]:
    found = (("A temporary plan", said.open_plans), ("An escalation", said.open_escalations))
    return tuple(
        f"{what} was open for {'one person' if many == 1 else f'{many} people'} they work with."
        for what, many in found
        if many
    )


def _ring(silence: Silence, directory: Directory) -> tuple[Ring, ...]:
    """The worker; where no number of theirs is known, their team's duty line."""
    member = directory.staff.get(silence.said.staff)
    if member and member.phone.strip():
        return (Ring(member.name, member.phone.strip(), member.id),)
    duty = directory.duty_phone(silence.told.scope.removeprefix("team:"))
    return (Ring("Duty line", duty),) if duty else ()


@dataclass
class Reaching:
    """The small form under one of them: they were reached, or something else was done."""

    id: str
    what: Literal["reached", "done"]
    words: str = ""
    wrong: str = ""


class SilenceList:
    """Part of the prompts screen. `after` is called when an answer was recorded."""

    def __init__(self, changed: Callable[[], None], after: Callable[[], Awaitable[None]]) -> None:
        self._changed, self._after = changed, after
        self.lines: tuple[SilenceLine, ...] = ()
        self.form: Reaching | None = None
        self._known: dict[str, Silence] = {}

    async def load(self, device: Device, now: datetime) -> None:
        directory, found = await device.directory(), await device.silences()
        self._known = {each.id: each for each in found}
        standard = directory.standard_at(now) if found else None
        self.lines = tuple(silence_line(each, directory, standard, now) for each in found if standard)
        if self.form and self.form.id not in self._known:
            self.form = None

    def start(self, line: SilenceLine, what: Literal["reached", "done"]) -> None:
        self.form = Reaching(line.id, what)
        self._changed()

    def put(self, words: str) -> None:
        if self.form:
            self.form.words, self.form.wrong = words, ""
            self._changed()

    def cancel(self) -> None:
        self.form = None
        self._changed()

    async def save(self, device: Device) -> None:
        """Record it, unless it says nothing yet: that is said at its field."""
        form = self.form
        if form is None or form.id not in self._known:
            return
        words = form.words.strip()
        if not words:
            form.wrong = "Say it in a few words."
            self._changed()
            return
        silence = self._known[form.id]
        done = f"Reached them. {words}" if form.what == "reached" else words
        body: dict[str, Any] = {"prompt": silence.prompt, "evidence": [silence.id], "done": done}
        await device.record("prompt.answered", silence.told.scope, body)
        self.form = None
        await self._after()
