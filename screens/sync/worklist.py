"""What the centre holds and has not accepted, as work for its author: what it was, why, what is safe, and the next step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.directory import Directory
from models.held import MAY_BE_ACCEPTED
from models.times import moment_words
from screens.contact.again import form_of
from screens.drafting.beside import BesideUnread
from screens.drafting.form import new_id
from screens.drafting.page import Body, PageForm, Reader
from screens.drafting.reopening import reopen
from screens.trail.words import kind_words, reason_words, told_apart
from sync.authoring import Said
from sync.device import Device
from sync.held import NotAccepted

SAFE = "It is kept at the centre and on this tablet."
ALL_SAFE = "They are kept at the centre and on this tablet."
STEP = 10
CONTACT = "contact.recorded"


@dataclass(frozen=True)
class WorkLine:
    """One record. `called` is its name for its buttons, of its own in the list; `next` is the step to take; `left` what a manager said who left it as it is, "" if none did.

    `form`: it can be put right in a form of its own. `must_stay`: it holds a concern, so it is not dropped.
    """

    id: str
    scope: str
    title: str
    when: str
    why: str
    next: str
    left: str
    form: bool
    must_stay: bool
    called: str = ""


def work_line(each: NotAccepted, names: Mapping[str, str], directory: Directory, now: datetime) -> WorkLine:
    entry = each.held.entry
    about = names.get(entry.scope) or "Somebody no longer on this tablet"
    form = entry.kind == CONTACT and entry.scope in names
    return WorkLine(
        id=entry.id,
        scope=entry.scope,
        title=f"{kind_words(entry.kind)}: {about}",
        when=f"Recorded {moment_words(entry.recorded_at, now)}",
        why=reason_words(each.held.reason),
        next=_next(form=form, reason=each.held.reason),
        left=_left(each, directory, now),
        form=form,
        must_stay=each.must_stay,
    )


def _next(*, form: bool, reason: str | None) -> str:
    if form:
        return "Next: put it right. Then the new record counts, and this one stays in the trail."
    if reason in MAY_BE_ACCEPTED:
        return "Next: ask a manager to accept it. They see it under Prompts once they have synced."
    return "Next: record it again where it belongs. Then say here that this one is not to be sent again."


def _left(each: NotAccepted, directory: Directory, now: datetime) -> str:
    if each.left is None:
        return ""
    by = each.left.by
    words = getattr(each.left.said, "words", "")
    return f"Left as it is by {directory.name_of(by.author)}, {moment_words(by.recorded_at, now)}: {words}"


class Worklist:
    """Part of the sync screen. `go` is called to show another screen."""

    def __init__(self, changed: Callable[[], None], go: Callable[[str], None]) -> None:
        self._changed, self._go = changed, go
        self.lines: tuple[WorkLine, ...] = ()
        self.most = STEP
        self._records: dict[str, NotAccepted] = {}

    async def load(self, device: Device, names: Mapping[str, str], now: datetime) -> None:
        found, directory = await device.not_accepted(), await device.directory()
        self._records = {each.held.entry.id: each for each in found}
        lines = [work_line(each, names, directory, now) for each in found]
        called = told_apart([f"{line.title}, {line.when}" for line in lines])
        self.lines = tuple(replace(line, called=name) for line, name in zip(lines, called, strict=True))

    @property
    def listed(self) -> tuple[WorkLine, ...]:
        return self.lines[: self.most]

    def more(self) -> None:
        self.most += STEP
        self._changed()

    async def put_right(self, device: Device, line: WorkLine) -> None:
        """Open the form with what was said; the one begun before, if it was."""
        body = self._records[line.id].held.entry.body
        form = form_of(body).model_copy(update={"replaces": line.id, "settled_id": new_id()})
        self._go(await reopen(device, CONTACT, line.scope, form, "replaces", body=body))


class DropForm(PageForm):
    """`target` is the record."""

    target: str = ""
    words: str = ""


class DropState(BesideUnread[DropForm]):
    """Saying of a record that was not accepted that it is not to be sent again. `line`: as the list has it, None once it is settled."""

    kind = "entry.settled"
    sort = "dropping"
    makes = DropForm
    about = "target"
    place = "sync"

    async def look(self) -> None:
        names = {scope: row.name for row in await self.device.people() for scope in row.scopes}
        found = await self.device.not_accepted()
        lines = (work_line(each, names, self.directory, self.now()) for each in found)
        self._lines = {each.id: each for each in lines}

    @property
    def line(self) -> WorkLine | None:
        return self._lines.get(self.form.target)

    @property
    def back(self) -> str:
        return "/sync"

    def says(self, reader: Reader) -> Body:
        words = reader.needs("words", self.form.words, "Say why, in a few words.")
        return {"target": self.form.target, "how": "not_again", "words": words}

    async def write(self, entries: Sequence[Said]) -> None:
        """NotAllowed where it holds a concern: that is put right."""
        await self.device.not_again(self.form.target, entries[0].body["words"], draft=self.id)
